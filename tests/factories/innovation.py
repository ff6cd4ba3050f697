"""Issues and tasks for tests, made by the real services. Call them inside a write transaction."""

from datetime import timedelta
from io import BytesIO

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.roles import grant_role
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.core.values import Value
from app.innovation.enums import (
    IssueKind,
    IssueSource,
    OpinionAnswer,
    Rating,
    RatingKind,
    Stage,
    TaskField,
    TaskKind,
)
from app.innovation.services.campaigns import CampaignContent, plan_campaign
from app.innovation.services.issues import IssueContent, receive_issue
from app.innovation.services.shares import confirm_share
from app.innovation.services.stages import advance_task
from app.innovation.services.tasks import Framing, TaskContent, edit_framing, frame_task
from app.innovation.services.teams import answer_opinion, ask_opinion, set_team

REASON = "현장에서 확인된 불편이라 과제로 삼는다."


def content(**changes):
    """What a proposer writes."""
    written = {
        "kind": IssueKind.FREE,
        "source": IssueSource.PROPOSAL,
        "title": "정류장 그늘막을 먼저 놓을 곳 정하기",
        "problem": "그늘막이 승객이 적은 곳부터 놓인다.",
        "idea": "승하차 자료로 순서를 정한다.",
        "effect": "같은 예산으로 더 많은 승객이 그늘에 선다.",
        "expected_obstacle": "승하차 자료가 다른 부서에 있다.",
        "values": (Value.SMART, Value.FOOT),
    }
    return IssueContent(**(written | changes))


class APaper:
    """A text file somebody sends."""

    def __init__(self, name="결과.txt", text="시행 전후 사진"):
        self.filename, self.stream = name, BytesIO(text.encode())


def an_issue(actor, *, shares=None, agreed=True, files=None, **changes):
    """An issue that was just received. Its co-proposers have confirmed their shares, unless `agreed` says no.

    An idea that was carried out comes with its day, its result and a file.
    """
    if changes.get("kind") is IssueKind.IMPLEMENTED:
        changes = {"carried_out_on": clock.today(), "carried_out_result": "대기가 5분 줄었다."} | changes
        files = [APaper()] if files is None else files
    issue = receive_issue(actor=actor, content=content(**changes), shares=shares, files=files or ())
    for person_id in (shares or {}) if agreed else {}:
        if person_id != actor.id:
            confirm_share(actor=actor_of_person(person_id), issue=issue)
    return issue


def a_campaign(actor, *, days=14, **changes):
    """A campaign that is open from today on."""
    written = {"title": "여름철 그늘 공모", "theme": "그늘이 모자란 곳을 찾는다.", "starts_on": clock.today()}
    written["ends_on"] = clock.today() + timedelta(days=days)
    return plan_campaign(actor=actor, content=CampaignContent(**(written | changes)))


def a_task(cast, *, by=None, lead=None, issues=(), kind=TaskKind.DEPARTMENT, **changes):
    """A task in stage 1 that belongs to 교통과."""
    written = {
        "title": "그늘막 놓는 순서 바꾸기",
        "summary": "승하차 자료로 그늘막을 놓을 순서를 정한다.",
        "kind": kind,
        "lead_department_id": lead or cast.traffic,
        "reason_without_issue": "" if issues else "시장 지시사항이라 접수된 이슈가 없다.",
    }
    return frame_task(
        actor=by or cast.choi,
        content=TaskContent(**(written | changes)),
        issues=issues,
        adoption_reason=REASON if issues else "",
    )


def framed(task, actor):
    """Give the task its field and ratings."""
    edit_framing(
        actor=actor,
        task=task,
        framing=Framing(
            title=task.title,
            summary=task.summary,
            field=TaskField.CITY,
            ratings=dict.fromkeys(RatingKind, Rating.HIGH),
            values=(Value.SMART,),
            reason_without_issue=task.reason_without_issue,
        ),
    )
    return task


def teamed(task, cast):
    """Give the task a leader (kim) and a member (ahn)."""
    set_team(actor=cast.lee, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 60, cast.ahn.id: 40})
    return task


def an_opinion(task, cast, *, department_id=None, working_days=10):
    """A question to a cooperating department that nobody has answered."""
    return ask_opinion(
        actor=cast.kang,
        task=task,
        department_id=department_id or cast.civil,
        working_days=working_days,
        question="승하차 자료를 매달 넘겨줄 수 있는가?",
    )


def acting_head(actor, cast, department_id=None):
    """Let somebody act for a department's head today. Whoever acts needs to be read anew: `actor_of_person`."""
    grant_role(
        person=db.session.get(Person, actor.id),
        role=Role.HEAD,
        acting=True,
        department_id=department_id or cast.traffic,
        starts_on=clock.today(),
        ends_on=clock.today(),
        actor=cast.goh,
    )


def a_task_in(stage, cast):
    """A task of 교통과 in a stage up to PLAN, led by kim with ahn as member."""
    task = a_task(cast)
    steps = {Stage.FRAMING: lambda: None, Stage.TEAM: lambda: framed(task, cast.lee)}
    steps[Stage.PLAN] = lambda: teamed(task, cast)
    for target, prepare in steps.items():
        if target.number <= stage.number:
            prepare()
            advance_task(actor=cast.lee, task=task)
    return task


def agreed(opinion, task, actor, answer=OpinionAnswer.AGREE, reason=""):
    """The department's head answers."""
    answer_opinion(actor=actor, task=task, opinion=opinion, answer=answer, reason=reason)
