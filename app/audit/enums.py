"""Permissions of the audit domain."""

from enum import StrEnum


class Permission(StrEnum):
    """What people may do with the audit log."""

    ENTRIES_READ = "audit.entries_read"
    CHAIN_VERIFY = "audit.chain_verify"
