"""월례 점검회의: the agenda of a month, the minutes, and recording them."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import allows
from app.core.errors import Conflict
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.obstacle_requests import ObstacleMeetingForm
from app.innovation.forms.rows import BUTTON
from app.innovation.policy import POLICY
from app.innovation.queries import obstacle_meetings as queries
from app.innovation.queries.obstacle_agenda import Agenda, agenda_of, month_before, next_month
from app.innovation.queries.obstacle_requests import decisions_of
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, page_url
from app.innovation.rules.obstacles import ACTIVE
from app.innovation.services import obstacle_meetings as services
from app.organization.queries import departments_on

MONTHS = 6
"""Months before this one for which an agenda can be asked."""


@bp.get("/obstacles/meetings")
def list_obstacle_meetings() -> ResponseReturnValue:
    """Show the meetings that were recorded, and what became of their decisions."""
    page = queries.list_meetings(actor(), request.args.get("cursor"))
    return render_template(
        "innovation/obstacles/meetings/list.html",
        page=page,
        next_url=page_url("innovation.list_obstacle_meetings", page.next_cursor),
        first_url=first_url("innovation.list_obstacle_meetings"),
    )


@bp.get("/obstacles/meetings/agenda")
def show_obstacle_agenda() -> ResponseReturnValue:
    """Show what lies before the meeting of a month, to print."""
    return render_template(
        "innovation/obstacles/meetings/agenda.html",
        agenda=agenda_of(actor(), _month()),
        months=_months(),
        may_record=allows(POLICY, Permission.OBSTACLE_MEETING_RECORD, actor()),
    )


@bp.get("/obstacles/meetings/<int:meeting_id>")
def show_obstacle_meeting(meeting_id: int) -> ResponseReturnValue:
    """Show the minutes of a meeting."""
    record = queries.obstacle_meeting_or_404(meeting_id)
    return render_template(
        "innovation/obstacles/meetings/show.html",
        record=record,
        meeting=record.meeting,
        sections=queries.kept_agenda(meeting_id, actor()),
        decisions=decisions_of(meeting_id, actor()),
    )


@bp.get("/obstacles/meetings/new")
def new_obstacle_meeting() -> ResponseReturnValue:
    """Show an empty form beside the agenda."""
    access.require(POLICY, Permission.OBSTACLE_MEETING_RECORD, actor())
    return _form_page(ObstacleMeetingForm(formdata=None, data={"held_on": clock.today()}), _month())


@bp.post("/obstacles/meetings")
def create_obstacle_meeting() -> ResponseReturnValue:
    """Record the meeting of a month, or add and remove rows of decisions."""
    access.require(POLICY, Permission.OBSTACLE_MEETING_RECORD, actor())
    form, month = ObstacleMeetingForm(), _month()
    changed = form.change_rows(request.form.get(BUTTON))
    _offer(form, agenda_of(actor(), month))
    if not changed and form.validate_on_submit():
        try:
            with showing_refusal(form):
                return _record(form, month)
        except Conflict as conflict:
            form.form_errors.append(conflict.reason)
            return _form_page(form, month), 409
    return _form_page(form, month), 422


def _record(form: ObstacleMeetingForm, month: date) -> ResponseReturnValue:
    meeting = services.record_obstacle_meeting(actor=actor(), content=form.content(month))
    flash(str(_("The meeting was recorded. Its decisions are promises now.")), "success")
    return redirect(url_for("innovation.show_obstacle_meeting", meeting_id=meeting.id))


def _form_page(form: ObstacleMeetingForm, month: date) -> str:
    agenda = agenda_of(actor(), month)
    _offer(form, agenda)
    return render_template("innovation/obstacles/meetings/new.html", form=form, agenda=agenda)


def _offer(form: ObstacleMeetingForm, agenda: Agenda) -> None:
    lines = [line for found in agenda.sections.values() for line in found if line.state in ACTIVE]
    obstacles = {line.obstacle_id: f"{line.title} ({line.department})" for line in lines}
    form.offer_records(list(obstacles.items()), [(unit.id, unit.name) for unit in departments_on()])


def _month() -> date:
    """Return the month in the address ("2026-11") as its first day; what cannot be read there is this month."""
    this = clock.today().replace(day=1)
    asked = request.args.get("month", "")
    return next((month for month in _months() if asked == month.strftime("%Y-%m")), this)


def _months() -> list[date]:
    months = [next_month(clock.today()), clock.today().replace(day=1)]
    for _past in range(MONTHS):
        months.append(month_before(months[-1]))
    return months
