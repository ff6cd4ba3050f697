"""A paper with results that are not out says so on every page, whichever paper it is; a person of the tower prints it."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from app.core import clock
from app.core.database import transaction
from app.core.documents.content import silently
from app.core.i18n import speaking
from app.evaluation.enums import Phase
from app.evaluation.rules import phases
from app.evaluation.services.publications import publish_round
from app.evaluation.services.rounds import enter_phase
from app.reports.documents.registry import DOCUMENTS
from tests.factories.reports import round_with_ratings

TOLD = "Not to be told before"
TOWER = {"year": 2026, "round": None, "bureau": None, "group": None, "value": "", "days": None}


def built(name, actor, **arguments):
    with speaking("en"):
        return DOCUMENTS[name].build(actor, arguments, silently)


@pytest.fixture
def embargoed(cast, app):
    with transaction():
        record = round_with_ratings(cast)
        while record.phase is not Phase.CALIBRATION:
            enter_phase(actor=cast.choi, record=record, to=phases.next_phase(record.phase), reason="")
        until = clock.now() + timedelta(days=1)
        publish_round(actor=cast.choi, record=record, reason="최종평가 결과를 공개한다.", release_at=until)
        return record.id, until


def papers(cast, round_id):
    return {
        "round_report": built("round_report", cast.choi, round_id=round_id, annex=False),
        "department_sheet": built("department_sheet", cast.choi, department_id=cast.traffic, year=2026, annex=False),
        "tower_pack": built("tower_pack", cast.choi, **TOWER),
    }


def test_every_paper_is_marked_until_the_release_and_not_after_it(cast, embargoed):
    round_id, until = embargoed
    assert {name: paper.mark.startswith(TOLD) for name, paper in papers(cast, round_id).items()} == {
        "round_report": True,
        "department_sheet": True,
        "tower_pack": True,
    }
    with clock.frozen_at(until):
        assert {paper.mark for paper in papers(cast, round_id).values()} == {""}


def test_the_workbook_and_the_pages_say_so_too(as_, cast, embargoed):
    round_id, until = embargoed
    pages = (f"/reports/rounds/{round_id}", f"/reports/departments/{cast.traffic}?year=2026")
    for moment, says in ((clock.now(), True), (until, False)):
        with clock.frozen_at(moment):
            client = as_(cast.choi)
            book = load_workbook(io.BytesIO(client.get(f"/reports/rounds/{round_id}.xlsx").data))
            assert [TOLD in str(sheet.oddFooter.center.text) for sheet in book] == [says] * len(book.worksheets)
            assert ["Under embargo until" in client.get(page).text for page in pages] == [says, says]


def test_grades_that_are_still_being_calibrated_are_a_draft_in_the_towers_report(cast, app):
    with transaction():
        record = round_with_ratings(cast)
        while record.phase is not Phase.CALIBRATION:
            enter_phase(actor=cast.choi, record=record, to=phases.next_phase(record.phase), reason="")
    assert built("tower_pack", cast.choi, **TOWER).mark == "Draft, not published"
