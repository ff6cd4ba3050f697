"""A workbook made by hand goes in, and the arithmetic anybody can follow comes out."""

import io
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from app.core.sheets import SheetErrors
from app.evaluation.services import workbooks
from app.evaluation.services.workbooks.round_rows import round_with_code
from tests.factories.evaluation import indicator_row, measure_row, workbook

pytestmark = pytest.mark.usefixtures("write")


def results_of(source):
    """Import, score, and read 결과 back: rows as mappings."""
    workbooks.import_workbook(source, actor=None)
    target = io.BytesIO()
    workbooks.write_results(target, record=round_with_code("2026-T"))
    target.seek(0)
    header, *rows = CalamineWorkbook.from_filelike(target).get_sheet_by_name("결과").to_python()
    assert header == ["평가군", "부서", "지표코드", "배점", "평점", "득점", "총점", "순위", "등급", "산식"]
    return [dict(zip(header, row, strict=True)) for row in rows]


def one_score(method, actual, **cells):
    (row,) = results_of(
        workbook(indicators=[indicator_row("A", 100, method, **cells)], measures=[measure_row("A", "교통과", actual)])
    )
    return row["평점"]


YEARS = dict(zip(["실적-5", "실적-4", "실적-3", "실적-2", "실적-1"], [70, 74, 78, 76, 80], strict=True))


@pytest.mark.parametrize(
    ("method", "actual", "cells", "score"),
    [
        ("ATTAINMENT", 45, {"목표": 50, "방향": "상향"}, 90),
        ("달성도", 60, {"목표": 50, "방향": "상향"}, 100),
        ("달성도", 60, {"목표": 50, "방향": "상향", "상한": 110}, 110),
        ("달성도", 10, {"목표": 8, "방향": "하향"}, 80),
        ("달성도", 0, {"목표": 0, "방향": "하향"}, 100),
        ("목표 달성도", 0, {"목표": 0, "방향": "up"}, 100),
        ("LINE", 1, {"최저": 5, "목표": 0}, 80),
        ("직선", 92, {"최저": 60, "목표": 95}, 91.43),
        ("TARGET_SETTING", 84, {"방향": "상향", **YEARS}, 70),
        ("목표부여", 84, {"방향": "상향", **YEARS}, 70),
        ("target-setting", 84, {"방향": "상향", **YEARS}, 70),
        ("TREND", 84, {"방향": "상향", **YEARS}, 79.49),
        ("GRADES", "B", {}, 90),
        ("등급", "E", {}, 60),
        ("YES_NO", 1, {}, 100),
        ("이행 여부", "아니오", {}, 0),
        ("YES_NO", "1.0", {}, 100),
        ("DIRECT", 88.2, {}, 88.2),
        ("평점", "88.25", {"소수자리": 1, "반올림": "반올림"}, 88.3),
        ("평점", "88.25", {"소수자리": 1, "반올림": "오사오입"}, 88.2),
        ("평점", "88.21", {"소수자리": 1, "반올림": "올림"}, 88.3),
        ("평점", "88.29", {"소수자리": 1, "반올림": "내림"}, 88.2),
        ("평점", "88.29", {"소수자리": 1, "반올림": "버림"}, 88.2),
        ("평점", "88.25", {"소수자리": 1, "반올림": "half_even"}, 88.2),
    ],
)
def test_every_method_scores_from_a_workbook(method, actual, cells, score):
    assert one_score(method, actual, **cells) == score


def test_weights_points_totals_ranks_and_grades_come_out():
    source = workbook(
        indicators=[
            indicator_row("001", 40, 목표=50, 방향="상향", 평가군="사업부서", 방법="ATTAINMENT"),
            indicator_row("B", 60, "DIRECT", 평가군="project"),
        ],
        measures=[
            measure_row("001", "교통과", 45),
            measure_row("B", "교통과", 80),
            measure_row("001", "민원봉사과", 50),
            measure_row("B", "민원봉사과", 85.5),
            measure_row("001", "도로과", 45),
            measure_row("B", "도로과", 80),
        ],
    )
    rows = results_of(source)
    assert [(r["부서"], r["지표코드"], r["득점"], r["총점"], r["순위"], r["등급"]) for r in rows] == [
        ("민원봉사과", "001", 40, 91.3, 1, "S"),
        ("민원봉사과", "B", 51.3, 91.3, 1, "S"),
        ("교통과", "001", 36, 84, 2, "A"),
        ("교통과", "B", 48, 84, 2, "A"),
        ("도로과", "001", 36, 84, 2, "A"),
        ("도로과", "B", 48, 84, 2, "A"),
    ]
    assert "45 ÷ 50 × 100 = 90.00" in rows[2]["산식"]


def test_the_sum_is_rounded_once_and_not_from_rounded_points():
    third = {"목표": 3, "방향": "상향", "소수자리": 2}
    source = workbook(
        indicators=[
            indicator_row("A", 30, "달성도", **third),
            indicator_row("B", 30, "달성도", **third),
            indicator_row("C", 40, "달성도", **third),
        ],
        measures=[measure_row(code, "교통과", 2) for code in "ABC"],
    )
    rows = results_of(source)
    assert [row["득점"] for row in rows] == [20, 20, 26.67]
    assert {row["총점"] for row in rows} == {66.67}


