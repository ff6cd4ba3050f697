"""시험 계산: what a definition sheet would make of a value. Reads, reckons, writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import Message, _
from app.evaluation.enums import MeasureState, Method
from app.evaluation.models import Criterion, Indicator
from app.evaluation.rules.methods.reading import to_number
from app.evaluation.rules.rounding import round_to
from app.evaluation.services.workbooks.rows import read_actual


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A value that was tried out: the score as it would be shown, and every step that led to it."""

    score: Decimal
    steps: tuple[Message, ...]


def try_out(indicator: Indicator, criteria: Sequence[Criterion], typed: str) -> Trial:
    """Score a typed value by the definition sheet as it stands.

    A panel is typed as one evaluator per semicolon with the marks in the order of the criteria ("90 80; 70 85"), "-"
    for an abstention. Raises Refused where the value cannot be scored.
    """
    if indicator.method is Method.PANEL:
        actual: object = _ballots(criteria, typed)
    else:
        actual = read_actual(typed, indicator.method, indicator.definition.aggregation)
    scored = indicator.definition.score(MeasureState.VALUE, actual)
    assert scored is not None
    shown = round_to(scored.score, indicator.digits, indicator.rounding)
    rounding = _(
        "Rounded once (%(mode)s, %(digits)s decimals): %(score)s",
        mode=indicator.rounding.label,
        digits=indicator.digits,
        score=str(shown),
    )
    return Trial(score=shown, steps=(*scored.derivation, rounding))


def _ballots(criteria: Sequence[Criterion], typed: str) -> dict[str, dict[str, Decimal] | None]:
    found: dict[str, dict[str, Decimal] | None] = {}
    for number, sheet in enumerate(typed.split(";"), start=1):
        marks = [to_number(mark) for mark in sheet.split()]
        if sheet.strip() == "-":
            found[str(number)] = None
        elif len(marks) != len(criteria) or None in marks:
            raise Refused(
                _(
                    "Evaluator %(number)s: %(count)s numbers are needed, one for each criterion.",
                    number=number,
                    count=len(criteria),
                )
            )
        else:
            found[str(number)] = {row.name: mark for row, mark in zip(criteria, marks, strict=True) if mark is not None}
    return found
