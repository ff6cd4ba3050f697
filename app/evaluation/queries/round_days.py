"""Reads about the days of rounds, and about rounds that run at the same time."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from app.core import clock
from app.core.database import db
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, PhaseChange, RoundDay
from app.evaluation.rules.calendars import PhaseDay, phase_days

ACTIVE = (Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING, Phase.CALIBRATION)
"""Phases in which a round is going on: opened and not published."""


def planned_days(round_id: int) -> dict[Phase, date]:
    """Return the planned days of a round by phase."""
    statement = select(RoundDay.phase, RoundDay.planned_on).where(RoundDay.round_id == round_id)
    return {key: value for key, value in db.session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


def days_of(record: EvaluationRound) -> Sequence[PhaseDay]:
    """Return every phase with its plan and the day it began last, or nothing where no day was planned."""
    planned = planned_days(record.id)
    if not planned:
        return []
    last = func.max(PhaseChange.changed_at, type_=PhaseChange.changed_at.type)
    statement = (
        select(PhaseChange.to_phase, last).where(PhaseChange.round_id == record.id).group_by(PhaseChange.to_phase)
    )
    reached = {phase: clock.to_seoul(at).date() for phase, at in db.session.execute(statement)}
    began = {Phase.PLANNING: clock.to_seoul(record.created_at).date(), **reached}
    return phase_days(planned, began, clock.today())


def others_running(record: EvaluationRound) -> Sequence[str]:
    """Return the names of other rounds of the same kind and year that are going on."""
    statement = select(EvaluationRound.name).where(
        EvaluationRound.id != record.id,
        EvaluationRound.year == record.year,
        EvaluationRound.kind == record.kind,
        EvaluationRound.phase.in_(ACTIVE),
    )
    return db.session.scalars(statement.order_by(EvaluationRound.base_on, EvaluationRound.id)).all()
