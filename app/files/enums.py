"""Permissions of the evidence store."""

from enum import StrEnum


class Permission(StrEnum):
    """What people may do with evidence. Who may add or see it is decided by what it belongs to."""

    EVIDENCE_WITHDRAW = "files.evidence_withdraw"
