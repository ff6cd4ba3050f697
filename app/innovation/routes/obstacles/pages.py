"""The page of one obstacle, with exactly what the actor may do now."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import Actor
from app.core.forms import offer
from app.core.messages import Message
from app.core.web import actor
from app.files.queries import evidence_of
from app.innovation.enums import ObstacleSubject
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.enums.permissions import Permission
from app.innovation.forms.obstacle_requests import FulfilmentForm, PromiseForm, RequestForm
from app.innovation.forms.obstacles import HandoverForm, OwnerForm, StrategyForm
from app.innovation.models import Obstacle
from app.innovation.policy import POLICY
from app.innovation.queries import obstacles as queries
from app.innovation.queries.obstacle_requests import RequestRow, requests_of
from app.innovation.queries.obstacles import ObstacleRecord
from app.innovation.routes import bp
from app.innovation.rules.obstacles import ACTIVE, text_mark
from app.innovation.services import obstacles as services
from app.organization.queries import departments_on

EVIDENCE = "obstacle"


@bp.get("/obstacles/<int:obstacle_id>")
def show_obstacle(obstacle_id: int) -> ResponseReturnValue:
    """Show one obstacle with its history."""
    return obstacle_page(obstacle_id)


def obstacle_for(permission: Permission, obstacle_id: int) -> Obstacle:
    """Return the obstacle: 404 if the actor may not see it, 403 if the actor may not act on it."""
    obstacle = queries.obstacle_or_404(obstacle_id, actor())
    confirms = permission is Permission.OBSTACLE_CONFIRM_REMOVAL
    subject = services.confirmation_of(obstacle) if confirms else obstacle
    access.require(POLICY, permission, actor(), subject)
    return obstacle


def done(obstacle: Obstacle, sentence: Message) -> ResponseReturnValue:
    """Say what has happened and return to the obstacle."""
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_obstacle", obstacle_id=obstacle.id))


def obstacle_page(obstacle_id: int, **sent: Any) -> str:
    """Render the page; `sent` are forms that were refused, by the step they are for, and keep what was typed."""
    record = queries.obstacle_record(obstacle_id, actor())
    steps = services.possible_steps(record.obstacle, actor())
    return render_template(
        "innovation/obstacles/show.html",
        record=record,
        obstacle=record.obstacle,
        history=queries.history(record.obstacle),
        evidence=evidence_of(EVIDENCE, [obstacle_id])[obstacle_id],
        steps={step.value for step in steps},
        subject_address=subject_url(record.obstacle.subject, _subject_id(record.obstacle)),
        sent=sent,
        strategy_form=_strategy_form(record.obstacle, sent),
        **_requests(record.obstacle, sent),
        **(_owner_forms(record, actor(), sent) if ObstacleStep.OWNER_ASSIGNMENT in steps else {}),
    )


def _strategy_form(obstacle: Obstacle, sent: dict[str, Any]) -> StrategyForm:
    """The form says which text its reader looks at; one that is sent back, the text that stands there now."""
    mark = text_mark(obstacle.win_win)
    form = sent.get("strategy") or StrategyForm(formdata=None, data={"strategy": obstacle.win_win})
    form.seen.data = mark
    return form


def _requests(obstacle: Obstacle, sent: dict[str, Any]) -> dict[str, Any]:
    """Return the requests with the forms the actor may use: one to ask, and for each what it waits for."""
    rows, who = requests_of(obstacle.id), actor()
    may_ask = obstacle.state in ACTIVE and access.allows(POLICY, Permission.OBSTACLE_REQUEST_ASK, who, obstacle)
    asking = sent.get("request") or RequestForm(prefix="request-", formdata=None)
    if may_ask:
        offer(asking.asked_department_id, [(unit.id, unit.name) for unit in departments_on()], blank=True)
    return {
        "requests": [(row, _answering(row, obstacle, who, sent)) for row in rows],
        "request_form": asking if may_ask else None,
    }


def _answering(row: RequestRow, obstacle: Obstacle, who: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    """Return the forms of one request, those that were refused with what was typed."""
    mine = sent if sent.get("answered_id") == row.id else {}
    forms: dict[str, Any] = {"sent": mine}
    answers = access.allows(POLICY, Permission.OBSTACLE_REQUEST_ANSWER, who, row.request)
    judges = access.allows(POLICY, Permission.OBSTACLE_REQUEST_JUDGE, who, row.request)
    if row.state is RequestState.ASKED and obstacle.state in ACTIVE and answers:
        fresh = PromiseForm(prefix=f"promise-{row.id}-", formdata=None, data={"promised_on": row.request.due_on})
        forms["promise"] = mine.get("PromiseForm") or fresh
    if row.state is RequestState.COMMITTED and judges:
        fresh = FulfilmentForm(
            prefix=f"fulfilment-{row.id}-", formdata=None, data={"kept_on": min(clock.today(), row.day)}
        )
        forms["fulfilment"] = mine.get("FulfilmentForm") or fresh
    return forms


def _owner_forms(record: ObstacleRecord, who: Actor, sent: dict[str, Any]) -> dict[str, Any]:
    data = {"owner_id": record.obstacle.owner_id, "due_on": record.obstacle.due_on}
    forms = {
        "owner_form": sent.get("owner_assignment") or OwnerForm(prefix="owner-", formdata=None, data=data),
        "handover_form": sent.get("handover") or HandoverForm(prefix="handover-", formdata=None, data=data),
    }
    pairs = owner_pairs(record.obstacle, who)
    for form in forms.values():
        offer(form.owner_id, pairs, blank=True)
    return forms


def subject_url(subject: ObstacleSubject, subject_id: int) -> str:
    """Return the address of what an obstacle stands in the way of."""
    named: dict[str, Any] = {f"{subject.value}_id": subject_id}
    return url_for(f"innovation.show_{subject.value}", **named)


def _subject_id(obstacle: Obstacle) -> int:
    return next(found for found in _subjects(obstacle) if found is not None)


def _subjects(obstacle: Obstacle) -> tuple[int | None, ...]:
    """The nearest first: a practice item before its task."""
    return obstacle.practice_item_id, obstacle.task_id, obstacle.issue_id, obstacle.slogan_id


def owner_pairs(obstacle: Obstacle, who: Actor) -> list[tuple[int, str]]:
    """Return who can be named as owner: people of the departments concerned and of the actor's own."""
    concerned = {
        obstacle.suffering_department_id,
        obstacle.asked_department_id,
        obstacle.reported_department_id,
        who.department_id,
    }
    return list(queries.possible_owners({department for department in concerned if department}))
