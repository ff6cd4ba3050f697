"""다시 닫기: what would move, shown to the second person; confirmed, the corrections are written and published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from app.accounts.queries.actors import actor_of_person
from app.accounts.queries.roles import offices_on
from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import Message, _
from app.core.snapshots import canonical_json, to_plain
from app.evaluation import policy
from app.evaluation.enums import CorrectionOrigin, Permission, ReopeningState
from app.evaluation.models import Correction, EvaluationRound, RoundReopening
from app.evaluation.queries.reopenings import EntryView, entries_of
from app.evaluation.reopening_events import ReopeningClosed, ReopeningReturned, ReopeningSubmitted
from app.evaluation.reopening_policy import REOPENING_POLICY
from app.evaluation.rules import phases
from app.evaluation.rules import reopenings as rules
from app.evaluation.rules.moves import Move, moves
from app.evaluation.services.correction_seconds import require_unconcerned
from app.evaluation.services.corrections import CheckedCorrection, try_corrections, write_checked
from app.evaluation.services.phase_locks import hold_phase
from app.evaluation.services.publications import publish_correction, snapshot
from app.evaluation.services.scoring import RoundResult

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What the entries would do: every move, and the canonical text that is kept, with its hash."""

    entries: Sequence[EntryView]
    """Those that stand."""
    checked: Sequence[CheckedCorrection]
    """The corrections they would be, in the same order."""
    moves: Sequence[Move]
    text: str
    sha256: str


def consequence(record: EvaluationRound, reopening: RoundReopening, entries: Sequence[EntryView]) -> Consequence:
    """Reckon the round with the standing entries and compare. Raises as `try_corrections`."""
    standing = [entry for entry in entries if entry.stands]
    trial = try_corrections(record, [entry.draft for entry in standing])
    found = moves(_content(record, trial.before), _content(record, trial.after))
    kept = {
        "format": FORMAT,
        "round": record.code,
        "reopening": reopening.id,
        "entries": [
            _entry(entry, item.before, item.draft.after) for entry, item in zip(standing, trial.checked, strict=True)
        ],
        "moves": [asdict(move) for move in found],
    }
    text = canonical_json(kept).decode()
    digest = sha256(text.encode()).hexdigest()
    return Consequence(entries=standing, checked=trial.checked, moves=found, text=text, sha256=digest)


def _content(record: EvaluationRound, result: RoundResult) -> Mapping[str, Any]:
    content: Any = to_plain(snapshot(record, result, version=0, correction_reason=""))
    return dict(content)


def _entry(entry: EntryView, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "department_id": entry.department_id,
        "department": entry.department,
        "peer_group_id": entry.peer_group_id,
        "indicator_id": entry.indicator_id,
        "before": before,
        "after": after,
        "reason": entry.reason,
        "basis": entry.basis,
        "entered_by": entry.entered_by,
    }


def submit(*, actor: Actor, record: EvaluationRound, reopening: RoundReopening) -> None:
    """Hand the entries to the second person. Raises Refused without any, and where the round cannot be scored so."""
    access.require(REOPENING_POLICY, Permission.REOPENING_PROPOSE, actor)
    _check(reopening, ReopeningState.OPEN)
    entries = [entry for entry in entries_of(reopening) if entry.stands]
    if not entries:
        raise Refused(_("Nothing is entered. End the reopening instead."))
    _check_second(record, reopening, consequence(record, reopening, entries))
    change_state(
        reopening,
        state=ReopeningState.SUBMITTED,
        submitted_by_id=actor.id,
        submitted_at=clock.now(),
        return_reason=None,
    )
    publish(ReopeningSubmitted(actor_id=actor.id, reopening_id=reopening.id, entries=len(entries)))


def give_back(*, actor: Actor, reopening: RoundReopening, reason: str) -> None:
    """Give the entries back as the second person: they may be changed until the last day."""
    access.require(REOPENING_POLICY, Permission.REOPENING_ANSWER, actor, reopening)
    _check(reopening, ReopeningState.SUBMITTED)
    words = rules.reason_words(reason)
    change_state(reopening, state=ReopeningState.OPEN, return_reason=words)
    publish(ReopeningReturned(actor_id=actor.id, reopening_id=reopening.id, reason=FreeText(words)))


