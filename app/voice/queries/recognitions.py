"""Reads about awards, visits and proactive cases."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from sqlalchemy import ColumnElement, Date, Integer, bindparam, exists, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import access
from app.core.access import Actor, offices_of
from app.core.database import db
from app.core.errors import Missing
from app.core.figures import ZERO
from app.core.messages import _
from app.core.pages import Keyset, Page, narrowed_by
from app.organization.models import Department
from app.voice.enums.permissions import Permission
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel, RecognitionState
from app.voice.models.recognitions import Recognition, RecognitionShare, RecognitionWeights
from app.voice.policy import POLICY
from app.voice.rules.recognitions import WeightRow, keys_alike

_SETTLED = (RecognitionState.CONFIRMED, RecognitionState.REVOKED)
_COUNTING = (RecognitionState.SUBMITTED, RecognitionState.RETURNED, RecognitionState.CONFIRMED)


@dataclass(frozen=True, kw_only=True)
class RecognitionFilter:
    """What a list is narrowed by; None narrows nothing. `first` and `last` are the days of a year."""

    first: date | None = None
    last: date | None = None
    department_id: int | None = None
    kind: RecognitionKind | None = None
    level: RecognitionLevel | None = None
    state: RecognitionState | None = None


@dataclass(frozen=True)
class RecognitionRow:
    """An entry as the list shows it; `department` is whose people handed it in."""

    id: int
    kind: RecognitionKind
    level: RecognitionLevel
    title: str
    giver: str
    happened_on: date
    department: str
    state: RecognitionState
    weight: Decimal | None
    is_example: bool


@dataclass(frozen=True)
class SharedBy:
    """A department and its part of an entry, in percent."""

    department_id: int
    department: str
    share: int


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Make the condition of what the actor may read: what is settled, and what their own departments have handed in."""
    if access.allows(POLICY, Permission.RECOGNITION_READ_ALL, actor):
        return true()
    return or_(
        Recognition.state.in_(_SETTLED),
        Recognition.department_id.in_(offices_of(actor)),
        Recognition.author_id == actor.id,
    )


_CONDITIONS = {
    "first": Recognition.happened_on >= bindparam("first", type_=Date),
    "last": Recognition.happened_on <= bindparam("last", type_=Date),
    "department_id": exists(
        select(1).where(
            RecognitionShare.recognition_id == Recognition.id,
            RecognitionShare.department_id == bindparam("department_id", type_=Integer),
        )
    ).correlate(Recognition),
    "kind": Recognition.kind == bindparam("kind"),
    "level": Recognition.level == bindparam("level"),
    "state": Recognition.state == bindparam("state"),
}
_OWN = or_(
    Recognition.state.in_(_SETTLED),
    Recognition.department_id.in_(bindparam("offices", expanding=True, type_=Integer)),
    Recognition.author_id == bindparam("reader", type_=Integer),
)


@cache
def _list(names: tuple[str, ...], *, sees_all: bool) -> Keyset:
    statement = (
        select(
            Recognition.id,
            Recognition.kind,
            Recognition.level,
            Recognition.title,
            Recognition.giver,
            Recognition.happened_on,
            Department.name,
            Recognition.state,
            Recognition.weight,
            Recognition.is_example,
        )
        .join(Department, Department.id == Recognition.department_id)
        .where(*(_CONDITIONS[name] for name in names), *(() if sees_all else (_OWN,)))
    )
    return Keyset(statement, keys=(Recognition.happened_on, Recognition.id))


def recognitions_page(wanted: RecognitionFilter, actor: Actor, cursor: str | None = None) -> Page[RecognitionRow]:
    """Return a page of the register, the latest first: one statement."""
    given = narrowed_by(wanted)
    sees_all = access.allows(POLICY, Permission.RECOGNITION_READ_ALL, actor)
    who: dict[str, object] = {} if sees_all else {"offices": sorted(offices_of(actor)), "reader": actor.id}
    page = _list(tuple(given), sees_all=sees_all).page(cursor, {**given, **who})
    return Page([RecognitionRow(*row) for row in page.rows], page.next_cursor)


@dataclass(frozen=True, kw_only=True)
class RecognitionView:
    """An entry with the names around it and the parts of the departments."""

    recognition: Recognition
    department: str
    author: str
    decided_by: str | None
    revoked_by: str | None
    shares: Sequence[SharedBy]


