"""연도 마감: proposed by the control tower, confirmed by a second office; then points expire and the year is shut."""

from collections.abc import Iterator
from decimal import Decimal

from sqlalchemy import insert, select

from app.accounts.queries.actors import actor_of_person
from app.accounts.queries.roles import offices_on
from app.accounts.queries.seconds import people_apart
from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import Message, _
from app.mileage.enums import AccountKind, ClosingState, ItemSubject, Permission, ReopeningState, TransferKind
from app.mileage.events import YearClosed, YearClosingProposed, YearClosingWithdrawn, YearRuleSet
from app.mileage.models import ClosingLine, YearClosing, YearLock, YearRule
from app.mileage.policy import POLICY
from app.mileage.queries import year_closings as queries
from app.mileage.queries.year_closings import Preview
from app.mileage.queries.year_locks import earlier_reopened_year, is_closed, is_reopened, later_closed_year
from app.mileage.queries.year_reopenings import agreed_reopening, reopening_of
from app.mileage.rules import closings as rules
from app.mileage.rules.closings import Outcome, YearEnd
from app.mileage.rules.sources import source_of_expiry
from app.mileage.services.accounts import LockedAccount, lock_pool
from app.mileage.services.ledger import Posting, post_transfers
from app.mileage.services.year_reopenings import check_reopenings

REASON_LENGTH = 10


def set_year_rule(*, actor: Actor, year: int, subject: ItemSubject, rule: YearEnd, reason: str) -> YearRule:
    """Set what becomes of the points of people or departments when a year ends; before it has ended."""
    access.require(POLICY, Permission.CLOSING_RULE, actor)
    rules.check_rule(year, rule, clock.today())
    _check_reason(reason)
    row = YearRule(
        year=year,
        ends_on=rules.last_day(year),
        subject=subject,
        kind=rule.kind,
        most=rule.most,
        reason=reason.strip(),
        set_on=clock.today(),
        set_at=clock.now(),
        set_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        YearRuleSet(
            actor_id=actor.id,
            year_rule_id=row.id,
            year=year,
            of=subject.value,
            kind=rule.kind.value,
            most=rule.most,
            reason=FreeText(reason),
        )
    )
    return row


def propose_closing(*, actor: Actor, year: int, second_id: int) -> YearClosing:
    """Propose to close a year, and name who of another office is to confirm it.

    Done twice, the first proposal comes back, and a year that is closed stays closed. Raises `Conflict` where another
    second person was named in a proposal that still waits.
    """
    access.require(POLICY, Permission.CLOSING_PROPOSE, actor)
    lock_pool()
    known = queries.closing_of(year)
    if known is not None:
        return _same(known, second_id)
    _check_closable(year)
    if second_id not in dict(people_apart(offices_of(actor), without=[actor.id])):
        raise Refused(_("Choose a head or HR of another office."))
    second = actor_of_person(second_id)
    assert second is not None
    rules.check_offices((actor.id, offices_of(actor)), (second.id, offices_of(second)))
    assert actor.department_id is not None
    assert second.department_id is not None
    before = queries.replaced_by_next(year)
    closing = YearClosing(
        year=year,
        number=before.number + 1 if before is not None else 1,
        starts_on=rules.first_day(year),
        ends_on=rules.last_day(year),
        proposed_by_id=actor.id,
        proposing_department_id=actor.department_id,
        proposed_at=clock.now(),
        proposed_on=clock.today(),
        second_id=second.id,
        second_department_id=second.department_id,
    )
    db.session.add(closing)
    db.session.flush()
    publish(YearClosingProposed(actor_id=actor.id, year_closing_id=closing.id, year=year, second_id=second.id))
    return closing


def confirm_closing(*, closing: YearClosing, actor: Actor, digest: str) -> YearClosing:
    """Close the year as the named second person: what expires leaves the accounts, all in one transaction.

    `digest` is that of the sums the actor has seen. Done twice, nothing more happens. Raises `Conflict` where the sums
    have changed since.
    """
    access.require(POLICY, Permission.CLOSING_CONFIRM, actor, closing)
    pool = lock_pool()
    db.session.refresh(closing)
    if closing.state is ClosingState.CONFIRMED:
        return closing
    rules.check_proposed(closing.state)
    proposer = (closing.proposed_by_id, offices_on(closing.proposed_by_id, clock.today()))
    rules.check_offices(proposer, (actor.id, offices_of(actor)))
    _check_closable(closing.year)
    found = queries.preview_of(closing.year)
    if digest != found.digest:
        raise Conflict(_("The sums have changed since you saw them. Look at them again."))
    change_state(
        closing,
        state=ClosingState.CONFIRMED,
        confirmed_at=clock.now(),
        confirmed_on=clock.today(),
        content=found.text,
        sha256=found.digest,
    )
    _post(closing, found, pool, actor)
    publish(
        YearClosed(
            actor_id=actor.id,
            year_closing_id=closing.id,
            year=closing.year,
            number=closing.number,
            accounts=len(found.outcomes),
            expired=found.totals().expires,
            sha256=found.digest,
        )
    )
    return closing


