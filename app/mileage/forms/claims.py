"""적립신청."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import Field, FieldList, FormField
from wtforms import Form as PlainForm
from wtforms.validators import ValidationError

from app.core.forms import Form, day_field, decimal_number, long_text, offer, reason_text, record_choice, short_text
from app.core.messages import _
from app.mileage.rules.claims import MOST_POINTS
from app.mileage.rules.shares import is_in_hundredths

SHARERS = 6


class ShareRow(PlainForm):  # type: ignore[misc]  # the library is untyped
    """One person of the team and the percentage."""

    person_id = record_choice(_("Member of staff"), required=False)
    share = decimal_number(_("Share in percent"), required=False, least=0, most=100)

    def validate_share(self, field: Field) -> None:
        """Say beside the field that a share is finer than the ledger can keep."""
        if field.data is not None and not is_in_hundredths(field.data):
            raise ValidationError(str(_("Shares have at most two decimal places.")))


class ClaimForm(Form):
    """What is claimed, with the team's shares and evidence."""

    item_id = record_choice(_("Mileage item"))
    title = short_text(_("Title"))
    description = long_text(_("What was done and what came of it"))
    happened_on = day_field(_("Day of the fact"))
    points = decimal_number(_("Points claimed"), required=False, least=Decimal("0.01"), most=MOST_POINTS)
    figure = decimal_number(_("Figure of the fact"), required=False)
    shares = FieldList(FormField(ShareRow), min_entries=SHARERS, max_entries=SHARERS)
    evidence = MultipleFileField(_("Evidence"))

    def offer_choices(self, items: Sequence[tuple[int, str]], people: Sequence[tuple[int, str]]) -> None:
        """Fill the items and the people that can be chosen."""
        offer(self.item_id, items, blank=True)
        for entry in self.shares:
            offer(entry.form.person_id, people, blank=True)

    def share_map(self) -> dict[int, Decimal]:
        """Return person id → percent of the rows that were filled in; a person named twice gets both shares."""
        shares: dict[int, Decimal] = {}
        for entry in self.shares:
            row: Any = entry.form
            if row.person_id.data is not None:
                shares[row.person_id.data] = shares.get(row.person_id.data, Decimal(0)) + (row.share.data or 0)
        return shares

    def uploads(self) -> list[Any]:
        """Return the files that were chosen."""
        return [upload for upload in self.evidence.data or () if upload and getattr(upload, "filename", "")]


class ReasonForm(Form):
    """A reason that is kept and shown."""

    reason = reason_text(_("Reason"))
