"""경연 심사: what a juror is to mark, what is owed, and what votes and marks an entry has gathered.

Votes and marks are read only to close a round, or after it is closed; who reads before sees numbers of sheets only.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, exists, func, select, true

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.enums.contests import ContestState, JurorKind
from app.innovation.models import (
    Case,
    Contest,
    ContestEntry,
    ContestGroup,
    ContestJuror,
    ContestMark,
    ContestSheet,
    ContestVote,
)
from app.innovation.queries.contest_conflicts import barred_from_scoring
from app.innovation.rules.contest_scores import Material, sheet_total
from app.innovation.rules.contests import SCORING
from app.organization.models import Department


@dataclass(frozen=True)
class SheetRow:
    """An entry as a juror sees it: to mark, marked, or not theirs to mark."""

    entry_id: int
    group: str
    case_id: int
    number: str
    title: str
    department: str
    conflicted: bool
    marked: bool


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Everything an entry has: votes, and one total a juror by kind, smallest first."""

    votes: int
    marks: dict[JurorKind, tuple[Decimal, ...]]

    @property
    def material(self) -> Material:
        """What the first round is made of."""
        return Material(
            votes=self.votes,
            members=self.marks.get(JurorKind.MEMBER, ()),
            experts=self.marks.get(JurorKind.EXPERT, ()),
        )


def seat_or_404(contest: Contest, actor: Actor) -> ContestJuror:
    """Return the actor's seat in the part of the jury that scores now, or any seat of theirs. Raises `Missing`."""
    seats = db.session.scalars(
        select(ContestJuror)
        .where(ContestJuror.contest_id == contest.id, ContestJuror.person_id == actor.id, sitting())
        .order_by(ContestJuror.id)
    ).all()
    now = [seat for seat in seats if seat.kind in SCORING.get(contest.state, ())]
    if not seats:
        raise Missing(_("You are not in the jury of this contest."))
    return (now or list(seats))[0]


def sitting() -> ColumnElement[bool]:
    """Jurors who have not stood down; the marks of the others do not count."""
    return ContestJuror.stood_down_at.is_(None)


def in_scope(kind: JurorKind | None = None) -> ColumnElement[bool]:
    """Entries a juror of the kind marks: all in the first round, the shortlist before the committee."""
    present = ContestEntry.withdrawn_at.is_(None)
    return present & ContestEntry.shortlisted.is_(True) if kind is JurorKind.COMMITTEE else present


def sheets_of(seat: ContestJuror) -> Sequence[SheetRow]:
    """Return the entries a juror is to mark, in one statement."""
    marked = select(ContestSheet.id).where(ContestSheet.juror_id == seat.id, ContestSheet.entry_id == ContestEntry.id)
    statement = (
        select(
            ContestEntry.id,
            ContestGroup.name,
            Case.id,
            Case.number,
            Case.title,
            Department.name,
            barred_from_scoring(seat.person_id),
            marked.exists(),
        )
        .join(Case, Case.id == ContestEntry.case_id)
        .join(ContestGroup, ContestGroup.id == ContestEntry.group_id)
        .join(Department, Department.id == ContestEntry.department_id)
        .where(ContestEntry.contest_id == seat.contest_id, in_scope(seat.kind))
        .order_by(ContestGroup.position, Department.position, ContestEntry.id)
    )
    return [SheetRow(*row) for row in db.session.execute(statement)]


def owed_sheets() -> AnySelect:
    """Select (juror, person, entry, contest) of marks that are owed now, whoever owes them; add columns and conditions.

    The tables `Contest`, `ContestJuror`, `Person`, `ContestEntry` and `Case` are in the statement.
    """
    given = select(ContestSheet.id).where(
        ContestSheet.juror_id == ContestJuror.id, ContestSheet.entry_id == ContestEntry.id
    )
    first = (Contest.state == ContestState.FIRST_ROUND) & ContestJuror.kind.in_(SCORING[ContestState.FIRST_ROUND])
    last = (
        (Contest.state == ContestState.COMMITTEE)
        & (ContestJuror.kind == JurorKind.COMMITTEE)
        & ContestEntry.shortlisted.is_(True)
    )
    return (
        select(ContestJuror.id)
        .join(Contest, Contest.id == ContestJuror.contest_id)
        .join(Person, Person.id == ContestJuror.person_id)
        .join(ContestEntry, ContestEntry.contest_id == Contest.id)
        .join(Case, Case.id == ContestEntry.case_id)
        .where(
            first | last,
            sitting(),
            ContestEntry.withdrawn_at.is_(None),
            ~barred_from_scoring(ContestJuror.person_id),
            ~given.exists(),
        )
    )


def late_jurors(contest: Contest) -> Sequence[str]:
    """Name the jurors who owe marks now."""
    owed = owed_sheets().where(Contest.id == contest.id).subquery()
    statement = (
        select(Person.name)
        .join(ContestJuror, ContestJuror.person_id == Person.id)
        .where(ContestJuror.id.in_(select(owed.c[0])))
        .order_by(ContestJuror.id)
    )
    return list(dict.fromkeys(db.session.scalars(statement)))


