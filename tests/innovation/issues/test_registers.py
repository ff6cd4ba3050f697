"""접수대장·접수증·기한 현황."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.core import clock
from app.core.database import transaction
from app.innovation.enums import IssueKind, RefusalReason
from app.innovation.queries import deadlines
from app.innovation.routes import registers
from app.innovation.services import issue_opinions, triage
from app.innovation.services.issue_reviews import transfer_issue
from app.jobs.running import work_until_idle
from tests.factories import innovation as make
from tests.statements import count_statements

REASON = "올해 예산이 없습니다."


def a_year_of_issues(cast):
    with clock.frozen_at(datetime(2025, 12, 30, 3, 0, tzinfo=UTC)):
        make.an_issue(cast.kim, title="지난해 제안")
    first = make.an_issue(cast.kim, title="=HYPERLINK(1) 첫째")
    triage.refuse_issue(actor=cast.choi, issue=first, refusal=RefusalReason.NO_MEANS, reason=REASON)
    second = make.an_issue(cast.park, title="둘째")
    transfer_issue(actor=cast.choi, issue=second, department_id=cast.roads, reason="도로 시설 이야기입니다.")
    return first, second


def cells_of(answer):
    sheet = load_workbook(BytesIO(answer.data)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_register_stands_in_the_order_of_receipt(as_, cast, app):
    with transaction():
        a_year_of_issues(cast)
    page = as_(cast.lee).get("/issues/register").text
    assert page.index("첫째") < page.index("둘째")
    assert "지난해 제안" not in page
    assert "지난해 제안" in as_(cast.lee).get("/issues/register?year=2025").text


def test_the_workbook_has_the_same_lines_and_no_formula(as_, cast, app):
    with transaction():
        a_year_of_issues(cast)
    header, first, second = cells_of(as_(cast.choi).get("/issues/register.xlsx"))
    assert header[:4] == ["접수번호", "접수일", "종류", "제목"]
    assert (first[0], first[3], first[11]) == ("2026-0001", "'=HYPERLINK(1) 첫째", "No budget or staff for it now")
    assert (second[6], second[12]) == ("도로과", 1)


def test_the_filter_narrows_page_and_workbook(as_, cast, app):
    with transaction():
        a_year_of_issues(cast)
    client = as_(cast.kim)
    assert "둘째" not in client.get("/issues/register?state=refused").text
    assert len(cells_of(client.get("/issues/register.xlsx?state=refused"))) == 2
    assert len(cells_of(client.get(f"/issues/register.xlsx?kind={IssueKind.IMPLEMENTED.value}"))) == 1


@pytest.mark.parametrize("query", ["year=x", "year=99999", "kind=?", "state=?", "cursor=rubbish"])
def test_an_unreadable_filter_is_no_error(as_, cast, query):
    assert as_(cast.kim).get(f"/issues/register?{query}").status_code == 200


def test_many_late_things_of_one_kind_leave_room_for_the_others(cast, app, monkeypatch):
    monkeypatch.setattr(deadlines, "MOST", 2)
    with transaction():
        issues = [make.an_issue(cast.kim, title=f"제안 {number}") for number in range(4)]
    with clock.frozen_at(clock.now() + timedelta(days=40)):
        with transaction():
            asked = make.an_issue(cast.kim, title="보완할 제안")
            triage.ask_supplement(actor=cast.choi, issue=asked, reason="어느 정류장인지 적어 주세요.")
        with clock.frozen_at(clock.now() + timedelta(days=14)):
            found = deadlines.deadlines(cast.choi)
    assert [row.number for row in found[deadlines.DeadlineKind.DECISION]] == [issue.number for issue in issues[:2]]
    assert [row.number for row in found[deadlines.DeadlineKind.SUPPLEMENT]] == [asked.number]


@pytest.mark.parametrize("path", ["/issues/register", "/issues/deadlines", "/issues/clock-presets"])
def test_the_pages_cost_the_same_for_one_and_three(as_, cast, app, path):
    client = as_(cast.choi)
    with transaction():
        make.an_issue(cast.kim)
    with count_statements() as one:
        client.get(path)
    with transaction():
        a_year_of_issues(cast)
    with count_statements() as three:
        client.get(path)
    assert len(three) == len(one)
    assert len(one) <= 5


def test_the_receipt_is_for_the_proposer_and_the_control_tower(as_, cast, app):
    with transaction():
        issue_id = make.an_issue(cast.kim).id
    codes = [as_(who).get(f"/issues/{issue_id}/receipt").status_code for who in (cast.kim, cast.choi, cast.park)]
    assert codes == [200, 200, 403]
    page = as_(cast.kim).get(f"/issues/{issue_id}/receipt").text
    assert [words in page for words in ("2026-0001", "김하늘", "2026. 12. 23.")] == [True, True, True]


def test_the_receipt_of_a_blind_issue_names_nobody_to_the_control_tower(as_, cast, app):
    with transaction():
        issue_id = make.an_issue(cast.kim, blind=True).id
    assert "김하늘" not in as_(cast.choi).get(f"/issues/{issue_id}/receipt").text
    assert "김하늘" not in str(cells_of(as_(cast.choi).get("/issues/register.xlsx")))
    assert "김하늘" in as_(cast.kim).get(f"/issues/{issue_id}/receipt").text


def test_the_deadlines_show_what_is_late_and_whose_turn_it_is(as_, cast, app):
    with transaction():
        late, asked, waiting = (make.an_issue(cast.kim, title=title) for title in ("늦은 것", "물은 것", "보완할 것"))
        issue_opinions.ask_issue_opinion(
            actor=cast.choi, issue=asked, department_id=cast.civil, question="민원실에서 할 수 있나요?"
        )
        triage.ask_supplement(actor=cast.choi, issue=waiting, reason="비용 추정이 없습니다.")
    with clock.frozen_at(datetime(2026, 12, 24, 3, 0, tzinfo=UTC)):
        page = as_(cast.choi).get("/issues/deadlines").text
    assert [page.count(f'/issues/{issue.id}"') for issue in (late, asked, waiting)] == [1, 1, 1]
    assert "민원봉사과" in page
    assert page.count("days late") == 3


def test_a_long_register_is_written_in_the_background(as_, cast, app, monkeypatch):
    with transaction():
        a_year_of_issues(cast)
    client = as_(cast.choi)
    short = cells_of(client.get("/issues/register.xlsx"))
    monkeypatch.setattr(registers, "SHORT", 1)
    assert client.get("/issues/register.xlsx").status_code == 422
    where = client.post("/issues/register/exports?year=2026").location
    work_until_idle()
    assert cells_of(client.get(f"{where}/result", buffered=True)) == short
