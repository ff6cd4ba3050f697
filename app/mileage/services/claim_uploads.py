"""적립신청 일괄 등록: every row of a workbook becomes a claim of the person it names, or none does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import IO

from sqlalchemy import insert, select, update

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.core.sheets import Problems
from app.files.models import EvidenceFile
from app.files.services import store_again, store_evidence
from app.mileage.claim_events import ClaimsEntered
from app.mileage.enums import ClaimState
from app.mileage.events import ClaimSubmitted, ClaimWritten
from app.mileage.models import Claim, ClaimEntry, ClaimShare, ClaimUpload
from app.mileage.queries.claims import EVIDENCE_SUBJECT
from app.mileage.queries.year_locks import check_open
from app.mileage.services.accounts import insert_into, lock_pool
from app.mileage.services.claim_checks import RowChecks, WantedClaim
from app.mileage.services.claim_sheets import TITLE, SheetClaim

Papers = Mapping[str, Callable[[], IO[bytes]]]
"""Name of a file handed over with the workbook → how it is opened; each row that names it gets its own record."""

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class UploadText:
    """What is handed over: the workbook, its papers, and whether its claims are handed in at once."""

    file_name: str
    content: bytes
    handed_in: bool = False
    papers: Papers = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """What the file is known by."""
        return sha256(self.content).hexdigest()


def enter_claims(
    *, actor: Actor | None, text: UploadText, rows: Sequence[SheetClaim], problems: Problems
) -> ClaimUpload:
    """Enter every row as a claim of the person it names; `problems` are those found while reading.

    `actor` None is the office's own command line: it may claim for everybody, and brings no papers.

    Raises `SheetErrors` naming every wrong row, `Refused` for a workbook that was read in before or a paper that no
    row names. Then nothing is saved.
    """
    _check_new(text)
    wanted = _checked(actor, text, rows, problems)
    upload = _keep_upload(actor, text, len(wanted))
    claims = [claim for start in range(0, len(wanted), AT_ONCE) for claim in _enter(upload, wanted[start:][:AT_ONCE])]
    kept: dict[str, EvidenceFile] = {}
    for claim_id, one in zip(claims, wanted, strict=True):
        _tell_written(claim_id, one, actor)
        for name in one.evidence:
            assert actor is not None
            kept[name] = _keep_paper(text, name, claim_id, actor, kept.get(name))
    publish(
        ClaimsEntered(
            actor_id=actor.id if actor else None,
            claim_upload_id=upload.id,
            sha256=upload.sha256,
            rows=upload.row_count,
            handed_in=upload.handed_in,
        )
    )
    if text.handed_in:
        _hand_in(claims, wanted, actor)
    _check_still_open(wanted)
    return upload


def _check_still_open(wanted: Sequence[WantedClaim]) -> None:
    """Refuse what a closing of the year overtook. The lock is taken last: reading many rows in keeps nobody waiting."""
    lock_pool()
    for day in {one.row.happened_on.year: one.row.happened_on for one in wanted}.values():
        check_open(day)


def _checked(
    actor: Actor | None, text: UploadText, rows: Sequence[SheetClaim], problems: Problems
) -> Sequence[WantedClaim]:
    checks = RowChecks(actor, papers=frozenset(text.papers), handed_in=text.handed_in)
    wanted: list[WantedClaim] = []
    for row in rows:
        found = checks.wanted(row, partial(problems.add, TITLE, row.row))
        if found is not None:
            wanted.append(found)
    problems.raise_any()
    named = {name for one in wanted for name in one.evidence}
    loose = sorted(set(text.papers) - named)
    if loose:
        raise Refused(_("No row names these files: %(names)s.", names=", ".join(loose[:10])))
    return wanted


def _check_new(text: UploadText) -> None:
    before = db.session.scalar(select(ClaimUpload.created_at).where(ClaimUpload.sha256 == text.sha256))
    if before is not None:
        raise _read_before()


def _read_before() -> Refused:
    return Refused(_("This workbook was read in before. Its claims are there already."))


def _keep_upload(actor: Actor | None, text: UploadText, count: int) -> ClaimUpload:
    row = insert_into(ClaimUpload).values(
        uploader_id=actor.id if actor else None,
        file_name=text.file_name,
        sha256=text.sha256,
        row_count=count,
        handed_in=text.handed_in,
        created_at=clock.now(),
    )
    upload_id = db.session.scalar(row.on_conflict_do_nothing().returning(ClaimUpload.id))
    if upload_id is None:
        raise _read_before()
    return db.session.get_one(ClaimUpload, upload_id)


def _enter(upload: ClaimUpload, wanted: Sequence[WantedClaim]) -> Sequence[int]:
    """Write some claims with their shares; return their ids in the order of the rows."""
    claims = [
        {
            "item_id": one.item_id,
            "claimant_id": one.claimant.id,
            "department_id": one.claimant.department_id,
            "title": one.row.title,
            "description": one.row.description,
            "happened_on": one.row.happened_on,
            "points": one.points,
            "figure": one.row.figure,
            "created_at": upload.created_at,
        }
        for one in wanted
    ]
    made = insert(Claim).returning(Claim.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(made, claims))
    shares = [
        {"claim_id": claim_id, "person_id": person_id, "share": share}
        for claim_id, one in zip(ids, wanted, strict=True)
        for person_id, share in one.shares.items()
    ]
    if shares:
        db.session.execute(insert(ClaimShare), shares)
    db.session.execute(insert(ClaimEntry), [{"claim_id": claim_id, "upload_id": upload.id} for claim_id in ids])
    return ids


def _keep_paper(text: UploadText, name: str, claim_id: int, actor: Actor, before: EvidenceFile | None) -> EvidenceFile:
    """Keep a paper for a claim; one that another row named before is not read again."""
    if before is not None:
        return store_again(evidence=before, subject_id=claim_id, actor=actor)
    with text.papers[name]() as stream:
        return store_evidence(
            stream=stream, filename=name, subject_type=EVIDENCE_SUBJECT, subject_id=claim_id, actor=actor
        )


def _hand_in(claims: Sequence[int], wanted: Sequence[WantedClaim], actor: Actor | None) -> None:
    for skips_head in (False, True):
        ids = [key for key, one in zip(claims, wanted, strict=True) if one.skips_head is skips_head]
        for start in range(0, len(ids), AT_ONCE):
            handed_in = (
                update(Claim)
                .where(Claim.id.in_(ids[start:][:AT_ONCE]), Claim.state == ClaimState.DRAFT)
                .values(
                    state=ClaimState.SUBMITTED,
                    submitted_at=clock.now(),
                    skips_head=skips_head,
                    version=Claim.version + 1,
                )
            )
            db.session.execute(handed_in.execution_options(synchronize_session=False))
    for claim_id, one in zip(claims, wanted, strict=True):
        publish(
            ClaimSubmitted(
                actor_id=actor.id if actor else None,
                claim_id=claim_id,
                department_id=one.claimant.department_id,
                skips_head=one.skips_head,
            )
        )


def _tell_written(claim_id: int, one: WantedClaim, actor: Actor | None) -> None:
    publish(
        ClaimWritten(
            actor_id=actor.id if actor else None,
            claim_id=claim_id,
            item_code=one.row.code,
            points=one.points,
            shares=tuple((person_id, str(share)) for person_id, share in one.shares.items()),
        )
    )
