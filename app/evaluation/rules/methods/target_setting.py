"""목표부여: a best and a worst value set around a baseline of past years; 20 to 100 points between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.core.figures import HUNDRED, TWO, exact, outcome, plain
from app.core.messages import Message, _
from app.evaluation.enums import Direction, Method, TargetMode
from app.evaluation.rules.methods.reading import Reader, YearValue, wrong
from app.evaluation.rules.methods.scored import Scored, bounded, held
from app.evaluation.rules.statistics import mean, population_spread

LOWEST = Decimal(20)
SPAN = Decimal(80)


@dataclass(frozen=True, kw_only=True)
class TargetSettingParameters:
    """Results of past years, oldest first, and how far the best and the worst value lie from the baseline.

    `best` and `worst` are ends the definition sheet lays down itself; an end without one comes from the baseline.
    """

    history: tuple[YearValue, ...] = ()
    direction: Direction = Direction.UP
    mode: TargetMode = TargetMode.FACTOR
    upper: Decimal = Decimal("1.2")
    """Factor of the best value: 1.2 for main work, 1.1 for other work."""
    lower: Decimal = Decimal("0.8")
    k: Decimal = TWO
    """Number of standard deviations either side of the baseline."""
    baseline_years: int = 3
    sigma_years: int = 5
    best: Decimal | None = None
    worst: Decimal | None = None

    def __post_init__(self) -> None:
        self.validate()

    def validate(self) -> None:
        """Refuse what has no best and worst: no direction, too few years, crossed factors, a baseline below 0."""
        if self.direction is Direction.KEEP:
            raise wrong("direction", _("The set-target method needs a direction: higher or lower is better."))
        if self.baseline_years < 1 or self.sigma_years < 1 or self.k < 0:
            raise wrong("baseline_years", _("The numbers of years must be 1 or more and k must not be below 0."))
        if self.upper < self.lower:
            raise wrong("upper", _("The upper factor lies below the lower factor."))
        if self.needs_baseline:
            self._check_years()
            if self.mode is TargetMode.FACTOR and baseline(self) < 0:
                raise wrong("history", _("A baseline below 0 cannot be multiplied. Use standard deviations instead."))
        self._check_ends()

    @property
    def needs_baseline(self) -> bool:
        """Whether past years are needed to know both ends."""
        return self.best is None or self.worst is None

    def _check_ends(self) -> None:
        high, low = _ends(self)
        if (high < low) if self.direction is Direction.UP else (high > low):
            raise wrong(
                "worst",
                _(
                    "The worst value %(low)s lies on the better side of the best value %(high)s.",
                    high=plain(high),
                    low=plain(low),
                ),
            )

    def _check_years(self) -> None:
        needed = self.baseline_years
        if self.mode is TargetMode.SIGMA:
            needed = max(needed, self.sigma_years)
        years = {entry.year for entry in self.history}
        if len(years) < needed or len(years) < len(self.history):
            raise wrong("history", _("Results of %(needed)s different years are needed.", needed=needed))

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read the parameters from stored values; raises Invalid or Refused."""
        reader = Reader(values)
        history = reader.history("history")
        direction = reader.choice("direction", Direction, Direction.UP)
        mode = reader.choice("mode", TargetMode, TargetMode.FACTOR)
        upper, lower = reader.number("upper", cls.upper), reader.number("lower", cls.lower)
        k = reader.number("k", cls.k)
        baseline_years = reader.whole("baseline_years", cls.baseline_years)
        sigma_years = reader.whole("sigma_years", cls.sigma_years)
        best, worst = reader.optional_number("best"), reader.optional_number("worst")
        reader.finish()
        return cls(
            history=history,
            direction=direction,
            mode=mode,
            upper=upper,
            lower=lower,
            k=k,
            baseline_years=baseline_years,
            sigma_years=sigma_years,
            best=best,
            worst=worst,
        )


@exact()
def baseline(parameters: TargetSettingParameters) -> Decimal:
    """Return the better of last year and the mean of the last years (higher for up, lower for down)."""
    last, average = _last_and_mean(parameters)
    return max(last, average) if parameters.direction is Direction.UP else min(last, average)


@exact()
def score(actual: Decimal, parameters: TargetSettingParameters) -> Scored:
    """Score an actual value: 20 + 80 × (actual − low) ÷ (high − low), held between 20 and 100.

    For "lower is better" the two ends change places: high = baseline × (2 − upper factor) or
    baseline − k·σ, low mirrored. Ends the definition sheet lays down take the place of these; where both are
    laid down for "lower is better", the lower one is the best. Where high = low the score is 20.
    """
    high, low = _ends(parameters)
    derivation = _end_lines(high, low, parameters)
    if high == low:
        derivation.append(_("The best and the worst value are equal: 20."))
        return Scored(score=LOWEST, derivation=tuple(derivation), method=Method.TARGET_SETTING)
    (figure,) = _figures([actual], high, low)
    formula = _(
        "20 + 80 × (%(actual)s − %(low)s) ÷ (%(high)s − %(low)s) %(result)s",
        actual=plain(actual),
        low=plain(low),
        high=plain(high),
        result=outcome(figure),
    )
    return bounded(Method.TARGET_SETTING, figure, [*derivation, formula], floor=LOWEST, cap=HUNDRED)


