"""Rows of "employee number and share" in a form: as many as the form has, empty ones are left out."""

from collections.abc import Iterator
from typing import Any

from wtforms import Field

from app.core.forms import Form, decimal_number, short_text
from app.core.messages import _
from app.innovation.queries.people import ids_by_number

NUMBER_LENGTH = 20


def add_share_rows(form: Any, count: int) -> None:  # noqa: ANN401  a form class of an untyped library
    """Give a form class the fields number_1, share_1 … number_n, share_n."""
    for row in range(1, count + 1):
        number = short_text(
            _("Employee number %(row)s", row=row),
            required=False,
            max_length=NUMBER_LENGTH,
            render_kw={"list": "people", "autocomplete": "off"},
        )
        share = decimal_number(_("Share %(row)s (percent)", row=row), required=False, least=1, most=100)
        setattr(form, f"number_{row}", number)
        setattr(form, f"share_{row}", share)


def share_rows(form: Form, count: int) -> Iterator[tuple[Field, Field]]:
    """Yield the pairs of fields."""
    for row in range(1, count + 1):
        yield form[f"number_{row}"], form[f"share_{row}"]


def read_shares(form: Form, count: int) -> dict[int, int]:
    """Return person id → whole percent of the filled rows. What is wrong with a row is put beside its field."""
    rows = [(number, share) for number, share in share_rows(form, count) if number.data or share.data is not None]
    ids = ids_by_number({number.data for number, _share in rows if number.data})
    shares: dict[int, int] = {}
    for number, share in rows:
        person_id = ids.get(number.data or "")
        if person_id is None:
            number.errors = [*number.errors, _("Nobody who works here has this number.")]
        elif person_id in shares:
            number.errors = [*number.errors, _("This person is named twice.")]
        elif share.data is None or share.data != int(share.data):
            share.errors = [*share.errors, _("Give a share in whole percent.")]
        else:
            shares[person_id] = int(share.data)
    return shares
