import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid, Refused
from app.evaluation.enums import Direction, DownFormula, RoundingMode
from app.evaluation.rules.methods.attainment import AttainmentParameters, score
from app.evaluation.rules.rounding import round_to

PUBLISHED = Path(__file__).parents[2] / "data" / "ict_kpi_report_2021_2024.csv"
amounts = st.decimals(min_value=0, max_value=10**6, places=2)
positive = st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2)


def up(target, **more):
    return AttainmentParameters(target=Decimal(target), **more)


def down(target, **more):
    return AttainmentParameters(target=Decimal(target), direction=Direction.DOWN, **more)


def keep(target, **more):
    return AttainmentParameters(target=Decimal(target), direction=Direction.KEEP, **more)


def points(actual, parameters):
    return score(Decimal(actual), parameters).score


def test_up_divides_the_actual_value_by_the_target():
    found = score(Decimal(45), up(50))
    assert (found.score, found.clamped, [str(line) for line in found.derivation]) == (
        90,
        False,
        ["45 ÷ 50 × 100 = 90.00"],
    )


def test_down_by_ratio_and_by_mirror():
    ratio, mirror = down(40), down(40, down_formula=DownFormula.MIRROR)
    assert (points(50, ratio), points(50, mirror)) == (80, 75)


def test_keep_costs_the_same_on_both_sides():
    assert [points(actual, keep(50)) for actual in (50, 45, 55, 120)] == [100, 90, 90, 0]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [(up(0), [0, 100, 100]), (down(0), [100, 100, 0]), (keep(0), [0, 100, 0])],
)
def test_a_target_of_zero_is_all_or_nothing(parameters, expected):
    assert [points(actual, parameters) for actual in (-1, 0, 1)] == expected


def test_nothing_counted_against_a_target_to_undercut_earns_the_full_cap():
    found = score(Decimal(0), down(5, cap=Decimal(120)))
    assert (found.score, str(found.derivation[0])) == (
        120,
        "Nothing was counted against a target of 5: the full cap of 120.",
    )


def test_cap_and_floor_are_said_aloud():
    capped, floored = score(Decimal(140), up(100, cap=Decimal(120))), score(Decimal(10), up(100, floor=Decimal(30)))
    assert (capped.score, capped.clamped, str(capped.derivation[-1])) == (120, True, "Held at the cap of 120.")
    assert (floored.score, floored.clamped, str(floored.derivation[-1])) == (30, True, "Raised to the floor of 30.")


def test_the_published_attainments_follow_from_the_arithmetic():
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row in rows:
        raw = points(row["실적"], up(row["목표"], cap=Decimal(1000)))
        found[row["지표"], row["연도"]] = (str(round_to(raw, 1, RoundingMode.HALF_UP)), row["달성률(발표)"])
    differences = {key: pair for key, pair in found.items() if pair[0] != pair[1]}
    assert (len(found), differences) == (5, {})


@given(amounts, amounts, positive)
def test_up_never_falls_when_the_actual_value_grows(first, second, target):
    low, high = sorted((first, second))
    assert points(low, up(target)) <= points(high, up(target))


@given(amounts, amounts, positive, st.sampled_from(list(DownFormula)))
def test_down_never_grows_when_the_actual_value_grows(first, second, target, formula):
    low, high = sorted((first, second))
    parameters = down(target, down_formula=formula)
    assert points(low, parameters) >= points(high, parameters)


@given(amounts, amounts, st.sampled_from(list(Direction)))
def test_the_score_stays_between_floor_and_cap(actual, target, direction):
    parameters = AttainmentParameters(target=target, direction=direction, cap=Decimal(130), floor=Decimal(20))
    assert 20 <= points(actual, parameters) <= 130


def test_meeting_the_target_is_100_in_every_direction():
    assert [points("7.3", make("7.3")) for make in (up, down, keep)] == [100, 100, 100]


def test_stored_parameters_are_read():
    found = AttainmentParameters.parse({"target": "1,200.5", "direction": "down", "down_formula": "mirror", "cap": 120})
    assert found == down("1200.5", down_formula=DownFormula.MIRROR, cap=Decimal(120))


def test_every_fault_in_the_parameters_is_named():
    with pytest.raises(Invalid) as caught:
        AttainmentParameters.parse({"direction": "sideways", "cap": 1.5, "flor": "3", "target": " "})
    assert {name: [str(s) for s in sentences] for name, sentences in caught.value.fields.items()} == {
        "target": ["This is needed."],
        "direction": ["“sideways” is not one of the choices."],
        "cap": ["This must be a number."],
        "flor": ["The method has no such parameter."],
    }


@pytest.mark.parametrize("text", ["NaN", "Infinity", "many", ""])
def test_what_is_not_a_finite_number_is_no_target(text):
    with pytest.raises(Invalid, match="target"):
        AttainmentParameters.parse({"target": text})


def test_contradictions_are_refused():
    with pytest.raises(Refused, match="cap 90 lies below the floor 95"):
        up(1, cap=Decimal(90), floor=Decimal(95))
    with pytest.raises(Refused, match="floor of a score cannot be below 0"):
        up(1, floor=Decimal(-1))
    with pytest.raises(Refused, match="target of 0 or more"):
        up(-1)
