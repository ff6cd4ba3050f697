from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.figures import HUNDRED
from app.evaluation.enums import AdjustmentKind, MeasureState, Method, MissingRule, RoundingMode
from app.evaluation.rules.adjustments import Adjustment
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.points import IndicatorLine, TotalRule, total_points
from app.evaluation.rules.rounding import round_to
from app.evaluation.rules.weights import rebase

weights = st.integers(1, 60).map(Decimal)
scores = st.decimals(min_value=0, max_value=120, places=2)


def scored(score):
    return Scored(score=Decimal(score), derivation=(), method=Method.DIRECT)


def line(code, weight, score=None, state=MeasureState.VALUE, floor="0"):
    result = None if score is None else scored(score)
    return IndicatorLine(
        code=code, name=f"Name {code}", weight=Decimal(weight), state=state, scored=result, floor=Decimal(floor)
    )


def bonus(points, source="case:1", item="award", cap=None, kind=AdjustmentKind.BONUS):
    return Adjustment(
        kind=kind, item=item, points=Decimal(points), source=source, cap=None if cap is None else Decimal(cap)
    )


def texts(messages):
    return [str(message) for message in messages]


def test_points_are_weight_times_score_through_100():
    found = total_points([line("A", 40, 90), line("B", 60, "83.35")])
    assert [result.points for result in found.lines] == [36, Decimal("50.01")]
    assert (found.total, found.is_interim, texts(found.lines[1].derivation)) == (
        Decimal("86.01"),
        False,
        ["60 × 83.35 ÷ 100 = 50.01"],
    )
    assert texts(found.derivation) == [
        "Points 86.01 + bonus 0 − penalty 0 = 86.01; rounded once (Half up, 2 decimals): 86.01"
    ]


def test_the_total_is_rounded_once_and_not_line_by_line():
    found = total_points([line(code, "22.3", 50) for code in "ABC"], rule=TotalRule(digits=1))
    line_by_line = sum(round_to(result.points or Decimal(0), 1, RoundingMode.HALF_UP) for result in found.lines)
    assert (found.exact_total, found.total, line_by_line) == (Decimal("33.45"), Decimal("33.5"), Decimal("33.6"))


def test_not_applicable_rebases_the_weights_and_says_so():
    found = total_points(
        [line("A", 50, 80), line("B", 25, 100), line("C", 25, state=MeasureState.NOT_APPLICABLE)],
    )
    shown = [r.effective_weight and round_to(r.effective_weight, 4, RoundingMode.HALF_UP) for r in found.lines]
    assert shown == [Decimal("66.6667"), Decimal("33.3333"), None]
    assert (found.total, found.due_weight.quantize(Decimal("1e-20"))) == (Decimal("86.67"), 100)
    assert texts(found.lines[2].derivation) == ["Does not apply: left out, and the other weights are re-based."]
    assert texts(found.lines[0].derivation) == [
        "Weight re-based from 50 to 66.6667",
        "50 × 100 ÷ 75 × 80 ÷ 100 ≈ 53.33",
    ]
    assert str(found.derivation[0]) == (
        "Left out: Name C. The other weights are multiplied by 100 ÷ 75, so their sum stays 100."
    )


@pytest.mark.parametrize(
    ("rule", "total", "sentence"),
    [
        (MissingRule.ZERO, "45.00", "scored as 0 by the rule of this round."),
        (MissingRule.FLOOR, "65.00", "scored at the floor of 40 by the rule of this round."),
        (MissingRule.EXCLUDED, "90.00", "left out by the rule of this round."),
    ],
)
def test_what_is_missing_late_is_scored_by_the_stated_rule(rule, total, sentence):
    lines = [line("A", 50, 90), line("B", 50, state=MeasureState.MISSING, floor="40")]
    found = total_points(lines, rule=TotalRule(missing=rule))
    assert (str(found.total), str(found.lines[1].derivation[0])) == (
        total,
        f"Not handed in by the deadline: {sentence}",
    )


def test_what_is_not_due_is_left_out_of_the_interim_total():
    found = total_points([line("A", 60, 90), line("B", 40, state=MeasureState.NOT_DUE)])
    assert (found.total, found.is_interim, found.due_weight, found.whole_weight) == (54, True, 60, 100)
    assert texts(found.derivation)[0] == "Interim total: 60 of 100 of the weight is due. Not due yet: Name B."
    assert found.lines[1].points is None


