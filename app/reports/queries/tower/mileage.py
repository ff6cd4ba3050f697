"""마일리지 참여: which part of each department's people has earned anything in a year, from the maintained counters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from sqlalchemy import Date, Integer, and_, bindparam, case, func, or_, select

from app.accounts.models import Membership, Person
from app.core import clock
from app.core.database import AnySelect, read
from app.core.figures import HUNDRED
from app.mileage.models import AccountYear, DepartmentYear, MileageAccount
from app.mileage.rules.boards import FEWEST
from app.organization.enums import DepartmentKind
from app.organization.models import Department
from app.reports.queries.tower.scope import Scope, Shape, inside

TENTH = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Participation:
    """One department: percent of its people that earned points, and the points of all.

    `percent` is None where fewer than five people work: of them it would be about persons.
    """

    department_id: int
    department: str
    percent: Decimal | None
    points: Decimal
    people: int = 0
    earners: int = 0


def participation_by_department(scope: Scope | None = None) -> Sequence[Participation]:
    """Return every department of the scope's last day, the lowest participation first, those too small to tell last."""
    wanted, today = scope or Scope(), clock.today()
    day = min(today, date(wanted.year, 12, 31))
    rows = read(_statement(wanted.shape), {**wanted.given, "day": day, "year": wanted.year})
    found = [
        Participation(
            department_id=unit,
            department=name,
            percent=_rounded(int(earners or 0), people or 0),
            points=(own or Decimal(0)) + (members or Decimal(0)),
            people=people or 0,
            earners=int(earners or 0),
        )
        for unit, name, people, earners, own, members in rows
    ]
    return sorted(found, key=lambda row: (row.percent is None, row.percent or Decimal(0)))


@lru_cache
def _statement(shape: Shape) -> AnySelect:
    day, year = bindparam("day", type_=Date), bindparam("year", type_=Integer)
    earned = and_(AccountYear.account_id == MileageAccount.id, AccountYear.year == year, AccountYear.earned > 0)
    staff = (
        select(
            Membership.department_id.label("unit"),
            func.count().label("people"),
            func.sum(case((AccountYear.account_id.is_not(None), 1), else_=0)).label("earners"),
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(MileageAccount, MileageAccount.person_id == Person.id)
        .outerjoin(AccountYear, earned)
        .where(Membership.starts_on <= day, or_(Membership.ends_on.is_(None), Membership.ends_on >= day))
        .where(Person.joined_on <= day, or_(Person.left_on.is_(None), Person.left_on >= day))
        .group_by(Membership.department_id)
        .subquery()
    )
    counter = and_(DepartmentYear.department_id == Department.id, DepartmentYear.year == year)
    there = (Department.valid_from <= day, or_(Department.valid_until.is_(None), Department.valid_until >= day))
    return (
        select(
            Department.id,
            Department.name,
            staff.c.people,
            staff.c.earners,
            DepartmentYear.own_points,
            DepartmentYear.member_points,
        )
        .outerjoin(staff, staff.c.unit == Department.id)
        .outerjoin(DepartmentYear, counter)
        .where(Department.kind != DepartmentKind.BUREAU, *there, *inside(shape, Department.id))
        .order_by(Department.position, Department.id)
    )


def _rounded(earners: int, people: int) -> Decimal | None:
    return None if people < FEWEST else (HUNDRED * earners / people).quantize(TENTH, ROUND_HALF_UP)
