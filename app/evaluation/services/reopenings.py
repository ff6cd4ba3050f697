"""회차 다시 열기: proposed by the control tower with a scope and a last day, agreed by another office. Nothing moves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.queries.actors import actor_of_person
from app.accounts.queries.roles import offices_on
from app.accounts.queries.seconds import people_apart
from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation.enums import CorrectionKind, Permission, ReopeningState
from app.evaluation.models import (
    Composition,
    EvaluationRound,
    ReopeningEntry,
    ReopeningScope,
    RoundMember,
    RoundReopening,
)
from app.evaluation.queries.reopenings import live_reopening, scope_of
from app.evaluation.reopening_events import (
    ReopeningAgreed,
    ReopeningExpired,
    ReopeningProposed,
    ReopeningWithdrawn,
)
from app.evaluation.reopening_policy import REOPENING_POLICY
from app.evaluation.rules import reopenings as rules
from app.evaluation.rules.reopenings import Scope
from app.organization.enums import SettingKey
from app.organization.queries import setting


@dataclass(frozen=True, kw_only=True)
class ReopeningDraft:
    """What is to be corrected, until when, why, and who of another office is to agree."""

    scope: Scope
    open_until: date
    second_id: int
    reason: str


def most_days() -> int:
    """Return how many days a reopening lasts at most, as the office has set it."""
    return int(setting(SettingKey.ROUND_REOPENING_DAYS))


def propose(*, actor: Actor, record: EvaluationRound, draft: ReopeningDraft) -> RoundReopening:
    """Propose to correct an opened round. An expired reopening before it is ended; a live one is a Conflict."""
    access.require(REOPENING_POLICY, Permission.REOPENING_PROPOSE, actor)
    known = live_reopening(record.id)
    if known is not None and not end_if_expired(known, actor.id):
        raise Conflict(_("The round is opened again already. End that reopening first."))
    rules.check_proposal(record.phase, draft.scope, draft.open_until, clock.today(), most_days())
    words = rules.reason_words(draft.reason)
    _check_scope(record, draft.scope)
    second = _second(actor, draft)
    assert actor.department_id is not None
    assert second.department_id is not None
    found = RoundReopening(
        round_id=record.id,
        reason=words,
        open_until=draft.open_until,
        proposed_by_id=actor.id,
        proposing_department_id=actor.department_id,
        proposed_on=clock.today(),
        proposed_at=clock.now(),
        second_id=second.id,
        second_department_id=second.department_id,
    )
    db.session.add(found)
    db.session.flush()
    _write_scope(found, draft.scope)
    publish(
        ReopeningProposed(
            actor_id=actor.id,
            reopening_id=found.id,
            round_id=record.id,
            kinds=tuple(sorted(kind.value for kind in draft.scope.kinds)),
            departments=tuple(sorted(draft.scope.departments)),
            indicators=tuple(sorted(draft.scope.indicators)),
            open_until=draft.open_until.isoformat(),
            second_id=second.id,
            reason=FreeText(words),
        )
    )
    return found


def _check_scope(record: EvaluationRound, scope: Scope) -> None:
    members = select(RoundMember.department_id).where(RoundMember.round_id == record.id)
    indicators = select(Composition.indicator_id).where(Composition.round_id == record.id)
    if not scope.departments <= set(db.session.scalars(members)):
        raise Refused(_("The department is not in this round."))
    if not scope.indicators <= set(db.session.scalars(indicators)):
        raise Refused(_("The round has no such indicator."))


def _second(actor: Actor, draft: ReopeningDraft) -> Actor:
    """Return the second person: of another office, and of no department the correction is for."""
    if draft.second_id not in dict(people_apart(offices_of(actor), without=[actor.id])):
        raise Refused(_("Choose a head or HR of another office."))
    second = actor_of_person(draft.second_id)
    assert second is not None
    if offices_of(second) & draft.scope.departments:
        raise Refused(_("The second person is not of a department that is corrected."))
    return second


def _write_scope(found: RoundReopening, scope: Scope) -> None:
    kinds: Collection[CorrectionKind] = sorted(scope.kinds, key=lambda kind: kind.value)
    db.session.add_all(
        [
            *(ReopeningScope(reopening_id=found.id, kind=kind) for kind in kinds),
            *(ReopeningScope(reopening_id=found.id, department_id=unit) for unit in sorted(scope.departments)),
            *(ReopeningScope(reopening_id=found.id, indicator_id=key) for key in sorted(scope.indicators)),
        ]
    )
    db.session.flush()


def agree(*, actor: Actor, reopening: RoundReopening) -> None:
    """Agree as the second person: corrections inside the scope may be entered until the last day."""
    access.require(REOPENING_POLICY, Permission.REOPENING_ANSWER, actor, reopening)
    _check(reopening, ReopeningState.PROPOSED)
    if offices_on(reopening.proposed_by_id, clock.today()) & offices_of(actor):
        raise Refused(_("A correction is confirmed by somebody of another office."))
    if offices_of(actor) & scope_of(reopening.id).departments:
        raise Refused(_("The second person is not of a department that is corrected."))
    change_state(reopening, state=ReopeningState.OPEN, agreed_on=clock.today(), agreed_at=clock.now())
    publish(ReopeningAgreed(actor_id=actor.id, reopening_id=reopening.id, round_id=reopening.round_id))


def withdraw(*, actor: Actor, reopening: RoundReopening, reason: str) -> None:
    """End a reopening without a correction: as control tower at any time, as second person by declining or later."""
    may_end = access.allows(REOPENING_POLICY, Permission.REOPENING_PROPOSE, actor)
    if not may_end:
        access.require(REOPENING_POLICY, Permission.REOPENING_ANSWER, actor, reopening)
    _check(reopening, *rules.LIVE)
    words = rules.reason_words(reason)
    before = reopening.state
    change_state(
        reopening,
        state=ReopeningState.WITHDRAWN,
        withdrawn_by_id=actor.id,
        withdrawn_at=clock.now(),
        withdraw_reason=words,
    )
    publish(
        ReopeningWithdrawn(
            actor_id=actor.id,
            reopening_id=reopening.id,
            round_id=reopening.round_id,
            from_state=before.value,
            reason=FreeText(words),
        )
    )


def end_if_expired(reopening: RoundReopening, actor_id: int) -> bool:
    """Write down that a reopening has expired, if its last day has passed. Returns whether it had."""
    if rules.is_live(reopening.state, reopening.open_until, clock.today()):
        return False
    standing = select(ReopeningEntry.id).where(
        ReopeningEntry.reopening_id == reopening.id, ReopeningEntry.taken_back_at.is_(None)
    )
    entries = len(db.session.scalars(standing).all())
    change_state(reopening, state=ReopeningState.EXPIRED)
    publish(
        ReopeningExpired(actor_id=actor_id, reopening_id=reopening.id, round_id=reopening.round_id, entries=entries)
    )
    return True


def _check(reopening: RoundReopening, *wanted: ReopeningState) -> None:
    rules.check_state(reopening.state, *wanted, open_until=reopening.open_until, today=clock.today())
