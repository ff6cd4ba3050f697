"""이번 기간 내 보고: the coordinator fills in one page, the head approves it, the hash stands on the page."""

import pytest

from app.core.database import db, transaction
from app.reports.models import PeriodReportSnapshot
from tests.factories.period_reports import a_calendar, a_running_task, an_approved_report


@pytest.mark.browser
def test_the_coordinator_reports_on_one_page_and_the_head_approves(office):
    with transaction():
        a_calendar(office.cast)
        a_running_task(office.cast)
        an_approved_report(office.cast, "2026-09", text="정류장 다섯 곳을 살폈다.")
    office.kang.opens("/")
    office.kang.follows("이번 기간 내 보고")
    office.kang.sees("교통과 2026-10 정기보고", "정류장 다섯 곳을 살폈다.", "변동 없음")
    office.kang.page_is_sound()
    office.kang.page.locator("details[data-line=task] > summary").click()
    office.kang.types("추진율", "60")
    office.kang.types("추진 실적", "정류장 여섯 곳을 더 살폈다.")
    office.kang.presses("저장하고 제출")
    office.kang.sees("정류장 여섯 곳을 더 살폈다.", "승인 대기")
    report = office.kang.address

    office.lee.opens("/")
    office.lee.sees("부서 정기보고 승인")
    office.lee.opens(report)
    office.lee.page_is_sound()
    office.lee.presses("승인")
    db.session.rollback()
    latest = db.session.query(PeriodReportSnapshot).order_by(PeriodReportSnapshot.id.desc()).first()
    office.lee.sees("보고를 승인하고 확정했습니다.", latest.sha256)
    office.lee.follows("지난 보고와 달라진 점")
    office.lee.sees(["정류장", "여섯", "곳을", "더", "살폈다."][1])
    office.lee.page_is_sound()
