"""Reads about indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.enums import IndicatorKind, Method
from app.evaluation.models import (
    Composition,
    Criterion,
    EvaluationRound,
    Indicator,
    Objective,
    Perspective,
    StrategicGoal,
)
from app.evaluation.queries.rows import rows_as
from app.evaluation.queries.targets import TargetChangeView, target_changes_of
from app.organization.models import Department, PeerGroup


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """One line of the list."""

    id: int
    code: str
    name: str
    perspective: str | None
    objective: str | None
    unit: str
    kind: IndicatorKind
    method: Method
    target: Decimal | None
    owner: str | None
    has_evidence: bool


@dataclass(frozen=True, kw_only=True)
class WeightRow:
    """What the indicator weighs in a round, for a peer group."""

    round_id: int
    code: str
    peer_group: str
    weight: Decimal
    target: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """지표정의서: the indicator with the names it refers to."""

    indicator: Indicator
    perspective: str | None
    objective: str | None
    strategic_goal: str | None
    owner: str | None
    criteria: Sequence[Criterion]
    changes: Sequence[TargetChangeView]
    weights: Sequence[WeightRow]


def indicator_rows(perspective_id: int | None = None, text: str = "") -> Sequence[IndicatorRow]:
    """Return the indicators by perspective and code; everybody may read them."""
    statement = (
        select(
            Indicator.id,
            Indicator.code,
            Indicator.name,
            Perspective.name,
            Objective.name,
            Indicator.unit,
            Indicator.kind,
            Indicator.method,
            Indicator.target,
            Department.name,
            Indicator.evidence != "",
        )
        .outerjoin(Perspective, Perspective.id == Indicator.perspective_id)
        .outerjoin(Objective, Objective.id == Indicator.objective_id)
        .outerjoin(Department, Department.id == Indicator.owner_department_id)
        .order_by(Perspective.position.nulls_last(), Indicator.code)
    )
    if perspective_id is not None:
        statement = statement.where(Indicator.perspective_id == perspective_id)
    if text:
        statement = statement.where(Indicator.name.contains(text, autoescape=True))
    return rows_as(IndicatorRow, statement)


def perspectives() -> Sequence[tuple[int, str]]:
    """Return the perspectives in order as (id, name)."""
    statement = select(Perspective.id, Perspective.name).order_by(Perspective.position, Perspective.id)
    return [(row.id, row.name) for row in db.session.execute(statement)]


def indicator_or_404(indicator_id: int) -> Indicator:
    """Return an indicator. Raises Missing."""
    found = db.session.get(Indicator, indicator_id)
    if found is None:
        raise Missing(_("There is no such indicator."))
    return found


def definition_sheet(indicator_id: int) -> Sheet:
    """Return the definition sheet in four statements. Raises Missing."""
    found = db.session.execute(
        select(Indicator, Perspective.name, Objective.name, StrategicGoal.name, Department.name)
        .outerjoin(Perspective, Perspective.id == Indicator.perspective_id)
        .outerjoin(Objective, Objective.id == Indicator.objective_id)
        .outerjoin(StrategicGoal, StrategicGoal.id == Objective.strategic_goal_id)
        .outerjoin(Department, Department.id == Indicator.owner_department_id)
        .where(Indicator.id == indicator_id)
    ).first()
    if found is None:
        raise Missing(_("There is no such indicator."))
    indicator, perspective, objective, goal, owner = found
    return Sheet(
        indicator=indicator,
        perspective=perspective,
        objective=objective,
        strategic_goal=goal,
        owner=owner,
        criteria=criteria_of(indicator_id),
        changes=target_changes_of([indicator_id]).get(indicator_id, ()),
        weights=weights_of(indicator_id),
    )


def criteria_of(indicator_id: int) -> Sequence[Criterion]:
    """Return the criteria of an indicator in order."""
    statement = select(Criterion).where(Criterion.indicator_id == indicator_id).order_by(Criterion.position)
    return db.session.scalars(statement).all()


def weights_of(indicator_id: int) -> Sequence[WeightRow]:
    """Return what an indicator weighs and has as target in each round and peer group, newest round first."""
    statement = (
        select(EvaluationRound.id, EvaluationRound.code, PeerGroup.name, Composition.weight, Composition.target)
        .join(EvaluationRound, EvaluationRound.id == Composition.round_id)
        .join(PeerGroup, PeerGroup.id == Composition.peer_group_id)
        .where(Composition.indicator_id == indicator_id)
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc(), PeerGroup.position)
    )
    return rows_as(WeightRow, statement)
