"""The pages of the regular report: one form, one save; kept while typed; both texts on a conflict."""

import re
from dataclasses import replace
from datetime import date

import pytest
from markupsafe import escape

from app.core.database import db, transaction
from app.drafts.models import Draft
from app.drafts.services import keep_draft
from app.reports.enums import PeriodReportState
from app.reports.models import PeriodReport, PeriodReportSnapshot
from app.reports.queries.periods.records import lines_of, report_of
from app.reports.services.period_reports import content_of, return_report
from tests.factories.period_reports import (
    a_calendar,
    a_report,
    a_running_task,
    a_submitted_report,
    an_approved_report,
    on,
)
from tests.statements import count_statements


@pytest.fixture
def task(cast):
    with transaction():
        a_calendar(cast)
        return a_running_task(cast)


def path(cast, code="2026-10"):
    return f"/reports/periods/{code}/departments/{cast.traffic}"


def fields(task, **changes):
    typed = {"light": "green", "percent": "40", "text": "정류장 열 곳에 그늘막을 놓았다."} | changes
    return {f"task_{task.id}_{name}": value for name, value in typed.items()}


def test_one_save_hands_the_report_in_and_clears_the_draft(cast, as_, task):
    client = as_(cast.kang)
    with transaction():
        keep_draft(actor=cast.kang, form=f"period-report-{cast.traffic}202610", fields=fields(task).items())
    assert "정류장 열 곳에" in client.get(f"{path(cast)}/edit").text
    answer = client.post(path(cast), data={**fields(task), "intent": "submit", "seen_version": "0"})
    assert (answer.status_code, answer.location) == (302, path(cast))
    assert db.session.query(PeriodReport).one().state is PeriodReportState.SUBMITTED
    assert db.session.query(Draft).count() == 0


@pytest.mark.parametrize(
    ("writer", "told", "awaits"),
    [
        ("kang", "The department head approves it next.", "The head approves the department's report"),
        ("lee", "so the control tower approves it next.", "The control tower approves the report the head has written"),
    ],
)
def test_who_hands_a_report_in_reads_whose_turn_it_is(cast, as_, task, writer, told, awaits):
    with on(date(2026, 12, 1)):  # the acting head's time is over
        client = as_(getattr(cast, writer))
        client.post(path(cast), data={**fields(task), "intent": "submit", "seen_version": "0"})
        assert told in client.get(path(cast)).text
        assert str(escape(awaits)) in client.get("/").text


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_saved(cast, as_, task):
    typed = {**fields(task, text="", light="red"), "intent": "submit", "seen_version": "0"}
    answer = as_(cast.kang).post(path(cast), data=typed)
    assert answer.status_code == 422
    assert "Red means an obstacle stands in the way" in answer.text
    assert "Say it in one sentence" in answer.text
    assert db.session.query(PeriodReport).count() == 0


def test_two_people_editing_see_both_texts(cast, as_, task):
    with transaction():
        a_report(cast, text="강나루가 먼저 적었다.")
    answer = as_(cast.lee).post(path(cast), data={**fields(task, text="이소나무가 적었다."), "seen_version": "0"})
    assert answer.status_code == 409
    assert "강나루가 먼저 적었다." in answer.text
    assert "이소나무가 적었다." in answer.text
    version = re.search(r'name="seen_version"[^>]*value="(\d+)"', answer.text)
    again = as_(cast.lee).post(path(cast), data={**fields(task), "seen_version": version[1]})
    assert again.status_code == 302


def test_a_conflict_shows_only_what_differs(cast, as_, task):
    with transaction():
        an_approved_report(cast, text="지난달에 적은 것.")
        other = a_running_task(cast, title="아무도 고치지 않은 과제")
        still = replace(content_of(lines_of(report_of(cast.traffic, "2026-10").id)[0]), is_unchanged=True)
        a_report(cast, "2026-11", lines=[still])
    typed = fields(task, text="새로 적었다.") | {f"task_{other.id}_light": "", "seen_version": "0"}
    page = as_(cast.lee).post(path(cast, "2026-11"), data=typed)
    notice = re.search(r"Changed in two places.*?</ul>|Changed in two places.*?<form", page.text, re.DOTALL)[0]
    assert page.status_code == 409
    assert task.title in notice
    assert other.title not in notice