def test_empty_is_missing_and_says_so_zero_is_zero():
    source = workbook(
        indicators=[indicator_row("A", 50), indicator_row("B", 50)],
        measures=[
            measure_row("A", "교통과", None),
            measure_row("B", "교통과", 90),
            measure_row("A", "민원봉사과", 0),
            measure_row("B", "민원봉사과", 90),
        ],
    )
    rows = results_of(source)
    zero, missing = rows[0], rows[2]
    assert (zero["부서"], zero["평점"], missing["부서"], missing["평점"]) == ("교통과", 0, "민원봉사과", 0)
    assert "Not handed in" in zero["산식"] or "미제출" in zero["산식"] or "내지" in zero["산식"]
    assert zero["산식"] != missing["산식"]


def test_not_applicable_rebases_and_not_due_waits():
    source = workbook(
        indicators=[indicator_row("A", 50), indicator_row("B", 30), indicator_row("C", 20)],
        measures=[
            measure_row("A", "교통과", 80),
            measure_row("B", "교통과", 60),
            measure_row("C", "교통과", None, "해당 없음", "대상 시설 없음"),
            measure_row("A", "도로과", 80),
            measure_row("B", "도로과", 60),
            measure_row("C", "도로과", None, "미도래"),
        ],
    )
    rows = {(row["부서"], row["지표코드"]): row for row in results_of(source)}
    assert rows["교통과", "C"]["득점"] == ""
    assert rows["교통과", "A"]["총점"] == 72.5
    assert rows["도로과", "C"]["평점"] == ""
    assert rows["도로과", "A"]["총점"] == 58


def test_figures_stay_exact_from_the_cell_to_the_total():
    source = workbook(
        indicators=[indicator_row("A", 33.3), indicator_row("B", 66.7)],
        measures=[measure_row("A", "교통과", 0.1 + 0.2), measure_row("B", "교통과", "0.30")],
    )
    (first, _second) = results_of(source)
    assert Decimal(str(first["총점"])) == Decimal("0.3")


def test_the_control_tower_is_scored_and_not_ranked():
    source = workbook(
        indicators=[indicator_row("A", 100)],
        measures=[measure_row("A", "자치행정과", 99), measure_row("A", "기획예산담당관", 90)],
    )
    rows = [(row["부서"], row["총점"], row["순위"]) for row in results_of(source)]
    assert rows == [("기획예산담당관", 90, 1), ("자치행정과", 99, "")]


def test_ranks_stay_inside_the_peer_group():
    source = workbook(
        indicators=[indicator_row("A", 100)],
        measures=[measure_row("A", "교통과", 70), measure_row("A", "해미면", 60), measure_row("A", "대산읍", 65)],
    )
    rows = [(row["평가군"], row["부서"], row["순위"]) for row in results_of(source)]
    assert rows == [("사업부서", "교통과", 1), ("읍면동", "대산읍", 1), ("읍면동", "해미면", 2)]


def test_one_code_may_weigh_and_aim_differently_in_each_group():
    aim = {"방향": "상향"}
    source = workbook(
        indicators=[
            indicator_row("A", 100, "달성도", 평가군="사업부서", 목표=100, **aim),
            indicator_row("A", 100, "달성도", 평가군="읍면동, 지원부서", 목표=50, **aim),
        ],
        measures=[measure_row("A", "교통과", 40), measure_row("A", "해미면", 40)],
    )
    assert {row["부서"]: row["총점"] for row in results_of(source)} == {"교통과": 40, "해미면": 80}


def test_a_workbook_is_read_again_with_the_same_result():
    source = workbook(
        indicators=[
            indicator_row("A", 60, "달성도", 목표=50, 방향="상향", 관점="고객", 성과목표="친절", 단위="건"),
            indicator_row("B", 40, "목표부여", 방향="상향", **YEARS),
        ],
        measures=[
            measure_row("A", "교통과", 45, None, "대장"),
            measure_row("B", "교통과", 84),
            measure_row("A", "민원봉사과", None, "해당없음"),
        ],
    )
    before = results_of(source)
    exported = io.BytesIO()
    workbooks.write_export(exported, record=round_with_code("2026-T"))
    exported.seek(0)
    assert results_of(exported) == before


def test_a_code_without_a_row_for_a_department_is_missing():
    source = workbook(
        indicators=[indicator_row("A", 50), indicator_row("B", 50)], measures=[measure_row("A", "교통과", 80)]
    )
    assert [row["총점"] for row in results_of(source)] == [40, 40]


def test_a_wrong_workbook_saves_nothing():
    source = workbook(
        indicators=[indicator_row("A", 100)], measures=[measure_row("A", "교통과", 80), measure_row("A", "없는과", 80)]
    )
    with pytest.raises(SheetErrors):
        workbooks.import_workbook(source, actor=None)
    assert round_with_code("2026-T") is None
