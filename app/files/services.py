"""The verbs of the evidence store. Whether the actor may add to the subject is the calling domain's question."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import IO, Protocol

from sqlalchemy import select, update

from app.core import access, clock, events
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict
from app.core.messages import Message, _
from app.files import rules, store
from app.files.enums import Permission
from app.files.events import EvidenceDamaged, EvidenceStored, EvidenceWithdrawn
from app.files.models import EvidenceFile
from app.files.policy import POLICY
from app.files.store import DamagedFile, Received

LEFT_BEHIND_AFTER = timedelta(days=1)
"""No upload takes longer than this from the file to its record."""


class Upload(Protocol):
    """A file somebody sends."""

    filename: str | None

    @property
    def stream(self) -> IO[bytes]:
        """Its content."""


def store_evidence(
    *, stream: IO[bytes], filename: str | None, subject_type: str, subject_id: int, actor: Actor
) -> EvidenceFile:
    """Keep a file for a subject. Raises `Refused` for a forbidden kind, a false content or a wrong size.

    The file stays on disk if the transaction fails: it is found by nobody, and `sweep_evidence` removes it.
    """
    with _checked(stream, filename) as (received, name):
        return _keep(received, name, subject_type, subject_id, actor)


def store_uploads(
    *, uploads: Iterable[Upload], subject_type: str, subject_id: int, actor: Actor
) -> Sequence[EvidenceFile]:
    """Keep several files for a subject. All are checked before the first is kept: a wrong one leaves none behind."""
    with ExitStack() as stack:
        checked = [stack.enter_context(_checked(upload.stream, upload.filename)) for upload in uploads]
        return [_keep(received, name, subject_type, subject_id, actor) for received, name in checked]


@contextmanager
def _checked(stream: IO[bytes], filename: str | None) -> Iterator[tuple[Received, str]]:
    name = rules.clean_name(filename)
    extension = rules.extension_of(name)
    with store.receive(stream) as received:
        with received.path.open("rb") as file:
            rules.check_content(extension, file)
        yield received, name


def store_again(*, evidence: EvidenceFile, subject_id: int, actor: Actor) -> EvidenceFile:
    """Hand in for another subject of the same kind what was just handed in: a record of its own for the same file."""
    return _record(
        EvidenceFile(
            sha256=evidence.sha256,
            size=evidence.size,
            media_type=evidence.media_type,
            name=evidence.name,
            subject_type=evidence.subject_type,
            subject_id=subject_id,
            uploaded_by_id=actor.id,
            uploaded_at=clock.now(),
        ),
        actor,
    )


def _keep(received: Received, name: str, subject_type: str, subject_id: int, actor: Actor) -> EvidenceFile:
    store.keep(received)
    return _record(
        EvidenceFile(
            sha256=received.sha256,
            size=received.size,
            media_type=rules.MEDIA_TYPES[rules.extension_of(name)],
            name=name,
            subject_type=subject_type,
            subject_id=subject_id,
            uploaded_by_id=actor.id,
            uploaded_at=clock.now(),
        ),
        actor,
    )


def _record(evidence: EvidenceFile, actor: Actor) -> EvidenceFile:
    db.session.add(evidence)
    db.session.flush()
    events.publish(
        EvidenceStored(
            actor_id=actor.id,
            evidence_file_id=evidence.id,
            attached_to=evidence.subject_type,
            attached_id=evidence.subject_id,
            sha256=evidence.sha256,
            size=evidence.size,
            name=events.FreeText(evidence.name),
        )
    )
    return evidence


def withdraw_evidence(*, evidence: EvidenceFile, actor: Actor) -> None:
    """Take back a file one has handed in. It is no longer shown; the record and the file stay."""
    access.require(POLICY, Permission.EVIDENCE_WITHDRAW, actor, evidence)
    statement = (
        update(EvidenceFile)
        .where(EvidenceFile.id == evidence.id, EvidenceFile.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now(), withdrawn_by_id=actor.id)
        .execution_options(synchronize_session=False)
    )
    db.session.flush()
    if db.session.connection().execute(statement).rowcount != 1:
        raise Conflict(_("This evidence is already withdrawn."))
    db.session.refresh(evidence)
    events.publish(
        EvidenceWithdrawn(
            actor_id=actor.id,
            evidence_file_id=evidence.id,
            attached_to=evidence.subject_type,
            attached_id=evidence.subject_id,
        )
    )


def report_damage(*, evidence_id: int, sha256: str, actor: Actor) -> None:
    """Put on record that a stored file is not what was handed in."""
    events.publish(EvidenceDamaged(actor_id=actor.id, evidence_file_id=evidence_id, sha256=sha256))


def sweep_evidence() -> int:
    """Remove what uploads that came to nothing left behind more than a day ago; return how many files that were.

    These are files no record speaks of, and halves of files. A withdrawn file has its record and stays.
    """
    before = clock.now() - LEFT_BEHIND_AFTER
    known = set(db.session.scalars(select(EvidenceFile.sha256).distinct()))
    orphans = [path for path, sha256 in store.files_before(before) if sha256 not in known]
    return sum(store.remove(path, before=before) for path in orphans)


def check_evidence() -> Iterator[Message]:
    """Yield a sentence for every record whose file is gone or changed (`flask check`, sentence I5)."""
    rows = db.session.execute(select(EvidenceFile.id, EvidenceFile.sha256).order_by(EvidenceFile.id))
    for evidence_id, sha256 in rows:
        try:
            store.read(sha256)
        except DamagedFile:
            yield _("The file of evidence %(id)s is gone or was changed.", id=evidence_id)
