"""요청과 약속: those of an obstacle, the list over the office, and how each office keeps its word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Date, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnyRow, AnySelect, db, read
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.innovation.enums import ObstacleLevel
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.queries.obstacles.visibility import (
    ANYBODY,
    Reading,
    named,
    reading_of,
    visible_by,
    visible_to,
)
from app.organization.models import Department

Asking = aliased(Department, name="asking")
Asked = aliased(Department, name="asked")
Answerer = aliased(Person, name="answerer")
Judge = aliased(Person, name="judge")


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """One request with its names. `days_left`: to the promised day, or to the one asked for; None once it is over."""

    request: ObstacleRequest
    obstacle_title: str
    asking: str
    office: str
    asker: str
    answerer: str | None
    judge: str | None

    @property
    def id(self) -> int:
        """Number of the request."""
        return self.request.id

    @property
    def state(self) -> RequestState:
        """Where it stands."""
        return self.request.state

    @property
    def day(self) -> date:
        """The promised day; before there is one, the day that was asked for."""
        return self.request.promised_on or self.request.due_on

    @property
    def days_left(self) -> int | None:
        """Days until then."""
        waits = self.state in {RequestState.ASKED, RequestState.COMMITTED}
        return (self.day - clock.today()).days if waits else None

    @property
    def asked_at(self) -> datetime:
        """When it was asked."""
        return self.request.asked_at


@dataclass(frozen=True, kw_only=True)
class RequestFilter:
    """What the list is narrowed to; None and False do not narrow."""

    state: RequestState | None = None
    asked_department_id: int | None = None
    asking_department_id: int | None = None
    level: ObstacleLevel | None = None
    overdue: bool = False


@dataclass(frozen=True, kw_only=True)
class OfficeWord:
    """How one office keeps its word: `waiting` for its answer, `running` promises, `overdue` ones among them."""

    office: str
    department_id: int | None
    waiting: int
    running: int
    overdue: int
    declined: int
    kept: int
    not_kept: int


@dataclass(frozen=True, kw_only=True)
class LevelWord:
    """What became of the requests about obstacles that lie at one level of the ladder now; counts as of `OfficeWord`."""

    level: ObstacleLevel
    waiting: int
    running: int
    overdue: int
    declined: int
    kept: int
    not_kept: int


def is_overdue(today: ColumnElement[date] | None = None) -> ColumnElement[bool]:
    """Whether the promised day of the `ObstacleRequest` has passed and nobody has said what came of it."""
    day = clock.today() if today is None else today
    return and_(ObstacleRequest.state == RequestState.COMMITTED, ObstacleRequest.promised_on < day)


def requests_of(obstacle_id: int) -> Sequence[RequestRow]:
    """Return the requests of an obstacle the actor may read, the first one first, in one statement."""
    statement = _statement().where(ObstacleRequest.obstacle_id == obstacle_id).order_by(ObstacleRequest.id)
    fresh = statement.execution_options(populate_existing=True)
    return [_row(row) for row in db.session.execute(fresh)]


def decisions_of(meeting_id: int, actor: Actor) -> Sequence[RequestRow]:
    """Return what a meeting decided about obstacles the actor may read, in order, in one statement."""
    mine = (ObstacleRequest.meeting_id == meeting_id, visible_to(actor))
    return [_row(row) for row in db.session.execute(_statement().where(*mine).order_by(ObstacleRequest.id))]


def list_requests(actor: Actor, wanted: RequestFilter, cursor: str | None = None) -> Page[RequestRow]:
    """Return one page of the requests the actor may read, the last asked first, in one statement."""
    exact = [
        (ObstacleRequest.state, wanted.state),
        (ObstacleRequest.asked_department_id, wanted.asked_department_id),
        (ObstacleRequest.asking_department_id, wanted.asking_department_id),
        (Obstacle.level, wanted.level),
    ]
    conditions = [column == value for column, value in exact if value is not None]
    if wanted.overdue:
        conditions.append(is_overdue())
    statement = _statement().where(visible_to(actor), *conditions)
    page = keyset_page(statement, keys=[ObstacleRequest.asked_at, ObstacleRequest.id], cursor=cursor)
    return Page([_row(row) for row in page.rows], page.next_cursor)


@dataclass(frozen=True)
class Words:
    """How promises are kept: by office, those with overdue ones first, and by level of the ladder, the lowest first."""

    offices: Sequence[OfficeWord]
    levels: Sequence[LevelWord]


COUNTS = ("waiting", "running", "overdue", "declined", "kept", "not_kept")


def words_of_requests(actor: Actor) -> Words:
    """Return the counts of every office that was asked and of every level, in one statement."""
    offices: dict[tuple[str, int | None], list[int]] = {}
    levels = {level: [0] * len(COUNTS) for level in ObstacleLevel}
    rows = read(_words(reading_of(actor)), {**named(actor), "today": clock.today()})
    for office, department_id, level, *counts in rows:
        sums = offices.setdefault((office, department_id), [0] * len(COUNTS))
        for place, count in enumerate(counts):
            sums[place] += count
            levels[level][place] += count
    found = [
        OfficeWord(office=office, department_id=unit, **dict(zip(COUNTS, sums, strict=True)))
        for (office, unit), sums in offices.items()
    ]
    return Words(
        offices=sorted(found, key=lambda one: (-one.overdue, -one.not_kept, -one.running, one.office)),
        levels=[LevelWord(level=level, **dict(zip(COUNTS, sums, strict=True))) for level, sums in levels.items()],
    )


def words_of_offices(actor: Actor) -> Sequence[OfficeWord]:
    """Return the counts of every office that was asked, those with overdue promises first, in one statement."""
    return words_of_requests(actor).offices


@lru_cache
def _words(reading: Reading) -> AnySelect:
    state = ObstacleRequest.state
    office = func.coalesce(Asked.name, ObstacleRequest.asked_body)
    return (
        select(
            office,
            ObstacleRequest.asked_department_id,
            Obstacle.level,
            func.count().filter(state == RequestState.ASKED),
            func.count().filter(state == RequestState.COMMITTED),
            func.count().filter(is_overdue(bindparam("today", type_=Date))),
            func.count().filter(state == RequestState.REFUSED),
            func.count().filter(state == RequestState.KEPT),
            func.count().filter(state == RequestState.NOT_KEPT),
        )
        .select_from(ObstacleRequest)
        .join(Obstacle, Obstacle.id == ObstacleRequest.obstacle_id)
        .outerjoin(Asked, Asked.id == ObstacleRequest.asked_department_id)
        .where(visible_by(reading, ANYBODY))
        .group_by(office, ObstacleRequest.asked_department_id, Obstacle.level)
    )


@dataclass(frozen=True)
class WordOfYear:
    """What became of a department's promises: judged in the year, and beyond their day today."""

    kept: int
    not_kept: int
    overdue: int


