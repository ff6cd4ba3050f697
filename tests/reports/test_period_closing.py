"""A later report closes the earlier ones; what was handed in stays as it was."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.database import db, transaction
from app.reports.enums import PeriodReportState
from app.reports.services.period_reports import approve_report, return_report, submit_report
from tests.factories.period_reports import a_calendar, a_report, a_running_task, a_submitted_report, an_approved_report
from tests.refusals import refused

WHY = "도로과 협의 결과를 적어 주십시오."


@pytest.fixture
def task(cast, write):
    a_calendar(cast)
    return a_running_task(cast)


def test_a_draft_of_a_closed_period_is_not_handed_in(cast, task):
    september = a_report(cast, "2026-09")
    an_approved_report(cast, "2026-10")
    with refused("This period is closed"):
        submit_report(actor=cast.kang, report=september)


def test_a_report_is_not_returned_once_a_later_one_is_handed_in(cast, task):
    september, october = a_submitted_report(cast, "2026-09"), a_submitted_report(cast, "2026-10")
    with refused("return that one first"):
        return_report(actor=cast.lee, report=september, reason=WHY)
    return_report(actor=cast.lee, report=october, reason=WHY)
    return_report(actor=cast.lee, report=september, reason=WHY)
    for report in (september, october):
        a_report(cast, report.code)
        submit_report(actor=cast.kang, report=report)
        approve_report(actor=cast.lee, report=report)
    assert [september.state, october.state] == [PeriodReportState.APPROVED] * 2


def test_the_page_says_why_a_report_is_not_returned(cast, as_):
    with transaction():
        a_calendar(cast)
        a_running_task(cast)
        a_submitted_report(cast, "2026-09")
        a_submitted_report(cast, "2026-10")
    answer = as_(cast.lee).post(f"/reports/periods/2026-09/departments/{cast.traffic}/returns", data={"reason": WHY})
    assert answer.status_code == 422
    assert "return that one first" in answer.text


def test_what_is_with_the_head_stands_still_in_the_database(cast):
    with transaction():
        a_calendar(cast)
        a_running_task(cast)
        report = a_submitted_report(cast, "2026-10")
        ids = {"r": report.id, "civil": cast.civil, "han": cast.han.id}
    for tampering in (
        "UPDATE period_reports SET author_id = :han WHERE id = :r",
        "UPDATE period_reports SET department_id = :civil WHERE id = :r",
        "UPDATE period_reports SET code = '2026-09' WHERE id = :r",
        "UPDATE period_reports SET due_on = '2027-01-31' WHERE id = :r",
        "UPDATE period_reports SET edited_by_id = :han WHERE id = :r",
        "UPDATE period_reports SET submitted_by_id = :han WHERE id = :r",
        "UPDATE period_reports SET submitted_on = '2026-11-01' WHERE id = :r",
        "UPDATE period_report_lines SET text = '다르게' WHERE report_id = :r",
    ):
        with pytest.raises(DBAPIError, match=r"period_report\w*: "), transaction():
            db.session.execute(text(tampering), ids)
