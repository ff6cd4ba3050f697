"""What a text is found by, and where the words stand in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.innovation.rules.search import (
    MOST_WORDS,
    TEASER,
    grams_in,
    grams_of,
    is_across_words,
    marked,
    question_of,
    searched_form,
    teaser,
)

LETTERS = st.text(alphabet="가나다민원처리시 AbＡⅷㅎㅏ1-%_\\'\n", max_size=40)


def holds(text, word):
    compared = text.replace(" ", "") if is_across_words(word) else text
    return word in compared


@given(LETTERS, LETTERS)
def test_whatever_holds_the_words_holds_their_grams(text, typed):
    kept, question = searched_form([text]), question_of(typed)
    if all(holds(kept, word) for word in question.words):
        assert set(grams_of(question)) <= grams_in(kept)


@given(LETTERS, LETTERS)
def test_marks_change_no_letter_and_mark_only_what_was_searched(text, typed):
    question = question_of(typed)
    pieces = marked(text, question)
    assert searched_form(["".join(piece for piece, _hit in pieces)]) == searched_form([text])
    if any(hit for _piece, hit in pieces):
        assert question.words


@given(LETTERS)
def test_a_word_of_two_letters_is_its_own_gram(text):
    kept = searched_form([text])
    for word in question_of(text).words:
        if len(word) == 2:
            assert (word in grams_in(kept)) == (word in kept)


@pytest.mark.parametrize(
    ("typed", "words", "enough"),
    [
        ("민원 처리", ("민원", "처리"), True),
        ("  민원　민원 ", ("민원",), True),
        ("Smart ＳＭＡＲＴ", ("smart",), True),
        ("2026-제12호", ("2026-제12호",), True),
        ("가", ("가",), False),
        ("가 나", ("가", "나"), False),
        ("", (), False),
    ],
)
def test_words_are_compared_in_one_form(typed, words, enough):
    question = question_of(typed)
    assert (question.words, question.is_enough, question.was_cut) == (words, enough, False)


def test_a_long_search_is_cut():
    assert question_of("가나" * 200).was_cut
    many = question_of(" ".join(f"낱말{n}" for n in range(MOST_WORDS + 1)))
    assert (len(many.words), many.was_cut) == (MOST_WORDS, True)


def test_letters_typed_apart_are_composed():
    assert question_of("민원").words == ("민원",)


@pytest.mark.parametrize(
    ("text", "typed", "hits"),
    [
        ("민원처리 기간", "민원 처리", ["민원처리"]),
        ("민원 처리 기간", "민원처리", ["민원 처리"]),
        ("시민 원탁회의", "민원", []),
        ("스마트 Smart 도시", "SMART", ["Smart"]),
        ("１００％ 완료_율", "100% 완료_율", ["１００％", "완료_율"]),
    ],
)
def test_found_words_are_marked_as_they_stand(text, typed, hits):
    assert [piece for piece, hit in marked(text, question_of(typed)) if hit] == hits


def test_the_teaser_shows_the_place_of_the_first_word():
    pieces = teaser("앞말 " * 200 + "그늘막을 놓는다" + " 뒷말" * 200, question_of("그늘막"))
    assert [piece for piece, hit in pieces if hit] == ["그늘막"]
    assert (pieces[0], pieces[-1]) == (("… ", False), (" …", False))
    assert sum(len(piece) for piece, _hit in pieces[1:-1]) == TEASER
