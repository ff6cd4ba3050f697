"""Many values scored at once give what each of them gives alone: the arithmetic is one, only the sentences wait."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.figures import exact
from app.evaluation.enums import Direction, MeasureState, Method, MissingRule
from app.evaluation.rules.adjustments import settle
from app.evaluation.rules.definitions import Definition
from app.evaluation.rules.methods import METHODS, score_measure
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.points import IndicatorLine, TotalRule, total_points
from app.evaluation.rules.sums import add_up, close, points_of

PAST = {"2021": "70", "2022": "74", "2023": "78", "2024": "76", "2025": "80"}
BANDS = [{"threshold": "20", "points": "50"}, {"threshold": "60", "points": "80"}]
LAID_DOWN = [
    *(
        (Method.ATTAINMENT, {"target": target, "direction": way, "down_formula": down, "cap": "110", "floor": "5"})
        for target in ("0", "70")
        for way, down in (("up", "ratio"), ("down", "ratio"), ("down", "mirror"), ("keep", "ratio"))
    ),
    (Method.LINE, {"worst": "5", "target": "0"}),
    (Method.TARGET_SETTING, {"history": PAST}),
    (Method.TARGET_SETTING, {"history": PAST, "direction": "down", "mode": "sigma"}),
    (Method.TARGET_SETTING, {"best": "9", "worst": "9"}),
    (Method.TREND, {"history": PAST}),
    (Method.TREND, {"history": {"2023": "10", "2024": "20", "2025": "30"}, "direction": "down"}),
    (Method.BANDS, {"bands": BANDS, "otherwise": "10"}),
    (Method.BANDS, {"bands": [{**BANDS[0], "points": "90"}, BANDS[1]], "direction": "down"}),
    (Method.DIRECT, {}),
]
values = st.lists(st.decimals(min_value=0, max_value=100, places=3), min_size=1, max_size=6)


@pytest.mark.parametrize(("method", "parameters"), LAID_DOWN)
@given(actuals=values)
def test_many_values_score_to_the_last_digit_as_each_alone(method, parameters, actuals):
    alone = [score_measure(method, parameters, MeasureState.VALUE, actual) for actual in actuals]
    together = METHODS[method].scores(actuals, METHODS[method].parse(parameters))
    assert [str(score) for score in together] == [str(one.score) for one in alone]


def test_every_method_that_scores_a_number_can_score_many():
    without = {method for method, formula in METHODS.items() if formula.scores is None}
    assert without == {Method.GRADES, Method.PANEL, Method.YES_NO}
    assert {method for method, _parameters in LAID_DOWN} == set(Method) - without


def test_parameters_that_say_the_same_are_read_once_and_others_apart():
    first = Definition(method=Method.ATTAINMENT, direction=Direction.UP, target=Decimal(80))
    again = Definition(method=Method.ATTAINMENT, direction=Direction.UP, target=Decimal(80))
    other = Definition(method=Method.ATTAINMENT, direction=Direction.UP, target=Decimal("80.5"))
    assert first.parsed is again.parsed
    assert (first.parsed.target, other.parsed.target) == (80, Decimal("80.5"))


cells = st.lists(
    st.tuples(
        st.integers(1, 40).map(Decimal),
        st.sampled_from(MeasureState),
        st.decimals(min_value=0, max_value=100, places=4),
    ),
    min_size=1,
    max_size=8,
)


@given(rows=cells, missing=st.sampled_from(MissingRule), digits=st.integers(0, 4))
def test_the_arithmetic_alone_comes_to_the_total_that_is_told(rows, missing, digits):
    rule = TotalRule(missing=missing, digits=digits)
    lines = [
        IndicatorLine(
            code=str(place),
            name=str(place),
            weight=weight,
            state=state,
            scored=Scored(score=score, derivation=(), method=Method.DIRECT) if state is MeasureState.VALUE else None,
            floor=Decimal(12),
        )
        for place, (weight, state, score) in enumerate(rows)
    ]
    told = total_points(lines, (), rule)
    scores = [line.scored and line.scored.score for line in lines]
    absent = {place: (line.state, line.floor) for place, line in enumerate(lines) if line.scored is None}
    sums = add_up([line.weight for line in lines], scores, absent, settle(()), rule)
    assert (sums.closing.total, sums.closing.exact_total) == (told.total, told.exact_total)
    assert [*sums.points] == [line.points for line in told.lines]
    if not absent:
        with exact():
            points = [points_of(line.weight, [score])[0] for line, score in zip(lines, scores, strict=True)]
            assert close(points, (), rule, is_due=True) == sums.closing
