"""인계: where a batch stands in its line, what HR said, and the state that batch and adjustments make together."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account, Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Role
from app.core.database import db
from app.reports.enums import BatchState, Verdict
from app.reports.models import IncentiveBatch, IncentiveDecision, IncentiveFactSheet, IncentiveHandover
from app.reports.rules.adjustments import Row, applied, state_of


@dataclass(frozen=True, kw_only=True)
class Standing:
    """인계 상태: the state of a batch and the batches it is tied to, by (id, number)."""

    state: BatchState
    rule_code: str = ""
    adjusts: tuple[int, str] | None = None
    replaces: tuple[int, str] | None = None
    replaced_by: tuple[int, str] | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""
    settled_by: tuple[int, str] | None = None
    """The accepted batch of another rule set because of which this one can only be compared."""


PLAIN = Standing(state=BatchState.PLAIN)


@dataclass(frozen=True, kw_only=True)
class Tail:
    """The end of a line: its last batch and whether HR has accepted it."""

    batch_id: int
    adjusts_id: int | None
    sha256: str
    number: str
    verdict: Verdict | None


def tail_of(round_code: str, rule_code: str, *, lock: bool = False) -> Tail | None:
    """Return the last batch of a line. With `lock` nobody decides about it until this transaction ends."""
    statement = (
        select(
            IncentiveHandover.batch_id,
            IncentiveHandover.adjusts_id,
            IncentiveBatch.sha256,
            IncentiveBatch.number,
        )
        .join(IncentiveBatch, IncentiveBatch.id == IncentiveHandover.batch_id)
        .where(IncentiveHandover.round_code == round_code, IncentiveHandover.rule_code == rule_code)
        .order_by(IncentiveHandover.batch_id.desc())
        .limit(1)
    )
    found = db.session.execute(statement.with_for_update(of=IncentiveHandover) if lock else statement).first()
    if found is None:
        return None
    batch_id, adjusts_id, sha256, number = found
    return Tail(batch_id=batch_id, adjusts_id=adjusts_id, sha256=sha256, number=number, verdict=verdict_of(batch_id))


def verdict_of(batch_id: int) -> Verdict | None:
    """Return what HR said about a batch, None where nothing yet."""
    return db.session.scalar(select(IncentiveDecision.verdict).where(IncentiveDecision.batch_id == batch_id))


def lock_handover(batch_id: int) -> IncentiveHandover | None:
    """Load the hand-over of a batch and keep others from deciding or replacing it meanwhile."""
    return db.session.scalar(select(IncentiveHandover).where(IncentiveHandover.batch_id == batch_id).with_for_update())


def entered_facts_of(batch_id: int) -> int | None:
    """Return who entered HR's facts of a batch; None where it rests on none."""
    statement = (
        select(IncentiveFactSheet.entered_by_id)
        .join(IncentiveHandover, IncentiveHandover.fact_sheet_id == IncentiveFactSheet.id)
        .where(IncentiveHandover.batch_id == batch_id)
    )
    return db.session.scalar(statement)


def has_another_officer(but: Collection[int]) -> bool:
    """Whether somebody else of HR could decide today: neither an auditor nor without an account that opens."""
    today = clock.today()
    held = exists().where(RoleAssignment.person_id == Person.id, held_on(today))
    free = (
        select(Person.id)
        .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
        .where(held.where(RoleAssignment.role == Role.HR), ~held.where(RoleAssignment.role == Role.AUDITOR))
        .where(or_(Person.left_on.is_(None), Person.left_on >= today), Person.id.not_in(but))
    )
    return db.session.scalar(free.limit(1)) is not None


def settled_by(round_code: str) -> tuple[str, str] | None:
    """Return number and rule code of the accepted first batch of a round, if there is one."""
    statement = (
        select(IncentiveBatch.number, IncentiveHandover.rule_code)
        .join(IncentiveHandover, IncentiveHandover.batch_id == IncentiveBatch.id)
        .join(IncentiveDecision, IncentiveDecision.batch_id == IncentiveBatch.id)
        .where(IncentiveDecision.settles_round == round_code)
    )
    found = db.session.execute(statement).first()
    return None if found is None else (found[0], found[1])


