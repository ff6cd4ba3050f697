"""Text that means something to a spreadsheet, to typst or to XML, and arguments nobody's buttons send."""

from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pypdf
import pytest
from openpyxl import load_workbook

from app.core.database import db, transaction
from app.core.documents import hwpx, pdf, xlsx
from app.core.documents.content import (
    BarChart,
    Bullets,
    Column,
    Derivation,
    Facts,
    Formula,
    Heading,
    Notice,
    Paragraph,
    Poster,
    Series,
    Signatures,
    Table,
)
from app.core.forms import clean_text
from app.innovation.enums import Sensitivity
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from tests.factories import innovation_c as wall
from tests.factories.documents import a_document

TYPST = '#panic("x") $1/0$ `raw` @label <tag> *b* _i_ #import "/etc/passwd": * \\u{41} //'
XML = clean_text(
    "]]></hp:t>\n<hp:t>&amp;<!-- & \x00\x08\x1b\x85\t \ufffe \uffff \ue000 \U0001f468\u200d\U0001f469 a\u0301\u0300 "
    "\u1100\u119e\u11ab \ufdd0 \U0001fffe \u202e end"
)
FORMULA = '=HYPERLINK("http://x","y")'
HOSTILE = (TYPST, XML, FORMULA, "+1", "-1", "@SUM(1)", "\t=1", "＝1+1", "\r\n=1", "_x000D_=1", "'=1")


def hostile_document():
    parts = []
    for one in HOSTILE:
        parts += [
            Heading(one),
            Paragraph(one),
            Bullets((one,)),
            Facts(((one, one),), caption=one),
            Table(one, (Column(one), Column(one, "number"), Column(one, "date")), [(one, one, one)], sheet=one),
            BarChart(one, one, (one,), (Series(one, (1,)),), unit=one, label_title=one),
            Formula(one),
            Derivation(one, one, ((one, (one,)),)),
            Notice(one),
            Signatures(((one, one),)),
            Poster(one, one, 2026, one),
        ]
    return a_document(*parts, title=TYPST, subtitle=XML, number=FORMULA, mark=TYPST, facts=((FORMULA, FORMULA),))


@pytest.mark.usefixtures("app")
def test_no_cell_of_a_document_is_a_formula(tmp_path):
    xlsx.write(hostile_document(), tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert any(FORMULA in text for text in texts)
    assert not [text for text in texts if text.lstrip(" \r\n\t").startswith(("=", "+", "@", "＝"))]


@pytest.mark.usefixtures("app")
def test_a_document_says_code_of_typst_and_xml_as_it_stands(tmp_path):
    pdf.write(hostile_document(), tmp_path / "a.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "a.pdf").pages)
    assert "#panic" in text
    assert "root:" not in text
    hwpx.write(hostile_document(), tmp_path / "a.hwpx")
    with ZipFile(tmp_path / "a.hwpx") as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".hpf")):
                ET.fromstring(archive.read(name))  # noqa: S314  our own file


def asked(client, **fields):
    return client.post("/reports/documents", data={"format": "xlsx", **fields})


@pytest.mark.parametrize("days", ["2147483647", "-2147483647", "99999", "0"])
def test_days_that_are_no_days_are_no_document(as_, cast, days):
    assert asked(as_(cast.choi), kind="tower_pack", year="2026", days=days).status_code == 404
    assert db.session.query(BackgroundJob).count() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "tower_pack", "year": "2000", "days": "30"},
        {"kind": "obstacle_agenda", "month": "2000-01"},
        {"kind": "idea_register", "year": "2000"},
        {"kind": "award_list", "year": "2000"},
        {"kind": "tower_pack", "year": "2026", "value": ""},
    ],
)
def test_years_without_anything_make_a_document_all_the_same(as_, cast, fields):
    assert asked(as_(cast.choi), **fields).status_code == 302
    work_until_idle()
    db.session.rollback()
    job = db.session.query(BackgroundJob).one()
    assert job.state.value == "done", job.reason


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "round_report", "round_id": "2147483647", "annex": "1"},
        {"kind": "department_sheet", "department_id": "-1", "year": "2026", "annex": "0"},
        {"kind": "mileage_statement", "account_id": "0", "year": "2026"},
        {"kind": "obstacle_agenda", "month": "2026-13"},
        {"kind": "obstacle_agenda", "month": "../../etc"},
        {"kind": "idea_register", "year": "2026", "issue_kind": "x"},
        {"kind": "contest_result", "contest_id": "9" * 400},
        {"kind": "../jobs", "contest_id": "1"},
        {"kind": "award_list", "year": "2026", "format": "../x"},
    ],
)
def test_made_up_arguments_are_no_document(as_, cast, fields):
    assert asked(as_(cast.kim), **fields).status_code == 404


def test_an_obstacle_kept_from_staff_is_in_no_agenda_of_theirs(as_, cast):
    with transaction():
        wall.obstacle_of(cast, sensitivity=Sensitivity.RESTRICTED, title="아무도 모를 장애")
        wall.obstacle_of(cast, title="모두 아는 장애")
    client = as_(cast.han)
    asked(client, kind="obstacle_agenda", month="")
    work_until_idle()
    db.session.rollback()
    job = db.session.query(BackgroundJob).one()
    with client.get(f"/jobs/{job.id}/result") as answer:
        book = load_workbook(BytesIO(answer.data))
    said = " ".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert "모두 아는 장애" in said
    assert "아무도 모를 장애" not in said