def confirm(*, actor: Actor, record: EvaluationRound, reopening: RoundReopening, seen_sha256: str) -> None:
    """Confirm as the second person that every move was seen: the corrections are written, and published if the round was.

    `seen_sha256` is the hash of the list that was looked at. Raises Conflict where another one would be written by
    now, WrongState where the reopening expired.
    """
    access.require(REOPENING_POLICY, Permission.REOPENING_ANSWER, actor, reopening)
    hold_phase(record, alone=True)
    _check(reopening, ReopeningState.SUBMITTED)
    found = consequence(record, reopening, entries_of(reopening))
    if found.sha256 != seen_sha256:
        raise Conflict(_("What would move has changed since you saw it. Look at the list again."))
    _check_second(record, reopening, found)
    submitter = _submitter(reopening)
    written = _write(record, reopening, found)
    version = None
    if phases.may_correct(record.phase):
        version = publish_correction(
            actor=submitter, record=record, confirmed_by_id=actor.id, reason=reopening.reason
        ).version
    change_state(
        reopening,
        state=ReopeningState.CLOSED,
        closed_on=clock.today(),
        closed_at=clock.now(),
        content=found.text,
        sha256=found.sha256,
        publication_version=version,
    )
    publish(
        ReopeningClosed(
            actor_id=actor.id,
            reopening_id=reopening.id,
            round_id=record.id,
            corrections=len(written),
            moves=len(found.moves),
            sha256=found.sha256,
            publication_version=version,
        )
    )


def _check_second(record: EvaluationRound, reopening: RoundReopening, found: Consequence) -> None:
    units = [entry.department_id for entry in found.entries]
    offices = offices_on(reopening.second_id, clock.today())
    require_unconcerned(record, offices, departments=units, moved=found.moves)


def _submitter(reopening: RoundReopening) -> Actor:
    """Return who handed the entries over, who must still be the control tower to publish."""
    assert reopening.submitted_by_id is not None
    found = actor_of_person(reopening.submitted_by_id)
    if found is None or not policy.allows(Permission.RESULTS_PUBLISH, found):
        raise Refused(_("Who handed the entries over is not the control tower any more: give them back."))
    return found


def _write(record: EvaluationRound, reopening: RoundReopening, found: Consequence) -> list[Correction]:
    """Write the corrections, which were checked together: each carries who entered it."""
    by_person: dict[int, list[CheckedCorrection]] = {}
    for entry, correction in zip(found.entries, found.checked, strict=True):
        by_person.setdefault(entry.entered_by_id, []).append(correction)
    written: list[Correction] = []
    for person_id, own in by_person.items():
        written += write_checked(
            record=record,
            checked=own,
            origin=CorrectionOrigin.REOPENING,
            origin_id=reopening.id,
            entered_by_id=person_id,
            confirmed_by_id=reopening.second_id,
        )
    return written


def _check(reopening: RoundReopening, *wanted: ReopeningState) -> None:
    rules.check_state(reopening.state, *wanted, open_until=reopening.open_until, today=clock.today())


def check_reopenings() -> Iterator[Message]:
    """Yield corrections of reopenings that no closed reopening explains, and closed ones whose corrections are gone."""
    closed = set(db.session.scalars(select(RoundReopening.id).where(RoundReopening.state == ReopeningState.CLOSED)))
    told = set(
        db.session.scalars(
            select(Correction.origin_id).where(Correction.origin == CorrectionOrigin.REOPENING).distinct()
        )
    )
    for reopening_id in sorted(told - closed):
        yield _("Corrections name reopening %(id)s, which was never closed.", id=reopening_id)
    for reopening_id in sorted(closed - told):
        yield _("Reopening %(id)s is closed, but its corrections are gone.", id=reopening_id)
