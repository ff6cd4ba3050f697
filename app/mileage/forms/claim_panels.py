"""심의."""

import re
from collections.abc import Sequence

from wtforms import BooleanField, IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from app.core.forms import Form, choice, decimal_number, reason_text, short_text
from app.core.messages import _
from app.mileage.enums import PanelVote
from app.mileage.rules.claim_panels import LONGEST, Terms
from app.mileage.rules.claims import MOST_POINTS


class PanelTermsForm(Form):
    """Which claims a panel looks at."""

    is_on = BooleanField(_("A panel looks at claims before they are verified"))
    above_points = decimal_number(_("Above so many points"), required=False, least=0, most=MOST_POINTS)
    item_codes = SelectMultipleField(_("Items always looked at"), choices=[])
    days = IntegerField(_("Days to vote"), validators=[InputRequired(), NumberRange(1, LONGEST)])
    reason = reason_text(_("Reason"))

    def offer_items(self, items: Sequence[tuple[str, str]]) -> None:
        """Fill the items that can be marked."""
        self.item_codes.choices = list(items)

    def terms(self) -> Terms:
        """Return what was chosen."""
        return Terms(
            is_on=bool(self.is_on.data),
            above_points=self.above_points.data,
            item_codes=tuple(self.item_codes.data or ()),
            days=self.days.data,
        )


class PanelForm(Form):
    """Who sits on it."""

    numbers = short_text(_("Employee numbers of the members"))

    def members(self) -> list[str]:
        """Return the numbers, divided by commas or spaces."""
        return [number for number in re.split(r"[\s,;]+", self.numbers.data or "") if number]


class PanelVoteForm(Form):
    """For or against, and why."""

    vote = choice(_("Your vote"), PanelVote, blank=True)
    reason = reason_text(_("Reason"))
