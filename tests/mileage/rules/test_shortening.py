"""Every rule we know of is data: each row of the list of offices is built here and its worked example reckoned."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.mileage.enums import Exclusion
from app.mileage.presets.shortening import TEMPLATES, template
from app.mileage.rules.shortening import Band, Case, ShorteningRule, Tally, Weight, judge, payable, pooled_rate
from app.mileage.rules.shortening_parameters import parameters_of, rule_from

OFFICES = Path(__file__).parents[2] / "data" / "civil_mileage_rules.csv"


def case(statutory, actual, *, compound=False, affair="여권", outcome="처리"):
    return Case(affair=affair, statutory=statutory, actual=Decimal(str(actual)), compound=compound, outcome=outcome)


def points(rule, *days, **more):
    return judge(rule, case(*days, **more)).points


def rule(**parameters):
    """As it would be stored: plain JSON, checked."""
    return rule_from(parameters)


# (office, its rule as JSON, worked examples: (statutory, actual, more) → points or the reason it is left out)
EXAMPLES = {
    "서울 중구": (
        {
            "per_day": "1",
            "cap_case": "5",
            "compound_extra": "0.2",
            "least_days": 2,
            "late_per_day": "1",
            "excluded": ["불가", "반려", "취하"],
        },
        [
            ((7, 5), {}, "2"),
            ((7, 1), {}, "5"),
            ((7, 8), {}, "-1"),
            ((7, 5), {"compound": True}, "2.2"),
            ((7, 5), {"outcome": "반려"}, Exclusion.OUTCOME),
            ((1, 1), {}, Exclusion.TOO_FEW_DAYS),
        ],
    ),
    "용인시": (
        {
            "bands": [
                {"least": 2, "most": 5, "points": "1"},
                {"least": 6, "most": 15, "points": "0.8"},
                {"least": 16, "most": 30, "points": "0.6"},
            ],
            "late_per_case": "2",
        },
        [
            ((5, 3), {}, "2"),
            ((10, 7), {}, "2.4"),
            ((30, 20), {}, "6"),
            ((10, 13), {}, "-2"),
            ((31, 20), {}, Exclusion.NO_BAND),
        ],
    ),
    "성남시": ({"per_day": "1", "late_per_day": "1", "goal_percent": "30"}, [((10, 7), {}, "3"), ((5, 6), {}, "-1")]),
    "인천광역시": (
        {"per_day": "1", "least_days": 2, "most_days": 30, "late_per_day": "2", "late_bars_award": True},
        [((30, 25), {}, "5"), ((7, 8), {}, "-2"), ((31, 25), {}, Exclusion.TOO_MANY_DAYS)],
    ),
    "부산광역시": ({"per_day": "1", "late_per_day": "1"}, [((5, 3), {}, "2"), ((5, 7), {}, "-2")]),
    "군포시": ({"per_day": "1", "late_per_day": "2"}, [((5, 3), {}, "2"), ((5, 7), {}, "-4")]),
    "서산시": (  # the table of points is not public: the numbers are examples of its kind
        {
            "bands": [{"least": 2, "most": 9, "points": "1"}, {"least": 10, "most": None, "points": "0.5"}],
            "weights": [{"affair": "고충", "factor": "1.5"}, {"affair": "복합민원", "factor": "2"}],
            "least_days": 2,
        },
        [
            ((7, 5), {}, "2"),
            ((7, 5), {"affair": "고충민원 조사"}, "3"),
            ((7, 5), {"compound": True}, "4"),
            ((7, 5), {"compound": True, "affair": "고충민원 조사"}, "3"),
            ((20, 10), {}, "5"),
        ],
    ),
    "서귀포시": (
        {"per_day": "1", "weights": [{"affair": "복합민원", "factor": "1.2"}], "late_per_day": "1"},
        [((7, 5), {"compound": True}, "2.4"), ((7, 5), {}, "2"), ((7, 8), {"compound": True}, "-1")],
    ),
    "논산시": (
        {"per_day": "1", "factor": "0.1", "least_days": 2, "compound_only": True},
        [((7, 5), {"compound": True}, "0.2"), ((7, 5), {}, Exclusion.NOT_COMPOUND)],
    ),
    "공주시": ({"per_day": "1", "least_days": 2}, [((7, 5), {}, "2"), ((1, 1), {}, Exclusion.TOO_FEW_DAYS)]),
    "김제시": ({"per_day": "1", "late_per_day": "1"}, [((14, 10), {}, "4"), ((14, 15), {}, "-1")]),
}


def offices():
    with OFFICES.open(encoding="utf-8", newline="") as file:
        return [row["기관"] for row in csv.DictReader(file)]


def test_every_office_of_the_list_has_an_example():
    assert list(EXAMPLES) == offices()


@pytest.mark.parametrize("office", EXAMPLES)
def test_the_rule_of_an_office_is_data_and_gives_its_worked_example(office):
    parameters, examples = EXAMPLES[office]
    built = rule(**parameters)
    for days, more, expected in examples:
        verdict = judge(built, case(*days, **more))
        found = verdict.excluded or verdict.points
        assert found == (expected if isinstance(expected, Exclusion) else Decimal(expected)), (days, more)


def test_a_late_case_bars_the_award_of_a_person_in_incheon_but_not_of_the_department():
    incheon = rule(**EXAMPLES["인천광역시"][0])
    tally = Tally()
    for days in ((30, 20), (7, 8)):
        tally.add(days[0], Decimal(days[1]), points(incheon, *days))
    assert tally.points == Decimal(8)
    assert payable(incheon, tally, is_person=True) == 0
    assert payable(incheon, tally, is_person=False) == Decimal(8)


@pytest.mark.parametrize(("taken", "reached"), [(7, True), (8, False)])
def test_the_goal_of_seongnam_is_a_pooled_rate_of_thirty_per_cent(taken, reached):
    seongnam = rule(**EXAMPLES["성남시"][0])
    tally = Tally()
    tally.add(10, Decimal(taken), points(seongnam, 10, taken))
    assert tally.reaches_goal(seongnam) is reached


def test_the_rate_is_pooled_by_totals_and_no_mean_of_rates():
    """(10 + 2 − 9 − 0) ÷ 12, not the mean of 10 % and 100 %."""
    assert pooled_rate([(10, Decimal(9)), (2, Decimal(0))]) == Decimal("25.00")
    assert pooled_rate([]) is None
    assert pooled_rate([(5, Decimal(7))]) == Decimal("-40.00")


@pytest.mark.parametrize(
    ("parameters", "days", "more", "formula"),
    [
        (EXAMPLES["서울 중구"][0], (7, 5), {"compound": True}, "min(7−5, 5) × 1 + 0.2 = 2.20"),
        (EXAMPLES["서울 중구"][0], (7, 8), {}, "−(8−7) × 1 = −1.00"),
        (EXAMPLES["서울 중구"][0], (7, 7), {"compound": True}, "min(7−7, 5) × 1 = 0.00"),
        ({"per_day": "0.8", "cap_case": "4"}, (9, "2.5"), {}, "min((9−2.5) × 0.8, 4) = 4.00"),
        (
            {"per_day": "1", "compound_extra": "0.5", "factor": "2"},
            (3, 2),
            {"compound": True},
            "((3−2) × 1 + 0.5) × 2 = 3.00",
        ),
        ({"per_day": "1", "late_per_day": "1", "late_per_case": "2"}, (3, 5), {}, "−(5−3) × 1 − 2 = −4.00"),
        (EXAMPLES["용인시"][0], (10, 13), {}, "−2 = −2.00"),
    ],
)
def test_a_case_explains_itself(parameters, days, more, formula):
    assert judge(rule(**parameters), case(*days, **more)).formula == formula


def test_what_is_rounded_is_rounded_once_at_the_end_half_up():
    built = rule(per_day="0.333", factor="0.5")
    assert points(built, 5, 2) == Decimal("0.50")  # 0.4995, not 0.333 → 0.33 × 3 × 0.5
    assert points(rule(per_day="0.005"), 2, 1) == Decimal("0.01")


def test_of_two_names_in_an_affair_the_longer_one_weighs():
    built = rule(per_day="1", weights=[{"affair": "허가", "factor": "2"}, {"affair": "건축허가", "factor": "3"}])
    assert points(built, 3, 2, affair="건축허가 변경") == Decimal(3)


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({}, "per_day"),
        ({"per_day": "1", "bands": [{"least": 2, "most": 5, "points": "1"}]}, "per_day"),
        ({"per_day": "one"}, "per_day"),
        ({"per_day": "-1"}, "per_day"),
        ({"per_day": "NaN"}, "per_day"),
        ({"per_day": "1.23456"}, "per_day"),
        ({"per_day": ["1"]}, "per_day"),
        ({"per_day": "1", "cap_case": "0"}, "cap_case"),
        ({"per_day": "1", "factor": "0"}, "factor"),
        ({"per_day": "1", "least_days": "2.5"}, "least_days"),
        ({"per_day": "1", "least_days": 5, "most_days": 4}, "most_days"),
        ({"per_day": "1", "goal_percent": "101"}, "goal_percent"),
        ({"per_day": "1", "late_bars_award": "yes"}, "late_bars_award"),
        ({"per_day": "1", "excluded": [""]}, "excluded"),
        ({"per_day": "1", "excluded": "불가"}, "excluded"),
        ({"per_day": "1", "weights": [{"affair": "", "factor": "1"}]}, "weights"),
        ({"per_day": "1", "weights": [{"affair": "가", "factor": "1"}, {"affair": "가", "factor": "2"}]}, "weights"),
        ({"bands": [{"least": 5, "most": 2, "points": "1"}]}, "bands"),
        ({"bands": [{"least": 2, "most": 5, "points": "1"}, {"least": 5, "most": 9, "points": "1"}]}, "bands"),
        ({"bands": [{"least": 2, "most": None, "points": "1"}, {"least": 5, "most": 9, "points": "1"}]}, "bands"),
        ({"bands": [{}]}, "bands"),
        ({"bands": ["2-5"]}, "bands"),
        ({"per_day": "1", "per_week": "5"}, "per_week"),
    ],
)
def test_wrong_parameters_are_named_by_their_field(parameters, field):
    with pytest.raises(Invalid) as refused:
        rule_from(parameters)
    assert field in refused.value.fields


NUMBERS = st.decimals("0", "20", places=2)
RULES = st.builds(
    ShorteningRule,
    per_day=NUMBERS,
    cap_case=st.none() | st.decimals("0.01", "50", places=2),
    compound_extra=NUMBERS,
    weights=st.lists(
        st.builds(Weight, st.sampled_from(["허가", "고충", "복합민원"]), NUMBERS),
        max_size=3,
        unique_by=lambda w: w.affair,
    ),
    factor=st.decimals("0.01", "5", places=2),
    least_days=st.integers(1, 3),
    late_per_day=NUMBERS,
    late_per_case=NUMBERS,
    excluded=st.lists(st.sampled_from(["불가", "반려"]), unique=True).map(tuple),
)
CASES = st.builds(
    Case,
    affair=st.sampled_from(["건축허가", "고충 조사", "여권"]),
    statutory=st.integers(1, 60),
    actual=st.decimals("0", "90", places=2),
    compound=st.booleans(),
    outcome=st.sampled_from(["처리", "반려"]),
)


@given(RULES, CASES)
def test_early_never_costs_and_late_never_earns(built, found):
    verdict = judge(built, found)
    assert (verdict.points is None) == (verdict.excluded is not None)
    if verdict.points is not None:
        assert verdict.points <= 0 if found.is_late else verdict.points >= 0
        assert verdict.points == verdict.points.quantize(Decimal("0.01"))
        assert verdict.formula.endswith(f"= {verdict.points:.2f}".replace("-", "−"))


@given(RULES)
def test_a_rule_is_the_same_after_it_was_stored(built):
    again = rule_from(parameters_of(built))
    assert parameters_of(again) == parameters_of(built)


@given(st.lists(st.tuples(st.integers(1, 60), st.decimals("0", "90", places=2)), min_size=1))
def test_the_pooled_rate_of_parts_taken_together_is_that_of_the_whole(days):
    whole = sum(statutory for statutory, _taken in days), sum(taken for _statutory, taken in days)
    assert pooled_rate(days) == pooled_rate([whole])


@pytest.mark.parametrize("preset", TEMPLATES, ids=lambda preset: preset.code)
def test_a_template_can_be_saved_and_gives_the_examples_of_its_office(preset):
    office = {"seoul-junggu": "서울 중구", "yongin": "용인시", "seongnam": "성남시"} | {
        "incheon": "인천광역시",
        "busan": "부산광역시",
        "gunpo": "군포시",
    }
    again = rule_from(parameters_of(preset.rule))
    for days, more, expected in EXAMPLES[office[preset.code]][1]:
        verdict = judge(again, case(*days, **more))
        if isinstance(expected, Exclusion):
            assert verdict.excluded is not None
        else:
            assert verdict.points == Decimal(expected)
    assert template(preset.code) is preset


def test_bands_may_end_open():
    assert points(ShorteningRule(bands=(Band(2, None, Decimal(1)),)), 99, 98) == Decimal(1)


def test_the_page_about_civil_affairs_says_how_every_office_is_written():
    page = (OFFICES.parents[2] / "docs" / "civil-affairs.md").read_text(encoding="utf-8")
    with OFFICES.open(encoding="utf-8") as file:
        offices = [row["기관"] for row in csv.DictReader(file)]
    assert [office for office in offices if f"| {office} |" not in page] == []