def recognition_or_404(recognition_id: int, actor: Actor) -> Recognition:
    """Return an entry the actor may read. Raises `Missing`."""
    found = db.session.scalar(select(Recognition).where(Recognition.id == recognition_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such entry."))
    return found


def recognition_view(recognition: Recognition) -> RecognitionView:
    """Return what the page of an entry shows: two statements."""
    decider, revoker = aliased(Person), aliased(Person)
    department, author, decided_by, revoked_by = db.session.execute(
        select(Department.name, Person.name, decider.name, revoker.name)
        .select_from(Recognition)
        .join(Department, Department.id == Recognition.department_id)
        .join(Person, Person.id == Recognition.author_id)
        .outerjoin(decider, decider.id == Recognition.decided_by_id)
        .outerjoin(revoker, revoker.id == Recognition.revoked_by_id)
        .where(Recognition.id == recognition.id)
    ).one()
    return RecognitionView(
        recognition=recognition,
        department=department,
        author=author,
        decided_by=decided_by,
        revoked_by=revoked_by,
        shares=shares_of(recognition.id),
    )


def shares_of(recognition_id: int) -> Sequence[SharedBy]:
    """Return the parts of the departments, the largest first."""
    statement = (
        select(RecognitionShare.department_id, Department.name, RecognitionShare.share)
        .join(Department, Department.id == RecognitionShare.department_id)
        .where(RecognitionShare.recognition_id == recognition_id)
        .order_by(RecognitionShare.share.desc(), RecognitionShare.department_id)
    )
    return [SharedBy(*row) for row in db.session.execute(statement)]


def departments_of(recognition_id: int) -> frozenset[int]:
    """Return the departments that have a part of an entry."""
    parts = select(RecognitionShare.department_id).where(RecognitionShare.recognition_id == recognition_id)
    return frozenset(db.session.scalars(parts))


@dataclass(frozen=True)
class Alike:
    """An entry of the same title and giver, of another year or kind."""

    id: int
    kind: RecognitionKind
    happened_on: date
    department: str
    state: RecognitionState


def alike(recognition: Recognition, actor: Actor) -> Sequence[Alike]:
    """Return what the register has of the same title and giver in another year or kind: for whoever decides."""
    keys = keys_alike(recognition.kind, recognition.title, recognition.giver, recognition.happened_on)
    if not keys:
        return ()
    statement = (
        select(Recognition.id, Recognition.kind, Recognition.happened_on, Department.name, Recognition.state)
        .join(Department, Department.id == Recognition.department_id)
        .where(Recognition.once_key.in_(sorted(keys)), Recognition.state.in_(_COUNTING), visible_to(actor))
        .order_by(Recognition.happened_on, Recognition.id)
    )
    return [Alike(*row) for row in db.session.execute(statement)]


def weight_rows() -> Sequence[WeightRow]:
    """Return every table of weights that was ever set, oldest first."""
    rows = db.session.scalars(select(RecognitionWeights).order_by(RecognitionWeights.id))
    return [
        WeightRow(
            id=row.id,
            valid_from=row.valid_from,
            weights={
                (RecognitionKind(kind), RecognitionLevel(level)): Decimal(weight) for kind, level, weight in row.weights
            },
        )
        for row in rows
    ]


@dataclass(frozen=True)
class WeightEdition:
    """A table of weights as the page of their history shows it."""

    id: int
    valid_from: date
    reason: str
    by: str


def weight_editions() -> Sequence[WeightEdition]:
    """Return who set weights from which day and why, the last first."""
    statement = (
        select(RecognitionWeights.id, RecognitionWeights.valid_from, RecognitionWeights.reason, Person.name)
        .join(Person, Person.id == RecognitionWeights.set_by_id)
        .order_by(RecognitionWeights.valid_from.desc(), RecognitionWeights.id.desc())
    )
    return [WeightEdition(*row) for row in db.session.execute(statement)]


@dataclass(frozen=True)
class Recognized:
    """A confirmed entry of one department: what it weighs and which part is theirs, in percent."""

    id: int
    kind: RecognitionKind
    title: str
    giver: str
    happened_on: date
    weight: Decimal
    share: int
    is_example: bool


def recognized(department_ids: Collection[int], start: date, end: date) -> Iterable[tuple[int, Recognized]]:
    """Yield (department id, confirmed entry) by day, for entries of the days, both included: one statement."""
    statement = (
        select(
            RecognitionShare.department_id,
            Recognition.id,
            Recognition.kind,
            Recognition.title,
            Recognition.giver,
            Recognition.happened_on,
            Recognition.weight,
            RecognitionShare.share,
            Recognition.is_example,
        )
        .join(Recognition, Recognition.id == RecognitionShare.recognition_id)
        .where(
            RecognitionShare.department_id.in_(department_ids),
            Recognition.state == RecognitionState.CONFIRMED,
            Recognition.happened_on.between(start, end),
        )
        .order_by(Recognition.happened_on, Recognition.id)
    )
    for unit, entry_id, kind, title, giver, day, weight, share, is_example in db.session.execute(statement):
        yield unit, Recognized(entry_id, kind, title, giver, day, weight or ZERO, share, is_example)


def may_see_recognition(actor: Actor, recognition_id: int) -> bool:
    """Whether the actor may see the evidence of an entry: whoever may read the entry."""
    statement = select(Recognition.id).where(Recognition.id == recognition_id, visible_to(actor))
    return db.session.scalar(statement) is not None
