"""One enormous value would make all others invisible: where a drawing is cut, and the sentence that says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.core.charts.frame import Number, Values, written
from app.core.messages import Message, _

FEWEST = 4
"""Values of which one can be said to lie far from the others."""

SHARE = Decimal("0.95")
FAR = 3
"""A value is cut that is more than so many times the 95th percentile."""

ROOM = Decimal("1.5")
"""Where the axis ends then, in 95th percentiles."""

NAMED = 3


@dataclass(frozen=True)
class Cut:
    """Where a drawing ends, and the places of the values that go on beyond it. `limit` None: nothing is cut."""

    limit: Decimal | None
    places: tuple[int, ...]

    def drawn(self, values: Values) -> Values:
        """Return the values as they are drawn."""
        limit = self.limit
        if limit is None:
            return values
        return [None if value is None else min(Decimal(value), limit) for value in values]


def cut_of(values: Values) -> Cut:
    """Say where a drawing of these values ends.

    The 95th percentile is the value at that place of the ordered ones, rounded down: of ten values the ninth.
    """
    known = sorted(Decimal(value) for value in values if value is not None)
    if len(known) < FEWEST:
        return Cut(None, ())
    usual = known[int(SHARE * (len(known) - 1))]
    if usual <= 0 or known[-1] <= usual * FAR:
        return Cut(None, ())
    places = tuple(place for place, value in enumerate(values) if value is not None and value > usual * FAR)
    return Cut(usual * ROOM, places)


def cut_sentence(labels: Sequence[str], values: Values) -> Message | None:
    """Return the sentence that names what is cut off; None where nothing is."""
    cut = cut_of(values)
    if not cut.places:
        return None
    found: list[tuple[str, Number | None]] = [(labels[place], values[place]) for place in cut.places]
    names = ", ".join(f"{label} ({written(value)})" for label, value in found[:NAMED])
    if len(found) > NAMED:
        return _(
            "Far beyond the others and cut off in the drawing, not in the table: %(names)s and %(more)s more.",
            names=names,
            more=len(found) - NAMED,
        )
    return _("Far beyond the others and cut off in the drawing, not in the table: %(names)s.", names=names)
