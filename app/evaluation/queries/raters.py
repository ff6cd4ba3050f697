"""Reads about raters of a round: candidates, their sources, what is assigned, and what surveys found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.queries.roles import evaluators_today
from app.core.database import db
from app.core.messages import _
from app.evaluation.enums import Phase, RaterMeans
from app.evaluation.models import (
    EvaluationRound,
    EvaluatorAssignment,
    EvaluatorSource,
    OutsideEvaluator,
    PhaseChange,
    RoundMember,
    SurveyResult,
)
from app.evaluation.queries.coverage import named_departments
from app.evaluation.queries.panel_marks import panel_parameters
from app.evaluation.queries.rows import rows_as
from app.evaluation.queries.scoring import Member, compositions_of
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
class AssignedRow:
    """Who scores an indicator: `departments` None for all of them."""

    indicator_id: int
    evaluator_id: int
    evaluator: str
    department_id: int | None
    """Where the evaluator works; None for a civilian."""
    source: str
    departments: frozenset[int] | None

    @property
    def is_civilian(self) -> bool:
        """Whether the evaluator comes from outside the office."""
        return self.department_id is None


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


def candidates(record: EvaluationRound) -> Mapping[int, str]:
    """Return who may be named for a panel of the round: evaluators of today and people invited from outside."""
    invited = (
        select(Person.id, Person.name)
        .join(OutsideEvaluator, OutsideEvaluator.person_id == Person.id)
        .where(OutsideEvaluator.round_id == record.id)
        .order_by(Person.name, Person.id)
    )
    found = dict(evaluators_today())
    found.update({person: f"{name} · {_INVITED}" for person, name in db.session.execute(invited)})
    return found


def was_scored_already(record: EvaluationRound) -> bool:
    """Whether scoring was left once, so that marks may be known although the round has gone back."""
    left = select(PhaseChange.id).where(PhaseChange.round_id == record.id, PhaseChange.from_phase == Phase.SCORING)
    return db.session.scalar(left.limit(1)) is not None


def sources_of_evaluators(round_id: int) -> Mapping[int, str]:
    """Return the source of every evaluator who has one."""
    statement = select(EvaluatorSource.evaluator_id, EvaluatorSource.name).where(EvaluatorSource.round_id == round_id)
    return {evaluator: name for evaluator, name in db.session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


def assigned_rows(record: EvaluationRound) -> Sequence[AssignedRow]:
    """Return who scores what, by indicator and name, in two statements."""
    named = named_departments(record.id)
    statement = (
        select(EvaluatorAssignment.indicator_id, Person.id, Person.name, Person.department_id, EvaluatorSource.name)
        .join(Person, Person.id == EvaluatorAssignment.evaluator_id)
        .outerjoin(
            EvaluatorSource,
            (EvaluatorSource.round_id == EvaluatorAssignment.round_id)
            & (EvaluatorSource.evaluator_id == EvaluatorAssignment.evaluator_id),
        )
        .where(EvaluatorAssignment.round_id == record.id)
        .order_by(EvaluatorAssignment.indicator_id, Person.name, Person.id)
    )
    return [
        AssignedRow(
            indicator_id=indicator,
            evaluator_id=person,
            evaluator=name,
            department_id=unit,
            source=source or "",
            departments=named.get((person, indicator)),
        )
        for indicator, person, name, unit, source in db.session.execute(statement)
    ]


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
