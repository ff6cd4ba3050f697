"""Who may read ratings of cooperation. Who may give one: `app.voice.partners`, asked where answers are taken."""

from app.core.access import Alternatives, Policy, is_auditor, is_control_tower, is_head
from app.voice.enums.permissions import Permission
from app.voice.policy.predicates import READERS

POLICY: Policy = {Permission.COOPERATION_READ_ALL: [[is_control_tower], [is_auditor], [is_head]]}

ENDPOINTS: dict[str, Alternatives] = {"voice.show_cooperation": READERS}
