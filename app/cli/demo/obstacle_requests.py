"""요청과 약속, 월례 점검회의, 조정 기한: what was asked of whom, who kept their word, what the timetable moved."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core import clock
from app.core.database import db
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.rules.obstacles import EscalationLadder
from app.innovation.services import obstacle_meetings as meetings
from app.innovation.services import obstacle_requests as services
from app.innovation.services.obstacles import escalate_overdue, set_escalation_days


def steps(office: Office) -> Iterator[Step]:
    """Every request through its answer to the word about it, every meeting, and the first run of the timetable."""
    story = content("obstacle_requests")
    for row in story["requests"]:
        yield Step(on(row["asked_on"]), 62, partial(_ask, office, row))
        if row["answer"]:
            yield Step(on(row["answer"]["on"]), 63, partial(_answer, office, row))
        if row["judgement"]:
            yield Step(on(row["judgement"]["on"]), 64, partial(_judge, office, row["code"], row["asked_by"], row))
    for meeting in story["meetings"]:
        yield Step(on(meeting["recorded_on"]), 66, partial(_meet, office, meeting))
        for place, row in enumerate(meeting["decisions"]):
            if row["judgement"]:
                code, by = _decision_code(meeting, place), row["judgement"]["by"]
                yield Step(on(row["judgement"]["on"]), 64, partial(_judge, office, code, by, row))
    days = story["escalation_days"]
    yield Step(on(days["on"]), 67, partial(_set_days, office, days))
    yield Step(on(days["starts_on"]), 68, _run_the_timetable)


def _ask(office: Office, row: dict[str, Any]) -> None:
    request = services.ask_office(
        actor=office.actor(row["asked_by"]),
        obstacle=office.get(Obstacle, "obstacle", row["obstacle"]),
        content=services.RequestContent(
            text=row["text"],
            due_on=on(row["due_on"]),
            asked_department_id=office.departments[row["department"]] if row["department"] else None,
            asked_body=row["body"],
        ),
    )
    office.keep("obstacle_request", row["code"], request.id)


def _answer(office: Office, row: dict[str, Any]) -> None:
    request, answer = office.get(ObstacleRequest, "obstacle_request", row["code"]), row["answer"]
    actor = office.head(row["department"]) if row["department"] else office.actor(row["asked_by"])
    if answer["promised_on"] is None:
        services.decline(actor=actor, request=request, reason=answer["text"])
    else:
        day = on(answer["promised_on"])
        services.promise(actor=actor, request=request, promised_on=day, answer=answer["text"])


def _judge(office: Office, code: str, by: str, row: dict[str, Any]) -> None:
    request, word = office.get(ObstacleRequest, "obstacle_request", code), row["judgement"]
    if word["kept_on"] is None:
        services.record_not_kept(actor=office.actor(by), request=request, reason=word["text"])
    else:
        day = on(word["kept_on"])
        services.record_kept(actor=office.actor(by), request=request, kept_on=day, note=word["text"])


def _meet(office: Office, row: dict[str, Any]) -> None:
    meeting = meetings.record_obstacle_meeting(
        actor=office.actor(row["by"]),
        content=meetings.ObstacleMeetingContent(
            month=on(row["month"]),
            held_on=on(row["held_on"]),
            participants=row["participants"],
            minutes=row["minutes"],
            decisions=[_decision(office, decision) for decision in row["decisions"]],
        ),
    )
    decided = select(ObstacleRequest.id).where(ObstacleRequest.meeting_id == meeting.id).order_by(ObstacleRequest.id)
    for place, request_id in enumerate(db.session.scalars(decided)):
        office.keep("obstacle_request", _decision_code(row, place), request_id)


def _decision(office: Office, row: dict[str, Any]) -> meetings.DecisionContent:
    return meetings.DecisionContent(
        obstacle_id=office.made["obstacle", row["obstacle"]],
        text=row["text"],
        due_on=on(row["due_on"]),
        asked_department_id=office.departments[row["department"]] if row["department"] else None,
        asked_body=row["body"],
    )


def _decision_code(meeting: dict[str, Any], place: int) -> str:
    return f"{meeting['month']}/{place}"


def _set_days(office: Office, row: dict[str, Any]) -> None:
    ladder = EscalationLadder(
        department_days=row["department_days"],
        bureau_days=row["bureau_days"],
        vice_mayor_days=row["vice_mayor_days"],
    )
    set_escalation_days(actor=office.actor(row["by"]), ladder=ladder, reason=row["reason"], seen_id=None)


def _run_the_timetable() -> None:
    escalate_overdue(clock.today())
