"""직선: where the actual value lies between the worst value and the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.messages import _
from app.evaluation.enums import Method
from app.evaluation.rules.methods.reading import Reader, wrong
from app.evaluation.rules.methods.scored import Scored, bounded, check_bounds, held


@dataclass(frozen=True, kw_only=True)
class LineParameters:
    """The worst value (0 points) and the target (100 points); the direction follows from the two."""

    target: Decimal
    worst: Decimal
    cap: Decimal = HUNDRED
    floor: Decimal = ZERO

    def __post_init__(self) -> None:
        self.validate()

    def validate(self) -> None:
        """Refuse two equal ends: there is no line between them."""
        check_bounds(floor=self.floor, cap=self.cap)
        if self.worst == self.target:
            raise wrong("worst", _("The worst value and the target must differ."))

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read the parameters from stored values; raises Invalid or Refused."""
        reader = Reader(values)
        target, worst = reader.number("target"), reader.number("worst")
        cap, floor = reader.number("cap", HUNDRED), reader.number("floor", ZERO)
        reader.finish()
        return cls(target=target, worst=worst, cap=cap, floor=floor)


@exact()
def score(actual: Decimal, parameters: LineParameters) -> Scored:
    """Score an actual value: 100 × (actual − worst) ÷ (target − worst), held between floor and cap."""
    (figure,) = _figures([actual], parameters)
    formula = _(
        "100 × (%(actual)s − %(worst)s) ÷ (%(target)s − %(worst)s) %(result)s",
        actual=plain(actual),
        worst=plain(parameters.worst),
        target=plain(parameters.target),
        result=outcome(figure),
    )
    return bounded(Method.LINE, figure, [formula], floor=parameters.floor, cap=parameters.cap)


@exact()
def scores(actuals: Sequence[Decimal], parameters: LineParameters) -> list[Decimal]:
    """Score many actual values as `score` does, without the sentences."""
    return held(_figures(actuals, parameters), floor=parameters.floor, cap=parameters.cap)


def _figures(actuals: Sequence[Decimal], parameters: LineParameters) -> list[Decimal]:
    worst, span = parameters.worst, parameters.target - parameters.worst
    return [HUNDRED * (actual - worst) / span for actual in actuals]