def accepted_line(round_code: str, rule_code: str) -> Sequence[IncentiveBatch]:
    """Return the accepted batches of a line in their order: the first, then its adjustments."""
    statement = (
        select(IncentiveBatch)
        .join(IncentiveHandover, IncentiveHandover.batch_id == IncentiveBatch.id)
        .join(IncentiveDecision, IncentiveDecision.batch_id == IncentiveBatch.id)
        .where(
            IncentiveHandover.round_code == round_code,
            IncentiveHandover.rule_code == rule_code,
            IncentiveDecision.verdict == Verdict.ACCEPTED,
        )
        .order_by(IncentiveBatch.id)
    )
    return db.session.scalars(statement).all()


def state_after(batches: Sequence[IncentiveBatch]) -> Mapping[str, Row]:
    """Return the rows of everybody after a first batch and its adjustments. Raises `Conflict` where they do not join."""
    state: Mapping[str, Row] = {}
    for batch in batches:
        content = json.loads(batch.content)
        rows = content["rows"]
        state = applied(state, rows) if content.get("kind") == "adjustment" else state_of(rows)
    return state


def standings_of(batch_ids: Sequence[int]) -> dict[int, Standing]:
    """Return how these batches stand; those from before the hand-over are missing. One statement."""
    adjusted, replaced, later = aliased(IncentiveBatch), aliased(IncentiveBatch), aliased(IncentiveBatch)
    next_one, settling, settled = aliased(IncentiveHandover), aliased(IncentiveDecision), aliased(IncentiveBatch)
    statement = (
        select(
            IncentiveHandover,
            IncentiveDecision,
            Person.name,
            adjusted.number,
            replaced.number,
            later.id,
            later.number,
            settled.id,
            settled.number,
        )
        .outerjoin(IncentiveDecision, IncentiveDecision.batch_id == IncentiveHandover.batch_id)
        .outerjoin(Person, Person.id == IncentiveDecision.decided_by_id)
        .outerjoin(adjusted, adjusted.id == IncentiveHandover.adjusts_id)
        .outerjoin(replaced, replaced.id == IncentiveHandover.replaces_id)
        .outerjoin(next_one, next_one.replaces_id == IncentiveHandover.batch_id)
        .outerjoin(later, later.id == next_one.batch_id)
        .outerjoin(settling, settling.settles_round == IncentiveHandover.round_code)
        .outerjoin(settled, settled.id == settling.batch_id)
        .where(IncentiveHandover.batch_id.in_(batch_ids))
    )
    return {row[0].batch_id: _standing(*row) for row in db.session.execute(statement)}


def _standing(
    handover: IncentiveHandover,
    decision: IncentiveDecision | None,
    decider: str | None,
    adjusted: str | None,
    replaced: str | None,
    later_id: int | None,
    later: str | None,
    settled_id: int | None,
    settled: str | None,
) -> Standing:
    state = _state(decision, later_id, compared=settled_id is not None and handover.adjusts_id is None)
    return Standing(
        state=state,
        rule_code=handover.rule_code,
        adjusts=_pair(handover.adjusts_id, adjusted),
        replaces=_pair(handover.replaces_id, replaced),
        replaced_by=_pair(later_id, later),
        decided_by=decider,
        decided_at=None if decision is None else decision.decided_at,
        reason="" if decision is None else decision.reason,
        settled_by=_pair(settled_id, settled) if state is BatchState.COMPARED else None,
    )


def _state(decision: IncentiveDecision | None, later_id: int | None, *, compared: bool) -> BatchState:
    if decision is not None and decision.verdict is Verdict.ACCEPTED:
        return BatchState.ACCEPTED
    if later_id is not None:
        return BatchState.REPLACED
    if decision is not None:
        return BatchState.RETURNED
    return BatchState.COMPARED if compared else BatchState.WAITING


def _pair(batch_id: int | None, number: str | None) -> tuple[int, str] | None:
    return None if batch_id is None or number is None else (batch_id, number)


def is_replaced(batch_id: int) -> bool:
    """Whether another batch has taken the place of this one."""
    return bool(db.session.scalar(select(exists().where(IncentiveHandover.replaces_id == batch_id))))


def adjusted_lines() -> Sequence[tuple[str, str]]:
    """Return round and rule code of every line that HR has accepted an adjustment of."""
    statement = (
        select(IncentiveHandover.round_code, IncentiveHandover.rule_code)
        .join(IncentiveDecision, IncentiveDecision.batch_id == IncentiveHandover.batch_id)
        .where(IncentiveHandover.adjusts_id.is_not(None), IncentiveDecision.verdict == Verdict.ACCEPTED)
        .distinct()
        .order_by(IncentiveHandover.round_code, IncentiveHandover.rule_code)
    )
    return [(round_code, rule_code) for round_code, rule_code in db.session.execute(statement)]
