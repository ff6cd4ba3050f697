"""슬로건 갤러리: the slogans of a year, those of a department, and who has none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, false, or_, select, true

from app.core import clock
from app.core.access import Actor, Role, satisfies
from app.core.database import AnySelect, db
from app.core.values import Value
from app.innovation.enums import SloganState
from app.innovation.models import Slogan
from app.innovation.policy.predicates import READERS
from app.innovation.queries.issues import has_value
from app.innovation.rules.slogan_calls import known_years
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class SloganCard:
    """One slogan on the wall."""

    id: int
    department_id: int
    department: str
    year: int
    text: str
    meaning: str
    values: tuple[Value, ...]
    state: SloganState


class Reading(NamedTuple):
    """What decides which slogans somebody may read, besides who it is and for which departments."""

    everything: bool
    approved_ones: bool


def reading_of(actor: Actor) -> Reading:
    """Return what the actor may read: everything, the approved ones and the own, or nothing."""
    return Reading(actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR), satisfies(READERS, actor))


def departments_of(actor: Actor) -> list[int]:
    """Return the departments whose drafts the actor reads."""
    own = (actor.department_id, *actor.headed_department_ids, *actor.coordinated_department_ids)
    return [department for department in own if department is not None]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Slogans the actor may read."""
    return visible_by(reading_of(actor), actor.id, departments_of(actor))


def visible_by(
    reading: Reading, person_id: int | ColumnElement[int], departments: Sequence[int] | BindParameter[Any]
) -> ColumnElement[bool]:
    """Slogans to read: approved ones and the own department's; control tower and auditor all; people from outside none."""
    if reading.everything:
        return true()
    if not reading.approved_ones:
        return false()
    return or_(
        Slogan.state == SloganState.APPROVED,
        Slogan.author_id == person_id,
        Slogan.department_id.in_(departments),
    )


def may_see_slogan(actor: Actor, slogan_id: int) -> bool:
    """Whether the actor may read this slogan; the guard of its evidence."""
    return db.session.scalar(select(Slogan.id).where(Slogan.id == slogan_id, visible_to(actor))) is not None


def gallery(actor: Actor, year: int, value: Value | None = None) -> Sequence[SloganCard]:
    """Return the slogans of a year in the order of the organization chart; at most one for each department."""
    statement = _cards(actor).where(Slogan.year == year)
    if value is not None:
        statement = statement.where(has_value(Slogan.values, value))
    return [_card(*row) for row in db.session.execute(statement.order_by(Department.position, Department.id))]


def slogans_of_department(actor: Actor, department_id: int) -> Sequence[SloganCard]:
    """Return the slogans of a department, the latest year first."""
    statement = _cards(actor).where(Slogan.department_id == department_id)
    return [_card(*row) for row in db.session.execute(statement.order_by(Slogan.year.desc()))]


def wall(
    actor: Actor, *, year: int | None = None, value: Value | None = None, department_id: int | None = None
) -> Sequence[SloganCard]:
    """Return the approved slogans of all years and departments, the latest year first: the office's history."""
    statement = _cards(actor).where(Slogan.state == SloganState.APPROVED)
    if year is not None:
        statement = statement.where(Slogan.year == year)
    if value is not None:
        statement = statement.where(has_value(Slogan.values, value))
    if department_id is not None:
        statement = statement.where(Slogan.department_id == department_id)
    order = (Slogan.year.desc(), Department.position, Department.id)
    return [_card(*row) for row in db.session.execute(statement.order_by(*order))]


def departments_without_slogan(year: int) -> Sequence[tuple[int, str]]:
    """Return (id, name) of the departments that have not begun their slogan of the year."""
    today = clock.today()
    statement = (
        select(Department.id, Department.name)
        .outerjoin(Slogan, (Slogan.department_id == Department.id) & (Slogan.year == year))
        .where(
            Slogan.id.is_(None),
            Department.kind != "bureau",
            Department.valid_from <= today,
            or_(Department.valid_until.is_(None), Department.valid_until >= today),
        )
        .order_by(Department.position, Department.id)
    )
    return [(department_id, name) for department_id, name in db.session.execute(statement)]


def years() -> Sequence[int]:
    """Return the years that can have slogans now, the latest first."""
    return known_years(clock.today())


def _cards(actor: Actor) -> AnySelect:
    return (
        select(
            Slogan.id,
            Slogan.department_id,
            Department.name,
            Slogan.year,
            Slogan.text,
            Slogan.meaning,
            Slogan.values,
            Slogan.state,
        )
        .join(Department, Department.id == Slogan.department_id)
        .where(visible_to(actor))
    )


def _card(
    slogan_id: int,
    department_id: int,
    department: str,
    year: int,
    text: str,
    meaning: str,
    values: Sequence[str],
    state: SloganState,
) -> SloganCard:
    return SloganCard(
        id=slogan_id,
        department_id=department_id,
        department=department,
        year=year,
        text=text,
        meaning=meaning,
        values=tuple(Value(value) for value in values),
        state=state,
    )
