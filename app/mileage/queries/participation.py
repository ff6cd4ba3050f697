"""참여율: which share of a department's people earned, claimed, thanked or were thanked; never who."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Subquery, and_, bindparam, case, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Membership, Person
from app.core.clock import start_of_day
from app.core.database import AnySelect, UtcDateTime, db
from app.mileage.enums import ClaimState, TransferKind
from app.mileage.models import Claim, ClaimShare, MileageAccount, Thanks, Transfer
from app.mileage.rules.boards import FEWEST, quarters, share
from app.organization.models import Department

QUARTERS = 4


class Part(NamedTuple):
    """How many of how many people did something in a period."""

    people: int
    earned: int
    claimed: int
    thanked: int
    were_thanked: int
    any: int

    def share_of(self, name: str) -> Decimal | None:
        """Return a share in percent; None of fewer than five people."""
        return share(getattr(self, name), self.people)


class DepartmentPart(NamedTuple):
    """A department in a period, and the shares of those who took part in any way, by quarter, oldest first."""

    department_id: int
    name: str
    part: Part
    trend: Sequence[Decimal | None]


class Participation(NamedTuple):
    """The office in a period.

    `nobody`: departments where nobody took part. `small`: the names of departments with fewer than five people, which
    are counted together as `together` (None where even together they are fewer than five; then `office` is without
    them).
    """

    nobody: Sequence[DepartmentPart]
    others: Sequence[DepartmentPart]
    small: Sequence[str]
    together: Part | None
    office: Part
    office_trend: Sequence[Decimal | None]


def participation_in(start: date, end: date, today: date) -> Participation:
    """Return who took part from `start` to `end`: a statement for the period and one for each quarter of the trend."""
    rows = _parts(start, end)
    quarterly = [_parts(*span) for span in quarters(today, QUARTERS)]
    by_quarter = [{unit: part for unit, _name, part in parts} for parts in quarterly]
    large, small = [], []
    for unit, name, part in rows:
        if part.people < FEWEST:
            small.append((name, part))
            continue
        trend = [of_quarter[unit].share_of("any") if unit in of_quarter else None for of_quarter in by_quarter]
        large.append(DepartmentPart(unit, name, part, trend))
    together = _sum([part for _name, part in small])
    return Participation(
        nobody=[row for row in large if row.part.any == 0],
        others=sorted((row for row in large if row.part.any), key=lambda row: row.part.share_of("any") or 0),
        small=[name for name, _part in small],
        together=together if together.people >= FEWEST else None,
        office=_sum(_told(rows)),
        office_trend=[_sum(_told(parts)).share_of("any") for parts in quarterly],
    )


def _told(rows: Sequence[tuple[int, str, Part]]) -> Sequence[Part]:
    """Return the parts that are shown, alone or together: a sum with the others in it would tell of these few."""
    parts = [part for _unit, _name, part in rows]
    if sum(part.people for part in parts if part.people < FEWEST) >= FEWEST:
        return parts
    return [part for part in parts if part.people >= FEWEST]


def _sum(parts: Any) -> Part:  # noqa: ANN401  an iterable of parts
    columns = list(zip(*parts, strict=True))
    return Part(*map(sum, columns)) if columns else Part(0, 0, 0, 0, 0, 0)


def _parts(start: date, end: date) -> list[tuple[int, str, Part]]:
    """Return (department id, name, part) of departments with people on the last day: one statement."""
    given = {
        "start": start,
        "end": end,
        "from_moment": start_of_day(start),
        "until_moment": start_of_day(date.fromordinal(end.toordinal() + 1)),
    }
    rows = db.session.execute(_statement(), given)
    return [(unit, name, Part(*(int(count or 0) for count in counts))) for unit, name, *counts in rows]


_START, _END = bindparam("start", type_=Date), bindparam("end", type_=Date)
_FROM, _UNTIL = bindparam("from_moment", type_=UtcDateTime), bindparam("until_moment", type_=UtcDateTime)


@lru_cache
def _statement() -> AnySelect:
    """Put the statement together: everybody in office on the last day, with four yes-or-no columns."""
    people = _people()
    flags = (people.c.earned, people.c.claimed, people.c.thanked, people.c.were_thanked)
    anything = case((or_(*(flag == 1 for flag in flags)), 1), else_=0)
    counts = [func.count(), *(func.sum(flag) for flag in flags), func.sum(anything)]
    return (
        select(Department.id, Department.name, *counts)
        .join(people, people.c.department_id == Department.id)
        .group_by(Department.id, Department.name, Department.position)
        .order_by(Department.position, Department.id)
    )


def _people() -> Subquery:
    handed_in = (Claim.state != ClaimState.DRAFT, Claim.submitted_at >= _FROM, Claim.submitted_at < _UNTIL)
    earners = (
        select(MileageAccount.person_id)
        .join(Transfer, Transfer.credit_account_id == MileageAccount.id)
        .where(MileageAccount.person_id.is_not(None), Transfer.kind == TransferKind.AWARD)
        .where(Transfer.occurred_on.between(_START, _END))
    )
    sharers = select(ClaimShare.person_id).join(Claim, Claim.id == ClaimShare.claim_id).where(*handed_in)
    claimants = union(select(Claim.claimant_id).where(*handed_in), sharers)
    there = and_(Membership.starts_on <= _END, or_(Membership.ends_on.is_(None), Membership.ends_on >= _END))
    in_office = and_(Person.joined_on <= _END, or_(Person.left_on.is_(None), Person.left_on >= _END))
    return (
        select(
            Membership.department_id.label("department_id"),
            _flag(Person.id.in_(earners), "earned"),
            _flag(Person.id.in_(claimants), "claimed"),
            _flag(Person.id.in_(_thanks(Thanks.sender_id)), "thanked"),
            _flag(Person.id.in_(_thanks(Thanks.receiver_id)), "were_thanked"),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(there, in_office)
        .subquery()
    )


def _thanks(side: InstrumentedAttribute[int]) -> AnySelect:
    return select(side).where(Thanks.sent_on.between(_START, _END), Thanks.hidden_at.is_(None))


def _flag(condition: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return case((condition, 1), else_=0).label(name)
