"""What makes two texts alike: pairs of syllables inside words that say something."""

import unicodedata

import pytest

from app.innovation.rules.similarity import Likeness, grams_of, likeness, shared_parts, stem, weights


@pytest.mark.parametrize(
    ("word", "short"),
    [("그늘막을", "그늘막"), ("정류장에서는", "정류장"), ("설치한다", "설치"), ("나는", "나는"), ("버스", "버스")],
)
def test_an_ending_goes_if_two_syllables_remain(word, short):
    assert stem(word) == short


def test_words_that_say_nothing_have_no_grams():
    assert grams_of("있다. 매우 많다! 큰 새 것") == {}


def test_grams_do_not_depend_on_endings_and_composition():
    assert grams_of("그늘막을 설치한다") == grams_of("그늘막 설치") == {"그늘": 1, "늘막": 1, "설치": 1}
    assert grams_of(unicodedata.normalize("NFD", "그늘막")) == grams_of("그늘막")


def test_the_title_weighs_twice_and_the_vector_has_length_one():
    found = weights("그늘", "막대")
    assert found == {"그늘": 816, "막대": 577}
    assert abs(sum(weight**2 for weight in found.values()) - 1_000_000) < 2000


def test_a_very_long_text_keeps_its_most_frequent_grams():
    text = " ".join(chr(0xAC00 + n) + chr(0xAC01 + n) for n in range(0, 2000, 2)) + " 정류 정류"
    found = weights("", text)
    assert (len(found), "정류" in found, min(found.values()) >= 1) == (160, True, True)


def test_an_empty_text_is_like_nothing():
    assert weights("", "  \n") == {}


@pytest.mark.parametrize(
    ("thousandths", "meaning"),
    [(1000, Likeness.LIKELY), (300, Likeness.LIKELY), (299, Likeness.SIMILAR), (200, Likeness.SIMILAR), (199, None)],
)
def test_below_two_tenths_nothing_is_shown(thousandths, meaning):
    assert likeness(thousandths) is meaning


def test_shared_words_are_marked_without_their_endings():
    parts = shared_parts("새 그늘막을 <많이> 놓자", {"그늘": 1})
    assert parts == [("새 ", False), ("그늘막", True), ("을 <많이> 놓자", False)]
    assert shared_parts("", {"그늘": 1}) == []
