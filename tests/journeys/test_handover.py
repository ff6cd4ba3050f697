"""밖으로 나가는 것과 들여다보는 것: pay is handed to HR, the auditor follows everything."""

from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.core.database import transaction
from app.reports.models import IncentiveBatch
from tests.factories import innovation
from tests.factories.incentives import ready_to_hand_over
from tests.journeys.facts import audited, books_are_in_order, count, stored

REASON = "2026년 성과상여금 지급대상을 확정한다."

COLUMNS = [
    *("기준연도", "직급", "직렬", "소속(기준일)", "사번", "성명", "평가단위", "실근무개월", "근평점", "부서점수"),
    *("혁신·창의점수", "실적가점", "출산가점", "감점(사유)", "총점", "단위 내 순위/인원", "등급", "제외사유"),
    *("지급률", "기준액", "지급액", "비고"),
]


@pytest.mark.browser
def test_the_control_tower_hands_a_batch_over_and_hr_accepts_what_another_made(office):
    with transaction():
        ready_to_hand_over(office.cast)
    previews_the_batch(office.choi)
    reason_is_asked(office.choi)
    office.choi.types("명세를 만드는 사유", REASON)
    office.choi.presses("확정해 인사담당에 넘기기")
    batch = stored(IncentiveBatch, office.choi.record_id)
    office.choi.sees("확정된 명세입니다.", batch.number, REASON, batch.sha256, "접수 대기")
    office.choi.page_is_sound()
    assert office.choi.posts(f"/reports/incentive-exports/{batch.id}/acceptances") == 403

    office.jung.opens("/")
    office.jung.follows("인센티브 명세를 접수하거나 반려하기")
    rows = workbook_of(office.jung.downloads("엑셀로 내려받기"))
    assert rows[0] == COLUMNS
    assert len(rows) - 1 == batch.people
    kim = next(row for row in rows if row[COLUMNS.index("사번")] == "kim")
    assert (kim[COLUMNS.index("성명")], kim[COLUMNS.index("부서점수")]) == ("김하늘", 90.0)
    assert kim[COLUMNS.index("근평점")] == ""
    office.jung.presses("접수")
    office.jung.sees("접수했습니다.", "조정 명세 준비")
    office.jung.page_is_sound()
    assert office.kim.posts("/reports/incentive-exports", reason=REASON) == 403
    assert audited("incentive_batch", batch.id) == [
        "incentive_handed_over",
        "incentive_downloaded",
        "incentive_accepted",
    ]
    books_are_in_order()


def previews_the_batch(tower):
    tower.opens("/reports")
    tower.opens("/reports/incentive-exports")
    tower.follows("명세 만들기")
    tower.chooses_like("공개된 평가회차", "2026-F")
    tower.presses("미리 보기")
    tower.sees("이 화면에는 이름이 나오지 않습니다.", "총점 합계(점)")
    tower.does_not_see("김하늘")
    tower.page_is_sound()


def reason_is_asked(tower):
    tower.types("명세를 만드는 사유", "상여금")
    tower.presses("확정해 인사담당에 넘기기")
    tower.sees("다음 내용을 확인하세요.")
    assert tower.reads("명세를 만드는 사유") == "상여금"
    assert count(IncentiveBatch) == 0


def workbook_of(download):
    with Path(download.path()).open("rb") as file:
        book = CalamineWorkbook.from_filelike(BytesIO(file.read()))
    return [row for row in book.get_sheet_by_name("인센티브 명세").to_python() if any(row)]


@pytest.mark.browser
def test_the_auditor_finds_what_was_done_and_checks_the_chain(office):
    with transaction():
        issue = innovation.an_issue(office.cast.kim)
        innovation.an_issue(office.cast.park, title="민원창구 번호표를 휴대전화로 알리기")
        innovation.a_task(office.cast, issues=[issue])
    office.gam.opens("/audit-entries")
    office.gam.page_is_sound()
    office.gam.types("행위자(이름 또는 사번)", "김하늘")
    office.gam.types("대상(예: task:12)", "issue")
    office.gam.presses("검색")
    office.gam.sees("김하늘", f"혁신이슈 {issue.id}")
    office.gam.does_not_see("박들판", "최관제")
    office.gam.page_is_sound()

    office.gam.presses("감사기록 점검")
    office.gam.sees("감사기록에 이상이 없습니다.", "최근 점검 2026. 11. 23. 12:00, 감사랑")
    office.gam.page_is_sound()
    assert not office.gam.has_button("제출")
    assert office.gam.posts("/issues", title="감사담당은 쓰지 않는다") == 403
    office.kim.opens("/audit-entries", status=403)
    books_are_in_order()
