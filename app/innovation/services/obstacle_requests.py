"""요청과 약속: asking an office, its answer, and whether it kept its word."""

from dataclasses import dataclass
from datetime import date

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Denied
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.enums.permissions import Permission
from app.innovation.events import (
    ObstacleRequestDeclined,
    ObstacleRequestMade,
    ObstacleRequestPromised,
    PromiseKept,
    PromiseNotKept,
)
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.policy import POLICY
from app.innovation.rules import obstacle_requests as rules
from app.innovation.rules.common import check_reason, clean_text


@dataclass(frozen=True, kw_only=True)
class RequestContent:
    """What is asked of one department, or of one body outside, by a day."""

    text: str
    due_on: date
    asked_department_id: int | None = None
    asked_body: str = ""


def ask_office(*, actor: Actor, obstacle: Obstacle, content: RequestContent) -> ObstacleRequest:
    """Ask an office to act, in the name of the actor's department. `Invalid` names the fields."""
    access.require(POLICY, Permission.OBSTACLE_REQUEST_ASK, actor, obstacle)
    if actor.department_id is None:
        raise Denied(_("You may not do this."))
    rules.check_request(
        obstacle.state,
        text=content.text,
        asking=actor.department_id,
        asked=content.asked_department_id,
        body=content.asked_body,
        due_on=content.due_on,
        today=clock.today(),
    )
    return enter_request(actor=actor, obstacle=obstacle, content=content, asking_department_id=actor.department_id)


def enter_request(
    *,
    actor: Actor,
    obstacle: Obstacle,
    content: RequestContent,
    asking_department_id: int,
    meeting_id: int | None = None,
) -> ObstacleRequest:
    """Write a checked request; one that a meeting decided (`meeting_id`) is promised for its day from the beginning."""
    request = ObstacleRequest(
        obstacle_id=obstacle.id,
        meeting_id=meeting_id,
        text=content.text,
        asking_department_id=asking_department_id,
        asked_department_id=content.asked_department_id,
        asked_body=clean_text(content.asked_body),
        asked_by_id=actor.id,
        asked_at=clock.now(),
        due_on=content.due_on,
        state=RequestState.COMMITTED if meeting_id else RequestState.ASKED,
        promised_on=content.due_on if meeting_id else None,
    )
    db.session.add(request)
    db.session.flush()
    publish(
        ObstacleRequestMade(
            actor_id=actor.id,
            obstacle_request_id=request.id,
            obstacle_id=obstacle.id,
            asking_department_id=asking_department_id,
            asked_department_id=request.asked_department_id,
            due_on=request.due_on.isoformat(),
            text=FreeText(request.text),
        )
    )
    if meeting_id:
        _say_promised(request, actor)
    return request


def promise(*, actor: Actor, request: ObstacleRequest, promised_on: date, answer: str = "") -> None:
    """Promise it for a day. `Conflict` if somebody has answered already."""
    access.require(POLICY, Permission.OBSTACLE_REQUEST_ANSWER, actor, request)
    rules.check_answer(request.state, _obstacle_of(request).state)
    rules.check_promise(promised_on, clock.today())
    _answer(request, actor, RequestState.COMMITTED, answer, promised_on)
    _say_promised(request, actor)


def decline(*, actor: Actor, request: ObstacleRequest, reason: str) -> None:
    """Say no, with the reason. `Conflict` if somebody has answered already."""
    access.require(POLICY, Permission.OBSTACLE_REQUEST_ANSWER, actor, request)
    rules.check_answer(request.state, _obstacle_of(request).state)
    check_reason(reason)
    _answer(request, actor, RequestState.REFUSED, reason, None)
    publish(
        ObstacleRequestDeclined(
            actor_id=actor.id,
            obstacle_request_id=request.id,
            obstacle_id=request.obstacle_id,
            reason=FreeText(reason),
        )
    )


def record_kept(*, actor: Actor, request: ObstacleRequest, kept_on: date, note: str = "") -> None:
    """Say that the promise was kept on a day not later than the promised one."""
    promised_on = _require_judgement(actor, request)
    asked_on = clock.to_seoul(request.asked_at).date()
    rules.check_kept(promised_on, kept_on, asked_on=asked_on, today=clock.today())
    _judge(request, actor, RequestState.KEPT, note, kept_on)
    publish(
        PromiseKept(
            actor_id=actor.id,
            obstacle_request_id=request.id,
            obstacle_id=request.obstacle_id,
            kept_on=kept_on.isoformat(),
        )
    )


def record_not_kept(*, actor: Actor, request: ObstacleRequest, reason: str) -> None:
    """Say that the promised day has passed and what came of it."""
    promised_on = _require_judgement(actor, request)
    rules.check_not_kept(promised_on, clock.today(), reason)
    _judge(request, actor, RequestState.NOT_KEPT, reason, None)
    publish(
        PromiseNotKept(
            actor_id=actor.id,
            obstacle_request_id=request.id,
            obstacle_id=request.obstacle_id,
            reason=FreeText(reason),
        )
    )


def _require_judgement(actor: Actor, request: ObstacleRequest) -> date:
    access.require(POLICY, Permission.OBSTACLE_REQUEST_JUDGE, actor, request)
    rules.check_judgement(request.state)
    assert request.promised_on is not None
    return request.promised_on


def _answer(request: ObstacleRequest, actor: Actor, state: RequestState, answer: str, promised_on: date | None) -> None:
    change_state(
        request,
        state=state,
        answer=answer,
        promised_on=promised_on,
        answered_by_id=actor.id,
        answered_at=clock.now(),
    )


def _judge(request: ObstacleRequest, actor: Actor, state: RequestState, verdict: str, kept_on: date | None) -> None:
    change_state(
        request,
        state=state,
        verdict=verdict,
        kept_on=kept_on,
        judged_by_id=actor.id,
        judged_by_department_id=request.asking_department_id,
        judged_at=clock.now(),
    )


def _say_promised(request: ObstacleRequest, actor: Actor) -> None:
    assert request.promised_on is not None
    publish(
        ObstacleRequestPromised(
            actor_id=actor.id,
            obstacle_request_id=request.id,
            obstacle_id=request.obstacle_id,
            promised_on=request.promised_on.isoformat(),
            meeting_id=request.meeting_id,
        )
    )


def _obstacle_of(request: ObstacleRequest) -> Obstacle:
    return db.session.get_one(Obstacle, request.obstacle_id)
