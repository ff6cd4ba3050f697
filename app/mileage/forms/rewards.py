"""보상."""

import re
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from app.core.forms import Form, choice, day_field, decimal_number, long_text, reason_text, short_text
from app.core.messages import Message, _
from app.mileage.enums import RewardKind
from app.mileage.rules.rewards import LONGEST_HOLD, Offer, Terms
from app.mileage.rules.shares import is_in_hundredths

MOST_POINTS, MOST_WON, MOST_PIECES = 100_000, 1_000_000_000, 1_000_000
CODE = re.compile(r"[\w-]{1,20}")


def whole_count(label: Message, *, most: int, least: int = 0, required: bool = False) -> Any:  # noqa: ANN401  a field
    """A whole number."""
    return decimal_number(label, required=required, least=least, most=most)


def _hundredths(field: Field) -> None:
    if field.data is not None and not is_in_hundredths(field.data):
        raise ValidationError(str(_("Points have at most two decimal places.")))


def _whole(field: Field) -> None:
    if field.data is not None and field.data != int(field.data):
        raise ValidationError(str(_("Write a whole number.")))


def _count(number: Decimal | None) -> int | None:
    return None if number is None else int(number)


class RewardForm(Form):
    """What a reward is and what it asks for."""

    kind = choice(_("Kind of reward"), RewardKind)
    name = short_text(_("Name of the reward"))
    description = long_text(_("What one gets and how it is handed over"), max_length=2000)
    points = decimal_number(_("Points it costs"), least=Decimal("0.01"), most=MOST_POINTS)
    earned_needed = decimal_number(
        _("Points earned this year at least"), required=False, least=Decimal("0.01"), most=MOST_POINTS
    )
    value_won = whole_count(_("Worth in won"), most=MOST_WON, required=True)
    stock = whole_count(_("How many there are"), most=MOST_PIECES)
    valid_from = day_field(_("Offered from"))
    valid_until = day_field(_("Offered until"), required=False)

    def validate_points(self, field: Field) -> None:
        """Say beside the field that points are finer than the ledger can keep."""
        _hundredths(field)

    def validate_earned_needed(self, field: Field) -> None:
        """Say beside the field that points are finer than the ledger can keep."""
        _hundredths(field)

    def validate_value_won(self, field: Field) -> None:
        """Refuse parts of a won."""
        _whole(field)

    def validate_stock(self, field: Field) -> None:
        """Refuse parts of a piece."""
        _whole(field)

    def offer(self) -> Offer:
        """Return what it asks for."""
        return Offer(
            points=self.points.data or Decimal(0),
            value_won=int(self.value_won.data),
            valid_from=self.valid_from.data,
            valid_until=self.valid_until.data,
            earned_needed=self.earned_needed.data,
            stock=_count(self.stock.data),
        )


class NewRewardForm(RewardForm):
    """A reward that is not in the catalogue yet."""

    first = ("code",)

    code = short_text(_("Code"), max_length=20)

    def validate_code(self, field: Field) -> None:
        """Keep codes short and plain: they stand in lists and workbooks."""
        if field.data and not CODE.fullmatch(field.data):
            raise ValidationError(str(_("Letters, digits and - only.")))


class RewardTermsForm(Form):
    """The yearly limit and how long a reservation lasts."""

    valid_from = day_field(_("Holds from"))
    yearly_cap_won = whole_count(_("Most won a person may ask for in a year"), most=MOST_WON)
    hold_days = whole_count(_("Days a reservation lasts"), least=1, most=LONGEST_HOLD, required=True)
    reason = reason_text(_("Reason"))

    def validate_yearly_cap_won(self, field: Field) -> None:
        """Refuse parts of a won."""
        _whole(field)

    def validate_hold_days(self, field: Field) -> None:
        """Refuse parts of a day."""
        _whole(field)

    def terms(self) -> Terms:
        """Return the terms that were typed."""
        return Terms(yearly_cap_won=_count(self.yearly_cap_won.data), hold_days=int(self.hold_days.data))


class RewardRequestForm(Form):
    """A wish that goes with a request."""

    wish = long_text(_("Your wish"), required=False, max_length=2000)


class HandoverForm(Form):
    """The day on which a reward was handed over."""

    given_on = day_field(_("Day of the handover"))


class RewardExportForm(Form):
    """What goes out, and why."""

    first = ("first_day", "last_day")

    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    unmasked = BooleanField(_("With names and employee numbers in full"))
    reason = reason_text(_("Why do you need the people's data?"))