def test_who_gets_a_report_back_reads_why_on_both_pages(cast, as_, task):
    with transaction():
        return_report(actor=cast.lee, report=a_submitted_report(cast), reason="현장에서 들은 말을 더 적어 주십시오.")
    for url in (path(cast), f"{path(cast)}/edit"):
        assert "현장에서 들은 말을 더" in as_(cast.kang).get(url).text.split("History")[0]


@pytest.mark.parametrize(
    ("code", "status"), [("2026-12", 422), ("2027-08", 404), ("2026-07", 404), ("nothing", 404), ("2026-11", 200)]
)
def test_only_known_periods_that_have_begun_have_a_form(cast, as_, task, code, status):
    assert as_(cast.kang).get(f"{path(cast, code)}/edit").status_code == status


def test_ten_thousand_characters_are_kept_and_one_more_is_refused(cast, as_, task):
    client = as_(cast.kang)
    typed = {**fields(task, text="가" * 10_001), "seen_version": "0"}
    assert client.post(path(cast), data=typed).status_code == 422
    assert client.post(path(cast), data=typed | fields(task, text="가" * 10_000)).status_code == 302


def test_another_department_finds_nothing(cast, as_, task):
    assert as_(cast.seo).get(f"{path(cast)}/edit").status_code == 404
    assert as_(cast.seo).post(path(cast), data=fields(task)).status_code == 404


def test_the_head_approves_and_the_page_prints_the_hash(cast, as_, task):
    with transaction():
        a_submitted_report(cast)
    assert as_(cast.lee).post(f"{path(cast)}/approvals").status_code == 302
    sha256 = db.session.query(PeriodReportSnapshot.sha256).scalar()
    assert sha256 in as_(cast.kim).get(path(cast)).text
    assert as_(cast.kang).get(f"{path(cast)}/edit").location == path(cast)


def test_the_comparison_marks_words(cast, as_, task):
    with transaction():
        an_approved_report(cast, "2026-09", text="다섯 곳 점검")
        an_approved_report(cast, "2026-10", text="여섯 곳 점검")
    page = as_(cast.kim).get(f"{path(cast)}/comparison").text
    assert re.search(r"<del>.*다섯</del>", page)
    assert re.search(r"<ins>.*여섯</ins>", page)


def test_the_control_tower_sees_who_is_late(cast, as_, task):
    with transaction():
        a_submitted_report(cast)
    page = as_(cast.choi).get("/reports/periods?period=2026-10").text
    assert "1 / 7" in page
    assert "Late" in page


def test_the_calendar_is_set_by_the_control_tower(cast, as_):
    typed = {
        "cadence": "monthly",
        "due_working_days": "5",
        "starts_on": "2026-11-01",
        "reason": "이달부터 시작한다고 정하였다.",
    }
    assert as_(cast.choi).post("/reports/periods/calendars", data=typed).status_code == 302
    assert as_(cast.choi).post("/reports/periods/calendars", data=typed).status_code == 422
    assert as_(cast.kang).get("/reports/periods/now").location.endswith(f"2026-11/departments/{cast.traffic}/edit")


def test_the_pages_need_the_same_statements_for_one_task_and_for_three(cast, as_, task):
    counts, client = [], as_(cast.kang)
    for more in (0, 2):
        with transaction():
            for number in range(more):
                a_running_task(cast, title=f"다른 과제 {number}")
            a_report(cast, "2026-11")
        for url in (path(cast, "2026-11"), f"{path(cast, '2026-11')}/edit", "/reports/periods"):
            with count_statements() as seen:
                assert client.get(url).status_code == 200
            counts.append(len(seen))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 12
