"""사례의 증빙자료."""

from collections.abc import Iterable

from app.core import access
from app.core.access import Actor
from app.core.errors import Missing
from app.core.messages import _
from app.files import services as evidence_store
from app.files.queries import evidence_of
from app.files.services import Upload
from app.innovation.enums.permissions import Permission
from app.innovation.models import Case
from app.innovation.policy import POLICY
from app.innovation.queries.cases import EVIDENCE, case_people
from app.innovation.rules.cases import check_editing


def add_files(*, actor: Actor, case: Case, uploads: Iterable[Upload]) -> None:
    """Attach files to a case that is not handed in: all of them, or none if one is refused."""
    access.require(POLICY, Permission.CASE_WRITE, actor, case_people(case).work)
    check_editing(case.state)
    evidence_store.store_uploads(uploads=uploads, subject_type=EVIDENCE, subject_id=case.id, actor=actor)


def take_file_back(*, actor: Actor, case: Case, evidence_id: int) -> None:
    """Take one's own file back from a case that is not handed in."""
    access.require(POLICY, Permission.CASE_WRITE, actor, case_people(case).work)
    check_editing(case.state)
    files = {evidence.id: evidence for evidence in evidence_of(EVIDENCE, [case.id])[case.id]}
    if evidence_id not in files:
        raise Missing(_("There is no such file."))
    evidence_store.withdraw_evidence(evidence=files[evidence_id], actor=actor)
