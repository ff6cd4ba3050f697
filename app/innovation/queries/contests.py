"""경연대회: the list, one contest with its terms, its entries, its jury and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, Role, satisfies
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.pages import Page, keyset_page
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.enums.contests import ContestKind, ContestPeriod, ContestState, ContestStepKind, JurorKind
from app.innovation.models import (
    Case,
    Contest,
    ContestAward,
    ContestCriterion,
    ContestEntry,
    ContestGroup,
    ContestGroupPeer,
    ContestJuror,
    ContestPrize,
    ContestSheet,
    ContestStep,
    ContestVote,
)
from app.innovation.policy.predicates import READERS
from app.innovation.queries.contest_conflicts import has_to_do_with
from app.innovation.rules.contests import Prize, Schedule, Weights
from app.organization.models import Department

MADE = (ContestStepKind.SETUP, ContestStepKind.CHANGE, ContestStepKind.CORRECTION)
"""Steps of those who prepared or corrected a contest."""

Honoured = aliased(Person, name="honoured")


@dataclass(frozen=True)
class ContestRow:
    """A contest as the list shows it."""

    id: int
    name: str
    kind: ContestKind
    year: int
    period: ContestPeriod
    state: ContestState
    results_only: bool
    call_ends_on: date | None
    entries: int
    awards: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of a contest with its prizes, the best first."""

    id: int
    name: str
    shortlist_size: int
    prizes: tuple[Prize, ...]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a contest is judged by."""

    criteria: tuple[tuple[int, str, Decimal], ...]
    groups: tuple[Group, ...]

    @property
    def weights(self) -> dict[int, Decimal]:
        """The weight of each criterion by its id."""
        return {criterion_id: weight for criterion_id, _name, weight in self.criteria}


@dataclass(frozen=True)
class EntryRow:
    """An entry. `own`: the reader may neither vote for it nor score it; `voted`: the reader voted for it."""

    id: int
    group_id: int
    case_id: int
    number: str
    title: str
    department_id: int
    department: str
    honoured: str | None
    first_score: Decimal | None
    shortlisted: bool
    withdrawn_at: datetime | None
    own: bool
    voted: bool


@dataclass(frozen=True)
class JurorRow:
    """Somebody of the jury and how many entries they have marked; who stood down was replaced and counts no more."""

    id: int
    person_id: int
    name: str
    department: str | None
    kind: JurorKind
    sheets: int
    stood_down: bool


@dataclass(frozen=True, kw_only=True)
class ContestEvent:
    """One step in the life of the contest."""

    when: datetime
    who: str
    what: Message
    note: str


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Contests the actor may read: whatever has been called; the control tower and auditors see preparations too."""
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR):
        return true()
    return Contest.state != ContestState.DRAFT if satisfies(READERS, actor) else sits_in_jury(actor)


def sits_in_jury(actor: Actor) -> ColumnElement[bool]:
    """Contests that have been called and in whose jury the actor sits."""
    seat = select(ContestJuror.id).where(ContestJuror.contest_id == Contest.id, ContestJuror.person_id == actor.id)
    return seat.exists() & (Contest.state != ContestState.DRAFT)


