"""What is wrong with a workbook is told row by row, and nothing of it is saved."""

import pytest

from app.core.errors import Refused
from app.core.sheets import SheetErrors
from app.evaluation.services import workbooks
from app.evaluation.services.workbooks.round_rows import round_with_code
from tests.factories.evaluation import STANDARD_ROUND, indicator_row, measure_row, workbook

pytestmark = pytest.mark.usefixtures("write")


def errors_of(source, code=None):
    with pytest.raises(SheetErrors) as refusal:
        workbooks.import_workbook(source, actor=None, code=code)
    assert round_with_code("2026-T") is None
    return [(error.sheet, error.row, error.column, str(error.reason)) for error in refusal.value.errors]


def where(source):
    return [error[:3] for error in errors_of(source)]


def with_indicator(*rows):
    return workbook(indicators=rows, measures=[])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (indicator_row("A", 100, "ATTAINMENT", 방향="상향"), "목표"),
        (indicator_row("A", 100, "ATTAINMENT", 목표=5), "방향"),
        (indicator_row("A", 100, "ATTAINMENT", 목표=5, 방향="위로"), "방향"),
        (indicator_row("A", 100, "목표부여", 방향="상향"), "실적-1"),
        (indicator_row("A", 100, "ATTAINMENT", 방향="상향", 목표=-5), "목표"),
        (indicator_row("A", 100, "ATTAINMENT", 방향="상향", 목표=5, 상한=10, 하한=20), "상한"),
        (indicator_row("A", 100, "목표부여", 방향="유지"), "방향"),
        (indicator_row("A", 100, "LINE", 목표=5), "최저"),
        (indicator_row("A", 100, "LINE", 목표=5, 최저=5), "목표"),
        (indicator_row("A", 100, "눈대중"), "방법"),
        (indicator_row("A", 100, None), "방법"),
        (indicator_row("A", None), "배점"),
        (indicator_row("A", 0), "배점"),
        (indicator_row("A", -5), "배점"),
        (indicator_row("A", "많이"), "배점"),
        (indicator_row("A", 100, 반올림="대충"), "반올림"),
        (indicator_row("A", 100, 소수자리=1.5), "소수자리"),
        (indicator_row("A", 100, 평가군="본청"), "평가군"),
        (indicator_row(None, 100), "지표코드"),
        (indicator_row("A", 100, 지표명=None), "지표명"),
        (indicator_row("A", 100, "정성"), None),
    ],
)
def test_a_wrong_indicator_is_told_beside_its_column(row, column):
    assert ("지표", 2, column) in where(with_indicator(row))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("A", "없는과", 80), "부서"),
        (("Z", "교통과", 80), "지표코드"),
        (("A", "교통과", "많음"), "실적"),
        (("A", "교통과", 101), "실적"),
        (("A", "교통과", None, "실적"), "실적"),
        (("A", "교통과", 80, "해당없음"), "실적"),
        (("A", "교통과", 80, "모름"), "상태"),
        (("A", None, 80), "부서"),
        ((None, "교통과", 80), "지표코드"),
    ],
)
def test_a_wrong_measure_is_told_beside_its_column(cells, column):
    source = workbook(indicators=[indicator_row("A", 100)], measures=[measure_row(*cells)])
    assert where(source) == [("실적", 2, column)]


def test_a_composition_that_is_not_100_names_its_group():
    source = with_indicator(indicator_row("A", 60), indicator_row("B", 35, 평가군="읍면동"))
    texts = [text for *_place, text in errors_of(source)]
    assert texts == [
        "The shares of “지원부서” sum to 60, not to 100.",
        "The shares of “사업부서” sum to 60, not to 100.",
        "The shares of “읍면동” sum to 95, not to 100.",
    ] or ["지원부서" in texts[0], "사업부서" in texts[1], "읍면동" in texts[2], len(texts)] == [True, True, True, 3]


def test_every_wrong_row_is_told_at_once():
    source = workbook(
        indicators=[indicator_row("A", 100), indicator_row("B", None, "없음")],
        measures=[measure_row("A", "없는과", 1), measure_row("A", "교통과", "?")],
    )
    assert where(source) == [
        ("지표", 3, "배점"),
        ("지표", 3, "방법"),
        ("실적", 2, "부서"),
        ("실적", 3, "실적"),
    ]


def test_the_same_row_twice_is_wrong():
    source = workbook(
        indicators=[indicator_row("A", 100), indicator_row("A", 100)],
        measures=[measure_row("A", "교통과", 1), measure_row("A", "D03", 2)],
    )
    assert where(source) == [("지표", 3, "지표코드"), ("실적", 3, "지표코드")]


def test_a_department_outside_its_validity_is_wrong():
    early = {**STANDARD_ROUND, "연도": 2024, "시작일": "2024-01-01", "기준일": "2024-06-30"}
    source = workbook(rounds=[early], indicators=[indicator_row("A", 100)], measures=[measure_row("A", "교통과", 1)])
    assert where(source) == [("실적", 2, "부서")]


def test_days_in_the_wrong_order_are_wrong():
    source = workbook(rounds=[{**STANDARD_ROUND, "시작일": "2026-12-01"}], indicators=[indicator_row("A", 100)])
    assert where(source) == [("평가회차", 2, "기준일")]


def test_a_workbook_for_another_round_is_refused():
    source = workbook(indicators=[indicator_row("A", 100)])
    with pytest.raises(Refused):
        workbooks.import_workbook(source, actor=None, code="2027-X")
    assert (round_with_code("2026-T"), round_with_code("2027-X")) == (None, None)


def test_an_unknown_round_without_a_description_is_refused():
    source = workbook(rounds=None, indicators=[indicator_row("A", 100)])
    with pytest.raises(Refused):
        workbooks.import_workbook(source, actor=None, code="2026-T")


def test_a_workbook_without_any_row_is_refused():
    with pytest.raises(Refused):
        workbooks.import_workbook(workbook(rounds=None), actor=None, code="2026-T")
