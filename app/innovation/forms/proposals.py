"""Forms of campaigns, shares and hidden names."""

from decimal import Decimal
from typing import Any

from wtforms import HiddenField, ValidationError

from app.core import clock
from app.core.errors import Refused
from app.core.forms import Form, choices, day_field, long_text, reason_text, record_choice, short_text
from app.core.messages import _
from app.core.values import Value
from app.innovation.forms.shares import add_share_rows, read_shares, share_rows
from app.innovation.queries.people import numbers_by_id
from app.innovation.rules.campaigns import check_period
from app.innovation.rules.issues import WHOLE
from app.innovation.services.campaigns import CampaignContent

CO_PROPOSERS = 4


class CampaignForm(Form):
    """A campaign: what it asks for, and on which days."""

    title = short_text(_("Title"))
    theme = long_text(_("Theme"))
    values = choices(_("Innovation values"), Value)
    version = HiddenField()
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))

    def validate_ends_on(self, field: Any) -> None:  # noqa: ANN401  a field of an untyped library
        """Check the days against each other and against today, beside the last day."""
        if self.starts_on.data is None or field.data is None:
            return
        try:
            check_period(self.starts_on.data, field.data, clock.today())
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def seen_version(self) -> int:
        """Return the version the writer had before them; 0 for what cannot be one."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else 0

    def content(self) -> CampaignContent:
        """Return what was written."""
        return CampaignContent(
            title=self.title.data,
            theme=self.theme.data,
            values=tuple(self.values.data or ()),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class SharesForm(Form):
    """Shares set anew: the lead gets what the others leave of 100."""

    reason = reason_text(_("Reason"))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """Check the rows beside the fields they belong to."""
        valid = bool(super().validate(extra_validators))
        self.co_shares = read_shares(self, CO_PROPOSERS) if valid else {}
        return not self.errors

    def fill(self, shares: dict[int, int]) -> None:
        """Show the present shares of the co-proposers (person id → percent)."""
        numbers = numbers_by_id(shares)
        for (number, share), person_id in zip(self.rows(), shares, strict=False):
            number.data, share.data = numbers.get(person_id, ""), Decimal(shares[person_id])

    def shares_with(self, lead_id: int) -> dict[int, int]:
        """Return person id → percent, the lead first with what the others leave."""
        others = {person: share for person, share in self.co_shares.items() if person != lead_id}
        return {lead_id: WHOLE - sum(others.values()), **others}

    def rows(self) -> Any:  # noqa: ANN401  fields of an untyped library
        """Return the pairs of fields for co-proposers."""
        return list(share_rows(self, CO_PROPOSERS))


add_share_rows(SharesForm, CO_PROPOSERS)


class UnmaskingForm(Form):
    """Why the hidden names are needed, and who of another office is to agree."""

    second = record_choice(_("Second person"))
    reason = reason_text(_("Reason"))