def withdraw_closing(*, closing: YearClosing, actor: Actor, reason: str) -> None:
    """Take a proposal back as control tower, or decline it as the second person."""
    access.require(POLICY, Permission.CLOSING_WITHDRAW, actor, closing)
    rules.check_proposed(closing.state)
    _check_reason(reason)
    change_state(
        closing,
        state=ClosingState.WITHDRAWN,
        withdrawn_by_id=actor.id,
        withdrawn_at=clock.now(),
        withdraw_reason=reason.strip(),
    )
    publish(
        YearClosingWithdrawn(actor_id=actor.id, year_closing_id=closing.id, year=closing.year, reason=FreeText(reason))
    )


def check_closings() -> Iterator[Message]:
    """Yield the closings whose lines no longer make the report that was confirmed."""
    confirmed = (
        select(YearClosing)
        .where(YearClosing.state == ClosingState.CONFIRMED)
        .order_by(YearClosing.year, YearClosing.number)
    )
    for closing in db.session.scalars(confirmed):
        if queries.report_of(closing).text != closing.content:
            yield _("The lines of the closing of %(year)s do not make its report.", year=closing.year)
        if reopening_of(closing.id) is None and not is_closed(closing.year):
            yield _("%(year)s was closed, but points can be posted into it.", year=closing.year)
    yield from check_reopenings()


def _same(known: YearClosing, second_id: int) -> YearClosing:
    if known.state is ClosingState.PROPOSED and known.second_id != second_id:
        raise Conflict(_("This is proposed already, with another second person. Withdraw that proposal first."))
    return known


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))


def _check_closable(year: int) -> None:
    rules.check_over(year, clock.today(), is_reopened=is_reopened(year))
    if is_closed(year):
        raise Refused(_("The mileage of %(year)s is closed; nothing more can be posted into it.", year=year))
    later = later_closed_year(year)
    if later is not None:
        raise Refused(_("%(later)s is closed already; years are closed in their order.", later=later))
    opened = earlier_reopened_year(year)
    if opened is not None:
        raise Refused(_("%(opened)s was opened again; close it first.", opened=opened))
    blockers = queries.blockers_of(year)
    if blockers:
        raise Refused(
            _("%(count)s things of %(year)s are still on the way; they come first.", count=len(blockers), year=year)
        )


def _post(closing: YearClosing, found: Preview, pool: LockedAccount, actor: Actor) -> None:
    """Write a line per account, move what expires, and shut the year; the issuing pool is locked."""
    assert pool.kind is AccountKind.ISSUE_POOL
    expired = lock_pool(AccountKind.EXPIRED_POOL)
    if found.outcomes:
        db.session.execute(insert(ClosingLine), [_line(closing, outcome) for outcome in found.outcomes])
    expiring = [outcome for outcome in found.outcomes if outcome.expires > 0]
    post_transfers([_posting(closing, found, outcome, expired.id, actor.id) for outcome in expiring])
    _shut(closing, actor)


def _shut(closing: YearClosing, actor: Actor) -> None:
    """Lock the days of the year; after a reopening they are locked already, and the reopening ends."""
    reopening = agreed_reopening(closing.year)
    if reopening is not None:
        change_state(reopening, state=ReopeningState.ENDED, closed_again_id=closing.id)
        return
    db.session.add(
        YearLock(
            year=closing.year,
            starts_on=closing.starts_on,
            ends_on=closing.ends_on,
            closed_at=clock.now(),
            closed_by_id=actor.id,
        )
    )
    db.session.flush()


def _line(closing: YearClosing, outcome: Outcome) -> dict[str, int | Decimal]:
    return {
        "closing_id": closing.id,
        "account_id": outcome.account_id,
        "earned": outcome.earned,
        "spent": outcome.spent,
        "expired": outcome.expires,
        "carried": outcome.carries,
    }


def _posting(closing: YearClosing, found: Preview, outcome: Outcome, pool_id: int, actor_id: int) -> Posting:
    rule = found.rules[outcome.subject]
    return Posting(
        kind=TransferKind.EXPIRY,
        debit_account_id=outcome.account_id,
        credit_account_id=pool_id,
        points=outcome.expires,
        source=source_of_expiry(closing.year, outcome.account_id, closing.number),
        occurred_on=closing.ends_on,
        actor_id=actor_id,
        rule={
            "closing": closing.year,
            "name_ko": f"{closing.year}년 마감 소멸",
            "name_en": f"Expired with the closing of {closing.year}",
            "points": f"{outcome.expires:.2f}",
            "kept": f"{outcome.carries:.2f}",
            "year_end": rule.kind.value,
            "most": None if rule.most is None else f"{rule.most:.2f}",
        },
    )
