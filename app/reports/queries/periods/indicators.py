"""지표: what a department is measured by in the running round, the value so far and the one before it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import ScalarSelect, and_, select
from sqlalchemy.orm import aliased

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

    One statement, and one or two for each source the product itself counts from. What the last report says of such a
    figure is not counted again; only where it says nothing, the end of the period before is.
    """
    rows = _rows(department_id, period)
    if not rows:
        return []
    starts_on, base_on = rows[0].starts_on, rows[0].base_on
    told = {number: point for number, point in typed.items() if point[0] >= starts_on}
    day = min(period.ends_on, clock.today(), base_on)
    before = period.starts_on - timedelta(days=1)
    counted = {row.named_source for row in rows} & set(sources.names())
    untold = {row.named_source for row in rows if row.indicator_id not in told} & counted
    now = {name: _figure(name, department_id, starts_on, day) for name in counted}
    then = {name: _figure(name, department_id, starts_on, before) for name in untold}
    found = []
    for row in rows:
        is_counted = row.named_source in counted
        first = (before, then[row.named_source]) if row.named_source in untold else (starts_on, row.baseline)
        value = now[row.named_source] if is_counted else row.value
        first = told.get(row.indicator_id, first)
        found.append(_subject(row, base_on, day, value, first, is_counted=is_counted))
    return found


def _rows(department_id: int, period: Period) -> Sequence[AnyRow]:
    """The indicators of the department in the round that runs in the period and ends first."""
    measured = and_(
        ActualMeasure.round_id == Composition.round_id,
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
            EvaluationRound.starts_on,
            EvaluationRound.base_on,
        )
        .join(RoundMember, RoundMember.peer_group_id == Composition.peer_group_id)
        .join(EvaluationRound, EvaluationRound.id == Composition.round_id)
        .join(Indicator, Indicator.id == Composition.indicator_id)
        .outerjoin(ActualMeasure, measured)
        .where(Composition.round_id == _running_round(department_id, period), Composition.method.in_(WITH_FIGURES))
        .where(RoundMember.round_id == Composition.round_id, RoundMember.department_id == department_id)
        .order_by(Composition.position, Composition.code)
    )
    return db.session.execute(statement).all()


def _running_round(department_id: int, period: Period) -> ScalarSelect[int]:
    record, member = aliased(EvaluationRound), aliased(RoundMember)
    return (
        select(record.id)
        .join(member, member.round_id == record.id)
        .where(member.department_id == department_id, record.phase.in_(RUNNING))
        .where(record.starts_on <= period.ends_on, record.base_on >= period.starts_on)
        .order_by(record.base_on, record.id)
        .limit(1)
        .scalar_subquery()
    )


def _figure(name: str, department_id: int, start: date, end: date) -> Decimal | None:
    return sources.figures(name, [department_id], start, end).get(department_id) if end >= start else None


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
