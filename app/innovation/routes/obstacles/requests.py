"""요청과 약속: the list, asking, promising, declining, and whether the promise was kept."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.errors import Conflict
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums import ObstacleLevel
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.obstacle_requests import (
    DeclineForm,
    FailureForm,
    FulfilmentForm,
    PromiseForm,
    RequestForm,
)
from app.innovation.models import ObstacleRequest
from app.innovation.policy import POLICY
from app.innovation.queries import obstacle_requests as queries
from app.innovation.queries.obstacle_requests import RequestFilter
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, is_ticked, member, page_url, record_id
from app.innovation.routes.obstacles.pages import done, obstacle_for, obstacle_page
from app.innovation.services import obstacle_requests as services
from app.organization.queries import departments_on


@bp.get("/obstacles/requests")
def list_obstacle_requests() -> ResponseReturnValue:
    """Show what was asked of whom, what was promised, and who kept their word."""
    wanted = wanted_requests()
    page = queries.list_requests(actor(), wanted, request.args.get("cursor"))
    words = queries.words_of_requests(actor())
    return render_template(
        "innovation/obstacles/requests.html",
        page=page,
        wanted=wanted,
        words=words.offices,
        level_words=words.levels,
        levels=ObstacleLevel,
        departments=departments_on(),
        states=RequestState,
        next_url=page_url("innovation.list_obstacle_requests", page.next_cursor),
        first_url=first_url("innovation.list_obstacle_requests"),
    )


def wanted_requests() -> RequestFilter:
    """Return the filters in the address."""
    return RequestFilter(
        state=member(RequestState, "state"),
        asked_department_id=record_id("asked"),
        asking_department_id=record_id("asking"),
        level=member(ObstacleLevel, "level"),
        overdue=is_ticked("overdue"),
    )


@bp.post("/obstacles/<int:obstacle_id>/requests")
def create_obstacle_request(obstacle_id: int) -> ResponseReturnValue:
    """Ask an office to act on the obstacle."""
    obstacle = obstacle_for(Permission.OBSTACLE_REQUEST_ASK, obstacle_id)
    form = RequestForm(prefix="request-")
    offer(form.asked_department_id, [(unit.id, unit.name) for unit in departments_on()], blank=True)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.ask_office(actor=actor(), obstacle=obstacle, content=form.content())
            return done(obstacle, _("The office was asked. Its head sees it at once."))
    return obstacle_page(obstacle_id, request=form), 422


@bp.post("/obstacles/requests/<int:request_id>/promises")
def create_request_promise(request_id: int) -> ResponseReturnValue:
    """Promise it for a day."""
    form = PromiseForm(prefix=f"promise-{request_id}-")

    def promise(found: ObstacleRequest) -> None:
        services.promise(actor=actor(), request=found, promised_on=form.promised_on.data, answer=form.answer.data or "")

    return _act(request_id, Permission.OBSTACLE_REQUEST_ANSWER, form, promise, _("The promise is recorded."))


@bp.post("/obstacles/requests/<int:request_id>/refusals")
def create_request_refusal(request_id: int) -> ResponseReturnValue:
    """Decline it with a reason."""
    form = DeclineForm()

    def decline(found: ObstacleRequest) -> None:
        services.decline(actor=actor(), request=found, reason=form.reason.data)

    return _act(request_id, Permission.OBSTACLE_REQUEST_ANSWER, form, decline, _("The request was declined."))


@bp.post("/obstacles/requests/<int:request_id>/fulfilments")
def create_promise_fulfilment(request_id: int) -> ResponseReturnValue:
    """Record that the promise was kept."""
    form = FulfilmentForm(prefix=f"fulfilment-{request_id}-")

    def keep(found: ObstacleRequest) -> None:
        services.record_kept(actor=actor(), request=found, kept_on=form.kept_on.data, note=form.note.data or "")

    return _act(request_id, Permission.OBSTACLE_REQUEST_JUDGE, form, keep, _("The promise was kept."))


@bp.post("/obstacles/requests/<int:request_id>/failures")
def create_promise_failure(request_id: int) -> ResponseReturnValue:
    """Record that the promise was not kept."""
    form = FailureForm()

    def miss(found: ObstacleRequest) -> None:
        services.record_not_kept(actor=actor(), request=found, reason=form.reason.data)

    return _act(request_id, Permission.OBSTACLE_REQUEST_JUDGE, form, miss, _("The promise was not kept."))


def _act(
    request_id: int, permission: Permission, form: Form, action: Callable[[ObstacleRequest], None], sentence: Message
) -> ResponseReturnValue:
    """Take a step; where somebody else was faster, show what they wrote beside what was typed (409)."""
    found = queries.request_or_404(request_id, actor())
    access.require(POLICY, permission, actor(), found)
    code = 422
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                action(found)
                flash(str(sentence), "success")
                return redirect(url_for("innovation.show_obstacle", obstacle_id=found.obstacle_id))
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            code = 409
    return obstacle_page(found.obstacle_id, answered_id=request_id, **{type(form).__name__: form}), code
