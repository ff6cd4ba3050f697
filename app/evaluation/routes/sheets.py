"""평가표 for people of the office."""

from flask.typing import ResponseReturnValue

from app.core.web import actor
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp, sheet_pages
from app.evaluation.routes.sheet_pages import Desk

ENDPOINTS = {
    "list": "evaluation.list_sheets",
    "show": "evaluation.show_sheet",
    "save": "evaluation.create_sheet",
    "abstain": "evaluation.create_abstention",
    "declare": "evaluation.create_declared_conflict",
    "reopen": "evaluation.create_sheet_reopening",
}


@bp.get("/rounds/<int:round_id>/sheets")
def list_sheets(round_id: int) -> ResponseReturnValue:
    """List what the actor was asked to score, with what is done."""
    return sheet_pages.list_page(_desk(round_id))


@bp.get("/rounds/<int:round_id>/sheets/<int:indicator_id>/<int:department_id>")
def show_sheet(round_id: int, indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Show a sheet: evidence left, criteria right, progress below."""
    desk = _desk(round_id)
    return sheet_pages.show(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.post("/rounds/<int:round_id>/sheets/<int:indicator_id>/<int:department_id>")
def create_sheet(round_id: int, indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Keep a sheet, or hand it in, and go on to the next one."""
    desk = _desk(round_id)
    return sheet_pages.save(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.post("/rounds/<int:round_id>/sheets/<int:indicator_id>/<int:department_id>/abstentions")
def create_abstention(round_id: int, indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Abstain from scoring a department, with a reason."""
    desk = _desk(round_id)
    return sheet_pages.abstain(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.post("/rounds/<int:round_id>/sheets/<int:indicator_id>/<int:department_id>/conflicts")
def create_declared_conflict(round_id: int, indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Declare a conflict with a department, with a reason."""
    desk = _desk(round_id)
    return sheet_pages.declare(desk, sheet_pages.place_at(desk, indicator_id, department_id))


@bp.post("/rounds/<int:round_id>/sheets/<int:indicator_id>/<int:department_id>/reopenings")
def create_sheet_reopening(round_id: int, indicator_id: int, department_id: int) -> ResponseReturnValue:
    """Open an own sheet again because its evidence changed."""
    desk = _desk(round_id)
    return sheet_pages.reopen(desk, sheet_pages.place_at(desk, indicator_id, department_id))


def _desk(round_id: int) -> Desk:
    record = round_or_404(round_id)
    return Desk(actor=actor(), record=record, layout="base.html", endpoints=ENDPOINTS, params={"round_id": record.id})
