"""적립신청 대리 지정."""

from collections.abc import Sequence

from wtforms import SelectChoice, SelectField

from app.core.forms import Form, day_field, offer, reason_text, record_choice
from app.core.messages import _
from app.mileage.queries.claim_deputies import Seat


class ClaimDeputyForm(Form):
    """Who stands in, for which seat, from–to and why."""

    seat = SelectField(_("In which place"))
    deputy_id = record_choice(_("Deputy"))
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    reason = reason_text(_("Reason"))

    def offer_choices(self, seats: Sequence[Seat], people: Sequence[tuple[int, str]]) -> None:
        """Fill the places of the reader and who could stand in."""
        self.seat.choices = [
            SelectChoice(f"{seat.office}-{seat.department_id}", f"{seat.office.label} · {seat.department}")
            for seat in seats
        ]
        offer(self.deputy_id, people, blank=True)

    def chosen(self, seats: Sequence[Seat]) -> Seat:
        """Return the place that was chosen."""
        return next(seat for seat in seats if f"{seat.office}-{seat.department_id}" == self.seat.data)
