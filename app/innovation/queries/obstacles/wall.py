"""장애요인 현황판: one page of obstacles, the last reported first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Date, String, and_, bindparam, func, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import UtcDateTime
from app.core.pages import Keyset, Page, narrowed_by
from app.innovation.enums import ObstacleKind, ObstacleLevel, ObstacleSeverity, ObstacleState, ObstacleSubject
from app.innovation.models import Issue, Obstacle, Slogan, Task
from app.innovation.queries import issues
from app.innovation.queries.obstacles import visibility
from app.innovation.queries.slogans.gallery import Reading as SloganReading
from app.innovation.queries.slogans.gallery import departments_of
from app.innovation.queries.slogans.gallery import reading_of as slogan_reading_of
from app.innovation.queries.slogans.gallery import visible_by as slogan_visible_by
from app.innovation.rules.obstacles import SETTLED, should_escalate
from app.organization.models import Department

Suffering = aliased(Department, name="suffering")
Asked = aliased(Department, name="asked")


@dataclass(frozen=True, kw_only=True)
class ObstacleFilter:
    """What the wall is narrowed to; None and False do not narrow. Settled ones are left out unless asked for."""

    level: ObstacleLevel | None = None
    state: ObstacleState | None = None
    kind: ObstacleKind | None = None
    department_id: int | None = None
    asked_department_id: int | None = None
    bureau_id: int | None = None
    group_id: int | None = None
    age: tuple[int, int | None] | None = None
    """Days since the report: at least, and at most (None: no end)."""
    recurrence: str | None = None
    words: str = ""
    late: bool = False
    with_settled: bool = False


class ObstacleRow(NamedTuple):
    """One line of the wall. `days_left` is None once it is settled; `should_rise`: its level's days are over."""

    id: int
    title: str
    kind: ObstacleKind
    severity: ObstacleSeverity
    state: ObstacleState
    level: ObstacleLevel
    subject: ObstacleSubject
    subject_title: str | None
    department: str
    asked: str
    owner: str | None
    due_on: date
    days_open: int
    days_left: int | None
    should_rise: bool


class Reading(NamedTuple):
    """What decides which lines somebody may read, and whether they may know what stands behind them."""

    obstacles: visibility.Reading
    issues: issues.Reading
    slogans: SloganReading


def list_obstacles(actor: Actor, wanted: ObstacleFilter, cursor: str | None = None) -> Page[ObstacleRow]:
    """Return one page of the wall in one statement."""
    chosen = narrowed_by(wanted)
    words = {f"word_{n}": _pattern(word) for n, word in enumerate(chosen.pop("words").split())}
    if not chosen.keys() & {"state", "with_settled"}:
        chosen["unsettled"] = True
    today = clock.today()
    chosen |= _days_of(chosen.pop("age", None), today)
    given = {**chosen, **words, **visibility.named(actor), "drafts": departments_of(actor), "today": today}
    listing = _listing(_reading_of(actor), frozenset(chosen), len(words))
    page = listing.page(cursor, given)
    return Page([_row(today, *values) for values in page.rows], page.next_cursor)


def _days_of(age: tuple[int, int | None] | None, today: date) -> dict[str, datetime]:
    """Return the moments an age lies between."""
    if age is None:
        return {}
    least, most = age
    found = {"reported_before": clock.start_of_day(today - timedelta(days=least - 1))}
    return found if most is None else found | {"reported_since": clock.start_of_day(today - timedelta(days=most))}


def _reading_of(actor: Actor) -> Reading:
    return Reading(visibility.reading_of(actor), issues.reading_of(actor), slogan_reading_of(actor))


DRAFTS: BindParameter[Any] = bindparam("drafts", expanding=True)
"""The departments whose drafts of slogans somebody reads."""

NARROWINGS = {
    "level": Obstacle.level == bindparam("level"),
    "state": Obstacle.state == bindparam("state"),
    "kind": Obstacle.kind == bindparam("kind"),
    "department_id": Obstacle.suffering_department_id == bindparam("department_id"),
    "asked_department_id": Obstacle.asked_department_id == bindparam("asked_department_id"),
    "bureau_id": Suffering.parent_id == bindparam("bureau_id"),
    "group_id": Suffering.peer_group_id == bindparam("group_id"),
    "reported_before": Obstacle.reported_at < bindparam("reported_before", type_=UtcDateTime),
    "reported_since": Obstacle.reported_at >= bindparam("reported_since", type_=UtcDateTime),
    "recurrence": Obstacle.recurrence == bindparam("recurrence"),
    "late": and_(Obstacle.due_on < bindparam("today", type_=Date), Obstacle.state.not_in(SETTLED)),
    "with_settled": true(),
    "unsettled": Obstacle.state.not_in(SETTLED),
}
"""What each field of a filter asks of an obstacle."""


@lru_cache(maxsize=256)
def _listing(reading: Reading, narrowings: frozenset[str], word_count: int) -> Keyset:
    """Put the statement of the wall together once for each combination of filters in use."""
    me = visibility.ANYBODY.person_id
    statement = (
        select(
            Obstacle.id,
            Obstacle.title,
            Obstacle.kind,
            Obstacle.severity,
            Obstacle.state,
            Obstacle.level,
            Obstacle.subject,
            func.coalesce(Task.title, Issue.title, Slogan.text),
            Suffering.name,
            func.coalesce(Asked.name, Obstacle.asked_body),
            Person.name,
            Obstacle.due_on,
            Obstacle.reported_at,
            Obstacle.closed_on,
            Obstacle.level_due_on,
        )
        .join(Suffering, Suffering.id == Obstacle.suffering_department_id)
        .outerjoin(Asked, Asked.id == Obstacle.asked_department_id)
        .outerjoin(Person, Person.id == Obstacle.owner_id)
        .outerjoin(Task, Task.id == Obstacle.task_id)
        .outerjoin(Issue, (Issue.id == Obstacle.issue_id) & issues.visible_by(reading.issues, me))
        .outerjoin(Slogan, (Slogan.id == Obstacle.slogan_id) & slogan_visible_by(reading.slogans, me, DRAFTS))
        .where(
            visibility.visible_by(reading.obstacles, visibility.ANYBODY),
            *(NARROWINGS[name] for name in sorted(narrowings)),
            *(Obstacle.title.ilike(bindparam(f"word_{n}", type_=String), escape="/") for n in range(word_count)),
        )
    )
    return Keyset(statement, keys=[Obstacle.reported_at, Obstacle.id])


def _pattern(word: str) -> str:
    """Return the pattern of titles that hold the word."""
    return f"%{word.replace('/', '//').replace('%', '/%').replace('_', '/_')}%"


def _row(today: date, *values: Any) -> ObstacleRow:
    *shown, due_on, reported_at, closed_on, level_due_on = values
    _id, _title, _kind, _severity, state, level, *_names = shown
    days_left = None if state in SETTLED else (due_on - today).days
    lies_too_long = should_escalate(state, level, level_due_on, today)
    return ObstacleRow._make((*shown, due_on, days_open(reported_at, closed_on or today), days_left, lies_too_long))


def days_open(reported_at: datetime, closed_on: date | None) -> int:
    """Count the days in Seoul from the report to the day of closing, or to today."""
    return ((closed_on or clock.today()) - clock.to_seoul(reported_at).date()).days