@exact()
def scores(actuals: Sequence[Decimal], parameters: TargetSettingParameters) -> list[Decimal]:
    """Score many actual values as `score` does, without the sentences; baseline and ends are reckoned once."""
    high, low = _ends(parameters)
    if high == low:
        return [LOWEST] * len(actuals)
    return held(_figures(actuals, high, low), floor=LOWEST, cap=HUNDRED)


def _figures(actuals: Sequence[Decimal], high: Decimal, low: Decimal) -> list[Decimal]:
    span = high - low
    return [LOWEST + SPAN * (actual - low) / span for actual in actuals]


def _in_order(parameters: TargetSettingParameters) -> list[Decimal]:
    return [entry.value for entry in sorted(parameters.history)]


def _last_and_mean(parameters: TargetSettingParameters) -> tuple[Decimal, Decimal]:
    values = _in_order(parameters)
    return values[-1], mean(values[-parameters.baseline_years :])


def _baseline_line(base: Decimal, parameters: TargetSettingParameters) -> Message:
    last, average = _last_and_mean(parameters)
    figures = {
        "last": plain(last),
        "years": parameters.baseline_years,
        "mean": plain(average),
        "base": plain(base),
    }
    if parameters.direction is Direction.UP:
        return _(
            "Baseline: the higher of last year (%(last)s) and the mean of %(years)s years (%(mean)s) = %(base)s",
            **figures,
        )
    return _(
        "Baseline: the lower of last year (%(last)s) and the mean of %(years)s years (%(mean)s) = %(base)s", **figures
    )


def _ends(parameters: TargetSettingParameters) -> tuple[Decimal, Decimal]:
    """Best and worst value; `_end_lines` says where they come from."""
    best, worst = parameters.best, parameters.worst
    if best is not None and worst is not None:
        is_down = parameters.direction is Direction.DOWN
        return (min(best, worst), max(best, worst)) if is_down else (best, worst)
    high, low = _ends_by_baseline(baseline(parameters), parameters)
    return high if best is None else best, low if worst is None else worst


def _ends_by_baseline(base: Decimal, parameters: TargetSettingParameters) -> tuple[Decimal, Decimal]:
    if parameters.mode is TargetMode.SIGMA:
        reach = parameters.k * _spread(parameters)
        return (base + reach, base - reach) if parameters.direction is Direction.UP else (base - reach, base + reach)
    upper, lower = _factors(parameters)
    return base * upper, base * lower


def _factors(parameters: TargetSettingParameters) -> tuple[Decimal, Decimal]:
    if parameters.direction is Direction.UP:
        return parameters.upper, parameters.lower
    return TWO - parameters.upper, TWO - parameters.lower


def _spread(parameters: TargetSettingParameters) -> Decimal:
    return population_spread(_in_order(parameters)[-parameters.sigma_years :])


def _end_lines(high: Decimal, low: Decimal, parameters: TargetSettingParameters) -> list[Message]:
    best, worst = parameters.best, parameters.worst
    if best is not None and worst is not None:
        line = _(
            "Best value %(high)s and worst value %(low)s as the definition sheet lays down",
            high=plain(high),
            low=plain(low),
        )
        return [line]
    base = baseline(parameters)
    lines = [_baseline_line(base, parameters), _baseline_ends_line(base, parameters)]
    if best is not None:
        lines.append(_("Best value %(high)s as the definition sheet lays down", high=plain(best)))
    if worst is not None:
        lines.append(_("Worst value %(low)s as the definition sheet lays down", low=plain(worst)))
    return lines


def _baseline_ends_line(base: Decimal, parameters: TargetSettingParameters) -> Message:
    high, low = _ends_by_baseline(base, parameters)
    if parameters.mode is TargetMode.SIGMA:
        return _(
            "Standard deviation of %(years)s years (population) %(spread)s; "
            "best value %(high)s and worst value %(low)s lie %(k)s of them from the baseline %(base)s",
            years=parameters.sigma_years,
            spread=plain(_spread(parameters)),
            k=plain(parameters.k),
            base=plain(base),
            high=plain(high),
            low=plain(low),
        )
    upper, lower = _factors(parameters)
    return _(
        "Best value %(base)s × %(upper)s = %(high)s, worst value %(base)s × %(lower)s = %(low)s",
        base=plain(base),
        upper=plain(upper),
        lower=plain(lower),
        high=plain(high),
        low=plain(low),
    )
