"""Where lines may break: Korean only between words, and a word wider than its place is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.documents.glyphs import MISSING, shaped
from app.core.documents.words import pieces, said, width_of
from tests.factories.documents import LONG_NAME

pytestmark = pytest.mark.engine_free


def test_a_text_that_fits_stays_a_text():
    assert said("교통과 2026", 20) == "교통과 2026"


def test_a_text_that_may_wrap_keeps_its_words_whole():
    assert said("도로 위의 불편을 줄입니다", 5) == ["", "도로", " ", "위의", " ", "불편을", " ", "줄입니다", ""]


def test_a_word_wider_than_its_place_is_cut_and_loses_nothing():
    found = pieces(LONG_NAME, 9)
    assert "".join(found) == LONG_NAME
    assert all(width_of(piece) <= 9 for piece in found)


def test_a_line_feed_begins_a_new_line():
    assert said("하나\n둘", 2) == ["", "하나", "\n", "둘", ""]


@given(st.text(max_size=200), st.floats(min_value=1, max_value=60))
def test_what_is_said_is_what_was_written(text, room):
    found = said(text, room)
    joined = found if isinstance(found, str) else "".join(found)
    kept = [character for character in joined if not character.isspace()]
    assert kept == [character for character in text if character in kept and not character.isspace()]
    assert all(width_of(word) <= max(room, 0.9) for word in ([] if isinstance(found, str) else found[1::2]))


def test_a_character_without_a_shape_becomes_a_box():
    assert shaped("좋아요 😀 金") == f"좋아요 {MISSING} 金"