def word_of_department(department_id: int, year: int, actor: Actor) -> WordOfYear:
    """Return how a department kept its word in a year, as far as the actor may read, in one statement."""
    state = ObstacleRequest.state
    first, after = (clock.start_of_day(date(one, 1, 1)) for one in (year, year + 1))
    judged = and_(ObstacleRequest.judged_at >= first, ObstacleRequest.judged_at < after)
    statement = (
        select(
            func.count().filter(and_(judged, state == RequestState.KEPT)),
            func.count().filter(and_(judged, state == RequestState.NOT_KEPT)),
            func.count().filter(is_overdue()),
        )
        .select_from(ObstacleRequest)
        .join(Obstacle, Obstacle.id == ObstacleRequest.obstacle_id)
        .where(ObstacleRequest.asked_department_id == department_id, visible_to(actor))
    )
    return WordOfYear(*db.session.execute(statement).one())


def request_or_404(request_id: int, actor: Actor) -> ObstacleRequest:
    """Return a request. `Missing` if there is none or the actor may not read its obstacle."""
    statement = (
        select(ObstacleRequest)
        .join(Obstacle, Obstacle.id == ObstacleRequest.obstacle_id)
        .where(ObstacleRequest.id == request_id, visible_to(actor))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise Missing(_("There is no such request."))
    return found


def _statement() -> AnySelect:
    return (
        select(
            ObstacleRequest,
            Obstacle.title,
            Asking.name,
            func.coalesce(Asked.name, ObstacleRequest.asked_body),
            Person.name,
            Answerer.name,
            Judge.name,
        )
        .join(Obstacle, Obstacle.id == ObstacleRequest.obstacle_id)
        .join(Asking, Asking.id == ObstacleRequest.asking_department_id)
        .join(Person, Person.id == ObstacleRequest.asked_by_id)
        .outerjoin(Asked, Asked.id == ObstacleRequest.asked_department_id)
        .outerjoin(Answerer, Answerer.id == ObstacleRequest.answered_by_id)
        .outerjoin(Judge, Judge.id == ObstacleRequest.judged_by_id)
    )


def _row(row: AnyRow) -> RequestRow:
    request, title, asking, office, asker, answerer, judge = row
    return RequestRow(
        request=request,
        obstacle_title=title,
        asking=asking,
        office=office,
        asker=asker,
        answerer=answerer,
        judge=judge,
    )
