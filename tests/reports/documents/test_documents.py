"""Taking a document out: a button, a job that makes it, and the file; rights are asked each time."""

from io import BytesIO

import pypdf
import pytest
from openpyxl import load_workbook

from app.core.database import db, transaction
from app.jobs.enums import JobState
from app.jobs.models import BackgroundJob
from app.jobs.running import work_until_idle
from tests.factories.reports import published_round


@pytest.fixture
def published(cast):
    with transaction():
        return published_round(cast).id


def ask(client, round_id, form="pdf", **fields):
    return client.post(
        "/reports/documents", data={"kind": "round_report", "round_id": round_id, "annex": "1", "format": form} | fields
    )


def result_of(client, job_id):
    with client.get(f"/jobs/{job_id}/result") as answer:
        assert answer.data
        return answer


def the_job():
    db.session.rollback()
    return db.session.query(BackgroundJob).order_by(BackgroundJob.id.desc()).first()


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("pdf", "application/pdf"),
        ("hwpx", "application/hwp+zip"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_button_leads_to_a_job_and_the_job_to_the_file(cast, as_, published, form, media_type):
    client = as_(cast.choi)
    answer = ask(client, published, form)
    job_id = the_job().id
    assert answer.status_code == 302
    assert answer.location.endswith(f"/jobs/{job_id}")
    work_until_idle()
    file = result_of(client, job_id)
    assert (file.status_code, file.mimetype) == (200, media_type)
    assert f".{form}" in file.headers["Content-Disposition"]
    if form == "pdf":
        assert pypdf.PdfReader(BytesIO(file.data)).metadata.title == "Evaluation report 2026 최종평가"
    if form == "xlsx":
        assert "Ranking" in load_workbook(BytesIO(file.data)).sheetnames


def test_the_same_person_twice_gets_one_job_and_two_people_two(cast, as_, published):
    first, second = as_(cast.choi), as_(cast.bae)
    assert ask(first, published).location == ask(first, published).location
    assert ask(second, published).location != ask(first, published).location
    assert db.session.query(BackgroundJob).count() == 2


def test_one_page_may_be_taken_out_in_all_formats_one_after_another(cast, as_, published):
    client = as_(cast.choi)
    assert {ask(client, published, form).status_code for form in ("pdf", "hwpx", "xlsx")} == {302}


def test_what_may_not_be_seen_is_no_document(cast, as_, published):
    assert ask(as_(cast.choi), 999).status_code == 404
    assert ask(as_(cast.choi), published, "exe").status_code == 404
    sheet = {"kind": "department_sheet", "department_id": cast.traffic, "year": "2026", "format": "pdf"}
    assert as_(cast.park).post("/reports/documents", data=sheet).status_code == 404
    assert as_(cast.kim).post("/reports/documents", data=sheet).status_code == 302


def test_the_job_is_made_in_the_language_of_who_asked(cast, as_, published):
    client = as_(cast.choi)
    client.set_cookie("opum_language", "ko")
    ask(client, published)
    work_until_idle()
    job = the_job()
    assert job.state is JobState.DONE
    reader = pypdf.PdfReader(BytesIO(result_of(client, job.id).data))
    assert reader.trailer["/Root"]["/Lang"] == "ko"
    assert reader.metadata.title == "평가보고서 2026 최종평가"


def test_the_pages_have_the_buttons(cast, as_, published):
    for path in (f"/reports/rounds/{published}", f"/reports/departments/{cast.traffic}"):
        page = as_(cast.choi).get(path).text
        assert 'action="/reports/documents"' in page
        assert page.count('name="format"') == 3


def test_the_report_of_the_control_tower_says_the_day_it_stands_for(cast, as_):
    """What is open or overdue is a state of today: the report names the day and no month it could not tell of."""
    client = as_(cast.choi)
    page = client.get("/reports/control-tower").text
    assert "Control tower report as of today" in page
    client.post("/reports/documents", data={"kind": "tower_pack", "year": "2026", "format": "pdf"})
    assert the_job().title == "Control tower report as of 2026. 11. 23. (PDF)"
