"""보상 품목: what is offered on a day, what somebody can afford of it, and the terms of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Integer, ScalarSelect, String, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.mileage.enums import RewardState
from app.mileage.models import AccountYear, MileageAccount, Reward, RewardRequest, RewardTerms
from app.mileage.rules.rewards import COUNTED, Standing, Terms, missing, strictest

_COUNTED = sorted(COUNTED, key=list(RewardState).index)


@dataclass(frozen=True)
class Offered:
    """A reward of the catalogue, how many are taken, and what somebody lacks for it (nothing: affordable)."""

    reward: Reward
    taken: int
    lacking: tuple[Message, ...] = ()

    @property
    def left(self) -> int | None:
        """How many are left; None where there is no limit."""
        return None if self.reward.stock is None else max(self.reward.stock - self.taken, 0)


def catalogue(standing: Standing, terms: Terms, day: date | None = None) -> Sequence[Offered]:
    """Return what is offered on the day, the cheapest first, with what somebody still lacks: one statement."""
    today = day or clock.today()
    rows = db.session.execute(_OFFERED, {"day": today})
    return [_judged(reward, taken, standing, terms, today) for reward, taken in rows]


def not_offered(day: date | None = None) -> Sequence[Reward]:
    """Return the last editions that are not offered on the day: over, or to come."""
    today = day or clock.today()
    offered = {reward.id for reward, _taken in db.session.execute(_OFFERED, {"day": today})}
    return [reward for reward in db.session.scalars(_LAST) if reward.id not in offered]


def offered_now(reward: Reward, standing: Standing, terms: Terms, day: date | None = None) -> Offered:
    """Return one edition with what somebody lacks for it."""
    taken = db.session.execute(_TAKEN, {"reward": reward.id}).scalar_one()
    return _judged(reward, taken, standing, terms, day or clock.today())


def reward_or_404(reward_id: int) -> Reward:
    """Load an edition of a reward. Raises `Missing`."""
    found = db.session.get(Reward, reward_id)
    if found is None:
        raise Missing(_("There is no such reward."))
    return found


def edition_in_force(code: str, day: date) -> Reward | None:
    """Return the edition of a code that holds on the day: the last one that had begun by then."""
    return db.session.scalar(_IN_FORCE, {"code": code, "day": day})


def last_edition(code: str) -> int:
    """Return the number of the last edition of a code; 0 where there is none."""
    return db.session.scalar(_LAST_EDITION, {"code": code}) or 0


def editions_of(code: str) -> Sequence[Reward]:
    """Return every edition of a code, the last first."""
    return db.session.scalars(_EDITIONS, {"code": code}).all()


def standing_of(person_id: int, day: date | None = None) -> Standing:
    """Return where somebody stands on the day, in the calendar year of Seoul: one statement."""
    today = day or clock.today()
    given = {"me": person_id, "year": today.year, "first": date(today.year, 1, 1), "last": date(today.year, 12, 31)}
    balance, earned, used = db.session.execute(_STANDING, given).one()
    return Standing(balance=balance or Decimal(0), earned=earned or Decimal(0), used_won=used or 0)


def terms_on(day: date | None = None) -> Terms:
    """Return the terms of the day; where the office set none: no limit, two weeks."""
    return _terms(db.session.scalar(_TERMS, {"day": day or clock.today()}))


def terms_for(person_id: int, day: date | None = None) -> Terms:
    """Return the terms of the day as they hold for a person.

    Whoever set the limit in force is held to the strictest that was in force since the end of last year, until a
    colleague sets one: nobody raises it for a request of their own.
    """
    today = day or clock.today()
    row = db.session.scalar(_TERMS, {"day": today})
    terms = _terms(row)
    if row is None or row.created_by_id != person_id:
        return terms
    before = db.session.scalar(_TERMS, {"day": date(today.year - 1, 12, 31)})
    caps = db.session.scalars(_CAPS, {"first": date(today.year, 1, 1), "day": today}).all()
    return strictest(terms, [_terms(before).yearly_cap_won, *caps])


def terms_set() -> Sequence[RewardTerms]:
    """Return every row of the terms, the last first: there are few."""
    return db.session.scalars(select(RewardTerms).order_by(RewardTerms.id.desc())).all()


def _terms(row: RewardTerms | None) -> Terms:
    return Terms(yearly_cap_won=row.yearly_cap_won, hold_days=row.hold_days) if row else Terms()


def _judged(reward: Reward, taken: int, standing: Standing, terms: Terms, day: date) -> Offered:
    return Offered(reward, taken, tuple(missing(reward.offer, standing, terms, taken=taken, day=day)))


def _taken() -> ScalarSelect[int]:
    """Count the requests that use up the stock of the statement's `Reward`."""
    asked = aliased(Reward, name="asked")
    return (
        select(func.count())
        .select_from(RewardRequest)
        .join(asked, asked.id == RewardRequest.reward_id)
        .where(asked.code == Reward.code, RewardRequest.requested_on >= Reward.valid_from)
        .where(RewardRequest.state.in_(_COUNTED))
        .correlate(Reward)
        .scalar_subquery()
    )


def _offered() -> AnySelect:
    day = bindparam("day", type_=Date)
    newest = (
        select(Reward.code, func.max(Reward.edition).label("edition"))
        .where(Reward.valid_from <= day)
        .group_by(Reward.code)
        .subquery()
    )
    return (
        select(Reward, _taken())
        .join(newest, (newest.c.code == Reward.code) & (newest.c.edition == Reward.edition))
        .where(or_(Reward.valid_until.is_(None), Reward.valid_until >= day))
        .order_by(Reward.points, Reward.code)
    )


def _last() -> AnySelect:
    newest = select(Reward.code, func.max(Reward.edition).label("edition")).group_by(Reward.code).subquery()
    same = (newest.c.code == Reward.code) & (newest.c.edition == Reward.edition)
    return select(Reward).join(newest, same).order_by(Reward.code)


_CODE, _ME = bindparam("code", type_=String), bindparam("me", type_=Integer)
_OFFERED, _LAST = _offered(), _last()
_TAKEN = select(_taken()).select_from(Reward).where(Reward.id == bindparam("reward", type_=Integer))
_EDITIONS = select(Reward).where(Reward.code == _CODE).order_by(Reward.edition.desc())
_IN_FORCE = _EDITIONS.where(Reward.valid_from <= bindparam("day", type_=Date)).limit(1)
_LAST_EDITION = select(func.max(Reward.edition)).where(Reward.code == _CODE)
_TERMS = (
    select(RewardTerms)
    .where(RewardTerms.valid_from <= bindparam("day", type_=Date))
    .order_by(RewardTerms.valid_from.desc(), RewardTerms.id.desc())
    .limit(1)
)
_CAPS = select(RewardTerms.yearly_cap_won).where(
    RewardTerms.valid_from.between(bindparam("first", type_=Date), bindparam("day", type_=Date))
)
_STANDING = select(
    select(MileageAccount.balance).where(MileageAccount.person_id == _ME).scalar_subquery(),
    select(AccountYear.earned)
    .join(MileageAccount, MileageAccount.id == AccountYear.account_id)
    .where(MileageAccount.person_id == _ME, AccountYear.year == bindparam("year", type_=Integer))
    .scalar_subquery(),
    select(func.sum(Reward.value_won))
    .select_from(RewardRequest)
    .join(Reward, Reward.id == RewardRequest.reward_id)
    .where(RewardRequest.requester_id == _ME, RewardRequest.state.in_(_COUNTED))
    .where(RewardRequest.requested_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)))
    .scalar_subquery(),
)
