"""Taking a list out: the rows of the page, all of them, in its order; who may; what is remembered."""

import csv
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from app.accounts.models import AccessRecord
from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.innovation.services import issues
from app.jobs.running import work_until_idle
from app.reports import list_exports
from app.reports.models import ExportedList
from app.reports.routes import list_exports as routes
from tests.factories import cases as shelf
from tests.factories import innovation as make
from tests.factories import innovation_c as wall
from tests.factories import mileage as paid
from tests.factories import shortening
from tests.factories import voice_surveys as asked
from tests.factories.evaluation import published_round

REASON = "연말 실적을 정리하려고 내려받습니다."


def rows_of(answer):
    book = load_workbook(io.BytesIO(answer.data))
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def lines_of(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def taken(client, name, file_format="xlsx", filters="", **fields):
    answer = client.post(f"/list-exports/{name}{filters}", data={"format": file_format, **fields})
    assert answer.status_code == 200
    return answer


@pytest.fixture
def three_issues(app, cast):
    with transaction():
        make.an_issue(cast.kim, title="=1+1 그늘막")
        make.an_issue(cast.park, title="민원 서식", blind=True)
        third = make.an_issue(cast.han, title="버스 안내")
        issues.withdraw_issue(actor=cast.han, issue=third, reason="다시 생각해 보겠습니다.")


def test_the_workbook_has_the_rows_of_the_page(as_, three_issues, cast):
    header, *rows = rows_of(taken(as_(cast.kim), "issues"))
    assert header[:2] == ["Receipt number", "Title"]
    assert [(row[0], row[1], row[5], row[6]) for row in rows] == [
        ("2026-0002", "민원 서식", "Name hidden", "Name hidden"),
        ("2026-0001", "'=1+1 그늘막", "교통과", "김하늘"),
    ]


def test_a_filter_of_the_address_narrows_the_file(as_, three_issues, cast):
    rows = rows_of(taken(as_(cast.kim), "issues", filters="?mine=1&state=received&cursor=W10="))
    assert [row[0] for row in rows[1:]] == ["2026-0001"]
    assert rows_of(taken(as_(cast.kim), "issues", filters="?state=adopted"))[1:] == []


def test_plain_text_says_the_same_in_utf_8_with_its_mark(as_, three_issues, cast):
    answer = taken(as_(cast.kim), "issues", "csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    book = rows_of(taken(as_(cast.kim), "issues"))
    assert [line[:3] for line in lines_of(answer)] == [row[:3] for row in book]


def test_what_was_taken_out_is_remembered(as_, three_issues, cast):
    answer = taken(as_(cast.kim), "issues", filters="?mine=1")
    record = db.session.query(ExportedList).one()
    assert (record.list_name, record.filters, record.format.value) == ("issues", "mine=1", "xlsx")
    assert record.watermark in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    assert (book.properties.identifier, book.worksheets[0].oddFooter.center.text) == (record.watermark,) * 2
    entry = db.session.query(AuditEntry).filter_by(event="list_exported").one()
    assert (entry.subject_type, entry.subject_id, entry.actor_id) == ("exported_list", record.id, cast.kim.id)
    assert db.session.query(AccessRecord).filter_by(action="list_exported").count() == 0


def test_personal_data_needs_a_reason_and_is_in_the_access_log(as_, app, cast):
    with transaction():
        paid.items()
        paid.submitted(cast.kim)
    client = as_(cast.kim)
    refused = client.post("/list-exports/claims?scope=mine", data={"format": "xlsx", "reason": "짧다"})
    assert (refused.status_code, "짧다" in refused.text) == (422, True)
    rows = rows_of(taken(client, "claims", filters="?scope=mine", reason=REASON))
    assert [(row[3], row[4]) for row in rows[1:]] == [("김하늘", "교통과")]
    record = db.session.query(AccessRecord).filter_by(action="list_exported").one()
    assert (record.person_id, record.concerned_count, record.reason) == (cast.kim.id, 1, REASON)


ADMINISTRATOR, AUDITOR = (
    {"people", "departments", "mails", "api-tokens", "all-jobs"},
    {"audit-entries", "access-records"},
)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_lists_of_every_room_can_be_taken_out(as_, app, cast, file_format):
    with transaction():
        paid.items()
        wall.obstacle_of(cast, title="예산 없음")
        wall.approved_slogan(cast)
        shelf.published_case(cast)
        paid.award(cast.kim, "task:1:plan")
        places = _places(cast)
    found = {}
    for name, wanted in list_exports.LISTS.items():
        who = cast.goh if name in ADMINISTRATOR else cast.gam if name in AUDITOR else cast.choi
        filters = "?" + "&".join(f"{part}={places[part]}" for part in wanted.place)
        answer = taken(as_(who), name, file_format, filters, reason=REASON)
        header, *rows = rows_of(answer) if file_format == "xlsx" else lines_of(answer)
        assert len(header) == len(wanted.columns)
        assert {len(row) for row in rows} <= {len(header)}, name
        found[name] = rows
    assert [row[0] for row in found["obstacles"]] == ["예산 없음"]
    assert found["slogans"][0][2] == "기다림은 줄이고 안전은 늘리고"
    assert [row[1] for row in found["cases"]] == ["정류장 안내판을 바꾸다"]
    assert len(found["tasks"]) == 2
    assert {row[0] for row in found["people"]} >= {"김하늘", "박들판"}
    assert any(Decimal(str(row[2])) > 0 for row in found["accounts"])
    assert len(found["audit-entries"]) > 5
    assert any("교통과" not in str(row[0]) for row in found["survey-results"])
    assert len(found["access-records"]) > 5


def _places(cast):
    """Return what stands in the paths of pages: one of everything."""
    shortening.items(cast.choi)
    return {
        "round_id": published_round(cast).id,
        "wave_id": asked.result(cast, {cast.civil: asked.steps(0, 0, 0, 2, 4)}).id,
        "campaign_id": make.a_campaign(cast.choi).id,
        "task_id": make.a_task(cast).id,
        "run_id": shortening.run(cast.choi, shortening.rule(cast.choi), shortening.row()).id,
    }


def test_a_wrong_search_of_the_log_and_an_unknown_format_are_refused(as_, app, cast):
    client = as_(cast.gam)
    answer = client.post("/list-exports/audit-entries?first_day=x", data={"format": "xlsx", "reason": REASON})
    assert answer.status_code in {409, 422}
    assert client.post("/list-exports/issues", data={"format": "exe"}).status_code == 422
    assert client.get(f"/list-exports/issues/new?q={'x' * 3000}").status_code in {409, 414, 422}


@pytest.mark.parametrize("name", ["issues", "claims"])
def test_a_long_list_is_written_in_the_background(as_, app, cast, monkeypatch, name):
    monkeypatch.setattr(routes, "AT_ONCE", 2)
    with transaction():
        paid.items()
        for number in range(3):
            make.an_issue(cast.kim, title=f"제안 {number}")
            paid.submitted(cast.kim, title=f"신청 {number}")
    client = as_(cast.kim)
    answer = client.post(f"/list-exports/{name}?mine=1", data={"format": "csv", "reason": REASON})
    assert (answer.status_code, "/jobs/" in answer.location) == (302, True)
    again = client.post(f"/list-exports/{name}?mine=1", data={"format": "csv", "reason": REASON})
    assert again.location == answer.location
    work_until_idle()
    page = client.get(answer.location).text
    assert "/result" in page or "download" in page
    record = db.session.query(ExportedList).one()
    assert (record.list_name, record.personal) == (name, name == "claims")
    assert db.session.query(AuditEntry).filter_by(event="list_exported").count() == 1


def test_the_button_stands_on_the_list_with_its_filters(as_, three_issues, cast):
    page = as_(cast.kim).get("/issues?mine=1").text
    assert 'action="/list-exports/issues?mine=1"' in page
    assert "/list-exports/people/new?text=" in as_(cast.goh).get("/admin/people?text=김").text
    form = as_(cast.kim).get("/list-exports/issues/new?mine=1").text
    assert 'action="/list-exports/issues?mine=1"' in form
