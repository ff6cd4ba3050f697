"""Balanced marks: how strict an evaluator is changes no order, and nothing is balanced on small numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.enums import MarkRule, RoundingMode
from app.evaluation.rules.balancing import balance_marks
from app.evaluation.rules.methods.panel import Ballot, PanelParameters, score
from app.evaluation.rules.panel_marks import gather, two_scores
from app.evaluation.rules.panel_means import Balancing, Moved, panel_mean
from app.evaluation.rules.ranking import Contender, rank
from app.evaluation.rules.rounding import round_to
from app.evaluation.rules.severity import Mark

SHAPE = PanelParameters.parse({"criteria": [{"name": "overall", "weight": 100}]})
EVALUATORS, DEPARTMENTS = 4, 8
tables = st.lists(
    st.lists(st.integers(min_value=30, max_value=80), min_size=DEPARTMENTS, max_size=DEPARTMENTS),
    min_size=EVALUATORS,
    max_size=EVALUATORS,
)


def design(table, moved=None):
    """Every department is marked by three of the four evaluators, in turns; `moved` adds to an evaluator's marks."""
    return {
        unit: [
            Ballot(str(e), {"overall": Decimal(table[e][unit]) + (moved or {}).get(e, 0)})
            for e in range(EVALUATORS)
            if e != unit % EVALUATORS
        ]
        for unit in range(DEPARTMENTS)
    }


def ranks(ballots, rule):
    marks = gather(ballots, {}, SHAPE, rule)
    totals = {unit: round_to(score(row, SHAPE).score, 2, RoundingMode.HALF_UP) for unit, row in marks.items()}
    found = rank(Contender(key=unit, peer_group="g", total=total) for unit, total in totals.items())
    return {unit: standing.rank for unit, standing in found.items()}


def test_by_hand_two_overlapping_pairs():
    """Each mark is what the department deserves plus −10, 0 or +10: so the shifts are +10, 0 and −10."""
    deserved = {0: 70, 1: 60, 2: 80, 3: 50, 4: 75, 5: 65}
    kindness = {"a": -10, "b": 0, "c": 10}
    marks = [
        Mark(who, unit, Decimal(worth + kindness[who]))
        for unit, worth in deserved.items()
        for who in kindness
        if not (who == "a" and unit == 5) and not (who == "c" and unit == 0)
    ]
    found = balance_marks(marks)
    assert found.refusal is None
    assert found.shifts == {"a": 10, "b": 0, "c": -10}


def test_a_strict_evaluator_of_weak_departments_is_not_taken_for_strict():
    """All marks agree exactly; only the departments differ. Comparing means would move who had the weak ones."""
    worth = [90, 85, 80, 40, 35, 30, 60, 55]
    ballots = design([worth] * EVALUATORS)
    marks = gather(ballots, {}, SHAPE, MarkRule.BALANCED)
    assert [two_scores(marks[unit], SHAPE).balanced for unit in range(DEPARTMENTS)] == worth


@given(tables, st.integers(min_value=-20, max_value=20), st.integers(min_value=0, max_value=EVALUATORS - 1))
def test_a_constant_on_one_evaluators_marks_changes_no_balanced_rank(table, constant, who):
    before = ranks(design(table), MarkRule.BALANCED)
    assert ranks(design(table, {who: constant}), MarkRule.BALANCED) == before


def test_a_constant_on_one_evaluators_marks_may_change_raw_ranks():
    table = [[50, 52, 54, 56, 58, 60, 62, 64]] * EVALUATORS
    assert ranks(design(table), MarkRule.RAW) != ranks(design(table, {0: -20}), MarkRule.RAW)


@given(tables)
def test_balancing_keeps_the_sum_of_kindness_at_nothing(table):
    balance = balance_marks([Mark(e, unit, Decimal(table[e][unit])) for e in range(4) for unit in range(8)])
    assert abs(sum(balance.shifts.values())) < Decimal("1e-18")


@given(tables, st.integers(min_value=0, max_value=7), st.integers(min_value=1, max_value=20))
def test_a_better_mark_never_makes_the_balanced_score_of_its_department_worse(table, unit, more):
    who = (unit + 1) % EVALUATORS
    better = [list(row) for row in table]
    better[who][unit] += more
    both = [gather(design(t), {}, SHAPE, MarkRule.BALANCED)[unit] for t in (table, better)]
    before, after = (two_scores(row, SHAPE).balanced for row in both)
    assert after > before


@pytest.mark.parametrize(
    ("keep", "reason"),
    [
        (lambda e, _unit: e < 2, "too few evaluators marked (2, at least 3 are needed)"),
        (lambda e, unit: e or unit < 4, "an evaluator marked fewer than 5 departments"),
        (lambda e, unit: e < 3 and (unit or not e), "a department has fewer than 2 marks"),
    ],
)
def test_small_numbers_are_refused_with_the_reason(keep, reason):
    marks = [Mark(e, unit, Decimal(50 + unit)) for e in range(4) for unit in range(8) if keep(e, unit)]
    found = balance_marks(marks)
    assert (str(found.refusal), found.shifts) == (reason, {})


def test_groups_that_share_nothing_are_refused():
    marks = [Mark(e, 10 * (e // 2) + unit, Decimal(50 + unit)) for e in range(4) for unit in range(5)]
    assert str(balance_marks(marks).refusal) == "the evaluators fall apart into groups that share no department"


def test_nobody_marks_a_subject_twice():
    with pytest.raises(Refused, match="twice"):
        balance_marks([Mark("kim", 1, Decimal(1)), Mark("kim", 1, Decimal(2))])


def test_both_means_stand_in_the_derivation_and_it_says_which_counts():
    marks = [Moved("a", Decimal(70)), Moved("b", Decimal(80)), Moved("c", Decimal(90))]
    shifts = {"a": Decimal(10), "b": Decimal(0), "c": Decimal(-4)}
    raw, steps = panel_mean(marks, drop_from=5, balancing=Balancing(shifts=shifts))
    balanced, told = panel_mean(marks, drop_from=5, balancing=Balancing(rule=MarkRule.BALANCED, shifts=shifts))
    assert (raw, balanced) == (80, 82)
    shared = [
        "Plain mean of 3 evaluators (70, 80, 90) = 80.00",
        "Balanced for severity: 70 + 10 = 80.00; 80 + 0 = 80.00; 90 − 4 = 86.00",
        "Plain mean of 3 evaluators (80, 80, 86) = 82.00",
    ]
    assert [str(step) for step in steps] == [*shared, "The raw mean 80 counts: this round does not balance."]
    assert [str(step) for step in told] == [*shared, "The balanced mean counts: it is the rule of this round."]


def test_a_round_that_balances_says_why_it_did_not():
    refusal = balance_marks([Mark("a", 1, Decimal(70))]).refusal
    figure, steps = panel_mean(
        [Moved("a", Decimal(70))], drop_from=5, balancing=Balancing(rule=MarkRule.BALANCED, refusal=refusal)
    )
    assert (figure, str(steps[-1])) == (
        70,
        "Not balanced: too few evaluators marked (1, at least 3 are needed). The raw mean counts.",
    )


def test_a_balanced_mean_stays_between_0_and_100():
    figure, steps = panel_mean(
        [Moved("a", Decimal(99))], drop_from=None, balancing=Balancing(rule=MarkRule.BALANCED, shifts={"a": Decimal(5)})
    )
    assert (figure, str(steps[-2])) == (100, "The balanced mean is held at 100.")
