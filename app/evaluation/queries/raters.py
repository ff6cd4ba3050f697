"""Reads about raters of a round: candidates, their sources, what is assigned, and what surveys found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import literal, select, union_all

from app.accounts.models import Person
from app.accounts.queries.roles import evaluators_on, with_department
from app.core import clock
from app.core.database import db
from app.core.messages import _
from app.evaluation.enums import Phase, RaterMeans
from app.evaluation.models import (
    EvaluationRound,
    EvaluatorSource,
    OutsideEvaluator,
    PhaseChange,
    RoundMember,
    SurveyResult,
)
from app.evaluation.queries.panel_marks import panel_parameters
from app.evaluation.queries.rows import rows_as
from app.evaluation.queries.scoring import Member, compositions_of, members_of
from app.evaluation.rules.methods.raters import RaterSource

_INVITED = _("invited from outside")


@dataclass(frozen=True, kw_only=True)
class PanelIndicator:
    """An indicator of a round that evaluators score, with its sources and the peer groups it weighs in."""

    indicator_id: int
    name: str
    group_ids: frozenset[int]
    sources: tuple[RaterSource, ...]

    @property
    def evaluator_sources(self) -> tuple[str, ...]:
        """Sources whose raters fill in sheets."""
        return tuple(source.name for source in self.sources if source.means is RaterMeans.EVALUATORS)

    @property
    def survey_sources(self) -> tuple[str, ...]:
        """Sources whose figures come from a survey."""
        return tuple(source.name for source in self.sources if source.means is RaterMeans.SURVEY)

    def departments(self, members: Sequence[Member]) -> Sequence[Member]:
        """The departments it is scored for."""
        return [member for member in members if member.peer_group_id in self.group_ids]


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who may be named for a panel of a round: `is_invited` from outside, else an evaluator of today."""

    person_id: int
    name: str
    place: str | None
    """The department they work in, or the institution they come from."""
    source: str | None
    is_invited: bool


@dataclass(frozen=True, kw_only=True)
class AssignmentChoices:
    """What an assignment chooses from: indicators, people by id with the source they belong to, departments."""

    panels: Sequence[PanelIndicator]
    names: Mapping[int, str]
    sources: Mapping[int, str]
    members: Sequence[Member]


@dataclass(frozen=True, kw_only=True)
class SurveyRow:
    """A figure of a survey, newest first; the first of a department and source counts."""

    indicator_id: int
    department_id: int
    department: str
    source: str
    answers: int
    mean: Decimal
    evidence: str
    entered_by: str
    entered_at: datetime


def panel_indicators(record: EvaluationRound) -> Sequence[PanelIndicator]:
    """Return the panels of a round, in the order of its composition."""
    rows = compositions_of(record.id)
    found: dict[int, PanelIndicator] = {}
    parameters = panel_parameters(rows)
    for row in sorted(rows, key=lambda row: (row.position, row.code)):
        known = parameters.get((row.peer_group_id, row.indicator_id))
        if known is not None:
            before = found.get(row.indicator_id)
            groups = frozenset({row.peer_group_id}) | (before.group_ids if before else frozenset())
            found[row.indicator_id] = PanelIndicator(
                indicator_id=row.indicator_id, name=row.name, group_ids=groups, sources=known.sources
            )
    return list(found.values())


def people_for_panels(record: EvaluationRound) -> Sequence[Candidate]:
    """Return evaluators of today, then people invited to the round, each by name, in one statement.

    Somebody who is both stands there twice.
    """
    invited = select(Person.id, Person.name, Person.institution).join(
        OutsideEvaluator, (OutsideEvaluator.person_id == Person.id) & (OutsideEvaluator.round_id == record.id)
    )
    own_source = (EvaluatorSource.evaluator_id == Person.id) & (EvaluatorSource.round_id == record.id)
    both = [
        people.outerjoin(EvaluatorSource, own_source).add_columns(EvaluatorSource.name, literal(place))
        for place, people in enumerate((evaluators_on(clock.today()), invited))
    ]
    people = union_all(*both).subquery()
    person_id, name, *_more, is_invited = people.c
    rows = db.session.execute(select(people).order_by(is_invited, name, person_id))
    return [
        Candidate(person_id=person, name=name, place=place, source=source, is_invited=bool(invited))
        for person, name, place, source, invited in rows
    ]


def offered(people: Sequence[Candidate]) -> Mapping[int, str]:
    """Return how each of them is offered for an assignment."""
    return {
        one.person_id: f"{one.name} · {_INVITED}" if one.is_invited else with_department(one.name, one.place)
        for one in people
    }


def candidates(record: EvaluationRound) -> Mapping[int, str]:
    """Return who may be named for a panel of the round: evaluators of today and people invited from outside."""
    return offered(people_for_panels(record))


def assignment_choices(record: EvaluationRound) -> AssignmentChoices:
    """Return what an assignment of the round chooses from, in three statements."""
    people = people_for_panels(record)
    return AssignmentChoices(
        panels=panel_indicators(record),
        names=offered(people),
        sources={one.person_id: one.source for one in people if one.source is not None},
        members=members_of(record),
    )


def was_scored_already(record: EvaluationRound) -> bool:
    """Whether scoring was left once, so that marks may be known although the round has gone back."""
    left = select(PhaseChange.id).where(PhaseChange.round_id == record.id, PhaseChange.from_phase == Phase.SCORING)
    return db.session.scalar(left.limit(1)) is not None


def sources_of_evaluators(round_id: int) -> Mapping[int, str]:
    """Return the source of every evaluator who has one."""
    statement = select(EvaluatorSource.evaluator_id, EvaluatorSource.name).where(EvaluatorSource.round_id == round_id)
    return {evaluator: name for evaluator, name in db.session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


def survey_rows(record: EvaluationRound) -> Sequence[SurveyRow]:
    """Return every figure that was typed, newest first."""
    statement = (
        select(
            SurveyResult.indicator_id,
            SurveyResult.department_id,
            RoundMember.department_name,
            SurveyResult.source,
            SurveyResult.answers,
            SurveyResult.mean,
            SurveyResult.evidence,
            Person.name,
            SurveyResult.entered_at,
        )
        .join(
            RoundMember,
            (RoundMember.round_id == SurveyResult.round_id) & (RoundMember.department_id == SurveyResult.department_id),
        )
        .join(Person, Person.id == SurveyResult.entered_by_id)
        .where(SurveyResult.round_id == record.id)
        .order_by(SurveyResult.id.desc())
    )
    return rows_as(SurveyRow, statement)
