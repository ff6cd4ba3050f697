"""Who may assign raters, enter surveys and read how strict evaluators were. An auditor reads and does nothing."""

from collections.abc import Mapping

from app.core.access import Alternatives, is_auditor, is_control_tower

_TOWER: Alternatives = ((is_control_tower,),)
_READERS: Alternatives = ((is_control_tower,), (is_auditor,))

RATER_ENDPOINTS: Mapping[str, Alternatives] = {
    "evaluation.list_assignments": _READERS,
    "evaluation.create_assignment": _TOWER,
    "evaluation.create_rater_source": _TOWER,
    "evaluation.list_surveys": _READERS,
    "evaluation.create_survey": _TOWER,
    "evaluation.show_panel_rule": _READERS,
    "evaluation.update_panel_rule": _TOWER,
    "evaluation.show_severity": _READERS,
}
