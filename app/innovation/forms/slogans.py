"""Forms of slogans: writing one, with its practice items, and the half-year self-evaluation."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import Field

from app.core.forms import Form, choices, day_field, long_text, reason_text, short_text
from app.core.messages import _
from app.core.values import Value
from app.innovation.models import Slogan, SloganItem
from app.innovation.rules.slogans import MAX_LENGTH
from app.innovation.services.slogans import PracticeItem, SloganContent

ITEMS = 6
"""Practice items a slogan can have."""


class SloganForm(Form):
    """The slogan of a department for a year."""

    text = short_text(_("Slogan"), max_length=MAX_LENGTH)
    meaning = long_text(_("What it means"))
    values = choices(_("Innovation values"), Value)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """A practice item has both its words and its day."""
        valid = bool(super().validate(extra_validators))
        for what, due_on in self.item_fields():
            if what.data and due_on.data is None and not due_on.errors:
                due_on.errors = [*due_on.errors, _("Say until when.")]
            if due_on.data is not None and not what.data:
                what.errors = [*what.errors, _("Say what will be done.")]
            valid = valid and not what.errors and not due_on.errors
        return valid

    def item_fields(self) -> Iterator[tuple[Field, Field]]:
        """Yield the pairs of fields of the practice items."""
        for row in range(1, ITEMS + 1):
            yield self[f"what_{row}"], self[f"due_{row}"]

    def content(self) -> SloganContent:
        """Return what was written; empty rows are left out."""
        items = [PracticeItem(what.data, due_on.data) for what, due_on in self.item_fields() if what.data]
        return SloganContent(
            text=self.text.data, meaning=self.meaning.data, values=tuple(self.values.data or ()), items=items
        )


for _row in range(1, ITEMS + 1):
    setattr(SloganForm, f"what_{_row}", short_text(_("Practice item %(row)s", row=_row), required=False))
    setattr(SloganForm, f"due_{_row}", day_field(_("Until (item %(row)s)", row=_row), required=False))


def slogan_defaults(slogan: Slogan, items: Sequence[SloganItem]) -> dict[str, object]:
    """Return what the form shows of a slogan that is there."""
    data: dict[str, object] = {
        "text": slogan.text,
        "meaning": slogan.meaning,
        "values": [Value(value) for value in slogan.values],
    }
    for row, item in enumerate(items, start=1):
        data |= {f"what_{row}": item.what, f"due_{row}": item.due_on}
    return data


class SloganReasonForm(Form):
    """Why a slogan goes back."""

    reason = reason_text(_("Reason"))
