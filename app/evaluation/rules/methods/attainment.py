"""달성도: the actual value against the target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.core.figures import HUNDRED, ZERO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import Direction, DownFormula, Method
from app.evaluation.rules.methods.reading import Reader, wrong
from app.evaluation.rules.methods.scored import Scored, bounded, check_bounds, held


@dataclass(frozen=True, kw_only=True)
class AttainmentParameters:
    """Target, direction and bounds; `down_formula` matters for "lower is better" only."""

    target: Decimal
    direction: Direction = Direction.UP
    down_formula: DownFormula = DownFormula.RATIO
    cap: Decimal = HUNDRED
    floor: Decimal = ZERO

    def __post_init__(self) -> None:
        self.validate()

    def validate(self) -> None:
        """Refuse a target below 0 (a ratio to it says nothing) and crossed bounds."""
        check_bounds(floor=self.floor, cap=self.cap)
        if self.target < 0:
            raise wrong(
                "target", _("Attainment needs a target of 0 or more. Use the line method for a target below 0.")
            )

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read the parameters from stored values; raises Invalid or Refused."""
        reader = Reader(values)
        target = reader.number("target")
        direction = reader.choice("direction", Direction, Direction.UP)
        down_formula = reader.choice("down_formula", DownFormula, DownFormula.RATIO)
        cap, floor = reader.number("cap", HUNDRED), reader.number("floor", ZERO)
        reader.finish()
        return cls(target=target, direction=direction, down_formula=down_formula, cap=cap, floor=floor)


@exact()
def score(actual: Decimal, parameters: AttainmentParameters) -> Scored:
    """Score an actual value.

    up: actual ÷ target × 100. down: target ÷ actual × 100, or (2 − actual ÷ target) × 100.
    keep: 100 − |actual − target| ÷ target × 100, so both sides of the target cost the same.
    Target 0: all or nothing, 100 where it is met. Down by ratio with nothing counted: the full cap.
    """
    (figure,) = _figures([actual], parameters)
    line = _line(actual, figure, parameters)
    return bounded(Method.ATTAINMENT, figure, [line], floor=parameters.floor, cap=parameters.cap)


@exact()
def scores(actuals: Sequence[Decimal], parameters: AttainmentParameters) -> list[Decimal]:
    """Score many actual values as `score` does, without the sentences."""
    return held(_figures(actuals, parameters), floor=parameters.floor, cap=parameters.cap)


def _figures(actuals: Sequence[Decimal], parameters: AttainmentParameters) -> list[Decimal]:
    target = parameters.target
    if target == 0:
        return [HUNDRED if _meets_zero(actual, parameters.direction) else ZERO for actual in actuals]
    if parameters.direction is Direction.UP:
        return [actual / target * HUNDRED for actual in actuals]
    if parameters.direction is Direction.KEEP:
        return [HUNDRED - abs(actual - target) / target * HUNDRED for actual in actuals]
    if parameters.down_formula is DownFormula.MIRROR:
        return [(2 - actual / target) * HUNDRED for actual in actuals]
    return [parameters.cap if actual <= 0 else target / actual * HUNDRED for actual in actuals]


def _meets_zero(actual: Decimal, direction: Direction) -> bool:
    return {Direction.UP: actual >= 0, Direction.DOWN: actual <= 0, Direction.KEEP: actual == 0}[direction]


def _line(actual: Decimal, figure: Decimal, parameters: AttainmentParameters) -> Message:
    if parameters.target == 0:
        return _against_zero(actual, parameters.direction)
    shown = {"actual": plain(actual), "target": plain(parameters.target), "result": outcome(figure)}
    if parameters.direction is Direction.UP:
        return _("%(actual)s ÷ %(target)s × 100 %(result)s", **shown)
    if parameters.direction is Direction.KEEP:
        return _("100 − |%(actual)s − %(target)s| ÷ %(target)s × 100 %(result)s", **shown)
    if parameters.down_formula is DownFormula.MIRROR:
        return _("(2 − %(actual)s ÷ %(target)s) × 100 %(result)s", **shown)
    if actual <= 0:
        return _(
            "Nothing was counted against a target of %(target)s: the full cap of %(cap)s.",
            target=shown["target"],
            cap=plain(parameters.cap),
        )
    return _("%(target)s ÷ %(actual)s × 100 %(result)s", **shown)


def _against_zero(actual: Decimal, direction: Direction) -> Message:
    if _meets_zero(actual, direction):
        return _("The target is 0 and the actual value %(actual)s meets it: 100.", actual=plain(actual))
    return _("The target is 0 and the actual value %(actual)s does not meet it: 0.", actual=plain(actual))
