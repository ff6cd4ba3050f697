"""평가보고서 and 부서 한 장: the same figures in PDF, HWPX and Excel, the database's, and only what the reader may see."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import db, transaction
from app.core.documents import hwpx, pdf, xlsx
from app.core.documents.content import BarChart, Derivation, Notice, Table, silently
from app.core.errors import Missing
from app.core.i18n import speaking
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, Publication, Result
from app.evaluation.rules import phases
from app.evaluation.services.publications import publish_round
from app.evaluation.services.rounds import enter_phase
from app.organization.models import Department
from app.reports.documents.registry import DOCUMENTS, KINDS, read_request
from tests.factories.documents import LONG_NAME, hwpx_text, numbers_in, pdf_text, xlsx_sheets, xlsx_text
from tests.factories.innovation import a_task
from tests.factories.innovation_c import approved_slogan, obstacle_of
from tests.factories.reports import published_round, round_with_ratings
from tests.statements import count_statements

WRITERS = {"pdf": (pdf.write, pdf_text), "hwpx": (hwpx.write, hwpx_text), "xlsx": (xlsx.write, xlsx_text)}


@pytest.fixture(autouse=True)
def english(app):
    with speaking("en"):
        yield


def built(name, actor, **arguments):
    return DOCUMENTS[name].build(actor, arguments, silently)


def texts(document, folder):
    found = {}
    for form, (write, read) in WRITERS.items():
        path = folder / f"document.{form}"
        write(document, path)
        found[form] = read(path)
    return found


@pytest.fixture
def published(cast):
    with transaction():
        record = published_round(cast)
        return record.id


@pytest.fixture
def busy(cast, published):
    with transaction():
        task = a_task(cast)
        obstacle_of(cast, task=task)
        approved_slogan(cast)
    return published


@pytest.mark.parametrize("form", WRITERS)
def test_every_figure_of_the_database_stands_in_the_report(cast, published, tmp_path, form):
    text = texts(built("round_report", cast.choi, round_id=published, annex=True), tmp_path)[form]
    publication = db.session.scalar(select(Publication).where(Publication.round_id == published))
    results = db.session.scalars(select(Result).where(Result.publication_id == publication.id)).all()
    snapshot = json.loads(publication.snapshot)
    lines = [line for department in snapshot["departments"] for line in department["lines"]]
    assert publication.sha256 in text
    known = numbers_in(text)
    assert len(results) == 5
    for result in results:
        assert result.department_name in text
        assert Decimal(result.total) in known
    assert {Decimal(line[figure]) for line in lines for figure in ("weight", "score", "points")} <= known


def test_all_three_formats_hold_the_same_figures(cast, busy, tmp_path):
    documents = (
        built("round_report", cast.choi, round_id=busy, annex=True),
        built("department_sheet", cast.choi, department_id=cast.traffic, year=2026, annex=True),
    )
    for document in documents:
        expected = _figures(document)
        assert expected
        for form, text in texts(document, tmp_path).items():
            missing = {number for number in expected if number not in numbers_in(text) and f"{number:f}" not in text}
            assert missing == set(), form


def _figures(document):
    found = set()
    for part in document.parts:
        if isinstance(part, Table):
            found |= {Decimal(cell) for row in part.rows for cell in row if isinstance(cell, Decimal | int)}
        if isinstance(part, BarChart):
            found |= {Decimal(value) for one in part.series for value in one.values if value is not None}
    return found


def test_the_ranking_of_the_workbook_is_the_one_of_the_results(cast, published, tmp_path):
    path = tmp_path / "a.xlsx"
    xlsx.write(built("round_report", cast.choi, round_id=published, annex=False), path)
    rows = xlsx_sheets(path)["Ranking"]
    assert rows[0] == ["Table", "Place in the ranking", "Department", "Total", "Grade"]
    assert [(row[1], row[2], row[3]) for row in rows[1:] if row[0] == "Ranking of 사업부서"] == [
        ("1 / 3", "교통과", 90),
        ("2 / 3", "민원봉사과", 80.5),
        ("3 / 3", "도로과", 70),
    ]


def test_who_sees_only_the_own_department_gets_only_it(cast, published, tmp_path):
    document = built("round_report", cast.kim, round_id=published, annex=True)
    text = texts(document, tmp_path)["pdf"]
    assert "교통과" in text
    assert "민원봉사과" not in text
    assert "80.5" not in text
    assert not any(isinstance(part, BarChart) for part in document.parts)


def test_a_round_that_is_not_released_is_a_marked_draft_for_those_who_may_see_it(cast):
    with transaction():
        record = round_with_ratings(cast)
    document = built("round_report", cast.choi, round_id=record.id, annex=False)
    assert document.mark == "Draft, not published"
    assert any(isinstance(part, Notice) and "not published" in part.text for part in document.parts)
    assert document.footer.hash is None
    with pytest.raises(Missing):
        built("round_report", cast.kim, round_id=record.id, annex=False)
    assert not DOCUMENTS["round_report"].may(cast.kim, {"round_id": record.id, "annex": False})
    assert DOCUMENTS["round_report"].may(cast.gam, {"round_id": record.id, "annex": False})


def test_a_report_under_embargo_is_marked_and_nobody_else_gets_it(cast):
    with transaction():
        record = round_with_ratings(cast)
        while record.phase is not Phase.CALIBRATION:
            enter_phase(actor=cast.choi, record=record, to=phases.next_phase(record.phase), reason="")
        later = clock.now() + timedelta(days=1)
        publish_round(actor=cast.choi, record=record, reason="최종평가 결과를 공개한다.", release_at=later)
    document = built("round_report", cast.choi, round_id=record.id, annex=False)
    assert document.mark.startswith("Not to be told before")
    assert document.footer.hash is not None
    with pytest.raises(Missing):
        built("round_report", cast.kim, round_id=record.id, annex=False)


def test_a_round_without_results_says_so_in_every_format(cast, tmp_path):
    with transaction():
        record = EvaluationRound(
            code="2026-N",
            name="빈 회차",
            year=2026,
            starts_on=date(2026, 1, 1),
            base_on=date(2026, 11, 20),
            created_by_id=cast.choi.id,
            created_at=clock.now(),
        )
        db.session.add(record)
    for text in texts(built("round_report", cast.choi, round_id=record.id, annex=True), tmp_path).values():
        assert "Theroundhasnodepartmentswithindicatorsyet." in text


def test_departments_without_any_figure_have_no_chart_and_no_total(cast, tmp_path):
    with transaction():
        record = round_with_ratings(cast, ratings=dict.fromkeys(("교통과", "도로과")))
    document = built("round_report", cast.choi, round_id=record.id, annex=True)
    for text in texts(document, tmp_path).values():
        assert "교통과" in text


def test_a_department_without_a_figure_is_in_the_report(cast, tmp_path):
    with transaction():
        record = published_round(cast, ratings={"교통과": None, "도로과": "70"})
    for text in texts(built("round_report", cast.choi, round_id=record.id, annex=True), tmp_path).values():
        assert "교통과" in text


def test_names_of_sixty_characters_stay_whole_in_every_format(cast, tmp_path):
    with transaction():
        db.session.query(Department).filter_by(id=cast.traffic).update({"name": LONG_NAME})
        record = published_round_of(cast)
    for name, arguments in (
        ("round_report", {"round_id": record, "annex": True}),
        ("department_sheet", {"department_id": cast.traffic, "year": 2026, "annex": True}),
    ):
        for form, text in texts(built(name, cast.choi, **arguments), tmp_path).items():
            assert LONG_NAME in text, (name, form)


def published_round_of(cast):
    ratings = {LONG_NAME: "90", "도로과": "70"}
    return published_round(cast, ratings=ratings).id


def test_the_annex_stands_behind_every_figure_only_if_asked_for(cast, published):
    with_it = built("round_report", cast.choi, round_id=published, annex=True)
    without = built("round_report", cast.choi, round_id=published, annex=False)
    assert len([part for part in with_it.parts if isinstance(part, Derivation)]) == 10
    assert not [part for part in without.parts if isinstance(part, Derivation)]


def test_the_sheet_of_a_department_says_what_its_page_says(cast, as_, busy, tmp_path):
    document = built("department_sheet", cast.lee, department_id=cast.traffic, year=2026, annex=True)
    page = "".join(as_(cast.lee).get(f"/reports/departments/{cast.traffic}?year=2026&annex=1").text.split())
    for text in texts(document, tmp_path).values():
        for word in ("교통과", "90.00", "2026-F"):
            assert word.replace("90.00", "90") in text
            assert word in page


def test_the_sheet_of_another_department_is_not_for_everybody(cast):
    arguments = {"department_id": cast.traffic, "year": 2026, "annex": False}
    kind = DOCUMENTS["department_sheet"]
    assert [kind.may(who, arguments) for who in (cast.kim, cast.lee, cast.choi, cast.gam)] == [True] * 4
    assert [kind.may(who, arguments) for who in (cast.park, cast.goh, cast.jung)] == [False] * 3
    with pytest.raises(Missing):
        kind.build(cast.park, arguments, silently)


def test_the_number_of_statements_does_not_grow_with_the_departments(cast):
    with transaction():
        small = published_round(cast, code="2026-S", ratings={"교통과": "90"}).id
        large = published_round(cast, code="2026-L").id
    counts = []
    for round_id in (small, small, large):
        with count_statements() as seen:
            built("round_report", cast.choi, round_id=round_id, annex=True)
        counts.append(len(seen))
    assert counts[1] == counts[2]


def test_a_form_names_a_document_or_nothing(cast):
    kind, arguments = read_request({"kind": "round_report", "format": "pdf", "round_id": "3", "annex": "1"})
    assert (kind.name, arguments) == ("round_report", {"round_id": 3, "annex": True, "format": "pdf"})
    for wrong in (
        {},
        {"kind": "round_report", "format": "doc", "round_id": "3"},
        {"kind": "round_report", "format": "pdf", "round_id": "x"},
        {"kind": "round_report", "format": "pdf", "round_id": "3", "annex": "yes"},
        {"kind": "department_sheet", "format": "pdf", "department_id": "3", "year": "99999"},
    ):
        with pytest.raises(Missing):
            read_request(wrong)


def test_every_kind_has_a_name_of_its_own():
    assert len(DOCUMENTS) == len(KINDS)


def test_no_round_is_found_under_a_wrong_number(cast):
    assert db.session.get(EvaluationRound, 999) is None
    assert not DOCUMENTS["round_report"].may(cast.choi, {"round_id": 999, "annex": False})
