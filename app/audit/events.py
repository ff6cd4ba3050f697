"""Facts about the audit log itself."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ChainVerified(Event):
    """An auditor has had the whole chain checked."""

    subject: ClassVar[str] = "audit_verification"
    audit_verification_id: int
    entries: int
    intact: bool
