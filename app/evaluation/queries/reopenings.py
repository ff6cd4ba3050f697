"""Reads about rounds that were opened again: scope, entries, who reads what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import CorrectionKind, Permission, ReopeningState
from app.evaluation.models import (
    Composition,
    EvaluationRound,
    Publication,
    ReopeningEntry,
    ReopeningScope,
    RoundMember,
    RoundReopening,
)
from app.evaluation.queries.releases import seen_by
from app.evaluation.queries.rows import rows_as
from app.evaluation.reopening_policy import REOPENING_POLICY
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.rules.reopenings import LIVE, Scope, is_live
from app.organization.models import PeerGroup

_Taker = aliased(Person, name="taker")
_Proposer, _Second = aliased(Person, name="proposer"), aliased(Person, name="second")


@dataclass(frozen=True, kw_only=True)
class ReopeningRow:
    """One line of the list of reopenings of a round."""

    id: int
    state: ReopeningState
    reason: str
    open_until: date
    proposed_by: str
    proposed_at: datetime
    second: str
    publication_version: int | None

    @property
    def shown_state(self) -> ReopeningState:
        """The state, expired where the last day has passed and nobody has said so yet."""
        return shown_state(self.state, self.open_until)


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """A proposed correction with the names of what it is about."""

    id: int
    kind: CorrectionKind
    department_id: int | None
    department: str | None
    peer_group_id: int | None
    peer_group: str | None
    indicator_id: int | None
    after: Mapping[str, Any]
    reason: str
    basis: str
    entered_by_id: int
    entered_by: str
    entered_at: datetime
    taken_back_by: str | None
    taken_back_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.taken_back_at is None

    @property
    def draft(self) -> CorrectionDraft:
        """The correction it would be."""
        return CorrectionDraft(
            kind=self.kind,
            after=self.after,
            reason=self.reason,
            department_id=self.department_id,
            peer_group_id=self.peer_group_id,
            indicator_id=self.indicator_id,
        )


def shown_state(state: ReopeningState, open_until: date) -> ReopeningState:
    """Return the state as it is today: a live one past its last day has expired."""
    return ReopeningState.EXPIRED if state in LIVE and clock.today() > open_until else state


def live_reopening(round_id: int) -> RoundReopening | None:
    """Return the reopening of a round that is proposed, open or to be confirmed, expired or not."""
    return db.session.scalar(
        select(RoundReopening).where(RoundReopening.round_id == round_id, RoundReopening.state.in_(LIVE))
    )


def is_reopened(round_id: int) -> bool:
    """Whether something can still come of a reopening of the round: until then it does not move on."""
    found = live_reopening(round_id)
    return found is not None and is_live(found.state, found.open_until, clock.today())


def reopening_rows(round_id: int) -> Sequence[ReopeningRow]:
    """Return the reopenings of a round, newest first."""
    statement = (
        select(
            RoundReopening.id,
            RoundReopening.state,
            RoundReopening.reason,
            RoundReopening.open_until,
            _Proposer.name,
            RoundReopening.proposed_at,
            _Second.name,
            RoundReopening.publication_version,
        )
        .join(_Proposer, _Proposer.id == RoundReopening.proposed_by_id)
        .join(_Second, _Second.id == RoundReopening.second_id)
        .where(RoundReopening.round_id == round_id)
        .order_by(RoundReopening.id.desc())
    )
    return rows_as(ReopeningRow, statement)


def scope_of(reopening_id: int) -> Scope:
    """Return what a reopening is for."""
    columns = (ReopeningScope.kind, ReopeningScope.department_id, ReopeningScope.indicator_id)
    rows = db.session.execute(select(*columns).where(ReopeningScope.reopening_id == reopening_id)).all()
    return Scope(
        kinds=frozenset(kind for kind, _d, _i in rows if kind is not None),
        departments=frozenset(unit for _k, unit, _i in rows if unit is not None),
        indicators=frozenset(key for _k, _d, key in rows if key is not None),
    )


def entries_of(reopening: RoundReopening) -> Sequence[EntryView]:
    """Return the entries of a reopening in the order they were made, those taken back too."""
    statement = (
        select(
            ReopeningEntry.id,
            ReopeningEntry.kind,
            ReopeningEntry.department_id,
            RoundMember.department_name,
            ReopeningEntry.peer_group_id,
            PeerGroup.name,
            ReopeningEntry.indicator_id,
            ReopeningEntry.after,
            ReopeningEntry.reason,
            ReopeningEntry.basis,
            ReopeningEntry.entered_by_id,
            Person.name,
            ReopeningEntry.entered_at,
            _Taker.name,
            ReopeningEntry.taken_back_at,
        )
        .join(Person, Person.id == ReopeningEntry.entered_by_id)
        .outerjoin(_Taker, _Taker.id == ReopeningEntry.taken_back_by_id)
        .outerjoin(PeerGroup, PeerGroup.id == ReopeningEntry.peer_group_id)
        .outerjoin(
            RoundMember,
            and_(RoundMember.round_id == reopening.round_id, RoundMember.department_id == ReopeningEntry.department_id),
        )
        .where(ReopeningEntry.reopening_id == reopening.id)
        .order_by(ReopeningEntry.id)
    )
    return rows_as(EntryView, statement)


def indicator_names(round_id: int) -> dict[int, str]:
    """Return "code name" of the indicators of a round by id."""
    statement = (
        select(Composition.indicator_id, Composition.code, Composition.name)
        .where(Composition.round_id == round_id)
        .distinct()
        .order_by(Composition.code)
    )
    return {key: f"{code} {name}" for key, code, name in db.session.execute(statement)}


def group_names(round_id: int) -> dict[int, str]:
    """Return the peer groups that have indicators in a round."""
    statement = (
        select(PeerGroup.id, PeerGroup.name)
        .join(Composition, Composition.peer_group_id == PeerGroup.id)
        .where(Composition.round_id == round_id)
        .distinct()
        .order_by(PeerGroup.id)
    )
    return {key: value for key, value in db.session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


def concerns(actor: Actor, reopening: RoundReopening, scope: Scope) -> frozenset[int]:
    """Return the departments of the scope the actor heads or coordinates."""
    own = {*actor.headed_department_ids, *actor.coordinated_department_ids}
    if not own:
        return frozenset()
    members = select(RoundMember.department_id).where(
        RoundMember.round_id == reopening.round_id, RoundMember.department_id.in_(own)
    )
    return frozenset(unit for unit in db.session.scalars(members) if not scope.departments or unit in scope.departments)


def reads_all(actor: Actor, reopening: RoundReopening) -> bool:
    """Whether the actor reads everything of a reopening: entries and moves of every department."""
    return access.allows(REOPENING_POLICY, Permission.REOPENING_READ, actor, reopening)


def reopening_or_404(record: EvaluationRound, reopening_id: int, actor: Actor) -> RoundReopening:
    """Return a reopening the actor may see. Raises Missing.

    The control tower, auditors and the second person; heads and coordinators of departments it is for; and, once
    what it moved is published, everybody who reads results, each as far as they read them.
    """
    found = db.session.get(RoundReopening, reopening_id)
    if found is None or found.round_id != record.id or not _may_see(actor, found):
        raise Missing(_("There is no such reopening."))
    return found


def _may_see(actor: Actor, reopening: RoundReopening) -> bool:
    if reads_all(actor, reopening) or is_out(actor, reopening):
        return True
    return bool(concerns(actor, reopening, scope_of(reopening.id)))


def is_out(actor: Actor, reopening: RoundReopening) -> bool:
    """Whether what a closed reopening has moved is among the results the actor may see: published and released."""
    if reopening.state is not ReopeningState.CLOSED:
        return False
    published = select(Publication.id).where(
        Publication.round_id == reopening.round_id,
        Publication.version >= (reopening.publication_version or 1),
        seen_by(actor),
    )
    return db.session.scalar(published.limit(1)) is not None


def reads_results(actor: Actor) -> bool:
    """Whether the actor reads the results of every department."""
    return policy.allows(Permission.RESULTS_READ_ALL, actor)


def names_of(*person_ids: int | None) -> Mapping[int, str]:
    """Return the names of people by id."""
    ids = [key for key in person_ids if key is not None]
    return {key: value for key, value in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}  # noqa: C416  rows are no pairs to mypy


def waits_for_second(actor: Actor) -> ColumnElement[bool]:
    """Whether a reopening waits for the actor's word: to agree, or to confirm what moves."""
    return and_(
        RoundReopening.second_id == actor.id,
        RoundReopening.state.in_((ReopeningState.PROPOSED, ReopeningState.SUBMITTED)),
        RoundReopening.open_until >= clock.today(),
    )