def unscored_entries(contest: Contest, kinds: Collection[JurorKind]) -> Sequence[str]:
    """Name the entries in scope that one of the kinds of juror has not marked at all."""
    found: dict[str, None] = {}
    for kind in kinds:
        given = (
            select(ContestSheet.id)
            .join(ContestJuror, ContestJuror.id == ContestSheet.juror_id)
            .where(ContestSheet.entry_id == ContestEntry.id, ContestJuror.kind == kind, sitting())
        )
        found.update(_titles_in_scope(contest, kind, ~given.exists()))
    return list(found)


def unjudgeable_entries(contest: Contest, kinds: Collection[JurorKind]) -> Sequence[str]:
    """Name the entries in scope that nobody in one of the kinds of juror may mark."""
    found: dict[str, None] = {}
    for kind in kinds:
        able = exists().where(
            ContestJuror.contest_id == ContestEntry.contest_id,
            ContestJuror.kind == kind,
            sitting(),
            ~barred_from_scoring(ContestJuror.person_id),
        )
        found.update(_titles_in_scope(contest, kind, ~able.correlate(ContestEntry)))
    return list(found)


def _titles_in_scope(contest: Contest, kind: JurorKind, condition: ColumnElement[bool]) -> dict[str, None]:
    statement = (
        select(Case.title)
        .join(ContestEntry, ContestEntry.case_id == Case.id)
        .where(ContestEntry.contest_id == contest.id, in_scope(kind), condition)
        .order_by(ContestEntry.id)
    )
    return dict.fromkeys(db.session.scalars(statement))


def sheet_of(seat: ContestJuror, entry_id: int) -> ContestSheet | None:
    """Return the marks a juror has given an entry, or None."""
    return db.session.scalar(
        select(ContestSheet).where(ContestSheet.juror_id == seat.id, ContestSheet.entry_id == entry_id)
    )


def marks_of(sheet_id: int) -> dict[int, Decimal]:
    """Return the marks of a sheet by criterion."""
    statement = select(ContestMark.criterion_id, ContestMark.mark).where(ContestMark.sheet_id == sheet_id)
    return {row.criterion_id: row.mark for row in db.session.execute(statement)}


def gathered(contest_id: int, weights: dict[int, Decimal], entry_id: int | None = None) -> dict[int, Gathered]:
    """Return what each entry that was not withdrawn has gathered, in two statements; see the head of this module."""
    only = ContestEntry.id == entry_id if entry_id is not None else true()
    votes = db.session.execute(
        select(ContestEntry.id, func.count(ContestVote.id))
        .outerjoin(ContestVote, ContestVote.entry_id == ContestEntry.id)
        .where(ContestEntry.contest_id == contest_id, ContestEntry.withdrawn_at.is_(None), only)
        .group_by(ContestEntry.id)
    ).all()
    sheets: dict[tuple[int, JurorKind, int], dict[int, Decimal]] = {}
    rows = db.session.execute(
        select(ContestSheet.entry_id, ContestJuror.kind, ContestSheet.id, ContestMark.criterion_id, ContestMark.mark)
        .join(ContestJuror, ContestJuror.id == ContestSheet.juror_id)
        .join(ContestMark, ContestMark.sheet_id == ContestSheet.id)
        .join(ContestEntry, ContestEntry.id == ContestSheet.entry_id)
        .where(ContestSheet.contest_id == contest_id, sitting(), only)
    )
    for found_id, kind, sheet_id, criterion_id, mark in rows:
        sheets.setdefault((found_id, kind, sheet_id), {})[criterion_id] = mark
    totals: dict[int, dict[JurorKind, list[Decimal]]] = {}
    for (found_id, kind, _sheet_id), marks in sheets.items():
        totals.setdefault(found_id, {}).setdefault(kind, []).append(sheet_total(marks, weights))
    return {
        found_id: Gathered(
            votes=count, marks={kind: tuple(sorted(given)) for kind, given in totals.get(found_id, {}).items()}
        )
        for found_id, count in votes
    }


def most_votes(contest_id: int, group_id: int) -> int:
    """Return the votes of the entry of a group that has the most."""
    counts = (
        select(func.count().label("votes"))
        .select_from(ContestVote)
        .join(ContestEntry, ContestEntry.id == ContestVote.entry_id)
        .where(ContestEntry.contest_id == contest_id, ContestEntry.group_id == group_id)
        .group_by(ContestEntry.id)
        .subquery()
    )
    return db.session.scalar(select(func.max(counts.c.votes))) or 0


def vote_count(contest_id: int, person_id: int) -> int:
    """Count the votes a person has cast in a contest."""
    statement = select(func.count()).where(ContestVote.contest_id == contest_id, ContestVote.person_id == person_id)
    return db.session.scalar(statement) or 0


def may_judge_case(actor: Actor, case_id: int) -> bool:
    """Whether the actor sits in the jury of a contest, in a round that is open, in which the case is entered."""
    statement = (
        select(ContestEntry.id)
        .join(Contest, Contest.id == ContestEntry.contest_id)
        .join(ContestJuror, ContestJuror.contest_id == Contest.id)
        .where(
            ContestEntry.case_id == case_id,
            ContestEntry.withdrawn_at.is_(None),
            ContestJuror.person_id == actor.id,
            sitting(),
            Contest.state.in_(list(SCORING)),
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None
