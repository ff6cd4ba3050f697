"""정정안: what is proposed inside a reopening, by the control tower or a department for its own measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.accounts.queries.roles import offices_on
from app.core import access, clock
from app.core.access import Actor, Role, offices_of
from app.core.database import db
from app.core.errors import Conflict, Denied, Missing, Refused
from app.core.events import FreeText, publish
from app.core.figures import bare
from app.core.messages import _
from app.core.snapshots import canonical_json, to_plain
from app.evaluation import policy
from app.evaluation.enums import CorrectionKind, Permission, ReopeningState
from app.evaluation.models import Composition, EvaluationRound, ReopeningEntry, RoundReopening
from app.evaluation.queries.reopenings import concerns, entries_of, reads_all, scope_of
from app.evaluation.reopening_events import ReopeningEntryMade, ReopeningEntryTakenBack
from app.evaluation.reopening_policy import REOPENING_POLICY
from app.evaluation.rules import reopenings as rules
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.methods.reading import to_number, wrong
from app.evaluation.services.corrections import check_corrections

SUBJECT = "reopening_entry"


@dataclass(frozen=True, kw_only=True)
class EntryDraft:
    """A proposed correction. `after` as in `CorrectionDraft`; `basis` says what it rests on."""

    kind: CorrectionKind
    after: Mapping[str, Any]
    reason: str
    basis: str
    department_id: int | None = None
    peer_group_id: int | None = None
    indicator_id: int | None = None

    @property
    def correction(self) -> CorrectionDraft:
        """The correction it would be."""
        return CorrectionDraft(
            kind=self.kind,
            after=self.after,
            reason=self.reason,
            department_id=self.department_id,
            peer_group_id=self.peer_group_id,
            indicator_id=self.indicator_id,
        )


def enter(*, actor: Actor, record: EvaluationRound, reopening: RoundReopening, draft: EntryDraft) -> ReopeningEntry:
    """Propose a correction inside the scope. It does not count before the second person has confirmed it.

    Raises WrongState where the reopening is not open or has expired, Denied for who may not enter this, and Refused
    outside the scope, for the own department, and for what cannot be scored. Weights are summed up at the end.
    """
    _require_may_enter(actor, reopening, draft)
    rules.check_state(reopening.state, ReopeningState.OPEN, open_until=reopening.open_until, today=clock.today())
    if not scope_of(reopening.id).holds(draft.kind, draft.department_id, draft.indicator_id):
        raise Refused(_("This lies outside of what the reopening was agreed for."))
    if offices_of(actor) & offices_on(reopening.second_id, clock.today()):
        raise Refused(_("A correction is confirmed by somebody of another office."))
    if not draft.basis.strip():
        raise wrong("basis", _("Say what the correction rests on."))
    rules.reason_words(draft.reason)
    after = _checked(record, draft)
    _refuse_twice(reopening, draft.correction)
    row = ReopeningEntry(
        reopening_id=reopening.id,
        kind=draft.kind,
        department_id=draft.department_id,
        peer_group_id=draft.peer_group_id,
        indicator_id=draft.indicator_id,
        after=after,
        reason=draft.reason.strip(),
        basis=draft.basis.strip(),
        entered_by_id=actor.id,
        entered_on=clock.today(),
        entered_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    publish(_made(row))
    return row


def _made(row: ReopeningEntry) -> ReopeningEntryMade:
    return ReopeningEntryMade(
        actor_id=row.entered_by_id,
        reopening_id=row.reopening_id,
        entry_id=row.id,
        kind=row.kind.value,
        department_id=row.department_id,
        peer_group_id=row.peer_group_id,
        indicator_id=row.indicator_id,
        after=canonical_json(row.after).decode(),
        reason=FreeText(row.reason),
    )


def _require_may_enter(actor: Actor, reopening: RoundReopening, draft: EntryDraft) -> None:
    if actor.has(Role.AUDITOR) or actor.id == reopening.second_id:
        raise Denied(_("You may not do this."))
    if access.allows(REOPENING_POLICY, Permission.REOPENING_PROPOSE, actor):
        if draft.department_id is not None and draft.department_id in offices_of(actor):
            raise Refused(_("You cannot correct your own department."))
        return
    if draft.kind is not CorrectionKind.MEASURE:
        raise Denied(_("You may not do this."))
    policy.require(Permission.MEASURE_ENTER, actor, draft.department_id)


def _checked(record: EvaluationRound, draft: EntryDraft) -> dict[str, Any]:
    """Return what would count, with its numbers read. A weight alone never sums to 100: only its number is checked."""
    if draft.kind is CorrectionKind.WEIGHT:
        return _checked_weight(record, draft)
    checked, _after = check_corrections(record, [draft.correction])
    found: Any = to_plain(checked[0].draft.after)
    return dict(found)


def _checked_weight(record: EvaluationRound, draft: EntryDraft) -> dict[str, Any]:
    in_round = select(Composition.id).where(
        Composition.round_id == record.id,
        Composition.peer_group_id == draft.peer_group_id,
        Composition.indicator_id == draft.indicator_id,
    )
    if db.session.scalar(in_round) is None:
        raise Refused(_("The peer group has no such indicator in this round."))
    weight = to_number(draft.after.get("weight"))
    if weight is None or weight <= 0:
        raise wrong("weight", _("A weight is a number above 0."))
    return {"weight": bare(weight)}


def _refuse_twice(reopening: RoundReopening, correction: CorrectionDraft) -> None:
    """An entry for the same thing is taken back first, so that nobody wonders which of two counts."""
    if any(entry.stands and entry.draft.key == correction.key for entry in entries_of(reopening)):
        raise Refused(_("This is corrected by another entry already: take that one back first."))


def take_back(*, actor: Actor, reopening: RoundReopening, entry_id: int) -> None:
    """Take back an entry while the reopening is open: one's own, or any as control tower. It stays readable."""
    row = db.session.get(ReopeningEntry, entry_id)
    if row is None or row.reopening_id != reopening.id:
        raise Missing(_("There is no such entry."))
    if row.entered_by_id != actor.id:
        access.require(REOPENING_POLICY, Permission.REOPENING_PROPOSE, actor)
    rules.check_state(reopening.state, ReopeningState.OPEN, open_until=reopening.open_until, today=clock.today())
    if row.taken_back_at is not None:
        raise Conflict(_("This entry is taken back already."))
    row.taken_back_by_id, row.taken_back_at = actor.id, clock.now()
    db.session.flush()
    publish(ReopeningEntryTakenBack(actor_id=actor.id, reopening_id=reopening.id, entry_id=row.id))


def may_see(actor: Actor, entry_id: int) -> bool:
    """Whether the actor may open the files of an entry: who reads the whole reopening, and the department it is about."""
    row = db.session.get(ReopeningEntry, entry_id)
    reopening = None if row is None else db.session.get(RoundReopening, row.reopening_id)
    if row is None or reopening is None:
        return False
    own = row.department_id in concerns(actor, reopening, scope_of(reopening.id))
    return own or reads_all(actor, reopening)