def contest_or_404(contest_id: int, actor: Actor) -> Contest:
    """Return the contest. `Missing` if there is none or the actor may not read it."""
    found = db.session.scalar(select(Contest).where(Contest.id == contest_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such contest."))
    return found


def list_contests(actor: Actor, kind: ContestKind | None, year: int | None, cursor: str | None) -> Page[ContestRow]:
    """Return the contests, the latest first, in one statement."""
    entries = select(func.count()).where(ContestEntry.contest_id == Contest.id, ContestEntry.withdrawn_at.is_(None))
    awards = select(func.count()).where(ContestAward.contest_id == Contest.id)
    statement = select(
        Contest.id,
        Contest.name,
        Contest.kind,
        Contest.year,
        Contest.period,
        Contest.state,
        Contest.results_only,
        Contest.call_ends_on,
        entries.scalar_subquery(),
        awards.scalar_subquery(),
    ).where(visible_to(actor))
    if kind is not None:
        statement = statement.where(Contest.kind == kind)
    if year is not None:
        statement = statement.where(Contest.year == year)
    page = keyset_page(statement, keys=(Contest.year, Contest.id), cursor=cursor)
    return Page([ContestRow(*row) for row in page.rows], page.next_cursor)


def weights_of(contest: Contest) -> Weights:
    """Return the parts of the first round."""
    return Weights(staff_vote=contest.staff_vote_weight, member=contest.member_weight, expert=contest.expert_weight)


def schedule_of(contest: Contest) -> Schedule:
    """Return the days of a contest that is held here."""
    days = (contest.call_starts_on, contest.call_ends_on, contest.first_round_ends_on, contest.committee_on)
    starts, ends, first, committee = (day or date.max for day in days)
    return Schedule(call_starts_on=starts, call_ends_on=ends, first_round_ends_on=first, committee_on=committee)


def terms_of(contest_id: int) -> Terms:
    """Return criteria, groups and prizes in their order, in two statements."""
    criteria = db.session.execute(
        select(ContestCriterion.id, ContestCriterion.name, ContestCriterion.weight)
        .where(ContestCriterion.contest_id == contest_id)
        .order_by(ContestCriterion.position)
    )
    rows = db.session.execute(
        select(ContestGroup, ContestPrize.name, ContestPrize.places)
        .outerjoin(ContestPrize, ContestPrize.group_id == ContestGroup.id)
        .where(ContestGroup.contest_id == contest_id)
        .order_by(ContestGroup.position, ContestPrize.position)
    ).all()
    groups = {group.id: group for group, _name, _places in rows}
    return Terms(
        criteria=tuple((row.id, row.name, row.weight) for row in criteria),
        groups=tuple(
            Group(
                id=group.id,
                name=group.name,
                shortlist_size=group.shortlist_size,
                prizes=tuple(Prize(name, places) for found, name, places in rows if found.id == group.id and name),
            )
            for group in groups.values()
        ),
    )


def peers_of(contest_id: int) -> dict[int, list[int]]:
    """Return the peer groups of the office by the group of the contest."""
    statement = select(ContestGroupPeer.group_id, ContestGroupPeer.peer_group_id).where(
        ContestGroupPeer.contest_id == contest_id
    )
    found: dict[int, list[int]] = {}
    for group_id, peer_id in db.session.execute(statement.order_by(ContestGroupPeer.id)):
        found.setdefault(group_id, []).append(peer_id)
    return found


def entries_of(contest_id: int, actor: Actor, *, entry_id: int | None = None) -> Sequence[EntryRow]:
    """Return the entries that were not withdrawn, or the one asked for, by group, department and case: one statement."""
    voted = select(ContestVote.id).where(ContestVote.entry_id == ContestEntry.id, ContestVote.person_id == actor.id)
    statement = (
        select(
            ContestEntry.id,
            ContestEntry.group_id,
            ContestEntry.case_id,
            Case.number,
            Case.title,
            ContestEntry.department_id,
            Department.name,
            Honoured.name,
            ContestEntry.first_score,
            ContestEntry.shortlisted,
            ContestEntry.withdrawn_at,
            has_to_do_with(actor.id),
            voted.exists(),
        )
        .join(Case, Case.id == ContestEntry.case_id)
        .join(Department, Department.id == ContestEntry.department_id)
        .join(ContestGroup, ContestGroup.id == ContestEntry.group_id)
        .outerjoin(Honoured, Honoured.id == ContestEntry.honoured_id)
        .where(ContestEntry.contest_id == contest_id, ContestEntry.withdrawn_at.is_(None))
        .order_by(ContestGroup.position, Department.position, ContestEntry.id)
    )
    if entry_id is not None:
        statement = statement.where(ContestEntry.id == entry_id)
    return [EntryRow(*tuple(row)) for row in db.session.execute(statement)]


def entry_or_404(contest_id: int, entry_id: int) -> ContestEntry:
    """Return an entry of the contest that was not withdrawn. Raises `Missing`."""
    found = db.session.scalar(
        select(ContestEntry).where(
            ContestEntry.id == entry_id,
            ContestEntry.contest_id == contest_id,
            ContestEntry.withdrawn_at.is_(None),
        )
    )
    if found is None:
        raise Missing(_("There is no such contest entry."))
    return found


def jurors_of(contest_id: int) -> Sequence[JurorRow]:
    """Return the jury by kind and name, in one statement."""
    sheets = select(func.count()).where(ContestSheet.juror_id == ContestJuror.id).scalar_subquery()
    statement = (
        select(
            ContestJuror.id,
            Person.id,
            Person.name,
            Department.name,
            ContestJuror.kind,
            sheets,
            ContestJuror.stood_down_at.is_not(None),
        )
        .join(Person, Person.id == ContestJuror.person_id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(ContestJuror.contest_id == contest_id)
        .order_by(ContestJuror.id)
    )
    rows = [JurorRow(*row) for row in db.session.execute(statement)]
    return sorted(rows, key=lambda row: (list(JurorKind).index(row.kind), row.id))


def history_of(contest_id: int) -> Sequence[ContestEvent]:
    """Return the steps of the contest, the last first, in one statement."""
    statement = (
        select(ContestStep, Person.name)
        .join(Person, Person.id == ContestStep.taken_by_id)
        .where(ContestStep.contest_id == contest_id)
        .order_by(ContestStep.id.desc())
    )
    return [
        ContestEvent(when=step.taken_at, who=name, what=step.kind.label, note=step.note)
        for step, name in db.session.execute(statement)
    ]


def correctors_of(contest_id: int) -> frozenset[int]:
    """Return who has prepared, changed or corrected the contest."""
    statement = select(ContestStep.taken_by_id).where(ContestStep.contest_id == contest_id, ContestStep.kind.in_(MADE))
    return frozenset(db.session.scalars(statement))


def cases_to_enter(contest_id: int, actor: Actor) -> Sequence[tuple[int, str]]:
    """Return the published best practices of the actor's departments that are not entered yet: (id, number and title)."""
    units = {actor.department_id, *actor.headed_department_ids, *actor.coordinated_department_ids}
    entered = select(ContestEntry.id).where(
        ContestEntry.contest_id == contest_id,
        ContestEntry.case_id == Case.id,
        ContestEntry.withdrawn_at.is_(None),
    )
    statement = (
        select(Case.id, Case.number + " " + Case.title)
        .where(
            Case.kind == CaseKind.BEST,
            Case.state == CaseState.PUBLISHED,
            Case.department_id.in_(sorted(unit for unit in units if unit is not None)),
            ~entered.exists(),
        )
        .order_by(Case.published_on.desc(), Case.id.desc())
        .limit(100)
    )
    return [(case_id, title) for case_id, title in db.session.execute(statement)]


def call_is_running(contest: Contest) -> bool:
    """Whether a case may be entered today."""
    last = contest.call_ends_on
    return contest.state is ContestState.CALL and last is not None and clock.today() <= last
