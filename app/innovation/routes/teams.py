"""실행팀과 협조의견."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums import Stage
from app.innovation.enums.permissions import Permission
from app.innovation.forms.teams import OpinionAnswerForm, OpinionRequestForm, TeamForm, team_defaults
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries.people import colleagues
from app.innovation.queries.tasks import task_or_404
from app.innovation.queries.teams import opinion_or_404, opinions_of, team_of
from app.innovation.routes import bp
from app.innovation.routes.cooperations import cooperation_page
from app.innovation.routes.loading import task_for
from app.innovation.routes.tasks import done
from app.innovation.services import teams as services
from app.organization.queries import departments_on


@bp.get("/tasks/<int:task_id>/teams/new")
def new_team(task_id: int) -> ResponseReturnValue:
    """Show the team as it stands."""
    task = task_for(Permission.TEAM_SET, task_id)
    return _team_page(task, TeamForm(data=team_defaults(team_of(task))))


@bp.post("/tasks/<int:task_id>/teams")
def create_team(task_id: int) -> ResponseReturnValue:
    """Set leader, members and shares."""
    task = task_for(Permission.TEAM_SET, task_id)
    form = TeamForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.set_team(actor=actor(), task=task, leader_id=form.leader_id, shares=form.shares)
            return done(task, _("The team was saved."), stage=Stage.TEAM)
    return _team_page(task, form), 422


def _team_page(task: Task, form: TeamForm) -> str:
    return render_template(
        "innovation/teams/new.html", task=task, form=form, people=colleagues(task.lead_department_id)
    )


@bp.get("/tasks/<int:task_id>/opinion-requests/new")
def new_opinion_request(task_id: int) -> ResponseReturnValue:
    """Show the form that asks a department."""
    task = task_for(Permission.OPINION_ASK, task_id)
    return _request_page(task, OpinionRequestForm())


@bp.post("/tasks/<int:task_id>/opinion-requests")
def create_opinion_request(task_id: int) -> ResponseReturnValue:
    """Ask a department to cooperate."""
    task = task_for(Permission.OPINION_ASK, task_id)
    form = OpinionRequestForm()
    _offer_departments(form, task)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.ask_opinion(
                actor=actor(),
                task=task,
                department_id=form.department.data,
                working_days=int(form.working_days.data or 0),
                question=form.question.data,
                part=form.part.data,
            )
            return done(task, _("The cooperating department was asked."), stage=Stage.TEAM)
    return _request_page(task, form), 422


@bp.post("/tasks/<int:task_id>/opinions/<int:opinion_id>/answers")
def create_opinion_answer(task_id: int, opinion_id: int) -> ResponseReturnValue:
    """Answer for the cooperating department."""
    task = task_or_404(task_id, actor())
    opinion = opinion_or_404(task, opinion_id)
    access.require(POLICY, Permission.OPINION_ANSWER, actor(), opinion)
    form = OpinionAnswerForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.answer_opinion(
                actor=actor(), task=task, opinion=opinion, answer=form.answer.data, reason=form.reason.data or ""
            )
            flash(str(_("Your department has answered.")), "success")
            return redirect(url_for("innovation.show_cooperation", task_id=task.id))
    return cooperation_page(task.id, answer=form), 422


def _request_page(task: Task, form: OpinionRequestForm) -> str:
    _offer_departments(form, task)
    return render_template("innovation/teams/request.html", task=task, form=form, opinions=opinions_of(task))


def _offer_departments(form: Any, task: Task) -> None:  # noqa: ANN401  a form's fields are untyped
    units = [unit for unit in departments_on() if unit.id != task.lead_department_id]
    offer(form.department, [(unit.id, unit.name) for unit in units])
