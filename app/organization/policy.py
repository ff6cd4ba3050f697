"""Who may see and change departments, days off and settings."""

from app.core.access import Alternatives, Policy, is_administrator, is_auditor
from app.organization.enums import Permission

POLICY: Policy = {
    Permission.ORGANIZATION_SEE: [[is_administrator], [is_auditor]],
    Permission.ORGANIZATION_EDIT: [[is_administrator]],
}

SEE: Alternatives = POLICY[Permission.ORGANIZATION_SEE]
EDIT: Alternatives = POLICY[Permission.ORGANIZATION_EDIT]

ENDPOINTS: dict[str, Alternatives] = {
    "organization.show_administration": SEE,
    "organization.list_departments": SEE,
    "organization.new_department": EDIT,
    "organization.create_department": EDIT,
    "organization.edit_department": EDIT,
    "organization.update_department": EDIT,
    "organization.list_peer_groups": SEE,
    "organization.create_peer_group": EDIT,
    "organization.list_holidays": SEE,
    "organization.create_holiday": EDIT,
    "organization.create_holiday_seeding": EDIT,
    "organization.create_holiday_removal": EDIT,
    "organization.show_settings": SEE,
    "organization.edit_settings": EDIT,
    "organization.update_settings": EDIT,
}
