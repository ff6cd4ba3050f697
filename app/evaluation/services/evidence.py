"""증빙자료 of a department in a round: what evaluators and auditors look at."""

from collections.abc import Sequence
from typing import IO, Protocol

from sqlalchemy import select

from app.core.access import Actor, Role
from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound, EvaluatorAssignment, RoundMember
from app.evaluation.models.rounds import EVIDENCE_SUBJECT
from app.evaluation.queries.coverage import covers
from app.evaluation.rules import phases
from app.evaluation.services.phase_locks import hold_phase
from app.files.models import EvidenceFile
from app.files.queries import evidence_of
from app.files.services import store_evidence

SUBJECT = EVIDENCE_SUBJECT


class Upload(Protocol):
    """A file somebody sends."""

    filename: str | None

    @property
    def stream(self) -> IO[bytes]:
        """Its content."""


def attach(*, actor: Actor, record: EvaluationRound, member: RoundMember, upload: Upload | None) -> EvidenceFile:
    """Keep a file as evidence of a department in a round. Raises Refused outside measuring and for a wrong file."""
    policy.require(Permission.MEASURE_ENTER, actor, member.department_id)
    hold_phase(record)
    if not phases.may_enter_measures(record.phase):
        raise Refused(_("Evidence can be handed in while the round is measuring, not now."))
    if upload is None or not upload.filename:
        raise Refused(_("Choose a file."))
    return store_evidence(
        stream=upload.stream, filename=upload.filename, subject_type=SUBJECT, subject_id=member.id, actor=actor
    )


def files_of(member: RoundMember) -> Sequence[EvidenceFile]:
    """Return the files of a department in a round."""
    return evidence_of(SUBJECT, [member.id])[member.id]


def may_see(actor: Actor, member_id: int) -> bool:
    """Whether the actor may open the evidence of a department in a round."""
    found = db.session.execute(
        select(RoundMember.round_id, RoundMember.department_id).where(RoundMember.id == member_id)
    ).first()
    if found is None:
        return False
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR):
        return True
    if actor.coordinates(found.department_id) or actor.heads(found.department_id):
        return True
    assigned = select(EvaluatorAssignment.id).where(
        EvaluatorAssignment.round_id == found.round_id,
        EvaluatorAssignment.evaluator_id == actor.id,
        covers(found.department_id),
    )
    return actor.has(Role.EVALUATOR) and db.session.scalar(assigned.limit(1)) is not None
