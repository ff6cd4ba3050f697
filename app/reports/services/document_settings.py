"""기관 서식: choose the emblem, and who signs which document."""

from collections.abc import Mapping, Sequence
from typing import IO

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.documents.pictures import MOST_PIXELS, is_drawable
from app.core.errors import Refused, WrongState
from app.core.events import publish
from app.core.messages import _
from app.files import services as files
from app.files import store
from app.files.rules import clean_name
from app.reports.enums import Permission
from app.reports.events import DocumentApprovalSet, OfficeEmblemSet
from app.reports.models import DocumentApproval, OfficeEmblem
from app.reports.policy import POLICY
from app.reports.queries.document_settings import approvals, emblem_today

SUBJECT = "office_emblem"
THE_OFFICE = 1
"""There is one office: the subject of its emblem's files."""

EMBLEM_KINDS = (".png", ".jpg", ".jpeg")
MOST_BYTES = 512 * 1024
MOST_TITLES, TITLE_LENGTH = 6, 20


def set_emblem(*, actor: Actor, stream: IO[bytes], filename: str | None) -> OfficeEmblem:
    """Let documents carry a picture from now on. Raises `Refused` unless it is a sound PNG or JPEG of modest size."""
    access.require(POLICY, Permission.DOCUMENTS_SET, actor)
    if not clean_name(filename).lower().endswith(EMBLEM_KINDS):
        raise Refused(_("The emblem is a PNG or JPEG picture."))
    evidence = files.store_evidence(
        stream=stream, filename=filename, subject_type=SUBJECT, subject_id=THE_OFFICE, actor=actor
    )
    if evidence.size > MOST_BYTES:
        raise Refused(_("The emblem is larger than %(most)s kB.", most=MOST_BYTES // 1024))
    if not is_drawable(store.read(evidence.sha256)):
        raise Refused(
            _("The picture is broken or larger than %(most)s pixels. Nothing was changed.", most=f"{MOST_PIXELS:,}")
        )
    return _choose(actor, evidence.id, evidence.sha256)


def remove_emblem(*, actor: Actor) -> OfficeEmblem:
    """Let documents carry no emblem from now on."""
    access.require(POLICY, Permission.DOCUMENTS_SET, actor)
    if emblem_today() is None:
        raise WrongState(_("The office has no emblem."))
    return _choose(actor, None, None)


def _choose(actor: Actor, evidence_id: int | None, sha256: str | None) -> OfficeEmblem:
    record = OfficeEmblem(evidence_file_id=evidence_id, set_by_id=actor.id, set_at=clock.now())
    db.session.add(record)
    db.session.flush()
    publish(OfficeEmblemSet(actor_id=actor.id, office_emblem_id=record.id, sha256=sha256))
    return record


def set_approvals(*, actor: Actor, chosen: Mapping[str, Sequence[str]], defaults: Mapping[str, Sequence[str]]) -> int:
    """Say who signs each kind of document. `defaults` holds where nothing was chosen yet. Returns how many changed."""
    access.require(POLICY, Permission.DOCUMENTS_SET, actor)
    present = {kind: tuple(titles) for kind, titles in defaults.items()} | approvals()
    changed = [kind for kind, titles in chosen.items() if kind in defaults and tuple(titles) != present[kind]]
    for kind in changed:
        _set_approval(actor, kind, tuple(chosen[kind]))
    return len(changed)


def _set_approval(actor: Actor, kind: str, titles: tuple[str, ...]) -> None:
    record = DocumentApproval(kind=kind, titles=list(titles), set_by_id=actor.id, set_at=clock.now())
    db.session.add(record)
    db.session.flush()
    publish(DocumentApprovalSet(actor_id=actor.id, document_approval_id=record.id, kind=kind, titles=titles))
