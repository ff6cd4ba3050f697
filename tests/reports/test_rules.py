"""Pure rules: months served, totals, tables of grades."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import Refused
from app.evaluation.rules.incentives import GradeRate, IncentiveTable
from app.reports.enums import Exclusion, UnitRule
from app.reports.rules.grade_tables import PRESETS, grades_text, parse_grades
from app.reports.rules.incentives import (
    BatchHead,
    PersonFacts,
    PointsRule,
    content_of,
    grades_of,
    make_lines,
    totals_of,
)
from app.reports.rules.service import months_served

STANDARD = IncentiveTable(grades=grades_of(PRESETS[0].grades))


@pytest.mark.parametrize(
    ("joined", "left", "months"),
    [
        (date(2020, 3, 2), None, 11),
        (date(2026, 10, 15), None, 1),
        (date(2026, 10, 1), None, 2),
        (date(2026, 9, 30), None, 2),
        (date(2026, 11, 30), None, 0),
        (date(2026, 12, 1), None, 0),
        (date(2020, 1, 1), date(2026, 1, 31), 1),
        (date(2020, 1, 1), date(2025, 12, 31), 0),
    ],
)
def test_months_served_are_whole_months_of_the_year(joined, left, months):
    assert months_served(joined, left, year=2026, base_on=date(2026, 11, 30)) == months


def head(**changes):
    facts = {
        "round_code": "2026-F",
        "round_name": "최종평가",
        "year": 2026,
        "base_on": date(2026, 11, 30),
        "publication_version": 1,
        "publication_sha256": "0" * 64,
        "unit_rule": UnitRule.RANK,
        "table_code": "standard",
        "table": STANDARD,
    }
    return BatchHead(**(facts | changes))


def person(number, **changes):
    facts = {
        "person_id": number,
        "employee_no": f"{number:05}",
        "name": f"사람{number}",
        "rank": "7급",
        "series": "행정",
        "department": "교통과",
        "peer_group": "사업부서",
        "months": 11,
        "department_score": Decimal("90.25"),
        "mileage": Decimal(number),
        "base_won": Decimal(3_500_000),
    }
    return PersonFacts(**(facts | changes))


def test_the_total_is_the_weighted_sum_rounded_once_half_up():
    rule = PointsRule(department_weight=Decimal(80), mileage_weight=Decimal(10))
    assert rule.total(Decimal("90.25"), Decimal("12.5")) == Decimal("73.45")
    assert PointsRule().total(Decimal("90.005"), Decimal(0)) == Decimal("90.01")


def test_a_missing_department_score_is_not_zero():
    assert PointsRule().total(None, Decimal(50)) is None


@pytest.mark.parametrize("weight", ["-1", "1000.01"])
def test_a_weight_out_of_bounds_is_refused(weight):
    with pytest.raises(Refused):
        PointsRule(mileage_weight=Decimal(weight))


def test_ten_people_are_graded_two_four_three_one():
    lines = make_lines([person(number) for number in range(1, 11)], head())
    assert [line.grade for line in lines] == ["S"] * 2 + ["A"] * 4 + ["B"] * 3 + ["C"]
    assert lines[0].employee_no == "00010"
    assert lines[0].amount_won == Decimal(6_037_500)
    assert lines[-1].amount_won == 0


def test_who_is_excluded_reduces_grade_b_only():
    people = [person(number) for number in range(1, 10)] + [person(10, months=1)]
    lines = make_lines(people, head())
    assert totals_of(lines).grades == {"S": 2, "A": 4, "B": 2, "C": 1}
    assert [line.exclusion for line in lines if line.exclusion] == [Exclusion.SHORT_SERVICE]


def test_without_a_base_amount_the_amount_is_missing_and_counted():
    lines = make_lines([person(1, base_won=None), person(2)], head())
    totals = totals_of(lines)
    assert [line.amount_won is None for line in lines] == [False, True]
    assert (totals.without_amount, totals.won) == (1, lines[0].amount_won)


def test_where_no_amount_is_known_the_sum_is_not_zero():
    assert totals_of(make_lines([person(1, base_won=None)], head())).won is None


@pytest.mark.parametrize(
    ("rule", "units"),
    [
        (UnitRule.RANK, {"7급"}),
        (UnitRule.PEER_GROUP, {"사업부서", "지원부서"}),
        (UnitRule.RANK_IN_GROUP, {"사업부서 7급", "지원부서 7급"}),
    ],
)
def test_people_are_ranked_inside_their_unit(rule, units):
    lines = make_lines([person(1), person(2, peer_group="지원부서")], head(unit_rule=rule))
    assert {line.unit for line in lines} == units


def test_the_content_holds_no_sentence_in_any_language():
    lines = make_lines([person(1)], head())
    row = content_of(head(), lines)["rows"][0]
    assert (row["notes"], row["exclusion"]) == (("hr_items",), None)


def test_grades_are_read_as_they_are_written():
    text = "S 20 172.5\nA 40% 125\n\nB 30 85"
    grades = parse_grades(text)
    assert grades[0] == GradeRate("S", Decimal(20), Decimal("172.5"))
    assert [grade.label for grade in grades] == ["S", "A", "B"]
    assert grades_text([["S", "20", "172.5"]]) == "S 20 172.5"


@pytest.mark.parametrize("text", ["S 20", "S zwanzig 172.5", "S 20 NaN", "S 20 Infinity"])
def test_a_line_that_cannot_be_read_is_named(text):
    with pytest.raises(Refused, match="Line 1"):
        parse_grades(text)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
def test_the_presets_are_whole(preset):
    assert sum(grade.share for grade in IncentiveTable(grades=grades_of(preset.grades)).grades) == 100
