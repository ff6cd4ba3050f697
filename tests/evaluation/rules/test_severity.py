from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.rules.severity import Mark, severities

tables = st.lists(
    st.lists(st.decimals(min_value=0, max_value=100, places=1), min_size=3, max_size=3), min_size=1, max_size=6
)


def marks(table):
    return [
        Mark(evaluator, subject, None if score is None else Decimal(score))
        for evaluator, scores in table.items()
        for subject, score in enumerate(scores)
    ]


def test_the_strict_and_the_kind_evaluator():
    found = severities(marks({"kind": [90, 96], "strict": [70, 76]}))
    assert [(s.evaluator, s.n, s.mean, s.spread, s.distance, s.shift) for s in found.values()] == [
        ("kind", 2, 93, 3, 10, -10),
        ("strict", 2, 73, 3, 10, 10),
    ]


def test_an_abstention_is_not_counted():
    table = {"kind": [90, None], "strict": [70, 80], "silent": [None, None]}
    assert {key: s.n for key, s in severities(marks(table)).items()} == {"kind": 1, "strict": 2}


def test_no_marks_no_table():
    assert severities(marks({"silent": [None]})) == {}


def test_nobody_marks_a_subject_twice():
    with pytest.raises(Refused, match="twice"):
        severities([Mark("kim", 1, Decimal(1)), Mark("kim", 1, Decimal(2))])


@given(tables)
def test_the_shifts_of_evaluators_who_marked_the_same_cancel_out(table):
    found = severities(marks(dict(enumerate(table))))
    assert abs(sum(severity.shift for severity in found.values())) < Decimal("1e-20")
