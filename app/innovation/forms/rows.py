"""Several rows of fields in one form. Rows are added and removed by the server, and everything typed stays."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import FieldList, FormField

from app.core.forms import Form
from app.core.messages import _

MOST_ROWS = 20
BUTTON = "rows"
"""Name of the buttons; their value is "add:<list>" or "remove:<list>:<place from 0>"."""


class Row(FlaskForm):  # type: ignore[misc]  # the library is untyped
    """One row. `substance` names the fields that make it more than an empty line; the first of them is needed."""

    substance: ClassVar[Sequence[str]] = ()

    class Meta:
        """The whole form carries the token."""

        csrf = False

    def is_blank(self) -> bool:
        """Whether nothing was typed into the row."""
        return all(_is_empty(self[name]) for name in self.substance)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """An empty row is fine and is left out; another one needs its first field."""
        if self.is_blank():
            return True
        valid = bool(super().validate(extra_validators))
        first = self[self.substance[0]]
        if _is_empty(first):
            first.errors = [*first.errors, _("Fill this in, or empty the whole row.")]
            return False
        return valid


class Rows(FieldList):  # type: ignore[misc]  # the library is untyped
    """A list of rows whose errors are sentences that name the row and the field."""

    def __init__(self, row: type[Row], label: object = None, **options: Any) -> None:
        """`options` are those of a WTForms field."""
        super().__init__(FormField(row), label, min_entries=1, max_entries=MOST_ROWS, **options)

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:  # noqa: ANN401  the library's signature
        """Check every row."""
        valid = bool(super().validate(form, extra_validators))
        self.errors = [
            _("Row %(row)s, %(field)s: %(error)s", row=place, field=item.label.text, error=error)
            for place, entry in enumerate(self.entries, start=1)
            for item in entry.form
            for error in item.errors
        ]
        return valid

    def filled(self) -> list[Any]:
        """Return the rows into which something was typed."""
        return [entry.form for entry in self.entries if not entry.form.is_blank()]


class FormWithRows(Form):
    """A form with lists of rows."""

    def change_rows(self, wish: str | None) -> bool:
        """Do what the button "add a row" or "remove this row" asks. Returns whether one was pressed."""
        action, _colon, rest = (wish or "").partition(":")
        name, _colon, place = rest.partition(":")
        rows = self._fields.get(name)
        if not isinstance(rows, Rows):
            return False
        if action == "add" and len(rows.entries) < MOST_ROWS:
            rows.append_entry()
        elif action == "remove" and place.isdecimal() and int(place) < len(rows.entries):
            del rows.entries[int(place)]
        return True


def _is_empty(field: Any) -> bool:  # noqa: ANN401  a form's field
    typed = any(str(text).strip() for text in field.raw_data or ())
    return field.data in {None, ""} and not typed
