"""한도: how much of an award a cap lets through. What is cut off is shown, never hidden."""

from dataclasses import dataclass
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import Message, _
from app.mileage.enums import CapPeriod

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Caps:
    """Most points an item pays one account per case, day, month and year, and its group for a fact; None is no cap."""

    case: Decimal | None = None
    day: Decimal | None = None
    month: Decimal | None = None
    year: Decimal | None = None
    group: Decimal | None = None

    def of(self, period: CapPeriod) -> Decimal | None:
        """Return the cap of the period."""
        return {
            CapPeriod.CASE: self.case,
            CapPeriod.DAY: self.day,
            CapPeriod.MONTH: self.month,
            CapPeriod.YEAR: self.year,
            CapPeriod.GROUP: self.group,
        }[period]


@dataclass(frozen=True, kw_only=True)
class Used:
    """Points the item has already paid the account for this case and in the current day, month and year.

    `group`: what all items of its group have paid the account for the same fact or task.
    """

    case: Decimal = ZERO
    day: Decimal = ZERO
    month: Decimal = ZERO
    year: Decimal = ZERO
    group: Decimal = ZERO

    def of(self, period: CapPeriod) -> Decimal:
        """Return the points used in the period."""
        return {
            CapPeriod.CASE: self.case,
            CapPeriod.DAY: self.day,
            CapPeriod.MONTH: self.month,
            CapPeriod.YEAR: self.year,
            CapPeriod.GROUP: self.group,
        }[period]


@dataclass(frozen=True)
class Grant:
    """Outcome: granted + cut_off is what was asked; `cut_by` is the tightest cap, None if nothing was cut."""

    granted: Decimal
    cut_off: Decimal
    cut_by: CapPeriod | None = None

    @property
    def sentence(self) -> Message | None:
        """What the statement says about the part that was cut off."""
        if self.cut_by is None:
            return None
        return _("%(points)s points were cut off: %(cap)s.", points=self.cut_off, cap=self.cut_by.label)


def apply_caps(points: Decimal, caps: Caps, used: Used | None = None) -> Grant:
    """Work out what is granted and what the caps cut off. Of equally tight caps the narrowest period is named.

    Refused for points that are not above 0.
    """
    if not points.is_finite() or points <= 0:
        raise Refused(_("Points must be above 0."))
    used = used or Used()
    granted, cut_by = points, None
    for period in CapPeriod:
        cap = caps.of(period)
        if cap is not None and (left := max(cap - used.of(period), ZERO)) < granted:
            granted, cut_by = left, period
    return Grant(granted, points - granted, cut_by)
