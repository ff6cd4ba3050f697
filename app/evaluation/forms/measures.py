"""실적 입력: one block of fields per indicator."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.core.errors import Invalid, Refused
from app.core.forms import Form, choice, short_text
from app.core.messages import Message, _
from app.core.numbers import is_sensible
from app.evaluation.enums import Cadence, MeasureState
from app.evaluation.queries.measures import MeasureRow
from app.evaluation.rules.methods.reading import to_number
from app.evaluation.rules.periods import Period
from app.evaluation.rules.units import SubUnits
from app.evaluation.services.measures import MeasureDraft
from app.evaluation.services.workbooks.rows import read_actual

LONGEST_VALUE, LONGEST_UNITS = 40, 2000


PeriodsByCadence = Mapping[Cadence, Sequence[Period]]
"""The periods that have begun, in which values can be entered."""


def measures_form(rows: Sequence[MeasureRow], periods: PeriodsByCadence) -> type[Form]:
    """Make the form of a department's measures: state, value (or one for each period) and note per indicator."""
    fields: dict[str, Any] = {}
    for row in rows:
        key = row.indicator_id
        for period in _begun(row, periods):
            fields[period_field(key, period)] = short_text(
                _("Actual value of “%(name)s”, %(period)s", name=row.name, period=period.label),
                required=False,
                max_length=LONGEST_VALUE,
            )
        fields[f"state_{key}"] = choice(_("State of “%(name)s”", name=row.name), MeasureState, required=False)
        fields[f"value_{key}"] = short_text(
            _("Actual value of “%(name)s”", name=row.name),
            required=False,
            max_length=LONGEST_UNITS if row.aggregation else LONGEST_VALUE,
        )
        fields[f"note_{key}"] = short_text(_("Evidence for “%(name)s”", name=row.name), required=False, max_length=500)
    return type("MeasuresForm", (Form,), fields)


def filled_measures(rows: Sequence[MeasureRow]) -> dict[str, Any]:
    """Return what is entered already, by field."""
    values: dict[str, Any] = {}
    for row in rows:
        values[f"state_{row.indicator_id}"] = row.state
        values[f"value_{row.indicator_id}"] = row.shown or ""
        values[f"note_{row.indicator_id}"] = row.note or ""
        for label, value in row.period_values.items() if row.by_period else ():
            values[f"period_{row.indicator_id}_{label}"] = value
    return values


def period_field(indicator_id: int, period: Period) -> str:
    """Return the name of the field of a period."""
    return f"period_{indicator_id}_{period.label}"


def _begun(row: MeasureRow, periods: PeriodsByCadence) -> Sequence[Period]:
    return periods.get(row.cadence, ()) if row.by_period else ()


def drafts(form: Any, rows: Sequence[MeasureRow], periods: PeriodsByCadence) -> list[MeasureDraft]:  # noqa: ANN401  a form made at run time
    """Return what was typed; rows left untouched and empty are no entry. Raises Invalid with every wrong field."""
    found: list[MeasureDraft] = []
    faults: dict[str, list[Message]] = {}
    for row in rows:
        begun = _begun(row, periods)
        wrong = _wrong_periods(form, row, begun)
        faults |= wrong
        text = "" if wrong else _typed(form, row, begun)
        state = form[f"state_{row.indicator_id}"].data
        note = form[f"note_{row.indicator_id}"].data
        if not text and state is None and not note and row.measure_id is None:
            continue
        try:
            actual = read_actual(text, row.method, row.aggregation) if text else None
        except Refused as refusal:
            faults[f"value_{row.indicator_id}"] = [refusal.reason]
            continue
        found.append(_draft(row, state, actual, note))
    if faults:
        raise Invalid(_("Check the values that are marked."), fields=faults)
    return found


def _typed(form: Any, row: MeasureRow, begun: Sequence[Period]) -> str:  # noqa: ANN401  a form made at run time
    """What was typed as an actual value; values of periods in the way they are written in one line."""
    if not row.by_period:
        return str(form[f"value_{row.indicator_id}"].data or "")
    cells = ((period.label, form[period_field(row.indicator_id, period)].data) for period in begun)
    return "; ".join(f"{label} {value}" for label, value in cells if value)


def _wrong_periods(form: Any, row: MeasureRow, begun: Sequence[Period]) -> dict[str, list[Message]]:  # noqa: ANN401  a form made at run time
    names = [period_field(row.indicator_id, period) for period in begun]
    typed = {name: to_number(form[name].data) for name in names if form[name].data}
    too_long = _("Write a number of at most 18 digits, for example 1,234.5.")
    return {
        name: [_("This must be a number.") if number is None else too_long]
        for name, number in typed.items()
        if number is None or not is_sensible(number)
    }


def write_seen(rows: Sequence[MeasureRow]) -> str:
    """Return the values a page shows for approval, as the approval carries them back: "12:1 13:4"."""
    return " ".join(f"{row.measure_id}:{row.version}" for row in rows)


def read_seen(text: str) -> dict[int, int]:
    """Return the versions by measure that the approver saw; what cannot be read was not seen."""
    pairs = (pair.partition(":") for pair in text.split())
    return {
        int(measure): int(version)
        for measure, _colon, version in pairs
        if measure.isascii() and measure.isdigit() and version.isascii() and version.isdigit()
    }


def _draft(
    row: MeasureRow, state: MeasureState | None, actual: Decimal | str | SubUnits | None, note: str
) -> MeasureDraft:
    if state is None or (state is MeasureState.MISSING and actual is not None):
        state = MeasureState.MISSING if actual is None else MeasureState.VALUE
    return MeasureDraft(indicator_id=row.indicator_id, state=state, actual=actual, note=note)
