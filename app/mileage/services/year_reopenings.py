"""마감 다시 열기: proposed by the control tower, agreed by another office; what expired comes back at once."""

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.queries.actors import actor_of_person
from app.accounts.queries.roles import offices_on
from app.accounts.queries.seconds import people_apart
from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import Message, _
from app.mileage.enums import ClosingState, Permission, ReopeningState, ReversalReason, TransferKind
from app.mileage.ledger_events import YearReopened, YearReopeningProposed, YearReopeningWithdrawn
from app.mileage.models import Transfer, YearClosing, YearReopening
from app.mileage.policy import POLICY
from app.mileage.queries import year_reopenings as queries
from app.mileage.queries.year_locks import later_closed_year
from app.mileage.rules import closings as rules
from app.mileage.services.accounts import lock_pool
from app.mileage.services.ledger import post_transfers
from app.mileage.services.reversals import mirror

REASON_LENGTH = 10


def propose_reopening(*, actor: Actor, closing: YearClosing, second_id: int, reason: str) -> YearReopening:
    """Propose to open a closed year again, and name who of another office is to agree. Nothing moves yet.

    Done twice with the same second person, the first proposal comes back; with another one, `Conflict`.
    """
    access.require(POLICY, Permission.REOPENING_PROPOSE, actor)
    lock_pool()
    known = queries.reopening_of(closing.id)
    if known is not None and known.state is ReopeningState.PROPOSED:
        return _same(known, second_id)
    _check_reopenable(closing, known)
    words = _words(reason)
    if second_id not in dict(people_apart(offices_of(actor), without=[actor.id])):
        raise Refused(_("Choose a head or HR of another office."))
    second = actor_of_person(second_id)
    assert second is not None
    assert second.department_id is not None
    assert actor.department_id is not None
    rules.check_offices((actor.id, offices_of(actor)), (second.id, offices_of(second)))
    found = YearReopening(
        year=closing.year,
        closing_id=closing.id,
        reason=words,
        proposed_by_id=actor.id,
        proposing_department_id=actor.department_id,
        proposed_on=clock.today(),
        proposed_at=clock.now(),
        second_id=second.id,
        second_department_id=second.department_id,
    )
    db.session.add(found)
    db.session.flush()
    publish(
        YearReopeningProposed(
            actor_id=actor.id,
            year_reopening_id=found.id,
            year=found.year,
            closing_id=closing.id,
            second_id=second.id,
            reason=FreeText(words),
        )
    )
    return found


def agree_reopening(*, reopening: YearReopening, actor: Actor) -> YearReopening:
    """Agree as the named second person: what the closing let expire comes back, and the year takes points again.

    All in one transaction; done twice, nothing more happens. What was taken back by hand before stays as it is.
    """
    access.require(POLICY, Permission.REOPENING_AGREE, actor, reopening)
    lock_pool()
    db.session.refresh(reopening)
    if reopening.state in {ReopeningState.AGREED, ReopeningState.ENDED}:
        return reopening
    rules.check_reopening_proposed(reopening.state)
    proposer = (reopening.proposed_by_id, offices_on(reopening.proposed_by_id, clock.today()))
    rules.check_offices(proposer, (actor.id, offices_of(actor)))
    closing = db.session.get_one(YearClosing, reopening.closing_id)
    _check_order(closing.year)
    expired = queries.expiries_of(closing)
    given_back = sum((row.points for row in expired), Decimal(0))
    change_state(
        reopening,
        state=ReopeningState.AGREED,
        agreed_on=clock.today(),
        agreed_at=clock.now(),
        given_back=given_back,
        accounts=len(expired),
    )
    post_transfers([mirror(row, actor.id, ReversalReason.YEAR_REOPENED, reopening.reason) for row in expired])
    publish(
        YearReopened(
            actor_id=actor.id,
            year_reopening_id=reopening.id,
            year=closing.year,
            accounts=len(expired),
            given_back=given_back,
        )
    )
    return reopening


def withdraw_reopening(*, reopening: YearReopening, actor: Actor, reason: str) -> None:
    """Take a proposal back as control tower, or decline it as the second person."""
    access.require(POLICY, Permission.REOPENING_WITHDRAW, actor, reopening)
    rules.check_reopening_proposed(reopening.state)
    words = _words(reason)
    change_state(
        reopening,
        state=ReopeningState.WITHDRAWN,
        withdrawn_by_id=actor.id,
        withdrawn_at=clock.now(),
        withdraw_reason=words,
    )
    publish(
        YearReopeningWithdrawn(
            actor_id=actor.id, year_reopening_id=reopening.id, year=reopening.year, reason=FreeText(words)
        )
    )


def check_reopenings() -> Iterator[Message]:
    """Yield the reopened closings of which something is still expired."""
    reversal = aliased(Transfer)
    kept = (
        select(YearClosing.year, Transfer.id)
        .join(YearReopening, YearReopening.closing_id == YearClosing.id)
        .join(Transfer, queries.is_expiry_of(YearClosing))
        .outerjoin(reversal, reversal.reverses_id == Transfer.id)
        .where(YearReopening.state.in_((ReopeningState.AGREED, ReopeningState.ENDED)), reversal.id.is_(None))
        .where(Transfer.kind == TransferKind.EXPIRY)
        .order_by(Transfer.id)
    )
    for year, transfer_id in db.session.execute(kept):
        yield _("%(year)s was opened again, but transfer %(id)s did not come back.", year=year, id=transfer_id)


def _same(known: YearReopening, second_id: int) -> YearReopening:
    if known.second_id != second_id:
        raise Conflict(_("This is proposed already, with another second person. Withdraw that proposal first."))
    return known


def _check_reopenable(closing: YearClosing, known: YearReopening | None) -> None:
    if closing.state is not ClosingState.CONFIRMED:
        raise Conflict(_("This year is not closed."))
    if known is not None:
        raise Conflict(_("This closing was opened again already."))
    _check_order(closing.year)


def _check_order(year: int) -> None:
    later = later_closed_year(year)
    if later is not None:
        raise Conflict(_("%(later)s is closed; open it first: years are opened from the last one back.", later=later))


def _words(text: str) -> str:
    words = text.strip()
    if len(words) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    return words
