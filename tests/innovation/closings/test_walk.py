"""One task from stage 4 to its end, through the pages, each step by whoever takes it."""

import re
from io import BytesIO

import pytest

from app.core.database import db, transaction
from app.innovation.enums import Stage, TaskState
from app.innovation.models import Closing, Finding, Lesson, Plan, ProgressReport, ReportPeriod, Task
from app.innovation.services.closings import write_closing
from tests.factories.innovation import a_task_in
from tests.factories.innovation_b import a_finding, a_meeting, a_monitored_task, closing_draft
from tests.statements import count_statements

PLAN = {
    "background": "그늘막이 승객이 적은 곳부터 놓인다.",
    "goal": "승하차가 많은 정류장부터 놓는다.",
    "budget": "12,000,000",
    "items-0-text": "승하차 자료 정리",
    "items-0-starts_on": "2026-11-24",
    "items-0-ends_on": "2026-12-31",
    "measures-0-name": "상위 정류장",
    "measures-0-unit": "곳",
    "measures-0-direction": "up",
    "measures-0-baseline": "0",
    "measures-0-target": "20",
    "obstacles-0-kind": "budget",
    "no_obstacles": "y",
    "cadence": "monthly",
}


def passed(answer):
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.text)[-1500:]
    return answer.location


def test_a_task_walks_from_its_plan_to_its_end_by_the_hands_of_all_roles(cast, as_):
    with transaction():
        task_id = a_task_in(Stage.PLAN, cast).id
    kim, ahn, lee, choi, kang = (as_(who) for who in (cast.kim, cast.ahn, cast.lee, cast.choi, cast.kang))

    passed(kim.post(f"/tasks/{task_id}/plans", data=PLAN | {"items-0-owner": cast.ahn.id}))
    plan = db.session.query(Plan.id).filter_by(task_id=task_id).scalar()
    assert ahn.get(f"/plans/{plan}").status_code == 200
    passed(ahn.post(f"/plans/{plan}/submissions"))
    passed(lee.post(f"/plans/{plan}/head-approvals"))
    passed(choi.post(f"/plans/{plan}/tower-approvals"))
    assert "Frozen" in kim.get(f"/plans/{plan}").text
    passed(lee.post(f"/tasks/{task_id}/stage-advances"))

    period = db.session.query(ReportPeriod.id).filter_by(task_id=task_id).order_by(ReportPeriod.due_on).first()[0]
    form = kim.get(f"/report-periods/{period}/progress-reports/new").text
    measure = re.search(r'name="values-0-measure_id"[^>]*value="(\d+)"', form)[1]
    values = {"values-0-measure_id": measure, "values-0-value": "8"}
    page = passed(kim.post(f"/report-periods/{period}/progress-reports", data={"summary": "여덟 곳"} | values))
    assert kim.post(f"{page}/submissions").status_code == 422
    upload = {"files": (BytesIO("설치 대장".encode()), "대장.txt")}
    passed(kim.post(f"{page}/evidence-files", data=upload, content_type="multipart/form-data"))
    passed(kim.post(f"{page}/submissions"))
    passed(lee.post(f"{page}/approvals"))
    report = db.session.query(ProgressReport).filter_by(task_id=task_id).one()
    assert (report.state, report.on_time, report.author_id) == ("approved", True, cast.kim.id)

    decision = {
        "decisions-0-text": "매달 받는다",
        "decisions-0-person": cast.ahn.id,
        "decisions-0-due_on": "2026-12-04",
    }
    meeting = {"kind": "heads", "held_on": "2026-11-23", "participants": "교통과장"}
    page = passed(choi.post(f"/tasks/{task_id}/meetings", data=meeting | decision))
    number = re.search(r"/meeting-decisions/(\d+)/", ahn.get(page).text)[1]
    passed(ahn.post(f"/meeting-decisions/{number}/completions", data={"reason": "자료를 매달 받기로 했다."}))
    passed(kang.post(f"/tasks/{task_id}/stage-advances"))

    finding = {"kind": "outside", "found_on": "2026-11-23", "source": "상인회", "text": "간판을 가린다."}
    page = passed(choi.post(f"/tasks/{task_id}/findings", data=finding))
    passed(kang.post(f"{page}/answers", data={"answer": "자리를 옮겼다."}))
    assert db.session.query(Finding.answered_by_id).scalar() == cast.kang.id
    assert f"origin_task={task_id}" in kim.get(page).text

    closing = {"result": "not_achieved", "spread": "keep", "values-0-measure_id": measure, "values-0-value": "12"}
    page = passed(kim.post(f"/tasks/{task_id}/closings", data=closing))
    assert lee.post(f"{page}/submissions").status_code == 422
    lesson = {"failed": "자리를 먼저 정했다.", "lesson": "상인과 함께 현장을 먼저 본다."}
    passed(kim.post(page, data=closing | lesson))
    passed(lee.post(f"{page}/submissions"))
    passed(choi.post(f"{page}/task-ends"))

    assert db.session.query(Closing.state).scalar() == "closed"
    assert db.session.get(Task, task_id).state is TaskState.COMPLETED
    number = db.session.query(Lesson.id).filter_by(task_id=task_id).scalar()
    assert "상인과 함께" in as_(cast.park).get(f"/lessons/{number}").text
    assert "상인과 함께" in as_(cast.gam).get("/lessons?words=현장").text
    assert kim.get(f"/tasks/{task_id}?stage=6").status_code == 200


def test_feedback_opens_the_issue_form_with_its_source_and_task(cast, as_):
    with transaction():
        task = a_task_in(Stage.PLAN, cast)
    form = as_(cast.kim).get(f"/issues/new?origin_task={task.id}").text
    assert re.search(r'<option selected value="feedback">', form)
    assert task.number in form


@pytest.mark.parametrize("stage", [4, 5, 6])
def test_each_tab_of_the_task_costs_at_most_eight_statements(stage, cast, as_):
    with transaction():
        task, plan = a_monitored_task(cast)
        a_meeting(cast, task)
        a_finding(cast, task)
        write_closing(actor=cast.kim, task=task, draft=closing_draft(plan))
    client = as_(cast.kim)
    client.get(f"/tasks/{task.id}")
    with count_statements() as seen:
        assert client.get(f"/tasks/{task.id}?stage={stage}").status_code == 200
    assert len(seen) <= 8
