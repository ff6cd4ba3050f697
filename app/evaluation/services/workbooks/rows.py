"""From cells to plans. A refusal names the column it belongs to; `reading` notes it beside the row."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TypeVar

from app.core.errors import Invalid, Refused
from app.core.figures import bare
from app.core.messages import Labelled, Message, _
from app.core.sheets import Kind, Problems, Row
from app.core.sheets.values import convert
from app.evaluation.enums import Aggregation, Direction, MeasureState, Method, RoundingMode
from app.evaluation.models import Indicator
from app.evaluation.rules.definitions import AGGREGATION, DIRECTED, Definition, check_definition
from app.evaluation.rules.methods import parameter_names
from app.evaluation.rules.methods.reading import to_number
from app.evaluation.rules.units import SubUnits
from app.evaluation.services.measures import MeasureDraft, check_measure
from app.evaluation.services.workbooks import columns, words
from app.evaluation.services.workbooks.offices import Office
from app.evaluation.services.workbooks.plans import IndicatorPlan

MOST_DIGITS = 10
Word = TypeVar("Word", bound=Labelled)


class RowReader:
    """One row with the problems it may have; `failed` once something was noted."""

    def __init__(self, sheet: str, row: Row, problems: Problems) -> None:
        self.sheet = sheet
        self.row = row
        self.problems = problems

    @property
    def failed(self) -> bool:
        """Whether something of this row is wrong already."""
        return self.problems.has(self.sheet, self.row.number)

    def note(self, column: str | None, reason: Message) -> None:
        """Note what is wrong with a cell."""
        self.problems.add(self.sheet, self.row.number, column, reason)

    @contextmanager
    def noting(self, column: str | None) -> Iterator[None]:
        """Note a refusal beside a column instead of raising it."""
        try:
            yield
        except Invalid as refusal:
            told = {name: found for name, found in refusal.fields.items() if list(found) != [refusal.reason]}
            reasons = "; ".join(f"{name}: {reason}" for name, found in told.items() for reason in found)
            self.note(
                column, _("%(what)s (%(fields)s)", what=refusal.reason, fields=reasons) if told else refusal.reason
            )
        except Refused as refusal:
            self.note(column, refusal.reason)

    def word(self, column: str, known: words.Words[Word]) -> Word | None:
        """Read a word of a vocabulary; None for an empty cell and for a wrong one, which is noted."""
        text = self.row.text(column)
        if text is None:
            return None
        found = words.member_for(known, text)
        if found is None:
            offered = ", ".join(words.choices(known))
            self.note(column, _("“%(value)s” is none of: %(choices)s.", value=text, choices=offered))
        return found

    def whole(self, column: str, default: int) -> int:
        """Read a small whole number."""
        number = self.row.number_of(column)
        if number is None:
            return default
        if number != number.to_integral_value() or not 0 <= number <= MOST_DIGITS:
            self.note(column, _("This must be a whole number from 0 to %(most)s.", most=MOST_DIGITS))
            return default
        return int(number)


def read_indicator(
    reader: RowReader, *, year: int, office: Office, known: Mapping[str, Indicator]
) -> IndicatorPlan | None:
    """Read a row of the sheet 지표; None where something of it is wrong."""
    row, code = reader.row, reader.row.text(columns.CODE)
    if code is None:
        return None
    indicator = known.get(code)
    name = row.text("지표명") or (indicator.name if indicator else None)
    if name is None:
        reader.note("지표명", _("This cell must not be empty."))
    weight = row.number_of(columns.WEIGHT)
    if weight is None or weight <= 0:
        reader.note(columns.WEIGHT, _("The weight must be a number above 0."))
    groups: tuple[int, ...] = ()
    with reader.noting(columns.GROUPS):
        groups = office.groups_named(row.text(columns.GROUPS))
    definition = _definition(reader, year, indicator)
    digits = reader.whole("소수자리", 2)
    rounding = reader.word("반올림", words.ROUNDINGS) or RoundingMode.HALF_UP
    if reader.failed or definition is None or weight is None:
        return None
    return IndicatorPlan(
        row=row.number,
        code=code,
        perspective=row.text("관점") or "",
        objective=row.text("성과목표") or "",
        name=name or code,
        unit=row.text("단위") or "",
        weight=weight,
        group_ids=groups,
        definition=definition,
        digits=digits,
        rounding=rounding,
        known=indicator,
    )


def _definition(reader: RowReader, year: int, indicator: Indicator | None) -> Definition | None:
    row = reader.row
    method = reader.word(columns.METHOD, words.METHODS)
    direction = reader.word(columns.DIRECTION, words.DIRECTIONS)
    if row.text(columns.METHOD) is None:
        reader.note(columns.METHOD, _("This cell must not be empty."))
    if method is None or reader.failed:
        return None
    past = {str(year - back): row.number_of(f"실적-{back}") for back in range(5, 0, -1)}
    definition = Definition(
        method=method,
        direction=direction,
        target=row.number_of("목표"),
        worst=row.number_of("최저"),
        best=row.number_of("최고"),
        cap=row.number_of("상한"),
        floor=row.number_of("하한"),
        history={when: format(value, "f") for when, value in past.items() if value is not None},
        extra=_extra(method, indicator),
    )
    with reader.noting(_column_to_blame(definition)):
        check_definition(definition)
    return definition


NAMED = frozenset({"direction", "target", "worst", "best", "cap", "floor", "history"})


def _extra(method: Method, indicator: Indicator | None) -> dict[str, object]:
    """What the workbook has no columns for (bands, steps, criteria, factors) stays as the definition sheet says."""
    if indicator is None or indicator.method is not method:
        return {}
    names = (frozenset(parameter_names(method)) - NAMED) | {AGGREGATION}
    return {name: value for name, value in indicator.parameters.items() if name in names}


def _column_to_blame(definition: Definition) -> str | None:
    """The column a refused definition is told beside."""
    method = definition.method
    by_trend = method in {Method.TARGET_SETTING, Method.TREND}
    if method in DIRECTED and (definition.direction is None or (by_trend and definition.direction is Direction.KEEP)):
        return columns.DIRECTION
    if by_trend:
        both_ends = definition.best is not None and definition.worst is not None
        return "최고" if both_ends and method is Method.TARGET_SETTING else "실적-1"
    if method is Method.LINE and definition.worst is None:
        return "최저"
    if method in {Method.LINE, Method.ATTAINMENT}:
        return "상한" if _has_usable_target(definition) else "목표"
    return None


def _has_usable_target(definition: Definition) -> bool:
    target = definition.target
    if target is None:
        return False
    return target != definition.worst if definition.method is Method.LINE else target >= 0


def read_measure(reader: RowReader, definition: Definition) -> MeasureDraft | None:
    """Read what a row of the sheet 실적 says of its indicator; None where it is wrong."""
    text = reader.row.text(columns.ACTUAL)
    state = reader.word(columns.STATE, words.STATES)
    if reader.failed:
        return None
    if state is None:
        state = MeasureState.MISSING if text is None else MeasureState.VALUE
    actual: Decimal | str | SubUnits | None = None
    with reader.noting(columns.ACTUAL):
        if text is not None:
            actual = read_actual(text, definition.method, definition.aggregation)
        draft = MeasureDraft(indicator_id=0, state=state, actual=actual, note=reader.row.text("근거") or "")
        check_measure(definition, draft)
        return draft
    return None


def read_actual(text: str, method: Method, aggregation: Aggregation | None = None) -> Decimal | str | SubUnits:
    """Read an actual value as a method takes it, or the values of sub-units. Raises Refused."""
    if aggregation is not None:
        return SubUnits.read(text, aggregation)
    if method is Method.GRADES:
        return text
    if method is Method.YES_NO:
        return _read_yes_no(text)
    number = convert(text, Kind.NUMBER)
    if not isinstance(number, Decimal):
        raise Refused(_("The actual value must be a number."))
    return number


def _read_yes_no(text: str) -> Decimal:
    number = to_number(text)
    answer = words.squeezed(text if number is None else bare(number))
    if answer in words.YES:
        return Decimal(1)
    if answer in words.NO:
        return Decimal(0)
    raise Refused(_("The actual value must be 1 (done) or 0 (not done)."))
