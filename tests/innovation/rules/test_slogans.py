import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Conflict, Refused
from app.innovation.enums import SloganState
from app.innovation.rules import slogans

S = SloganState
FULL = {"text": "먼저 찾아가는 창구", "meaning": "기다리게 하지 않는다", "practice_item_count": 1}
MOVES = {
    "edit": (slogans.check_editing, {S.DRAFT, S.RETURNED}),
    "submit": (lambda state: slogans.check_submission(state, **FULL), {S.DRAFT, S.RETURNED}),
    "approve": (lambda state: slogans.check_approval(state, author_id=1, approver_id=2), {S.SUBMITTED}),
    "return": (lambda state: slogans.check_return(state, "표현 수정"), {S.SUBMITTED}),
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_starts_only_from_its_states(move, state):
    check, allowed = MOVES[move]
    if state in allowed:
        check(state)
    else:
        with pytest.raises(Refused):
            check(state)


def test_sixty_characters_fit_and_sixty_one_do_not():
    assert slogans.check_text("가" * 60) == "가" * 60
    with pytest.raises(Refused):
        slogans.check_text("가" * 61)


def test_decomposed_korean_is_not_counted_twice():
    assert slogans.check_text(unicodedata.normalize("NFD", "간" * 60)) == "간" * 60


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_an_empty_slogan_is_refused(text):
    with pytest.raises(Refused):
        slogans.check_text(text)


@given(text=st.text(max_size=80))
def test_a_slogan_that_is_kept_is_one_short_line(text):
    try:
        kept = slogans.check_text(text)
    except Refused:
        return
    assert 1 <= len(kept) <= 60
    assert kept.splitlines() == [kept]
    assert slogans.check_text(kept) == kept


def test_a_department_has_one_slogan_a_year():
    existing = {(1, 2026)}
    slogans.check_one_a_year(1, 2027, existing)
    slogans.check_one_a_year(2, 2026, existing)
    with pytest.raises(Conflict):
        slogans.check_one_a_year(1, 2026, existing)


@pytest.mark.parametrize("change", [{"text": " "}, {"meaning": ""}, {"practice_item_count": 0}])
def test_a_slogan_is_submitted_with_meaning_and_practice(change):
    with pytest.raises(Refused):
        slogans.check_submission(S.DRAFT, **{**FULL, **change})


def test_nobody_approves_the_own_slogan_and_a_return_says_why():
    with pytest.raises(Refused):
        slogans.check_approval(S.SUBMITTED, author_id=1, approver_id=1)
    with pytest.raises(Refused):
        slogans.check_return(S.SUBMITTED, None)
