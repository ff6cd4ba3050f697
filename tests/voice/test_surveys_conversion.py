"""How answers become 100 points, and how far a figure may be from the truth."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voice.enums.surveys import Conversion, QuestionKind
from app.voice.rules.survey_conversion import (
    EntryItem,
    Line,
    derivation,
    entry_derivation,
    entry_difference,
    entry_score,
    linear,
    mean_interval,
    score_of,
    shown,
    wilson,
)
from app.voice.rules.survey_tally import Asked, choices_of, lines_of, score_in_parts

pytestmark = pytest.mark.engine_free

TABLE = Path(__file__).parents[1] / "data" / "phone_kindness_seobu_2018.csv"


def line(steps, *, points=5, weight="1", question=1, row=0):
    return Line(question=question, row=row, points=points, weight=Decimal(weight), steps=steps)


def column(name):
    with TABLE.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    items = [
        EntryItem(name=row["항목"], weight=Decimal(row["배점"]), points=Decimal(row[name]))
        for row in rows
        if row["항목"] != "합계(발표)"
    ]
    return items, Decimal(rows[-1][name])


@pytest.mark.parametrize(
    ("step", "points", "expected"),
    [
        (5, 7, "66.7"),
        (4, 5, "75.0"),
        (1, 5, "0.0"),
        (5, 5, "100.0"),
        (7, 7, "100.0"),
        (1, 10, "0.0"),
        (10, 10, "100.0"),
    ],
)
def test_a_step_becomes_its_place_between_the_ends(step, points, expected):
    assert shown(linear(step, points)) == Decimal(expected)


@pytest.mark.parametrize("step", [0, 6, -1])
def test_a_step_outside_the_scale_has_no_place(step):
    with pytest.raises(ValueError):  # noqa: PT011  the step itself is the message
        linear(step, 5)


def test_a_mean_is_rounded_once_at_its_end():
    lines = [line({2: 1, 3: 2}, points=7), line({5: 3}, points=7, question=2)]
    assert shown(score_of(Conversion.LINEAR, lines)) == Decimal("47.2")


def test_the_share_of_the_best_two_of_the_365_service():
    """Seeds: 86.6 % very satisfied and 12.8 % satisfied make 99.4."""
    steps = {5: 433, 4: 64, 3: 3}
    assert shown(score_of(Conversion.TOP_TWO, [line(steps)])) == Decimal("99.4")
    assert shown(Decimal(100) * 433 / 500) == Decimal("86.6")
    assert shown(Decimal(100) * 64 / 500) == Decimal("12.8")


def test_weights_pull_the_score_and_a_weight_of_nothing_leaves_a_line_out():
    lines = [line({5: 5}, weight="3"), line({1: 5}, weight="1", question=2), line({1: 9}, weight="0", question=3)]
    assert score_of(Conversion.WEIGHTED, lines) == Decimal(75)
    assert score_of(Conversion.LINEAR, lines) == Decimal(50)


def test_nothing_answered_is_no_figure():
    assert score_of(Conversion.LINEAR, [line({})]) is None
    assert score_of(Conversion.TOP_TWO, []) is None


def test_the_derivation_has_the_numbers_in_it():
    lines = [line({4: 2, 5: 2}, weight="2"), line({3: 4}, weight="1", question=2)]
    said = [str(one) for one in derivation(Conversion.WEIGHTED, lines, {(1, 0): "인사", (2, 0): "안내"})]
    assert said == [
        "인사: (75 × 2 + 100 × 2) ÷ 4 = 87.50",
        "안내: (50 × 4) ÷ 4 = 50.00",
        "All: (2 × 87.5 + 1 × 50) ÷ (2 + 1) = 75.00",
    ]


def test_phone_kindness_of_2018_adds_up():
    items, published = column("서부수도 2018")
    assert shown(entry_score(items)) == Decimal("89.7")
    assert entry_score(items) == Decimal("89.70")
    assert entry_difference(items, published) is None
    assert entry_derivation(items).endswith("= 89.70")


@pytest.mark.parametrize(
    ("name", "total", "difference"),
    [("8개 사업소 평균 2018", "89.04", "-0.01"), ("서부수도 2017 하반기", "87.6", "2.0")],
)
def test_a_published_total_that_is_not_the_sum_is_told(name, total, difference):
    items, published = column(name)
    assert entry_score(items) == Decimal(total)
    assert entry_difference(items, published) == Decimal(difference)


def test_wilson_is_inside_even_at_the_ends():
    every = wilson(5, 5)
    assert (shown(every.low), shown(every.high)) == (Decimal("56.6"), Decimal("100.0"))
    half = wilson(50, 100)
    assert (shown(half.low), shown(half.high)) == (Decimal("40.4"), Decimal("59.6"))
    assert wilson(0, 0) is None


def test_the_interval_of_a_mean_is_that_of_single_answers():
    """Answers 50, 75, 100, 75, 50: mean 70, s 20.9165, 70 ± 1.96 × 20.9165 ÷ √5 = 51.7–88.3."""
    marks = [Decimal(each) for each in (50, 75, 100, 75, 50)]
    found = mean_interval(5, sum(marks), sum(mark * mark for mark in marks), Decimal(70))
    assert (shown(found.low), shown(found.high)) == (Decimal("51.7"), Decimal("88.3"))
    assert mean_interval(1, Decimal(50), Decimal(2500), Decimal(50)) is None


QUESTIONS = (
    Asked(number=1, kind=QuestionKind.SCALE, points=5, weight=Decimal(2)),
    Asked(number=2, kind=QuestionKind.MATRIX, points=7, weight=Decimal(1), rows=2),
    Asked(number=3, kind=QuestionKind.CHOICE, points=None, weight=Decimal(0)),
    Asked(number=4, kind=QuestionKind.TEXT, points=None, weight=Decimal(0)),
)


def test_an_answer_is_tallied_by_line_and_step():
    values = {"1": 5, "2": {"1": 7, "2": 1}, "3": 2, "4": "친절했습니다"}
    assert [tuple(one) for one in choices_of(QUESTIONS, values)] == [
        (1, 0, 5),
        (2, 1, 7),
        (2, 2, 1),
        (3, 0, 2),
        (4, 0, 0),
    ]
    assert score_in_parts(Conversion.WEIGHTED, QUESTIONS, values) == 833333
    assert score_in_parts(Conversion.LINEAR, QUESTIONS, {"4": "글만"}) is None


def test_a_matrix_shares_its_weight_among_its_rows():
    assert [each.weight for each in lines_of(QUESTIONS, {})] == [Decimal(2), Decimal("0.5"), Decimal("0.5")]


@given(st.sampled_from([5, 7, 10]), st.lists(st.integers(1, 1000), min_size=10, max_size=10))
def test_a_score_lies_between_0_and_100_and_grows_with_better_answers(points, counts):
    steps = dict(enumerate(counts[:points], start=1))
    better = {**steps, 1: steps[1] - 1, points: steps[points] + 1}
    for conversion in Conversion:
        score, other = (score_of(conversion, [line(each, points=points)]) for each in (steps, better))
        assert 0 <= score <= 100
        assert other > score
