"""점검회의: the form, a meeting's page, and its decisions."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import allows
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.meetings import DecisionState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import ReasonForm
from app.innovation.forms.meetings import MeetingForm
from app.innovation.forms.rows import BUTTON
from app.innovation.models import Task
from app.innovation.policy import POLICY
from app.innovation.queries import meetings as queries
from app.innovation.queries.meetings import MeetingRecord
from app.innovation.queries.plans import possible_owners
from app.innovation.routes import bp
from app.innovation.routes.loading import task_for
from app.innovation.services import meetings
from app.organization.queries import departments_on


@bp.get("/tasks/<int:task_id>/meetings/new")
def new_meeting(task_id: int) -> ResponseReturnValue:
    """Show an empty form."""
    return _form_page(task_for(Permission.MEETING_RECORD, task_id), MeetingForm(held_on=clock.today()))


@bp.post("/tasks/<int:task_id>/meetings")
def create_meeting(task_id: int) -> ResponseReturnValue:
    """Record a meeting, or add and remove rows of decisions."""
    task, form = task_for(Permission.MEETING_RECORD, task_id), MeetingForm()
    changed = form.change_rows(request.form.get(BUTTON))
    _offer(task, form)
    if not changed and form.validate_on_submit():
        with showing_refusal(form):
            meeting = meetings.record_meeting(actor=actor(), task=task, content=form.content())
            flash(str(_("The meeting was recorded.")), "success")
            return redirect(url_for("innovation.show_meeting", meeting_id=meeting.id))
    return _form_page(task, form), 422


@bp.get("/meetings/<int:meeting_id>")
def show_meeting(meeting_id: int) -> ResponseReturnValue:
    """Show a meeting with its decisions."""
    return _page(queries.meeting_or_404(meeting_id, actor()))


@bp.post("/meeting-decisions/<int:decision_id>/completions")
def create_decision_completion(decision_id: int) -> ResponseReturnValue:
    """Report a decision as done."""
    decision, task = queries.decision_or_404(decision_id, actor())
    access.require(POLICY, Permission.DECISION_COMPLETE, actor(), decision)
    form = ReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            meetings.complete_decision(actor=actor(), task=task, decision=decision, note=form.reason.data)
            flash(str(_("The decision is reported as done.")), "success")
            return redirect(url_for("innovation.show_meeting", meeting_id=decision.meeting_id))
    return _page(queries.meeting_or_404(decision.meeting_id, actor()), completion=form, decision_id=decision_id), 422


def _offer(task: Task, form: MeetingForm) -> None:
    form.offer_actors([(unit.id, unit.name) for unit in departments_on()], possible_owners(task))


def _form_page(task: Task, form: MeetingForm) -> str:
    _offer(task, form)
    return render_template("innovation/meetings/new.html", task=task, form=form)


def _page(record: MeetingRecord, **sent: Any) -> str:
    decisions = queries.decisions_of(record.meeting.id)
    mine = {
        row.decision.id
        for row in decisions
        if row.decision.state is DecisionState.OPEN
        and allows(POLICY, Permission.DECISION_COMPLETE, actor(), row.decision)
    }
    return render_template(
        "innovation/meetings/show.html", record=record, decisions=decisions, may_complete=mine, sent=sent
    )
