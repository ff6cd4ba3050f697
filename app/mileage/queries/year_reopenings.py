"""마감 다시 열기: which reopening a closing has, what it would give back, and what waits for whom."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, case, cast, func, literal, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.mileage.enums import ClosingState, ReopeningState, TransferKind
from app.mileage.models import Transfer, YearClosing, YearReopening

_IS_LIVE = YearReopening.state != ReopeningState.WITHDRAWN


class GivenBack(NamedTuple):
    """What comes back when a closing is opened again."""

    accounts: int
    points: Decimal


def reopening_of(closing_id: int) -> YearReopening | None:
    """Return the reopening of a closing, whatever came of it but a withdrawal."""
    of_closing = (YearReopening.closing_id == closing_id, YearReopening.state != ReopeningState.WITHDRAWN)
    return db.session.scalar(select(YearReopening).where(*of_closing))


def agreed_reopening(year: int) -> YearReopening | None:
    """Return the reopening by which the year is open now."""
    return db.session.scalar(
        select(YearReopening).where(YearReopening.year == year, YearReopening.state == ReopeningState.AGREED)
    )


def is_expiry_of(closing: Any) -> ColumnElement[bool]:  # noqa: ANN401  a closing or its table
    """Whether a transfer is what a closing let expire on an account; its reversal has the same source."""
    head = literal("closing:") + cast(closing.year, String) + ":" + cast(Transfer.debit_account_id, String)
    tail = case((closing.number == 1, ""), else_=literal(":") + cast(closing.number, String))
    return and_(Transfer.kind == TransferKind.EXPIRY, Transfer.source == head + tail)


def expiries_of(closing: YearClosing) -> Sequence[Transfer]:
    """Return the rows by which points expired, without those that came back already."""
    return db.session.scalars(_standing(closing, Transfer).order_by(Transfer.id)).all()


def given_back_by(closing: YearClosing) -> GivenBack:
    """Return what opening a closing again would give back."""
    sums = (func.count(), func.coalesce(func.sum(Transfer.points), Decimal(0), type_=Transfer.points.type))
    return GivenBack(*db.session.execute(_standing(closing, *sums)).one())


def names_in(reopening: YearReopening) -> Mapping[int, str]:
    """Return the names of those who had a part in a reopening."""
    ids = (reopening.proposed_by_id, reopening.second_id, reopening.withdrawn_by_id or 0)
    return {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Whether a reopening waits for the actor's word."""
    return and_(YearReopening.second_id == actor.id, YearReopening.state == ReopeningState.PROPOSED)


def live_reopening(year: int) -> YearReopening | None:
    """Return the reopening of a year that is proposed, or by which it is open."""
    live = (ReopeningState.PROPOSED, ReopeningState.AGREED)
    return db.session.scalar(select(YearReopening).where(YearReopening.year == year, YearReopening.state.in_(live)))


def was_asked_about(year: int, actor: Actor) -> bool:
    """Whether the actor was named to confirm a closing of the year, or to agree that it is opened again."""
    closing = select(YearClosing.id).where(YearClosing.year == year, YearClosing.second_id == actor.id)
    reopening = select(YearReopening.id).where(YearReopening.year == year, YearReopening.second_id == actor.id)
    alive = (closing.where(YearClosing.state != ClosingState.WITHDRAWN), reopening.where(_IS_LIVE))
    return any(db.session.scalar(statement.limit(1)) is not None for statement in alive)


def _standing(closing: YearClosing, *columns: Any) -> AnySelect:
    reversal = aliased(Transfer)
    like = f"closing:{closing.year}:%" if closing.number == 1 else f"closing:{closing.year}:%:{closing.number}"
    own: ColumnElement[bool] = Transfer.source.like(like)
    if closing.number == 1:
        own = and_(own, Transfer.source.not_like(f"closing:{closing.year}:%:%"))
    return (
        select(*columns)
        .select_from(Transfer)
        .outerjoin(reversal, reversal.reverses_id == Transfer.id)
        .where(Transfer.kind == TransferKind.EXPIRY, own, Transfer.reverses_id.is_(None), reversal.id.is_(None))
    )
