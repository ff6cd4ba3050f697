"""Objections: until when, and which answers fit."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import WrongState
from app.mileage.enums import ObjectionKind, ObjectionResult, ObjectionState, Remedy
from app.mileage.rules.objections import Answer, Terms, answer_by, check_answer, check_in_time, check_received, last_day
from tests.refusals import refused

DAY = date(2026, 11, 20)


def answer(outcome=ObjectionResult.UPHELD, **what):
    return Answer(outcome=outcome, words="다시 살펴보았습니다.", **what)


def test_thirty_days_are_counted_from_the_day_of_the_posting():
    assert last_day(DAY, Terms()) == date(2026, 12, 20)
    assert answer_by(DAY, Terms()) == date(2026, 12, 4)


def test_the_last_day_is_in_time_and_the_next_is_not():
    check_in_time(DAY, DAY)
    with refused("One could object until"):
        check_in_time(DAY, date(2026, 11, 21))


@pytest.mark.parametrize("state", [ObjectionState.ANSWERED, ObjectionState.WITHDRAWN])
def test_what_has_ended_is_not_answered_again(state):
    with refused("ended already", WrongState):
        check_received(state)


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (ObjectionKind.ROW, answer(), "says what follows"),
        (ObjectionKind.ROW, answer(ObjectionResult.REJECTED, remedy=Remedy.REVERSAL), "no consequence"),
        (ObjectionKind.CUT, answer(remedy=Remedy.REVERSAL), "Only a row"),
        (ObjectionKind.MISSING, answer(remedy=Remedy.BOTH, item_id=1, points=Decimal(1)), "Only a row"),
        (ObjectionKind.MISSING, answer(remedy=Remedy.CLAIM), "which item"),
        (ObjectionKind.ROW, answer(remedy=Remedy.REVERSAL, item_id=1, points=Decimal(1)), "which item"),
        (ObjectionKind.MISSING, answer(remedy=Remedy.CLAIM, item_id=1, points=Decimal("0.001")), "decimal places"),
    ],
)
def test_answers_whose_parts_do_not_fit_are_refused(kind, given, sentence):
    with refused(sentence):
        check_answer(kind, given, is_reversible=True)


def test_a_row_that_was_reversed_before_is_not_taken_back_again():
    with refused("cannot be taken back"):
        check_answer(ObjectionKind.ROW, answer(remedy=Remedy.REVERSAL), is_reversible=False)


def test_answers_that_fit():
    check_answer(ObjectionKind.ROW, answer(ObjectionResult.REJECTED), is_reversible=True)
    check_answer(ObjectionKind.ROW, answer(remedy=Remedy.BOTH, item_id=1, points=Decimal(3)), is_reversible=True)
    check_answer(ObjectionKind.MISSING, answer(remedy=Remedy.CLAIM, item_id=1, points=Decimal(3)), is_reversible=False)
