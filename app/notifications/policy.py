"""Everybody has an inbox of their own; how mail is sent is the administrator's, and the auditor may look."""

from app.core.access import Alternatives, Policy, is_administrator, is_auditor, is_signed_in
from app.notifications.enums import Permission

POLICY: Policy = {
    Permission.MAIL_SEE: [[is_administrator], [is_auditor]],
    Permission.MAIL_EDIT: [[is_administrator]],
}

OWN: Alternatives = ((is_signed_in,),)
SEE: Alternatives = POLICY[Permission.MAIL_SEE]
EDIT: Alternatives = POLICY[Permission.MAIL_EDIT]

ENDPOINTS: dict[str, Alternatives] = {
    "notifications.list_notices": OWN,
    "notifications.show_notice": OWN,
    "notifications.create_reading": OWN,
    "notifications.edit_choices": OWN,
    "notifications.update_choices": OWN,
    "notifications.list_mails": SEE,
    "notifications.edit_mail_settings": EDIT,
    "notifications.update_mail_settings": EDIT,
    "notifications.create_mail_test": EDIT,
    "notifications.create_mail_retry": EDIT,
}
