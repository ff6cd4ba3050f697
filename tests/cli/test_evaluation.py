"""`flask evaluation`: exit 0 only on success, one clear line per error, nothing half imported."""

import io

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from app.cli.evaluation import evaluation
from app.evaluation.services.workbooks.round_rows import round_with_code
from tests.factories.evaluation import indicator_row, measure_row, workbook


@pytest.fixture
def run(app):
    def invoke(*arguments):
        return app.test_cli_runner().invoke(evaluation, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "회차.xlsx"
    source = workbook(
        indicators=[indicator_row("001", 60), indicator_row("B", 40, "달성도", 목표=50, 방향="상향")],
        measures=[measure_row("001", "교통과", 90), measure_row("B", "교통과", 40), measure_row("B", "도로과", 50)],
    )
    path.write_bytes(source.getvalue())
    return path


def test_a_workbook_goes_in_and_results_come_out(run, good, tmp_path):
    assert run("import", good, "--round", "2026-T").exit_code == 0
    out = tmp_path / "결과.xlsx"
    assert run("score", "2026-T", "--out", out).exit_code == 0
    rows = CalamineWorkbook.from_path(out).get_sheet_by_name("결과").to_python()[1:]
    assert [(row[1], row[2], row[4], row[6], row[7]) for row in rows] == [
        ("교통과", "001", 90, 86, 1),
        ("교통과", "B", 80, 86, 1),
        ("도로과", "001", 0, 40, 2),
        ("도로과", "B", 100, 40, 2),
    ]


def test_an_export_is_imported_again_without_a_change(run, good, tmp_path):
    run("import", good, "--round", "2026-T")
    copy = tmp_path / "복사.xlsx"
    assert run("export", copy, "--round", "2026-T").exit_code == 0
    again = run("import", copy, "--round", "2026-T")
    assert again.exit_code == 0
    assert CalamineWorkbook.from_path(copy).sheet_names[:3] == ["평가회차", "지표", "실적"]


def test_a_wrong_workbook_exits_1_names_every_row_and_saves_nothing(run, tmp_path):
    path = tmp_path / "틀림.xlsx"
    source = workbook(
        indicators=[indicator_row("A", 100)],
        measures=[measure_row("A", "교통과", 90), measure_row("A", "없는과", 1), measure_row("A", "도로과", "?")],
    )
    path.write_bytes(source.getvalue())
    result = run("import", path, "--round", "2026-T")
    assert (result.exit_code, round_with_code("2026-T")) == (1, None)
    assert len(result.stderr.splitlines()) == 1
    assert [("3" in line, "4" in line) for line in result.stdout.splitlines()[:2]] == [(True, False), (False, True)]
    answered = load_workbook(tmp_path / "틀림-오류.xlsx")["실적"]
    assert [bool(answered.cell(row, 6).value) for row in (1, 2, 3, 4)] == [True, False, True, True]


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "없는 파일.xlsx", "--round", "X"),
        ("export", "결과.xlsx", "--round", "없음"),
        ("score", "없음", "--out", "결과.xlsx"),
    ],
)
def test_what_is_not_there_is_one_line_and_exit_1(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_file_that_is_no_workbook_is_refused(run, tmp_path):
    path = tmp_path / "그림.xlsx"
    path.write_bytes(b"\x89PNG not a workbook")
    assert run("import", path, "--round", "X").exit_code == 1


def test_the_template_offers_lists_and_explains_every_column(run, tmp_path):
    path = tmp_path / "서식.xlsx"
    assert run("template", path, "--round", "2027-I1").exit_code == 0
    book = load_workbook(io.BytesIO(path.read_bytes()))
    assert book.sheetnames[:4] == ["평가회차", "지표", "실적", "설명"]
    assert book["평가회차"]["A2"].value == "2027-I1"
    assert len(book["지표"].data_validations.dataValidation) == 4
    assert book["설명"].max_row == 1 + 5 + 21 + 5
