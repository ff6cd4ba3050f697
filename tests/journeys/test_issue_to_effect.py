"""An issue of 김하늘 becomes a task, passes six stages, meets and removes an obstacle, and earns its team mileage."""

from decimal import Decimal

import pytest

from app.innovation.enums import ObstacleState, Stage, TaskState
from app.innovation.models import Issue, Obstacle, Task
from tests.journeys.facts import audited, books_are_in_order, earnings, item_name, stored
from tests.journeys.writing import (
    HOW_REMOVED,
    REASON,
    write_closing,
    write_issue,
    write_obstacle,
    write_plan,
    write_report,
)


@pytest.mark.browser
def test_an_issue_becomes_a_task_passes_six_stages_and_earns_its_team_mileage(office):
    issue_id = hands_in_an_issue(office.kim)
    task_id = adopts_it_as_a_task(office.choi, issue_id)
    frames_it(office.choi, task_id)
    builds_the_team(office.kang, task_id)
    answers_for_the_cooperating_department(office.yoon, task_id)
    advances(office.lee, task_id, "실행계획")
    plan_is_written_and_approved_twice(office, task_id)
    advances(office.lee, task_id, "관리체계")
    report_is_written_and_approved(office, task_id)
    obstacle_id = obstacle_is_reported_removed_and_confirmed(office, task_id)
    advances(office.kim, task_id, "모니터링·환류")
    finding_is_recorded_and_answered(office, task_id)
    task_is_closed_with_results(office, task_id)

    reads_the_statement(office.kim)
    task = stored(Task, task_id)
    assert (task.stage, task.state) == (Stage.MONITORING, TaskState.COMPLETED)
    assert stored(Obstacle, obstacle_id).state is ObstacleState.REMOVED
    mileage_has_followed(office.cast)
    facts_are_in_the_audit_log(issue_id, task_id, obstacle_id)
    books_are_in_order()


def hands_in_an_issue(kim):
    write_issue(kim)
    kim.unfolds("수집 경로와 혁신 가치 선택")
    kim.ticks("능동(Smart)")
    kim.page_is_sound()
    kim.presses("제출")
    kim.sees("접수했습니다. 접수번호는 2026-0001입니다.", "접수되어 채택 여부 결정을 기다립니다")
    kim.page_is_sound()
    return kim.record_id


def adopts_it_as_a_task(choi, issue_id):
    choi.opens("/")
    choi.sees("정류장 그늘막을 먼저 놓을 곳 정하기")
    choi.opens(f"/issues/{issue_id}")
    choi.unfolds("새 과제로 채택")
    choi.types("과제명", "그늘막 놓는 순서 바꾸기")
    choi.chooses("주관부서", "교통과")
    choi.types("채택 사유", REASON)
    choi.presses("새 과제로 채택")
    choi.sees("T2026-001", "1단계 관문")
    return choi.record_id


def frames_it(choi, task_id):
    advances(choi, task_id, "정리·과제화")
    is_held_back(choi, task_id, "실행팀 구성", "네 가지 검토 평점이 모두 입력됨")
    choi.follows("과제화 내용 수정")
    choi.chooses("분야", "도시·교통")
    for label, rating in (
        ("조직에 미치는 영향", "높음"),
        ("직원에 미치는 영향", "보통"),
        ("실행가능성", "매우 높음"),
        ("외부요인", "높음"),
    ):
        choi.chooses(label, rating)
    choi.page_is_sound()
    choi.presses("저장")
    advances(choi, task_id, "실행팀 구성")


def builds_the_team(kang, task_id):
    kang.opens(f"/tasks/{task_id}")
    kang.follows("실행팀 구성")
    kang.types("팀장 사번", "kim")
    kang.types("팀장 몫(퍼센트)", "60")
    kang.types("사번 1", "ahn")
    kang.types("몫 1(퍼센트)", "40")
    kang.presses("실행팀 저장")
    kang.follows("협조부서에 의견 요청")
    kang.chooses("협조부서", "민원봉사과")
    kang.types("협조 요청 내용", "승하차 자료를 매달 넘겨줄 수 있습니까?")
    kang.presses("의견 요청")
    kang.sees("협조부서에 의견을 요청했습니다.", "회신 대기: 민원봉사과")
    kang.page_is_sound()
    is_held_back(kang, task_id, "실행계획", "모든 협조부서가 의견을 회신함")


def answers_for_the_cooperating_department(yoon, task_id):
    yoon.opens("/")
    yoon.sees("그늘막 놓는 순서 바꾸기")
    yoon.opens(f"/tasks/{task_id}?stage=3")
    yoon.chooses("회신", "조건부 동의")
    yoon.types("사유 또는 조건", "개인정보를 뺀 집계 자료만 넘긴다.")
    yoon.presses("부서 의견 회신")
    yoon.sees("조건부 동의", "개인정보를 뺀 집계 자료만 넘긴다.")


def advances(person, task_id, stage):
    person.opens(f"/tasks/{task_id}")
    person.presses(f"다음 단계로: {stage}")
    person.sees(f"과제가 다음 단계로 갔습니다: {stage}")


def is_held_back(person, task_id, stage, missing):
    person.opens(f"/tasks/{task_id}")
    assert not person.has_button(f"다음 단계로: {stage}")
    person.sees(missing)