@pytest.mark.parametrize("state", [MeasureState.NOT_DUE, MeasureState.NOT_APPLICABLE])
def test_where_nothing_counts_there_is_no_total(state):
    found = total_points([line("A", 100, state=state)], [bonus(2)])
    assert (found.exact_total, found.total) == (None, None)
    assert texts(found.derivation)[-1] == "Nothing counts yet, so there is no total."


def test_a_measured_zero_is_a_total_of_zero():
    assert total_points([line("A", 100, 0)]).total == 0


def test_bonus_and_penalty_are_capped_once_per_item():
    adjustments = [
        bonus("1.5", "case:1", cap="2.5"),
        bonus("1.5", "case:2", cap="2.5"),
        bonus("0.4", "award:9", item="outside award"),
        bonus("1", "audit:3", item="audit", cap="0.5", kind=AdjustmentKind.PENALTY),
    ]
    found = total_points([line("A", 100, 90)], adjustments)
    assert (found.bonus, found.penalty, found.total) == (Decimal("2.9"), Decimal("0.5"), Decimal("92.4"))
    assert texts(found.derivation)[:3] == [
        "Bonus points, award: 3, held at the cap of 2.5",
        "Bonus points, outside award: 0.4",
        "Penalty points, audit: 1, held at the cap of 0.5",
    ]


def test_a_bonus_is_never_added_twice():
    with pytest.raises(Refused, match="“case:1” is already counted under “award”"):
        total_points([line("A", 100, 90)], [bonus(1), bonus(1)])


@pytest.mark.parametrize(
    ("lines", "adjustments", "sentence"),
    [
        ([line("A", 50, 1), line("A", 50, 1)], [], "appears twice"),
        ([line("A", -1, 1)], [], "weight cannot be below 0"),
        ([line("A", 50)], [], "needs its score"),
        ([line("A", 50, 1, state=MeasureState.MISSING)], [], "no other measure may have one"),
        ([line("A", 50, 1)], [bonus(-1)], "are 0 or more"),
        ([line("A", 50, 1)], [bonus(1, cap=1), bonus(1, "case:2", cap=2)], "two different caps"),
    ],
)
def test_sums_that_contradict_themselves_are_refused(lines, adjustments, sentence):
    with pytest.raises(Refused, match=sentence):
        total_points(lines, adjustments)


@given(st.lists(st.tuples(weights, st.booleans()), min_size=1, max_size=30))
def test_rebasing_keeps_the_sum_of_the_weights(rows):
    table = {str(i): weight for i, (weight, _kept) in enumerate(rows)}
    left_out = [str(i) for i, (_weight, kept) in enumerate(rows) if not kept]
    assume(len(left_out) < len(rows))
    found = rebase(table, left_out)
    assert round_to(sum(found.values()), 15, RoundingMode.HALF_UP) == sum(table.values())
    assert set(found) == set(table) - set(left_out)


@given(st.lists(st.tuples(weights, scores), min_size=1, max_size=12), st.randoms())
def test_the_order_of_the_indicators_does_not_matter(rows, random):
    lines = [line(str(i), weight, score) for i, (weight, score) in enumerate(rows)]
    assert total_points(lines).total == total_points(random.sample(lines, len(lines))).total


@given(
    st.lists(st.tuples(weights, scores, st.booleans()), min_size=1, max_size=8),
    st.integers(0, 3),
    st.sampled_from(list(RoundingMode)),
)
def test_the_total_is_what_fractions_give_rounded_once(rows, digits, mode):
    assume(any(applies for _w, _s, applies in rows))
    lines = [
        line(str(i), weight, score) if applies else line(str(i), weight, state=MeasureState.NOT_APPLICABLE)
        for i, (weight, score, applies) in enumerate(rows)
    ]
    whole = sum(Fraction(weight) for weight, _s, _a in rows)
    kept = [(Fraction(weight), Fraction(score)) for weight, score, applies in rows if applies]
    truth = sum(weight * score for weight, score in kept) * whole / sum(weight for weight, _s in kept) / 100
    expected = round_fraction(truth, digits, mode)
    assert total_points(lines, rule=TotalRule(digits=digits, mode=mode)).total == expected


def round_fraction(value, digits, mode):
    scaled = value * 10**digits
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    if mode is RoundingMode.CEILING:
        whole += rest > 0
    elif mode is RoundingMode.HALF_UP:
        whole += rest >= Fraction(1, 2)
    elif mode is RoundingMode.HALF_EVEN:
        whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2)
    return Decimal(whole).scaleb(-digits)


def test_buan_adds_at_most_two_and_a_half_points():
    found = total_points([line("A", HUNDRED, "97.45")], [bonus("3.1", cap="2.5")])
    assert found.total == Decimal("99.95")
