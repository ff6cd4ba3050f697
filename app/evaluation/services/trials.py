"""시험 계산: what a definition sheet would make of a value. Reads, reckons, writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import Message, _
from app.evaluation.enums import MeasureState, Method, RaterMeans
from app.evaluation.models import Criterion, Indicator
from app.evaluation.rules.methods.panel import Ballot, PanelMarks, PanelParameters
from app.evaluation.rules.methods.raters import Survey
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
    for an abstention; with sources of raters the source comes first ("시민 90 80; 동료 70 85"), and for a survey its
    answers and mean ("시민 412 84.3"). Raises Refused where the value cannot be scored.
    """
    if indicator.method is Method.PANEL:
        actual: object = _panel(indicator, criteria, typed)
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


def _panel(indicator: Indicator, criteria: Sequence[Criterion], typed: str) -> object:
    shape = indicator.definition.parsed
    if not isinstance(shape, PanelParameters) or not shape.sources:
        return _ballots(criteria, typed)
    sources = {source.name: source for source in shape.sources}
    ballots: list[Ballot] = []
    surveys: list[Survey] = []
    for number, sheet in enumerate(typed.split(";"), start=1):
        name, _space, rest = sheet.strip().partition(" ")
        if name not in sources:
            raise Refused(
                _(
                    "Evaluator %(number)s: begin with the source, one of %(names)s.",
                    number=number,
                    names=", ".join(sources),
                )
            )
        if sources[name].means is RaterMeans.SURVEY:
            surveys.append(_survey(name, rest, number))
        else:
            (marks,) = _ballots(criteria, rest).values()
            ballots.append(Ballot(str(number), marks, name))
    return PanelMarks(ballots=ballots, surveys=surveys)


def _survey(name: str, rest: str, number: int) -> Survey:
    figures = [to_number(part) for part in rest.split()]
    answers, mean = figures if len(figures) == len(("answers", "mean")) else (None, None)
    if answers is None or mean is None or answers != answers.to_integral_value():
        raise Refused(_("Evaluator %(number)s: a survey is its number of answers and its mean.", number=number))
    return Survey(name, int(answers), mean)


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