def plan_is_written_and_approved_twice(office, task_id):
    write_plan(office.kim, task_id)
    office.kim.page_is_sound()
    office.kim.presses("제출")
    plan = office.kim.address
    assert not office.kim.has_button("부서장 승인")

    office.lee.opens(plan)
    office.lee.presses("부서장 승인")
    office.bae.opens(plan)
    office.bae.presses("승인하고 확정")
    office.bae.sees("확정된 판입니다.", "이소나무", "배조율")
    office.bae.page_is_sound()


def report_is_written_and_approved(office, task_id):
    write_report(office.kim, task_id)
    office.kim.sees("설치대장.txt")
    office.kim.presses("제출")
    office.kim.sees("추진실적보고를 제출했습니다.", "기한 내 제출")

    office.lee.opens(office.kim.address)
    assert office.lee.downloads("설치대장.txt").suggested_filename == "설치대장.txt"
    office.lee.presses("부서장 승인")
    office.lee.sees("추진실적보고를 승인했습니다.")
    office.lee.page_is_sound()


def obstacle_is_reported_removed_and_confirmed(office, task_id):
    write_obstacle(office.park, task_id)
    office.park.page_is_sound()
    office.park.presses("등록")
    office.park.sees("장애요인을 등록했습니다.", "제기")
    address = office.park.address
    is_held_back(office.kim, task_id, "모니터링·환류", "모든 장애요인에 담당자가 있음")
    names_the_owner(office.kang, address)

    office.kim.opens(address)
    office.kim.presses("조치 시작")
    office.kim.unfolds("해소 신청")
    office.kim.types("해소 방법과 결과", HOW_REMOVED)
    office.kim.presses("해소 확인 요청")
    assert not office.kim.has_button("해소 확인")

    office.yoon.opens(address)
    office.yoon.page_is_sound()
    office.yoon.presses("해소 확인")
    office.yoon.sees("해소를 확인하여 장애요인을 종결했습니다.", HOW_REMOVED)
    return office.yoon.record_id


def names_the_owner(kang, address):
    kang.opens(address)
    kang.unfolds("담당자 지정")
    kang.chooses_like("담당자", "김하늘")
    kang.presses("담당자 지정")
    kang.sees("담당자를 지정했습니다.")


def finding_is_recorded_and_answered(office, task_id):
    office.choi.opens(f"/tasks/{task_id}")
    office.choi.follows("모니터링 의견 기록")
    office.choi.chooses("의견 구분", "외부 의견")
    office.choi.types("의견 날짜", "2026-11-23")
    office.choi.types("의견을 낸 곳", "정류장 주변 상인")
    office.choi.types("모니터링 의견", "그늘막이 간판을 가린다.")
    office.choi.presses("의견 기록")

    office.kang.opens(f"/tasks/{task_id}?stage=6")
    office.kang.follows("2026. 11. 23.")
    office.kang.page_is_sound()
    office.kang.types("주관부서 답변", "다음 정류장부터 상인과 자리를 정한다.")
    office.kang.presses("답변 보내기")
    office.kang.sees("모니터링 의견에 답변했습니다.")


def task_is_closed_with_results(office, task_id):
    write_closing(office.kim, task_id)
    office.kim.page_is_sound()
    office.kim.presses("임시 저장")
    office.lee.opens(office.kim.address)
    office.lee.presses("컨트롤타워에 제출")
    office.choi.opens(office.kim.address)
    office.choi.presses("과제 완료")
    office.choi.sees("과제를 종료했습니다.", "완료")
    office.choi.page_is_sound()


def reads_the_statement(kim):
    kim.opens("/mileage")
    kim.sees("김하늘 마일리지 통장", *(item_name(code) for code in ("P01", "P02", "P03", "P04")))
    kim.page_is_sound()


def mileage_has_followed(cast):
    """Idea 10; plan 6 and completion 15 by the shares 60 to 40; obstacle 10 for the one who removed it."""
    kim = {"P01": Decimal(10), "P02": Decimal("3.6"), "P03": Decimal(10), "P04": Decimal(9)}
    assert earnings(person_id=cast.kim.id) == kim
    assert earnings(person_id=cast.ahn.id) == {"P02": Decimal("2.4"), "P04": Decimal(6)}
    assert earnings(department_id=cast.civil) == {"D04": Decimal(2)}
    assert earnings(department_id=cast.traffic)["D06"] == Decimal(20)


def facts_are_in_the_audit_log(issue_id, task_id, obstacle_id):
    assert audited("issue", issue_id) == ["issue_received", "issue_triaged", "issue_adopted"]
    assert audited("task", task_id) == [
        *("task_framed", "stage_advanced", "framing_edited", "stage_advanced"),
        *("team_set", "opinion_asked", "opinion_answered", "stage_advanced"),
        *("plan_written", "plan_submitted", "plan_head_approved", "plan_approved", "stage_advanced"),
        *("progress_report_written", "progress_report_submitted", "progress_report_approved", "stage_advanced"),
        *("finding_recorded", "finding_answered", "closing_written", "closing_submitted", "task_completed"),
    ]
    assert audited("obstacle", obstacle_id) == [
        "obstacle_reported",
        "obstacle_owner_assigned",
        "obstacle_taken_up",
        "obstacle_removal_claimed",
        "obstacle_removed",
    ]
    assert stored(Issue, issue_id).task_id == task_id
