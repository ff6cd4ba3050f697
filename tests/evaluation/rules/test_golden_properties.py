"""What holds for every method and every department, whatever the figures."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.figures import HUNDRED
from app.evaluation.enums import DownFormula, MeasureState, Method, TargetMode
from app.evaluation.rules.methods import score_measure
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.points import IndicatorLine, total_points
from app.evaluation.rules.ranking import Contender, rank
from app.evaluation.rules.weights import rebase

figures = st.decimals(min_value=-200, max_value=400, places=2)
years = st.lists(st.decimals(min_value=1, max_value=200, places=1), min_size=5, max_size=5)
weights = st.integers(1, 60).map(Decimal)
ratings = st.decimals(min_value=0, max_value=100, places=2)
TWO_WAYS = ("up", "down")
LOWEST_OF_YEARS = 20


def past(values):
    return {str(2021 + place): str(value) for place, value in enumerate(values)}


def score(method, parameters, actual):
    return score_measure(method, parameters, MeasureState.VALUE, actual).score


def check_monotone(method, parameters, actuals):
    """Better or equal for more, turned for "down"; and always within the bounds of the method."""
    low, high = (score(method, parameters, actual) for actual in sorted(actuals))
    assert high >= low if parameters["direction"] == "up" else high <= low
    return low, high


@pytest.mark.parametrize("direction", TWO_WAYS)
@pytest.mark.parametrize("formula", list(DownFormula))
@given(
    target=st.decimals(min_value=0, max_value=200, places=1), cap=st.integers(60, 200), pair=st.tuples(figures, figures)
)
def test_attainment_is_monotone_and_bounded(direction, formula, target, cap, pair):
    parameters = {"target": target, "direction": direction, "down_formula": formula.value, "cap": cap, "floor": 10}
    for found in check_monotone(Method.ATTAINMENT, parameters, pair):
        assert 10 <= found <= cap


@pytest.mark.parametrize("direction", TWO_WAYS)
@pytest.mark.parametrize("mode", list(TargetMode))
@given(history=years, pair=st.tuples(figures, figures))
def test_a_set_target_is_monotone_and_between_20_and_100(direction, mode, history, pair):
    parameters = {"history": past(history), "direction": direction, "mode": mode.value}
    for found in check_monotone(Method.TARGET_SETTING, parameters, pair):
        assert LOWEST_OF_YEARS <= found <= HUNDRED


@pytest.mark.parametrize("direction", TWO_WAYS)
@given(history=years, pair=st.tuples(figures, figures))
def test_a_trend_is_monotone_and_between_20_and_100(direction, history, pair):
    parameters = {"history": past(history), "direction": direction}
    for found in check_monotone(Method.TREND, parameters, pair):
        assert LOWEST_OF_YEARS <= found <= HUNDRED


@pytest.mark.parametrize("direction", TWO_WAYS)
@given(thresholds=st.lists(figures, min_size=1, max_size=5, unique=True), pair=st.tuples(figures, figures))
def test_bands_are_monotone_and_earn_what_the_table_says(direction, thresholds, pair):
    points = [20 * place for place in range(1, len(thresholds) + 1)]
    rows = zip(sorted(thresholds), points if direction == "up" else reversed(points), strict=True)
    parameters = {"bands": [{"threshold": a, "points": b} for a, b in rows], "direction": direction}
    assert {*check_monotone(Method.BANDS, parameters, pair)} <= {0, *points}


@given(ends=st.tuples(figures, figures).filter(lambda ends: ends[0] != ends[1]), pair=st.tuples(figures, figures))
def test_a_line_is_monotone_towards_its_target_and_bounded(ends, pair):
    worst, target = ends
    low, high = (score(Method.LINE, {"worst": worst, "target": target}, actual) for actual in sorted(pair))
    assert high >= low if target > worst else high <= low
    assert 0 <= min(low, high) <= max(low, high) <= HUNDRED


rows_of_a_department = st.lists(
    st.tuples(weights, ratings, st.sampled_from([MeasureState.VALUE, MeasureState.MISSING])), min_size=2, max_size=8
)


def lines_of(rows):
    return [
        IndicatorLine(
            code=str(place),
            name=str(place),
            weight=weight,
            state=state,
            scored=Scored(score=rating, derivation=(), method=Method.DIRECT) if state is MeasureState.VALUE else None,
        )
        for place, (weight, rating, state) in enumerate(rows)
    ]


@given(rows=rows_of_a_department, place=st.integers(0, 7))
def test_what_does_not_apply_changes_no_other_rate_and_no_sum_of_weights(rows, place):
    lines = lines_of(rows)
    left_out = place % len(lines)
    without = [
        replace(line, state=MeasureState.NOT_APPLICABLE, scored=None) if at == left_out else line
        for at, line in enumerate(lines)
    ]
    before, after = total_points(lines), total_points(without)
    assert [line.score for line in before.lines if line.code != str(left_out)] == [
        line.score for line in after.lines if line.code != str(left_out)
    ]
    counted = [line.effective_weight for line in after.lines if line.effective_weight is not None]
    assert abs(sum(counted) - before.whole_weight) < Decimal("1e-20")


@given(shares=st.lists(weights, min_size=2, max_size=10), gone=st.sets(st.integers(0, 9)))
def test_rebased_weights_keep_the_sum_of_the_composition(shares, gone):
    stated = {str(place): share for place, share in enumerate(shares)}
    left_out = {str(place) for place in gone if place < len(shares)}
    found = rebase(stated, left_out)
    assert set(found) == set(stated) - left_out
    assert not found or abs(sum(found.values()) - sum(shares)) < Decimal("1e-20")


@given(totals=st.lists(st.tuples(st.sampled_from("AB"), ratings), min_size=1, max_size=12), random=st.randoms())
def test_the_order_of_the_departments_changes_no_rank(totals, random):
    contenders = [Contender(key=key, peer_group=group, total=total) for key, (group, total) in enumerate(totals)]
    mixed = random.sample(contenders, len(contenders))
    assert rank(mixed) == rank(contenders)
