"""Who may see which report."""

from app.core.access import (
    Actor,
    Alternatives,
    Policy,
    is_auditor,
    is_control_tower,
    is_hr,
    is_signed_in,
)
from app.reports.enums import Permission


def works_in_it(actor: Actor, department_id: object) -> bool:
    """Whether the actor belongs to the department, heads or coordinates it today."""
    if not isinstance(department_id, int):
        return False
    return actor.department_id == department_id or actor.heads(department_id) or actor.coordinates(department_id)


POLICY: Policy = {
    Permission.TOWER_READ: [[is_control_tower], [is_auditor]],
    Permission.SHEET_READ: [[works_in_it], [is_control_tower], [is_auditor]],
    Permission.SHEETS_READ_ALL: [[is_control_tower], [is_auditor]],
    Permission.BATCHES_READ: [[is_hr], [is_auditor]],
    Permission.BATCHES_WRITE: [[is_hr]],
}

_STAFF: Alternatives = ((is_signed_in,),)
_TOWER = POLICY[Permission.TOWER_READ]
_READERS = POLICY[Permission.BATCHES_READ]
_WRITERS = POLICY[Permission.BATCHES_WRITE]

ENDPOINTS: dict[str, Alternatives] = {
    "reports.list_reports": _STAFF,
    "reports.show_control_tower": _TOWER,
    "reports.list_department_sheets": _STAFF,
    "reports.show_department_sheet": _STAFF,
    "reports.list_round_reports": _STAFF,
    "reports.show_round_report": _STAFF,
    "reports.download_round_report": _STAFF,
    "reports.list_incentives": _READERS,
    "reports.new_incentive_export": _WRITERS,
    "reports.create_incentive_export": _WRITERS,
    "reports.show_incentive_export": _READERS,
    "reports.download_incentive_export": _WRITERS,
    "reports.edit_incentive_setup": _READERS,
    "reports.update_incentive_bases": _WRITERS,
    "reports.create_grade_table": _WRITERS,
    "reports.create_standard_tables": _WRITERS,
}
