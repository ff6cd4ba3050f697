"""담당자 지정, 인계, 착수, 상향 조정, 상생 전략, 우회, 수용, 재발: each a noun of its own."""

from collections.abc import Callable
from functools import partial

from flask.typing import ResponseReturnValue

from app.core.errors import Conflict
from app.core.forms import offer
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.enums.permissions import Permission
from app.innovation.forms.obstacles import HandoverForm, NoteForm, ObstacleReasonForm, OwnerForm, StrategyForm
from app.innovation.routes import bp
from app.innovation.routes.obstacles.pages import done, obstacle_for, obstacle_page, owner_pairs
from app.innovation.services import obstacles as services


@bp.post("/obstacles/<int:obstacle_id>/owner-assignments")
def create_obstacle_owner(obstacle_id: int) -> ResponseReturnValue:
    """Name who sees to the obstacle."""
    form = OwnerForm(prefix="owner-")
    return _own(obstacle_id, ObstacleStep.OWNER_ASSIGNMENT, form, services.assign_owner, _("The owner was named."))


@bp.post("/obstacles/<int:obstacle_id>/handovers")
def create_obstacle_handover(obstacle_id: int) -> ResponseReturnValue:
    """Hand the obstacle over to another department, so that its task may close."""
    form = HandoverForm(prefix="handover-")
    return _own(obstacle_id, ObstacleStep.HANDOVER, form, services.hand_over, _("The obstacle was handed over."))


@bp.post("/obstacles/<int:obstacle_id>/take-ups")
def create_obstacle_take_up(obstacle_id: int) -> ResponseReturnValue:
    """Begin work on the obstacle."""
    obstacle = obstacle_for(Permission.OBSTACLE_TAKE_UP, obstacle_id)
    form = NoteForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.take_up(obstacle=obstacle, actor=actor(), note=form.note.data)
            return done(obstacle, _("Work on the obstacle has begun."))
    return obstacle_page(obstacle_id, take_up=form), 422


@bp.post("/obstacles/<int:obstacle_id>/escalations")
def create_obstacle_escalation(obstacle_id: int) -> ResponseReturnValue:
    """Pass the obstacle to the level above."""
    sentence = _("The obstacle was passed to the next level.")
    return _with_reason(obstacle_id, Permission.OBSTACLE_ESCALATE, ObstacleStep.ESCALATION, services.escalate, sentence)


@bp.post("/obstacles/<int:obstacle_id>/strategies")
def create_obstacle_strategy(obstacle_id: int) -> ResponseReturnValue:
    """Write down how both sides gain."""
    obstacle = obstacle_for(Permission.OBSTACLE_WRITE_STRATEGY, obstacle_id)
    form = StrategyForm()
    code = 422
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                seen = form.seen.data or None
                services.write_strategy(obstacle=obstacle, actor=actor(), strategy=form.strategy.data, seen=seen)
                return done(obstacle, _("The win-win strategy is written down."))
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            code = 409
    return obstacle_page(obstacle_id, strategy=form), code


@bp.post("/obstacles/<int:obstacle_id>/bypasses")
def create_obstacle_bypass(obstacle_id: int) -> ResponseReturnValue:
    """Close the obstacle: there is a way around it."""
    sentence = _("The obstacle was closed as bypassed.")
    return _with_reason(obstacle_id, Permission.OBSTACLE_BYPASS, ObstacleStep.BYPASS, services.bypass, sentence)


@bp.post("/obstacles/<int:obstacle_id>/acceptances")
def create_obstacle_acceptance(obstacle_id: int) -> ResponseReturnValue:
    """Close the obstacle: the department lives with it."""
    sentence = _("The obstacle was closed as accepted.")
    return _with_reason(obstacle_id, Permission.OBSTACLE_ACCEPT, ObstacleStep.ACCEPTANCE, services.accept, sentence)


@bp.post("/obstacles/<int:obstacle_id>/reopenings")
def create_obstacle_reopening(obstacle_id: int) -> ResponseReturnValue:
    """Open a closed obstacle again."""
    sentence = _("The obstacle is open again.")
    return _with_reason(obstacle_id, Permission.OBSTACLE_REOPEN, ObstacleStep.REOPENING, services.reopen, sentence)


def _own(
    obstacle_id: int, step: ObstacleStep, form: OwnerForm, action: Callable[..., None], sentence: Message
) -> ResponseReturnValue:
    """Take a step that names an owner."""
    obstacle = obstacle_for(Permission.OBSTACLE_ASSIGN, obstacle_id)
    offer(form.owner_id, owner_pairs(obstacle, actor()), blank=True)
    if form.validate_on_submit():
        name = partial(action, owner_id=form.owner_id.data, due_on=form.due_on.data, note=form.note.data)
        with showing_refusal(form):
            name(obstacle=obstacle, actor=actor())
            return done(obstacle, sentence)
    return obstacle_page(obstacle_id, **{step.value: form}), 422


def _with_reason(
    obstacle_id: int, permission: Permission, step: ObstacleStep, action: Callable[..., None], sentence: Message
) -> ResponseReturnValue:
    """Take a step that needs nothing but a reason."""
    obstacle = obstacle_for(permission, obstacle_id)
    form = ObstacleReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            action(obstacle=obstacle, actor=actor(), reason=form.reason.data)
            return done(obstacle, sentence)
    return obstacle_page(obstacle_id, **{step.value: form}), 422
