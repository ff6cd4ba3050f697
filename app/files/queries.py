"""Reads of the evidence store."""

from collections.abc import Iterable

from sqlalchemy import Select, SQLColumnExpression, select

from app.core.database import db
from app.files.models import EvidenceFile


def evidence_of(subject_type: str, subject_ids: Iterable[int]) -> dict[int, list[EvidenceFile]]:
    """Return the files of several subjects, oldest first, without withdrawn ones. Every id asked for is a key."""
    found: dict[int, list[EvidenceFile]] = {subject_id: [] for subject_id in subject_ids}
    if not found:
        return found
    statement = (
        select(EvidenceFile)
        .where(
            EvidenceFile.subject_type == subject_type,
            EvidenceFile.subject_id.in_(found),
            EvidenceFile.withdrawn_at.is_(None),
        )
        .order_by(EvidenceFile.id)
    )
    for evidence in db.session.scalars(statement):
        found[evidence.subject_id].append(evidence)
    return found


def uploaders_of(subject_type: str, subject_id: SQLColumnExpression[int] | int) -> Select[int]:
    """Make the select of everybody who has ever handed in a file of the subject, also one that was withdrawn."""
    return select(EvidenceFile.uploaded_by_id).where(
        EvidenceFile.subject_type == subject_type, EvidenceFile.subject_id == subject_id
    )


def evidence_by_id(evidence_id: int) -> EvidenceFile | None:
    """Return one file's record if it was not withdrawn."""
    evidence = db.session.get(EvidenceFile, evidence_id)
    return evidence if evidence and evidence.withdrawn_at is None else None
