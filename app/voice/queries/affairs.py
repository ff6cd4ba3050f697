"""사무: the list of affairs with what they took, one affair over its months, and the tasks that changed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Integer,
    and_,
    bindparam,
    cast,
    exists,
    extract,
    func,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.pages import Keyset, Page
from app.organization.models import Department
from app.voice.enums.five_s import FiveSPart
from app.voice.issues import Named, tasks_of
from app.voice.models import Affair, AffairImprovement, HandlingMonth
from app.voice.models.five_s import FiveSFigure

Month = HandlingMonth
STANDING = AffairImprovement.withdrawn_at.is_(None)
"""Only links nobody has taken back."""


_LABEL = _("Civil affair")


class AffairRow(NamedTuple):
    """One line of the list of affairs: minutes over the year."""

    id: int
    name: str
    n: int
    statutory_minutes: int
    actual_minutes: int
    late: int
    improvements: int


class AffairMonth(NamedTuple):
    """One month of an affair, over the departments asked for."""

    month: date
    n: int
    statutory_minutes: int
    actual_minutes: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Improvement:
    """A task that changed the affair, as it is shown. `task` is None for a reader who may not know the task.

    A link that was taken back has who did so, when and why.
    """

    id: int
    task: Named | None
    from_day: date
    words: str
    said_by: str
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    withdraw_reason: str | None


class AffairFigure(NamedTuple):
    """A score of the 5S index the affair counts in: of a department that completed it in the year."""

    department: str
    year: int
    part: FiveSPart
    score: Decimal
    figure_id: int


def total(column: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """Sum whole numbers; a sum of integers stays one on both engines."""
    return cast(func.sum(column), BigInteger)


def affair_or_404(affair_id: int) -> Affair:
    """Load an affair. Raises `Missing`."""
    found = db.session.get(Affair, affair_id)
    if found is None:
        raise Missing(_("There is no such affair."))
    return found


def departments_of_affair(affair_id: int) -> frozenset[int]:
    """Return the departments that have handled the affair."""
    return frozenset(db.session.scalars(select(Month.department_id).where(Month.affair_id == affair_id).distinct()))


def improvement_of(affair_id: int, task_id: int) -> AffairImprovement | None:
    """Return the link of an affair and a task that stands, if there is one."""
    same = (AffairImprovement.affair_id == affair_id, AffairImprovement.task_id == task_id)
    return db.session.scalar(select(AffairImprovement).where(*same, STANDING))


def improvement_or_404(affair_id: int, improvement_id: int) -> AffairImprovement:
    """Load a link of an affair. Raises `Missing`."""
    found = db.session.get(AffairImprovement, improvement_id)
    if found is None or found.affair_id != affair_id:
        raise Missing(_("There is no such link."))
    return found


def _list(*, in_department: bool) -> Keyset:
    here = (AffairImprovement.affair_id == Affair.id, STANDING)
    links = select(func.count()).where(*here).correlate(Affair).scalar_subquery()
    there = and_(
        Month.affair_id == Affair.id,
        Month.month.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
    )
    if in_department:
        there = and_(there, Month.department_id == bindparam("department_id"))
    statement = (
        select(
            Affair.id,
            Affair.name,
            total(Month.n),
            total(Month.statutory_minutes),
            total(Month.actual_minutes),
            total(Month.late),
            links,
        )
        .join(Month, there)
        .group_by(Affair.id, Affair.name)
    )
    return Keyset(statement, keys=[Affair.name, Affair.id], smallest_first=True)


_LISTS: dict[bool, Keyset] = {narrow: _list(in_department=narrow) for narrow in (False, True)}


def affairs_page(year: int, department_id: int | None, cursor: str | None) -> Page[AffairRow]:
    """Return the affairs completed in a year, by name."""
    given = {"first": date(year, 1, 1), "last": date(year, 12, 1), "department_id": department_id}
    narrow = department_id is not None
    if not narrow:
        del given["department_id"]
    page = _LISTS[narrow].page(cursor, given)
    return Page([AffairRow(*row) for row in page.rows], page.next_cursor)


def months_of_affair(affair_id: int, department_id: int | None = None) -> Sequence[AffairMonth]:
    """Return the months of an affair in order, all together or of one department."""
    statement: AnySelect = (
        select(
            Month.month, total(Month.n), total(Month.statutory_minutes), total(Month.actual_minutes), total(Month.late)
        )
        .where(Month.affair_id == affair_id)
        .group_by(Month.month)
        .order_by(Month.month)
    )
    if department_id is not None:
        statement = statement.where(Month.department_id == department_id)
    return [AffairMonth(*row) for row in db.session.execute(statement)]


def improvements_of(affair_id: int, actor: Actor) -> Sequence[Improvement]:
    """Return the tasks that changed the affair, the earliest first; links that were taken back too."""
    taker = aliased(Person)
    statement = (
        select(AffairImprovement, Person.name, taker.name)
        .join(Person, Person.id == AffairImprovement.said_by_id)
        .outerjoin(taker, taker.id == AffairImprovement.withdrawn_by_id)
        .where(AffairImprovement.affair_id == affair_id)
        .order_by(AffairImprovement.from_day, AffairImprovement.id)
    )
    rows = db.session.execute(statement).all()
    named = tasks_of([row[0].task_id for row in rows], actor)
    return [
        Improvement(
            id=said.id,
            task=named.get(said.task_id),
            from_day=said.from_day,
            words=said.words,
            said_by=name,
            withdrawn_by=taker_name,
            withdrawn_at=said.withdrawn_at,
            withdraw_reason=said.withdraw_reason,
        )
        for said, name, taker_name in rows
    ]


_HANDLING_PARTS = (FiveSPart.SIMPLE, FiveSPart.SPEED)
_FIGURES = (
    select(Department.name, FiveSFigure.year, FiveSFigure.part, FiveSFigure.score, FiveSFigure.id)
    .join(Department, Department.id == FiveSFigure.department_id)
    .where(
        FiveSFigure.year >= bindparam("since", type_=Integer),
        FiveSFigure.part.in_(_HANDLING_PARTS),
        FiveSFigure.score.is_not(None),
        exists().where(
            Month.affair_id == bindparam("affair_id", type_=Integer),
            Month.department_id == FiveSFigure.department_id,
            extract("year", Month.month) == FiveSFigure.year,
        ),
    )
    .order_by(FiveSFigure.year.desc(), Department.position, FiveSFigure.department_id, FiveSFigure.part)
)


def figures_of_affair(affair_id: int, since: int) -> Sequence[AffairFigure]:
    """Return the scores the affair counts in, from a year on, the latest first: one statement."""
    rows = db.session.execute(_FIGURES, {"affair_id": affair_id, "since": since})
    return [
        AffairFigure(department, year, part, score, figure_id)
        for department, year, part, score, figure_id in rows
        if score is not None
    ]


_OF_TASK = (
    select(Affair.id, Affair.name, AffairImprovement.from_day)
    .join(AffairImprovement, AffairImprovement.affair_id == Affair.id)
    .where(AffairImprovement.task_id == bindparam("task_id"), STANDING)
    .order_by(AffairImprovement.from_day, Affair.id)
)


def affairs_of_task(task_id: int) -> Sequence[tuple[Message, str, str | None]]:
    """Return the affairs whose handling a task changed: label, title with the day, path of the page."""
    return [
        (_LABEL, f"{name} ({from_day.isoformat()} ~)", f"/voice/handling/affairs/{affair_id}")
        for affair_id, name, from_day in db.session.execute(_OF_TASK, {"task_id": task_id})
    ]
