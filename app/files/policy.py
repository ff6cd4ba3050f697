"""Who may do what with evidence."""

from typing import Any

from app.core.access import Actor, Alternatives, Policy, is_signed_in
from app.files.enums import Permission


def has_uploaded(actor: Actor, evidence: Any) -> bool:  # noqa: ANN401  an EvidenceFile, by the policy's interface
    """Whether the actor handed this file in."""
    return bool(evidence.uploaded_by_id == actor.id)


POLICY: Policy = {
    Permission.EVIDENCE_WITHDRAW: [[has_uploaded]],
}

ENDPOINTS: dict[str, Alternatives] = {
    "files.show_evidence": ((is_signed_in,),),
}
"""Signed in is not enough: `files.guards` asks the domain the file belongs to."""
