"""추세치: the actual value against what the trend of past years let expect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import Direction, Method
from app.evaluation.rules.methods.reading import Reader, YearValue, wrong
from app.evaluation.rules.methods.scored import Scored
from app.evaluation.rules.statistics import Forecast, forecast, normal_share

LOWEST = Decimal(20)
SPAN = Decimal(80)
MIDDLE = Decimal(60)
FEWEST_YEARS = 3


@dataclass(frozen=True, kw_only=True)
class TrendParameters:
    """Results of at least three past years and the year to be judged (default: the one after the last)."""

    history: tuple[YearValue, ...]
    direction: Direction = Direction.UP
    year: int = 0

    def __post_init__(self) -> None:
        self.validate()

    def validate(self) -> None:
        """Refuse fewer than three different years and a direction without a better side."""
        if self.direction is Direction.KEEP:
            raise wrong("direction", _("The trend method needs a direction: higher or lower is better."))
        years = {entry.year for entry in self.history}
        if len(years) < FEWEST_YEARS or len(years) < len(self.history):
            raise wrong("history", _("Results of %(needed)s different years are needed.", needed=FEWEST_YEARS))

    @property
    def judged_year(self) -> int:
        """The year the trend is carried on to."""
        return self.year or max(entry.year for entry in self.history) + 1

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read the parameters from stored values; raises Invalid or Refused."""
        reader = Reader(values)
        history = reader.history("history")
        direction = reader.choice("direction", Direction, Direction.UP)
        year = reader.whole("year", cls.year)
        reader.finish()
        return cls(history=history, direction=direction, year=year)


@exact()
def score(actual: Decimal, parameters: TrendParameters) -> Scored:
    """Score an actual value: 20 + 80 × Φ(z), z = (actual − predicted) ÷ S, its sign turned for "lower is better".

    Years that lie exactly on a line leave S = 0: then on the line is 60, better is 100, worse is 20.
    """
    expected = _expected(parameters)
    opening = _(
        "Trend of %(years)s years: expected value %(predicted)s, standard error %(error)s",
        years=len(parameters.history),
        predicted=plain(expected.predicted),
        error=plain(expected.error),
    )
    (lead,) = _leads([actual], expected, parameters.direction)
    if expected.error == 0:
        return _without_error(lead, opening)
    z = lead / expected.error
    figure = _figure(z)
    closing = _("20 + 80 × Φ(%(z)s) %(result)s", z=plain(z), result=outcome(figure))
    derivation = (opening, _z_line(actual, expected, z, parameters.direction), closing)
    return Scored(score=figure, derivation=derivation, method=Method.TREND)


@exact()
def scores(actuals: Sequence[Decimal], parameters: TrendParameters) -> list[Decimal]:
    """Score many actual values as `score` does, without the sentences; the trend is reckoned once."""
    expected = _expected(parameters)
    leads = _leads(actuals, expected, parameters.direction)
    if expected.error == 0:
        return [_on_the_line(lead) for lead in leads]
    return [_figure(lead / expected.error) for lead in leads]


def _expected(parameters: TrendParameters) -> Forecast:
    return forecast([(entry.year, entry.value) for entry in parameters.history], parameters.judged_year)


def _leads(actuals: Sequence[Decimal], expected: Forecast, direction: Direction) -> list[Decimal]:
    """How far each value lies on the better side of the expected one."""
    if direction is Direction.UP:
        return [actual - expected.predicted for actual in actuals]
    return [expected.predicted - actual for actual in actuals]


def _figure(z: Decimal) -> Decimal:
    return LOWEST + SPAN * normal_share(z)


def _on_the_line(lead: Decimal) -> Decimal:
    return MIDDLE if lead == ZERO else HUNDRED if lead > 0 else LOWEST


def _without_error(lead: Decimal, opening: Message) -> Scored:
    figure = _on_the_line(lead)
    line = _(
        "The past years lie exactly on a line: on it 60, better 100, worse 20; here %(score)s.", score=plain(figure)
    )
    return Scored(score=figure, derivation=(opening, line), method=Method.TREND)


def _z_line(actual: Decimal, expected: Forecast, z: Decimal, direction: Direction) -> Message:
    figures = {
        "actual": plain(actual),
        "predicted": plain(expected.predicted),
        "error": plain(expected.error),
        "result": outcome(z, places=4),
    }
    if direction is Direction.UP:
        return _("z = (%(actual)s − %(predicted)s) ÷ %(error)s %(result)s", **figures)
    return _("z = (%(predicted)s − %(actual)s) ÷ %(error)s %(result)s", **figures)
