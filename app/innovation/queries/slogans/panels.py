"""슬로건 심사: panels, what an evaluator still owes, and the scores once a panel is closed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.accounts.queries.roles import stood_for
from app.core.access import Actor, Role, satisfies
from app.core.database import db
from app.core.errors import Missing
from app.core.juries import places
from app.core.messages import _
from app.innovation.enums import SloganState
from app.innovation.enums.slogan_reviews import ItemOutcome
from app.innovation.models import (
    Slogan,
    SloganBallot,
    SloganCriterion,
    SloganEvaluator,
    SloganItemResult,
    SloganMark,
    SloganPanel,
    SloganPanelChange,
    SloganReview,
    SloganStep,
)
from app.innovation.policy.predicates import READERS
from app.innovation.rules.slogan_panels import PanelScore, panel_score
from app.organization.models import Department

AnyPerson = ColumnElement[int] | InstrumentedAttribute[int] | int
AnyYear = AnyPerson


@dataclass(frozen=True, kw_only=True)
class PanelLine:
    """One panel in the list."""

    id: int
    year: int
    due_on: date
    closed_on: date | None


@dataclass(frozen=True, kw_only=True)
class ToScore:
    """A slogan on the evaluator's list; `total` is what they gave, None if they still owe it."""

    slogan_id: int
    department: str
    text: str
    total: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A slogan of the panel: how many have scored it of how many may; place and score once the panel is closed."""

    slogan_id: int
    department: str
    text: str
    given: int
    expected: int
    score: PanelScore | None
    place: int | None


@dataclass(frozen=True)
class PanelChange:
    """Who left the panel, who came, why and when."""

    left: str
    joined: str
    reason: str
    made_at: datetime


def had_a_part(person: AnyPerson) -> ColumnElement[bool]:
    """Say for a slogan whether the person worked or stood for its department since its year began, or wrote it.

    The triggers of `slogan_ballots` say the same.
    """
    wrote = exists().where(SloganStep.slogan_id == Slogan.id, SloganStep.taken_by_id == person)
    return or_(stood_for(person, Slogan.department_id, Slogan.year), wrote.correlate_except(SloganStep))


def list_panels(actor: Actor) -> Sequence[PanelLine]:
    """Return the panels the actor may open, the latest year first."""
    statement = select(SloganPanel.id, SloganPanel.year, SloganPanel.due_on, SloganPanel.closed_on)
    rows = db.session.execute(statement.where(_visible_to(actor)).order_by(SloganPanel.year.desc()))
    return [PanelLine(id=row.id, year=row.year, due_on=row.due_on, closed_on=row.closed_on) for row in rows]


def panel_or_404(panel_id: int, actor: Actor) -> SloganPanel:
    """Return the panel. `Missing` if there is none, or it is open and the actor has nothing to do with it."""
    found = db.session.scalar(select(SloganPanel).where(SloganPanel.id == panel_id, _visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such panel."))
    return found


def criteria_of(panel_id: int) -> Sequence[SloganCriterion]:
    """Return the criteria in their order."""
    statement = select(SloganCriterion).where(SloganCriterion.panel_id == panel_id).order_by(SloganCriterion.position)
    return db.session.scalars(statement).all()


def to_score(panel: SloganPanel, actor: Actor) -> Sequence[ToScore]:
    """Return the slogans the evaluator may score, without those of departments they had to do with."""
    own = and_(SloganBallot.slogan_id == Slogan.id, SloganBallot.panel_id == panel.id)
    statement = (
        select(Slogan.id, Department.name, Slogan.text, SloganBallot.total)
        .join(Department, Department.id == Slogan.department_id)
        .outerjoin(SloganBallot, own & (SloganBallot.evaluator_id == actor.id))
        .where(scorable(panel.year), ~had_a_part(actor.id))
        .order_by(Department.position, Department.id)
    )
    rows = db.session.execute(statement)
    return [ToScore(slogan_id=a, department=b, text=c, total=d) for a, b, c, d in rows]


def slogan_to_score(panel: SloganPanel, slogan_id: int, actor: Actor) -> Slogan:
    """Return a slogan of the panel. `Missing` if it is none the actor may score."""
    statement = select(Slogan).where(Slogan.id == slogan_id, scorable(panel.year), ~had_a_part(actor.id))
    found = db.session.scalar(statement)
    if found is None or not is_evaluator_of(panel.id, actor.id):
        raise Missing(_("There is no such slogan for you to score."))
    return found


def scorable(year: AnyYear) -> ColumnElement[bool]:
    """Say which slogans a panel of the year scores: the approved ones."""
    return and_(Slogan.year == year, Slogan.state == SloganState.APPROVED)


def is_evaluator_of(panel_id: int, person_id: int) -> bool:
    """Whether the person was named for the panel."""
    statement = select(SloganEvaluator.id).where(
        SloganEvaluator.panel_id == panel_id, SloganEvaluator.person_id == person_id
    )
    return db.session.scalar(statement) is not None


def had_a_part_in(slogan_id: int, person_id: int) -> bool:
    """Whether the person had to do with the slogan or its department."""
    return db.session.scalar(select(Slogan.id).where(Slogan.id == slogan_id, had_a_part(person_id))) is not None


def own_ballot(panel_id: int, slogan_id: int, actor: Actor) -> tuple[SloganBallot, dict[int, Decimal]] | None:
    """Return what the evaluator gave: the sheet and its marks by criterion; None if nothing yet."""
    ballot = db.session.scalar(
        select(SloganBallot).where(
            SloganBallot.panel_id == panel_id,
            SloganBallot.slogan_id == slogan_id,
            SloganBallot.evaluator_id == actor.id,
        )
    )
    if ballot is None:
        return None
    marks = db.session.execute(
        select(SloganMark.criterion_id, SloganMark.mark).where(SloganMark.ballot_id == ballot.id)
    )
    return ballot, dict(marks.all())


def approved_reviews(slogan: Slogan) -> Sequence[tuple[SloganReview, int, int]]:
    """Return the approved self-evaluations with (items kept, items), for who scores the slogan."""
    kept = func.count().filter(SloganItemResult.outcome == ItemOutcome.DONE)
    statement = (
        select(SloganReview, kept, func.count(SloganItemResult.id))
        .outerjoin(SloganItemResult, SloganItemResult.review_id == SloganReview.id)
        .where(SloganReview.slogan_id == slogan.id, SloganReview.state == SloganState.APPROVED)
        .group_by(SloganReview.id)
        .order_by(SloganReview.half)
    )
    return [(review, done, items) for review, done, items in db.session.execute(statement)]


def standings(panel: SloganPanel) -> Sequence[Standing]:
    """Return the slogans of the panel; scores only when it is closed, then the best first. Two statements."""
    totals = _totals(panel.id)
    closed = panel.closed_on is not None
    rows = db.session.execute(
        select(Slogan.id, Department.name, Slogan.text, _expected(panel.id))
        .join(Department, Department.id == Slogan.department_id)
        .where(scorable(panel.year))
        .order_by(Department.position, Department.id)
    ).all()
    scores = {slogan_id: panel_score(totals[slogan_id]) if closed else None for slogan_id, *_rest in rows}
    ranks = places(score.figure for score in scores.values() if score)
    found = [
        Standing(
            slogan_id=slogan_id,
            department=name,
            text=text,
            given=len(totals[slogan_id]),
            expected=expected,
            score=(score := scores[slogan_id]),
            place=ranks[score.figure] if score else None,
        )
        for slogan_id, name, text, expected in rows
    ]
    return sorted(found, key=lambda line: line.place or len(found) + 1)


def missing_ballots(panel: SloganPanel) -> int:
    """Count the scores that are still owed."""
    return sum(line.expected - line.given for line in standings(panel))


def evaluator_progress(panel: SloganPanel) -> Sequence[tuple[str, int, int]]:
    """Return (name, scores given, scores owed in all) for each evaluator."""
    given = (
        select(func.count())
        .where(SloganBallot.panel_id == panel.id, SloganBallot.evaluator_id == Person.id)
        .scalar_subquery()
    )
    owed = (
        select(func.count())
        .select_from(Slogan)
        .where(scorable(panel.year), ~had_a_part(SloganEvaluator.person_id))
        .correlate(SloganEvaluator)
        .scalar_subquery()
    )
    statement = (
        select(Person.name, given, owed)
        .select_from(SloganEvaluator)
        .join(Person, Person.id == SloganEvaluator.person_id)
        .where(SloganEvaluator.panel_id == panel.id)
        .order_by(Person.name, Person.id)
    )
    return [(name, count, of) for name, count, of in db.session.execute(statement)]


def idle_evaluators(panel_id: int) -> Sequence[tuple[int, str]]:
    """Return (person id, name) of the evaluators who have scored nothing yet."""
    scored = exists().where(SloganBallot.panel_id == panel_id, SloganBallot.evaluator_id == SloganEvaluator.person_id)
    statement = (
        select(Person.id, Person.name)
        .join(SloganEvaluator, SloganEvaluator.person_id == Person.id)
        .where(SloganEvaluator.panel_id == panel_id, ~scored)
        .order_by(Person.name, Person.id)
    )
    return [(person_id, name) for person_id, name in db.session.execute(statement)]


def changes_of(panel_id: int) -> Sequence[PanelChange]:
    """Return who was replaced on the panel, the last first, in one statement."""
    left, joined = aliased(Person), aliased(Person)
    statement = (
        select(left.name, joined.name, SloganPanelChange.reason, SloganPanelChange.made_at)
        .join(left, left.id == SloganPanelChange.left_id)
        .join(joined, joined.id == SloganPanelChange.joined_id)
        .where(SloganPanelChange.panel_id == panel_id)
        .order_by(SloganPanelChange.id.desc())
    )
    return [PanelChange(*row) for row in db.session.execute(statement)]


def _totals(panel_id: int) -> defaultdict[int, list[Decimal]]:
    found: defaultdict[int, list[Decimal]] = defaultdict(list)
    statement = select(SloganBallot.slogan_id, SloganBallot.total).where(SloganBallot.panel_id == panel_id)
    for slogan_id, total in db.session.execute(statement):
        found[slogan_id].append(total)
    return found


def _expected(panel_id: int) -> ScalarSelect[int]:
    """Count for a slogan the evaluators who may score it."""
    return (
        select(func.count())
        .select_from(SloganEvaluator)
        .where(SloganEvaluator.panel_id == panel_id, ~had_a_part(SloganEvaluator.person_id))
        .correlate(Slogan)
        .scalar_subquery()
    )


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    """An open panel is for the control tower, the auditor and its evaluators; a closed one for the whole office."""
    named = exists().where(SloganEvaluator.panel_id == SloganPanel.id, SloganEvaluator.person_id == actor.id)
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR):
        return SloganPanel.id.is_not(None)
    return or_(named, SloganPanel.closed_on.is_not(None)) if satisfies(READERS, actor) else named
