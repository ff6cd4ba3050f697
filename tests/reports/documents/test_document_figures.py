"""Every document says the same figures as PDF, HWPX and Excel, and they are those of the database."""

from datetime import datetime
from decimal import Decimal

import pytest

from app.core.database import transaction
from app.core.documents import hwpx
from app.core.documents.content import Chart, Facts, Poster, Table, chart_table, shown, silently
from app.core.i18n import speaking
from app.reports.documents.registry import DOCUMENTS
from tests.factories.document_figures import FIGURES
from tests.factories.document_readings import differences, flaws, squeezed, written
from tests.factories.document_scenes import SCENES
from tests.factories.documents import hwpx_tables, hwpx_text, pdf_text, xlsx_sheets

SHOWN_TO_JURORS = {"contest_result", "round_report"}
"""Who sits in the jury, or scores, reads the result (of a round: as far as it is theirs)."""


def form_of(kind, arguments):
    """What the button of a page sends."""
    fields = {name: int(value) if isinstance(value, bool) else value for name, value in arguments.items()}
    return {"kind": kind.name, "format": "pdf"} | {
        name: "" if value is None else value for name, value in fields.items()
    }


def tables_of(document):
    """The tables of a document that have rows, those of charts too."""
    found = (chart_table(part) if isinstance(part, Chart) else part for part in document.parts)
    return [part for part in found if isinstance(part, Table) and part.rows]


def cells_of(document):
    """Everything a document says in cells: facts, tables, posters."""
    yield from (value for _label, value in document.facts)
    for part in document.parts:
        if isinstance(part, Facts):
            yield from (value for _label, value in part.rows)
        if isinstance(part, Poster):
            yield from (part.slogan, f"{part.department} · {part.year}")
    yield from (cell for table in tables_of(document) for row in table.rows for cell in row)


def plain(cell):
    """A cell as a workbook keeps it."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, int | float | Decimal):
        return round(Decimal(str(cell)), 6)
    return squeezed(cell) if isinstance(cell, str) else cell


@pytest.fixture(params=sorted(DOCUMENTS))
def told(request, app, cast):
    """The kind, who asks, and the arguments."""
    with transaction():
        who, arguments = SCENES[request.param](cast)
    return DOCUMENTS[request.param], who, arguments


def build(kind, who, arguments, language="ko"):
    with speaking(language):
        return kind.build(who, arguments, silently)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_figures_are_those_of_the_database_in_all_three_formats(told, tmp_path, language):
    """Each beside its label, or in its row and column; and what a screen reader and a narrow column need is there."""
    kind, who, arguments = told
    assert kind.may(who, arguments)
    figures = FIGURES[kind.name](who, arguments)
    assert figures
    document = build(kind, who, arguments, language)
    paths = written(document, tmp_path, language)
    with speaking(language):
        assert {suffix: list(differences(path, figures)) for suffix, path in paths.items()} == {
            suffix: [] for suffix in paths
        }
        assert list(flaws(document, paths)) == []
    printed, hangul = pdf_text(paths["pdf"]), hwpx_text(paths["hwpx"])
    rows_of_tables = [one for rows in hwpx_tables(paths["hwpx"]) for row in rows for one in row]
    kept = {plain(cell) for rows in xlsx_sheets(paths["xlsx"]).values() for row in rows for cell in row}
    for cell in (cell for cell in cells_of(document) if cell is not None and cell != ""):
        assert squeezed(shown(cell)) in printed
        assert squeezed(shown(cell)) in hangul or any(squeezed(shown(cell)) == squeezed(one) for one in rows_of_tables)
        assert plain(cell) in kept


def test_the_tables_stand_whole_in_the_independent_reader(told, tmp_path):
    kind, who, arguments = told
    document = build(kind, who, arguments)
    with speaking("ko"):
        hwpx.write(document, tmp_path / "document.hwpx")
    found = [[[squeezed(cell) for cell in row] for row in rows] for rows in hwpx_tables(tmp_path / "document.hwpx")]
    for table in tables_of(document):
        if any(isinstance(part, Chart) and part.title == table.caption for part in document.parts):
            continue
        wanted = [[squeezed(shown(cell)) for cell in row] for row in table.rows]
        assert any(rows[-len(wanted) :] == wanted for rows in found), table.caption


def test_every_kind_has_something_to_tell():
    assert set(SCENES) == set(FIGURES) == set(DOCUMENTS)


def test_who_may_not_gets_nothing(told, as_, cast):
    """An outside evaluator reads none of it, and nobody learns from the answer what there is."""
    kind, _who, arguments = told
    if kind.name in SHOWN_TO_JURORS:
        assert kind.may(cast.shin, arguments)
        return
    assert not kind.may(cast.shin, arguments)
    assert as_(cast.shin).post("/reports/documents", data=form_of(kind, arguments)).status_code == 404


def test_the_button_makes_a_job_with_the_name_of_the_document(told, as_, cast):
    kind, who, arguments = told
    answer = as_(who).post("/reports/documents", data=form_of(kind, arguments))
    assert answer.status_code == 302
    assert "/jobs/" in answer.location
    assert as_(who).get(answer.location).status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "obstacle_agenda", "month": "2026-13"},
        {"kind": "obstacle_agenda", "month": "1026-01"},
        {"kind": "idea_register", "year": "2026", "issue_state": "nonsense"},
        {"kind": "award_list", "year": "0"},
        {"kind": "idea_receipt", "issue_id": "99999"},
        {"kind": "contest_result", "contest_id": "x"},
        {"kind": "mileage_statement", "account_id": "1", "year": "99999"},
        {"kind": "tower_pack", "year": "2026", "value": "nonsense"},
        {"kind": "slogan_poster", "slogan_id": ""},
    ],
)
def test_what_cannot_be_is_not_there(as_, cast, form):
    assert as_(cast.choi).post("/reports/documents", data={"format": "pdf", **form}).status_code == 404
