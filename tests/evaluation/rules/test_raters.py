"""Sources of raters: weighted means, minimum numbers, and what is left out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.rules.methods.panel import Ballot, PanelMarks, PanelParameters, can_score, score
from app.evaluation.rules.methods.raters import Survey

CRITERIA = [{"name": "overall", "weight": 100}]
THREE = PanelParameters.parse(
    {
        "criteria": CRITERIA,
        "sources": [
            {"name": "시민", "weight": 30, "means": "survey", "fewest": 100},
            {"name": "전문가", "weight": 50},
            {"name": "동료", "weight": 20},
        ],
    }
)
marks = st.decimals(min_value=0, max_value=100, places=1)


def panel(experts=(), peers=(), answers=0, mean=0):
    ballots = [Ballot(f"e{n}", {"overall": Decimal(mark)}, "전문가") for n, mark in enumerate(experts)]
    ballots += [Ballot(f"p{n}", {"overall": Decimal(mark)}, "동료") for n, mark in enumerate(peers)]
    surveys = (Survey("시민", answers, Decimal(mean)),) if answers else ()
    return PanelMarks(ballots=ballots, surveys=surveys)


def test_each_source_weighs_what_the_sheet_says():
    found = score(panel([80, 90, 100], [70, 75, 80, 85, 90], 412, "84.3"), THREE)
    assert (found.score, [str(step) for step in found.derivation]) == (
        Decimal("86.29"),
        [
            "시민: survey of 412 answers, mean 84.3",
            "전문가: Plain mean of 3 evaluators (80, 90, 100) = 90.00",
            "동료: 5 evaluators: the highest 90 and the lowest 70 are dropped; mean of the other 3 (75, 80, 85) = 80.00",
            "Sources by weight: (30 × 84.3 + 50 × 90 + 20 × 80) ÷ 100 = 86.29",
        ],
    )


def test_a_source_below_its_minimum_is_left_out_and_the_weights_are_re_based():
    found = score(panel([80, 90, 100], [0, 0, 0, 0], 60, "20"), THREE)
    assert (found.score, [str(step) for step in found.derivation]) == (
        Decimal(90),
        [
            "시민: 60 rated, at least 100 are needed; left out, and the weights of the others are re-based.",
            "전문가: Plain mean of 3 evaluators (80, 90, 100) = 90.00",
            "동료: fewer than 5 rated; left out, and the weights of the others are re-based.",
            "Sources by weight: (50 × 90) ÷ 50 = 90.00",
        ],
    )


def test_without_enough_raters_anywhere_there_is_no_score_and_no_zero():
    empty = panel([80, 90], [70] * 4, 99, "84")
    assert not can_score(empty, THREE)
    with pytest.raises(Refused, match="No source has enough raters"):
        score(empty, THREE)


def test_who_belongs_to_no_source_of_the_sheet_is_not_counted():
    stray = Ballot("x", {"overall": Decimal(0)}, "주민")
    found = score(PanelMarks(ballots=[*panel([80, 90, 100]).ballots, stray]), THREE)
    assert (found.score, str(found.derivation[-1])) == (
        Decimal(90),
        "Evaluators without a source of this sheet, not counted: 1",
    )


@given(st.lists(marks, min_size=3, max_size=7), st.lists(marks, max_size=7), marks)
def test_the_score_lies_between_the_lowest_and_the_highest_mark(experts, peers, mean):
    every = [*experts, *peers, mean]
    assert min(every) <= score(panel(experts, peers, 100, mean), THREE).score <= max(every)


@given(st.lists(marks, min_size=3, max_size=7), st.lists(marks, max_size=4), marks)
def test_who_is_left_out_changes_nothing(experts, peers, mean):
    alone = score(panel(experts), THREE).score
    assert score(panel(experts, peers, 99, mean), THREE).score == alone


@given(st.lists(marks, min_size=3, max_size=7), st.integers(min_value=0, max_value=6), marks)
def test_a_better_mark_never_makes_the_score_worse(experts, place, better):
    at = place % len(experts)
    raised = [*experts[:at], max(better, experts[at]), *experts[at + 1 :]]
    assert score(panel(raised), THREE).score >= score(panel(experts), THREE).score


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sources": [{"name": "시민", "weight": "99.99"}]}, "they sum to 99.99"),
        ({"sources": [{"name": "시민", "weight": 50}, {"name": "시민", "weight": 50}]}, "name of its own"),
        ({"sources": [{"name": "시민", "weight": 100}, {"name": "동료", "weight": 0}]}, "above 0"),
        ({"sources": [{"name": "동료", "weight": 100, "fewest": 4}]}, "at least 5"),
        ({"sources": [{"name": "시민", "weight": 100, "fewest": 0}]}, "at least 1"),
        ({"sources": [{"name": "시민", "weight": "△3"}]}, "sources"),
        ({"sources": [{"name": "시민", "weight": 100, "color": "red"}]}, "sources"),
        ({"sources": "시민"}, "sources"),
        ({"ends": "keep", "drop_from": 5}, "drop_from"),
        ({"ends": "sometimes"}, "ends"),
    ],
)
def test_panels_that_contradict_themselves_are_refused_when_saved(values, sentence):
    with pytest.raises(Refused, match=sentence):
        PanelParameters.parse({"criteria": CRITERIA, **values})


def test_a_panel_may_drop_nobody_and_says_so():
    kept = PanelParameters.parse({"criteria": CRITERIA, "ends": "keep"})
    ballots = [Ballot(str(mark), {"overall": Decimal(mark)}) for mark in (0, 80, 80, 80, 100)]
    found = score(PanelMarks(ballots=ballots), kept)
    assert (found.score, [str(step) for step in found.derivation]) == (
        Decimal(68),
        [
            "Plain mean of 5 evaluators (0, 80, 80, 80, 100) = 68.00",
            "By the rule of this panel no mark is dropped.",
        ],
    )
