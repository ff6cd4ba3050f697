"""Who may do what with the 5S index. Everybody in the office reads it, with the arithmetic behind it."""

from app.core.access import PUBLIC, Alternatives, Policy, is_control_tower
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import READERS

POLICY: Policy = {
    Permission.INDEX_RULE: [[is_control_tower]],
    Permission.INDEX_RECKON: [[is_control_tower]],
    Permission.INDEX_PUBLISH: [[is_control_tower]],
    Permission.INDEX_SHOW: [[is_control_tower]],
}

_TOWER: Alternatives = ((is_control_tower,),)

ENDPOINTS: dict[str, Alternatives] = {
    "voice.show_five_s": READERS,
    "voice.show_five_s_department": READERS,
    "voice.show_five_s_figure": READERS,
    "voice.list_five_s_rules": READERS,
    "voice.new_five_s_rule": _TOWER,
    "voice.create_five_s_rule": _TOWER,
    "voice.create_five_s_run": _TOWER,
    "voice.create_five_s_publication": _TOWER,
    "voice.create_five_s_showing": _TOWER,
    "voice.show_public_five_s": PUBLIC,
}
