"""인센티브: who stands in a list, what is set up, and the batches that were made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import and_, or_, select

from app.accounts.models import Membership, Person
from app.core.database import AnyRow, db
from app.core.errors import Missing, Refused
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.evaluation.rules.incentives import IncentiveTable
from app.mileage.models import AccountYear, MileageAccount
from app.organization.models import Department
from app.reports.models import IncentiveBase, IncentiveBatch, IncentiveGradeTable
from app.reports.queries.publications import PublishedRound, scores_of
from app.reports.rules.incentives import PersonFacts, grades_of
from app.reports.rules.service import months_served

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One line of the list of batches."""

    id: int
    number: str
    round_code: str
    created_at: datetime
    created_by: str | None
    people: int
    total_won: Decimal | None
    sha256: str


def people_of(published: PublishedRound) -> Sequence[PersonFacts]:
    """Return everybody in office on the base date, with what their lines are made of. Three statements."""
    scores = scores_of(published.publication_id)
    bases = base_amounts()
    return [
        PersonFacts(
            person_id=person_id,
            employee_no=number,
            name=name,
            rank=rank,
            series=series,
            department=department,
            peer_group=scores.get(department_id, (None, ""))[1],
            months=months_served(joined_on, left_on, year=published.year, base_on=published.base_on),
            department_score=scores.get(department_id, (None, ""))[0],
            mileage=ZERO if earned is None else earned,
            base_won=bases.get(rank),
            department_id=department_id,
        )
        for person_id, number, name, rank, series, joined_on, left_on, department_id, department, earned in _people(
            published.base_on, published.year
        )
    ]


def _people(day: date, year: int) -> Sequence[AnyRow]:
    then = and_(Membership.starts_on <= day, or_(Membership.ends_on.is_(None), Membership.ends_on >= day))
    statement = (
        select(
            Person.id,
            Person.employee_no,
            Person.name,
            Person.rank,
            Person.series,
            Person.joined_on,
            Person.left_on,
            Department.id,
            Department.name,
            AccountYear.earned,
        )
        .join(Membership, Membership.person_id == Person.id)
        .join(Department, Department.id == Membership.department_id)
        .outerjoin(MileageAccount, MileageAccount.person_id == Person.id)
        .outerjoin(AccountYear, and_(AccountYear.account_id == MileageAccount.id, AccountYear.year == year))
        .where(then, Person.joined_on <= day, or_(Person.left_on.is_(None), Person.left_on >= day))
        .order_by(Person.id)
    )
    return db.session.execute(statement).all()


def base_amounts() -> dict[str, Decimal]:
    """Return the base amounts that are set, by rank, in won."""
    statement = select(IncentiveBase.rank, IncentiveBase.amount).where(IncentiveBase.amount.is_not(None))
    return {rank: amount for rank, amount in db.session.execute(statement) if amount is not None}


def base_by_rank() -> dict[str, IncentiveBase]:
    """Return the rows of the base table by rank."""
    return {row.rank: row for row in db.session.scalars(select(IncentiveBase))}


def ranks_in_use() -> Sequence[str]:
    """Return the ranks people hold, and those with a base amount, in order."""
    held = select(Person.rank).where(Person.rank != "")
    return sorted(set(db.session.scalars(held.union(select(IncentiveBase.rank)))))


def grade_tables() -> Sequence[IncentiveGradeTable]:
    """Return the tables of grades, the first entered first."""
    return db.session.scalars(select(IncentiveGradeTable).order_by(IncentiveGradeTable.id)).all()


def grade_table(code: str) -> IncentiveGradeTable:
    """Return a table of grades. Raises `Refused` for an unknown code."""
    found = db.session.scalar(select(IncentiveGradeTable).where(IncentiveGradeTable.code == code))
    if found is None:
        raise Refused(_("There is no table of grades with the code “%(code)s”.", code=code))
    return found


def table_rule(record: IncentiveGradeTable) -> IncentiveTable:
    """Return a table as a value for the rules; refuses one that contradicts itself."""
    return IncentiveTable(
        grades=grades_of(record.grades),
        absorbing_grade=record.absorbing_grade,
        mode=record.mode,
        unit=record.unit,
    )


def list_batches(cursor: str | None = None) -> Page[BatchRow]:
    """Return one page of batches, the newest first."""
    statement = select(
        IncentiveBatch.id,
        IncentiveBatch.number,
        IncentiveBatch.round_code,
        IncentiveBatch.created_at,
        Person.name.label("created_by"),
        IncentiveBatch.people,
        IncentiveBatch.total_won,
        IncentiveBatch.sha256,
    ).outerjoin(Person, Person.id == IncentiveBatch.created_by_id)
    page = keyset_page(statement, keys=[IncentiveBatch.id], cursor=cursor)
    return Page([_batch_row(*row) for row in page.rows], page.next_cursor)


def _batch_row(
    batch_id: int, number: str, code: str, at: datetime, by: str | None, people: int, won: Decimal | None, sha256: str
) -> BatchRow:
    return BatchRow(
        id=batch_id,
        number=number,
        round_code=code,
        created_at=at,
        created_by=by,
        people=people,
        total_won=won,
        sha256=sha256,
    )


def batch_or_404(batch_id: int) -> IncentiveBatch:
    """Load a batch. Raises `Missing`."""
    found = db.session.get(IncentiveBatch, batch_id)
    if found is None:
        raise Missing(_("There is no such incentive batch."))
    return found


def person_name(person_id: int | None) -> str | None:
    """Return the name of a person, None without one."""
    return None if person_id is None else db.session.scalar(select(Person.name).where(Person.id == person_id))
