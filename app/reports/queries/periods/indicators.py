"""지표: what a department is measured by in the running round, the value so far and the one before it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import and_, select

from app.core import clock
from app.core.database import AnyRow, db
from app.core.figures import bare
from app.evaluation import sources
from app.evaluation.enums import Method, Phase
from app.evaluation.models import ActualMeasure, Composition, EvaluationRound, Indicator, RoundMember
from app.reports.enums import LineKind
from app.reports.queries.periods.subject import Subject
from app.reports.rules.lines import LineContent
from app.reports.rules.periods import Period

WITH_FIGURES = (Method.ATTAINMENT, Method.LINE, Method.TARGET_SETTING, Method.TREND, Method.BANDS, Method.DIRECT)
"""Methods that score a number; the others have no line to extend."""
RUNNING = (Phase.PLANNING, Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING, Phase.CALIBRATION)

Typed = Mapping[int, tuple[date, Decimal]]
"""Indicator → day and value of the last report."""


def indicator_subjects(department_id: int, period: Period, typed: Typed) -> list[Subject]:
    """Return the indicators of the department in the round that runs in the period.

    Two statements, and one or two for each source the product itself counts from, twice: now and at the end of the
    period before, so that there is a line to extend.
    """
    record = _running_round(department_id, period)
    if record is None:
        return []
    rows = _rows(record.id, department_id)
    day = min(period.ends_on, clock.today(), record.base_on)
    before = period.starts_on - timedelta(days=1)
    named = {row.named_source for row in rows} & set(sources.names())
    now = {name: _figure(name, department_id, record.starts_on, day) for name in named}
    earlier = {name: _figure(name, department_id, record.starts_on, before) for name in named}
    found = []
    for row in rows:
        if row.named_source in named:
            value, first = now[row.named_source], (before, earlier[row.named_source])
        else:
            value, first = row.value, _first(row, record.starts_on, typed)
        found.append(_subject(row, record.base_on, day, value, first, is_counted=row.named_source in named))
    return found


def _running_round(department_id: int, period: Period) -> EvaluationRound | None:
    statement = (
        select(EvaluationRound)
        .join(RoundMember, RoundMember.round_id == EvaluationRound.id)
        .where(RoundMember.department_id == department_id, EvaluationRound.phase.in_(RUNNING))
        .where(EvaluationRound.starts_on <= period.ends_on, EvaluationRound.base_on >= period.starts_on)
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
        .limit(1)
    )
    return db.session.scalar(statement)


def _rows(round_id: int, department_id: int) -> Sequence[AnyRow]:
    measured = and_(
        ActualMeasure.round_id == round_id,
        ActualMeasure.indicator_id == Composition.indicator_id,
        ActualMeasure.department_id == department_id,
    )
    statement = (
        select(
            Composition.indicator_id,
            Composition.code,
            Composition.name,
            Composition.unit,
            Composition.target,
            Composition.direction,
            Composition.named_source,
            Indicator.baseline,
            ActualMeasure.value,
        )
        .join(RoundMember, RoundMember.peer_group_id == Composition.peer_group_id)
        .join(Indicator, Indicator.id == Composition.indicator_id)
        .outerjoin(ActualMeasure, measured)
        .where(Composition.round_id == round_id, Composition.method.in_(WITH_FIGURES))
        .where(RoundMember.round_id == round_id, RoundMember.department_id == department_id)
        .order_by(Composition.position, Composition.code)
    )
    return db.session.execute(statement).all()


def _figure(name: str, department_id: int, start: date, end: date) -> Decimal | None:
    return sources.figures(name, [department_id], start, end).get(department_id) if end >= start else None


def _first(row: AnyRow, starts_on: date, typed: Typed) -> tuple[date, Decimal | None]:
    """The value of the last report; where it says none, the baseline on the first day of the round."""
    return typed.get(row.indicator_id, (starts_on, row.baseline))


def _subject(
    row: AnyRow,
    goal_on: date,
    value_on: date,
    value: Decimal | None,
    first: tuple[date, Decimal | None],
    *,
    is_counted: bool,
) -> Subject:
    first_on, first_value = first
    return Subject(
        kind=LineKind.INDICATOR,
        record_id=row.indicator_id,
        title=f"{row.code} {row.name}",
        facts={
            "unit": row.unit,
            "target": None if row.target is None else bare(row.target),
            "direction": row.direction.value if row.direction else None,
            "goal_on": goal_on.isoformat(),
            "value_on": value_on.isoformat(),
            "first_on": first_on.isoformat(),
            "first_value": None if first_value is None else bare(first_value),
            "is_counted": is_counted,
        },
        suggestion=LineContent(kind=LineKind.INDICATOR, record_id=row.indicator_id, value=value),
        is_counted=is_counted,
    )
