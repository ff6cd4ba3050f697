"""`flask evaluation` as an office uses it: workbooks typed by hand, every method, and the way back out."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound
from app.evaluation.services.workbooks.round_rows import round_with_code
from tests.factories.evaluation import STANDARD_ROUND, advance, approve, indicator_row, measure_row, workbook

ICT = Path(__file__).parent.parent / "data" / "ict_kpi_report_2021_2024.csv"
YEARS = dict(zip(["실적-5", "실적-4", "실적-3", "실적-2", "실적-1"], [70, 74, 78, 76, 80], strict=True))
UP = {"방향": "상향"}


@pytest.fixture
def office(run, tmp_path):
    """The commands, with workbooks written beside each other: `office(...)` imports, `.results()` scores."""
    return Office(run, tmp_path)


class Office:
    def __init__(self, run, folder):
        self.run, self.folder = run, folder

    def write(self, name="회차", **sheets):
        path = self.folder / f"{name}.xlsx"
        path.write_bytes(workbook(**sheets).getvalue())
        return path

    def load(self, *options, **sheets):
        return self.run("evaluation", "import", self.write(**sheets), "--round", "2026-T", *options)

    def results(self):
        path = self.folder / "결과.xlsx"
        assert self.run("evaluation", "score", "2026-T", "--out", path).exit_code == 0
        header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name("결과").to_python()
        return [dict(zip(header, row, strict=True)) for row in rows]

    def export(self):
        path = self.folder / "내보냄.xlsx"
        assert self.run("evaluation", "export", path, "--round", "2026-T").exit_code == 0
        return path


def test_ten_methods_in_one_round_give_one_exact_total(office):
    rows = [
        (indicator_row("001", 10, "TARGET_SETTING", **UP, **YEARS), 84, 70),
        (indicator_row("002", 10, "목표부여", 최저=60, 최고=100, **UP), 84, 68),
        (indicator_row("003", 10, "LINE", 최저=5, 목표=0, 방향="하향"), 1, 80),
        (indicator_row("004", 10, "달성도", 목표=50, 상한=120, **UP), 55, 110),
        (indicator_row("005", 10, "ATTAINMENT", 목표=8, 방향="하향"), 10, 80),
        (indicator_row("006", 10, "목표 달성도", 목표=0, 방향="하향"), 0, 100),
        (indicator_row("007", 10, "등급"), "B", 90),
        (indicator_row("008", 10, "이행 여부"), "예", 100),
        (indicator_row("009", 10, "평점"), "88.25", 88.25),
        (indicator_row("010", 10, "추세치", **UP, **YEARS), 84, 79.49),
    ]
    measures = [measure_row(row["지표코드"], "교통과", actual) for row, actual, _score in rows]
    assert office.load(indicators=[row for row, *_more in rows], measures=measures).exit_code == 0
    found = office.results()
    assert [row["평점"] for row in found] == [score for *_more, score in rows]
    assert {(row["총점"], row["순위"]) for row in found} == {(86.57, 1)}


def test_the_published_attainment_of_an_agency_is_reproduced(office):
    with ICT.open(encoding="utf-8") as file:
        published = list(csv.DictReader(file))
    rule = {"상한": 200, "소수자리": 1, "반올림": "반올림", **UP}
    indicators = [
        indicator_row(f"{n:03}", 20, "ATTAINMENT", 목표=row["목표"], **rule) for n, row in enumerate(published)
    ]
    measures = [measure_row(f"{n:03}", "D03", float(row["실적"])) for n, row in enumerate(published)]
    assert office.load(indicators=indicators, measures=measures).exit_code == 0
    assert [Decimal(str(row["평점"])) for row in office.results()] == [
        Decimal(row["달성률(발표)"]) for row in published
    ]


@pytest.mark.parametrize(
    ("direction", "worst", "best", "score"),
    [("상향", 60, 100, 68), ("하향", 100, 60, 52), ("하향", 60, 100, 52)],
)
def test_a_set_target_takes_its_ends_from_the_sheet(office, direction, worst, best, score):
    row = indicator_row("A", 100, "목표부여", 방향=direction, 최저=worst, 최고=best)
    assert office.load(indicators=[row], measures=[measure_row("A", "교통과", 84)]).exit_code == 0
    assert office.results()[0]["평점"] == score


def test_one_end_from_the_sheet_stands_beside_the_baseline(office):
    row = indicator_row("A", 100, "목표부여", 최고=104, **UP, **YEARS)
    assert office.load(indicators=[row], measures=[measure_row("A", "교통과", 84)]).exit_code == 0
    assert office.results()[0]["평점"] == 60


def test_ends_that_contradict_the_direction_are_wrong(office):
    result = office.load(indicators=[indicator_row("A", 100, "목표부여", 최저=100, 최고=60, **UP)])
    assert (result.exit_code, round_with_code("2026-T")) == (1, None)
    assert "최고" in result.stdout.splitlines()[0]


def test_a_dry_run_checks_everything_and_saves_nothing(office):
    good = {"indicators": [indicator_row("A", 100)], "measures": [measure_row("A", "교통과", 80)]}
    assert office.load("--dry-run", **good).exit_code == 0
    assert round_with_code("2026-T") is None
    assert office.load("--dry-run", indicators=[indicator_row("A", 90)]).exit_code == 1


def test_a_sheet_of_several_rounds_needs_to_be_told_which(office):
    rounds = [STANDARD_ROUND, {**STANDARD_ROUND, "회차코드": "2027-T", "연도": 2027}]
    good = {"rounds": rounds, "indicators": [indicator_row("A", 100)], "measures": [measure_row("A", "교통과", 80)]}
    alone = office.run("evaluation", "import", office.write(**good))
    assert (alone.exit_code, len(alone.stderr.splitlines())) == (1, 1)
    assert office.load(**good).exit_code == 0
    found = db.session.query(EvaluationRound.code, EvaluationRound.phase).order_by(EvaluationRound.code).all()
    assert [tuple(row) for row in found] == [("2026-T", Phase.PLANNING), ("2027-T", Phase.PLANNING)]


def test_a_workbook_with_few_columns_and_empty_rows_is_read(office):
    sheets = {
        "rounds": [{"회차코드": "2026-T"}],
        "indicators": [indicator_row(7, 100, "DIRECT"), {}],
        "measures": [{}, measure_row("7", "교통과", " 80.50 "), {}, measure_row(7, "도로과", 80.5)],
    }
    assert office.load(**sheets).exit_code == 0
    assert [(row["지표코드"], row["총점"], row["순위"]) for row in office.results()] == [("7", 80.5, 1), ("7", 80.5, 1)]


def test_a_row_of_a_code_no_sheet_knows_is_told_beside_broken_indicators(office):
    result = office.load(
        indicators=[indicator_row("A", 100, "ATTAINMENT", 목표=3, 방향="위쪽")],
        measures=[measure_row("A", "교통과", 1), measure_row("Z", "교통과", 1), measure_row("A", "도로과", 1, "이상")],
    )
    assert result.exit_code == 1
    assert [re.search(r"\d+", line).group() for line in result.stdout.splitlines()[:3]] == ["2", "3", "4"]


def test_a_formula_as_text_stays_text_and_a_formula_is_refused(office):
    sheets = {"indicators": [indicator_row("A", 100)], "measures": [measure_row("A", "교통과", "=1+1")]}
    assert office.load(**sheets).exit_code == 1
    assert office.load(indicators=[{**indicator_row("A", 100), "지표명": "'=1+1"}]).exit_code == 0
    names = CalamineWorkbook.from_path(office.export()).get_sheet_by_name("지표").to_python()
    assert {row[3] for row in names[1:]} == {"'=1+1"}


@pytest.mark.parametrize("phase", [Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING, Phase.CALIBRATION])
def test_in_every_phase_a_round_is_scored_and_takes_its_own_export(office, cast, phase):
    office.load(
        indicators=[indicator_row("A", 60, "목표부여", **UP, **YEARS), indicator_row("B", 40, "DIRECT")],
        measures=[measure_row("A", "교통과", 84, None, "대장"), measure_row("B", "교통과", None, "미제출")],
    )
    before = office.results()
    with transaction():
        record = advance(cast.choi, round_with_code("2026-T"), Phase.MEASURING)
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, phase)
    assert office.results() == before
    again = office.run("evaluation", "import", office.export(), "--round", "2026-T")
    assert (again.exit_code, office.results()) == (0, before)


def test_a_scored_round_takes_no_other_value(office, cast):
    sheets = {"indicators": [indicator_row("A", 100)], "measures": [measure_row("A", "교통과", 80)]}
    office.load(**sheets)
    with transaction():
        record = advance(cast.choi, round_with_code("2026-T"), Phase.MEASURING)
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.SCORING)
    changed = office.load(indicators=None, measures=[measure_row("A", "교통과", 81)])
    assert (changed.exit_code, office.results()[0]["총점"]) == (1, 80)
