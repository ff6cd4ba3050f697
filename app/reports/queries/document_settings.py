"""기관 서식: what every document of the office carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.database import db
from app.core.documents.content import Office
from app.core.documents.pictures import is_drawable
from app.core.i18n import format_number
from app.core.messages import _
from app.files import store
from app.files.models import EvidenceFile
from app.files.store import DamagedFile
from app.organization.enums import SettingKey
from app.organization.queries import setting
from app.reports.models import DocumentApproval, OfficeEmblem
from app.reports.queries.rounds import chain_head


@dataclass(frozen=True, kw_only=True)
class Emblem:
    """The emblem that holds: its file, who chose it and when."""

    evidence_file_id: int
    name: str
    sha256: str
    set_by: str
    set_at: datetime

    def content(self) -> bytes | None:
        """Return the picture; None where it is gone, was changed, or cannot be drawn."""
        try:
            found = store.read(self.sha256)
        except DamagedFile:
            return None
        return found if is_drawable(found) else None


def office_of(kind: str, default: Sequence[str] = ()) -> Office:
    """Return what stands on a document of a kind. A broken emblem is left out, and the document says so."""
    emblem = emblem_today()
    picture = emblem.content() if emblem else None
    missing = emblem is not None and picture is None
    return Office(
        name=setting(SettingKey.OFFICE_NAME),
        emblem=picture,
        approval=approvals().get(kind, tuple(default)),
        remark=str(_("The emblem of the office cannot be read and is left out.")) if missing else "",
    )


def emblem_today() -> Emblem | None:
    """Return the emblem the office has chosen, None where it has none."""
    newest = select(func.max(OfficeEmblem.id)).scalar_subquery()
    statement = (
        select(
            EvidenceFile.id, EvidenceFile.name, EvidenceFile.sha256, Person.name.label("set_by"), OfficeEmblem.set_at
        )
        .join(EvidenceFile, EvidenceFile.id == OfficeEmblem.evidence_file_id)
        .join(Person, Person.id == OfficeEmblem.set_by_id)
        .where(OfficeEmblem.id == newest)
    )
    row = db.session.execute(statement).first()
    if row is None:
        return None
    return Emblem(evidence_file_id=row.id, name=row.name, sha256=row.sha256, set_by=row.set_by, set_at=row.set_at)


def approvals() -> dict[str, tuple[str, ...]]:
    """Return the titles of the approval box of every kind of document the office has chosen them for."""
    newest = select(func.max(DocumentApproval.id)).group_by(DocumentApproval.kind)
    statement = select(DocumentApproval.kind, DocumentApproval.titles).where(DocumentApproval.id.in_(newest))
    return {kind: tuple(titles) for kind, titles in db.session.execute(statement)}


def anchor_text() -> str | None:
    """Return the end of the audit chain as it stands at the foot of a document, None before anything has happened."""
    head = chain_head()
    return None if head is None else f"{format_number(head.seq)} · {head.hash}"
