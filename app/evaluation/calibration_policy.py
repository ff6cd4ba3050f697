"""Who may hold calibration sessions and try draft rules. An auditor reads and does nothing."""

from collections.abc import Mapping

from app.core.access import Alternatives, Policy, is_auditor, is_control_tower
from app.evaluation.appeal_policy import is_no_auditor
from app.evaluation.enums import Permission

POLICY: Policy = {
    Permission.CALIBRATE: [[is_control_tower, is_no_auditor]],
    Permission.CALIBRATION_READ: [[is_control_tower], [is_auditor]],
    Permission.REHEARSE: [[is_control_tower, is_no_auditor]],
}

_TOWER: Alternatives = ((is_control_tower, is_no_auditor),)
_READERS: Alternatives = ((is_control_tower,), (is_auditor,))

ENDPOINTS: Mapping[str, Alternatives] = {
    "evaluation.show_calibration": _READERS,
    "evaluation.new_calibration_session": _TOWER,
    "evaluation.create_calibration_session": _TOWER,
    "evaluation.show_calibration_session": _READERS,
    "evaluation.create_calibration_closing": _TOWER,
    "evaluation.show_calibration_minutes": _READERS,
    "evaluation.show_calibration_case": _READERS,
    "evaluation.create_calibration_decision": _TOWER,
    "evaluation.list_calibration_bounds": _READERS,
    "evaluation.create_calibration_bounds": _TOWER,
    "evaluation.list_rehearsals": _READERS,
    "evaluation.new_rehearsal": _TOWER,
    "evaluation.create_rehearsal": _TOWER,
    "evaluation.show_rehearsal": _READERS,
    "evaluation.export_rehearsal": _READERS,
}
