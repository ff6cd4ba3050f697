"""Who may read the audit log."""

from app.audit.enums import Permission
from app.core.access import Alternatives, Policy, is_auditor

POLICY: Policy = {
    Permission.ENTRIES_READ: [[is_auditor]],
    Permission.CHAIN_VERIFY: [[is_auditor]],
}

ENDPOINTS: dict[str, Alternatives] = {
    "audit.list_entries": POLICY[Permission.ENTRIES_READ],
    "audit.show_entry": POLICY[Permission.ENTRIES_READ],
    "audit.create_verification": POLICY[Permission.CHAIN_VERIFY],
}
