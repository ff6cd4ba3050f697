"""The catalogues: complete in Korean and English, and every sentence can be filled in."""

import re

import polib
import pytest

from tests.house.test_budgets import ROOT

CATALOGUES = {
    language: polib.pofile(str(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"))
    for language in ("ko", "en")
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
LONE_PERCENT = re.compile(r"%(?![(%])")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_sentence_is_without_a_translation(language):
    assert [entry.msgid for entry in CATALOGUES[language] if not entry.msgstr] == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_translation_has_the_placeholders_of_its_sentence(language):
    wrong = [
        entry.msgid
        for entry in CATALOGUES[language]
        if set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_percent_sign_stands_alone(language):
    texts = [text.replace("%%", "") for entry in CATALOGUES[language] for text in (entry.msgid, entry.msgstr)]
    assert [text for text in texts if LONE_PERCENT.search(text)] == []


def test_korean_sentences_are_korean():
    hangul = re.compile("[가-힣]")
    letters = re.compile("[A-Za-z]{4,}")
    english = [
        entry.msgid
        for entry in CATALOGUES["ko"]
        if letters.search(PLACEHOLDER.sub("", entry.msgid)) and not hangul.search(entry.msgstr)
    ]
    assert english == []


def test_korean_asks_in_one_tone():
    """-세요 everywhere; -십시오 beside it reads as if two people had written the page."""
    assert [entry.msgid for entry in CATALOGUES["ko"] if "십시오" in entry.msgstr] == []
