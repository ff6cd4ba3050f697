"""구간: a table of thresholds and the points each of them earns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Self

from app.core.figures import ZERO, exact, plain
from app.core.messages import _
from app.evaluation.enums import Direction, Method
from app.evaluation.rules.methods.reading import Reader, wrong
from app.evaluation.rules.methods.scored import Scored


@dataclass(frozen=True)
class Band:
    """One row: up and keep read the threshold as "from", down as "up to"; both include it."""

    threshold: Decimal
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class BandsParameters:
    """Bands with ascending thresholds; `otherwise` is earned where none is reached."""

    bands: tuple[Band, ...]
    direction: Direction = Direction.UP
    otherwise: Decimal = ZERO

    def __post_init__(self) -> None:
        self.validate()

    def validate(self) -> None:
        """Refuse an empty table, thresholds out of order, points below 0 and a better band that earns less.

        "Keep" is free in the last point: its best band lies in the middle.
        """
        if not self.bands:
            raise wrong("bands", _("The table of bands is empty."))
        if any(low.threshold >= high.threshold for low, high in pairwise(self.bands)):
            raise wrong("bands", _("The thresholds of the bands must rise from row to row."))
        points = [band.points for band in self.bands]
        if min(*points, self.otherwise) < 0:
            raise wrong("bands", _("The points of a band cannot be below 0."))
        worst_first = [self.otherwise, *(points if self.direction is Direction.UP else reversed(points))]
        if self.direction is not Direction.KEEP and any(a > b for a, b in pairwise(worst_first)):
            raise wrong("bands", _("A better band cannot earn fewer points."))

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Read the parameters from stored values: bands = [{"threshold": …, "points": …}, …]."""
        reader = Reader(values)
        rows = [Reader(row) for row in reader.rows("bands") or []]
        bands = tuple(Band(row.number("threshold"), row.number("points")) for row in rows)
        direction = reader.choice("direction", Direction, Direction.UP)
        otherwise = reader.number("otherwise", ZERO)
        for row in rows:
            row.finish()
        reader.finish()
        return cls(bands=bands, direction=direction, otherwise=otherwise)


@exact()
def score(actual: Decimal, parameters: BandsParameters) -> Scored:
    """Score an actual value by the best band it reaches."""
    band = _reached(actual, parameters)
    if band is None:
        line = _(
            "%(actual)s reaches none of the bands: %(points)s points",
            actual=plain(actual),
            points=plain(parameters.otherwise),
        )
        return Scored(score=parameters.otherwise, derivation=(line,), method=Method.BANDS)
    figures = {"actual": plain(actual), "threshold": plain(band.threshold), "points": plain(band.points)}
    if parameters.direction is Direction.DOWN:
        line = _("%(actual)s lies in the band up to %(threshold)s: %(points)s points", **figures)
    else:
        line = _("%(actual)s lies in the band from %(threshold)s: %(points)s points", **figures)
    return Scored(score=band.points, derivation=(line,), method=Method.BANDS)


@exact()
def scores(actuals: Sequence[Decimal], parameters: BandsParameters) -> list[Decimal]:
    """Score many actual values as `score` does, without the sentences."""
    reached = (_reached(actual, parameters) for actual in actuals)
    return [parameters.otherwise if band is None else band.points for band in reached]


def _reached(actual: Decimal, parameters: BandsParameters) -> Band | None:
    if parameters.direction is Direction.DOWN:
        return next((band for band in parameters.bands if actual <= band.threshold), None)
    return next((band for band in reversed(parameters.bands) if actual >= band.threshold), None)
