"""기간 실적: values by period, put into the periods a round has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from app.core import clock
from app.core.database import db
from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.enums import Cadence
from app.evaluation.models import Composition, EvaluationRound
from app.evaluation.rules.periods import Period, periods_of
from app.evaluation.rules.units import SubUnits


def periods_in(record: EvaluationRound, cadence: Cadence) -> Sequence[Period]:
    """Return the periods of a round for indicators measured so often."""
    return periods_of(cadence, record.starts_on, record.base_on)


def begun(record: EvaluationRound) -> Mapping[Cadence, Sequence[Period]]:
    """Return the periods that have begun by today, for every cadence: those that can have a value."""
    today = clock.today()
    return {cadence: [period for period in periods_in(record, cadence) if period.first <= today] for cadence in Cadence}


def cadences_of(round_id: int) -> dict[int, Cadence]:
    """Return how often each indicator of a round is measured, as it was frozen."""
    statement = select(Composition.indicator_id, Composition.cadence).where(Composition.round_id == round_id)
    return {indicator_id: cadence for indicator_id, cadence in db.session.execute(statement)}  # noqa: C416  rows are no pairs to mypy


def placed(record: EvaluationRound, cadence: Cadence, units: SubUnits) -> SubUnits:
    """Return the values of periods with how many there are to be.

    Raises Refused for a period the round does not have.
    """
    labels = [period.label for period in periods_in(record, cadence)]
    foreign = [name for name, _value, _weight in units.parts if name not in labels]
    if foreign:
        raise Refused(
            _(
                "The round has no period %(label)s; it has %(first)s to %(last)s.",
                label=foreign[0],
                first=labels[0],
                last=labels[-1],
            )
        )
    return replace(units, expected=len(labels))


def next_due(record: EvaluationRound, cadence: Cadence, units: SubUnits) -> date | None:
    """Return by when the first period without a value should be in; None where none is missing."""
    arrived = {name for name, _value, _weight in units.parts}
    return next((period.due for period in periods_in(record, cadence) if period.label not in arrived), None)
