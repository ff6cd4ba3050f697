"""제출 일정과 조기경보."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Role
from app.core.errors import Missing
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.outlook import OutlookLine, by_department, due_days, outlook_lines
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules.periods import DUE_DAYS
from app.organization.queries import departments_under


@bp.get("/rounds/<int:round_id>/due-days")
def show_due_days(round_id: int) -> ResponseReturnValue:
    """Show what is due when: of every department, or of one's own."""
    record = round_or_404(round_id)
    lines = _lines(record)
    return render_template(
        "evaluation/outlook/due_days.html",
        record=record,
        days=due_days(lines),
        due_days=DUE_DAYS,
        today=clock.today(),
    )


@bp.get("/rounds/<int:round_id>/outlook")
def show_outlook(round_id: int) -> ResponseReturnValue:
    """Show what will be missing at the base date, and which targets are unlikely to be reached."""
    record = round_or_404(round_id)
    lines, today = _lines(record), clock.today()
    departments = by_department(lines, today)
    asked = request.args.get("department", type=whole_number)
    chosen = next((row for row in departments if row.department_id == asked), None)
    if asked is not None and chosen is None:
        raise Missing(_("The department is not in this round."))
    if chosen is None and len(departments) == 1:
        chosen = departments[0]
    shown = [line for line in lines if chosen is not None and line.department_id == chosen.department_id]
    return render_template(
        "evaluation/outlook/show.html",
        record=record,
        departments=departments,
        chosen=chosen,
        lines=sorted(shown, key=lambda line: not line.is_concern(today)),
        today=today,
    )


def _lines(record: EvaluationRound) -> Sequence[OutlookLine]:
    who = actor()
    if who.has(Role.CONTROL_TOWER) or who.has(Role.AUDITOR):
        return outlook_lines(record)
    headed = who.headed_department_ids
    own = {*who.coordinated_department_ids, *headed, *departments_under(headed)}
    found = outlook_lines(record, own)
    if not found:
        raise Missing(_("None of your departments is measured in this round."))
    return found
