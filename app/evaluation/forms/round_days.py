"""회차 일정의 입력."""

from datetime import date
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from app.core.forms import Form, choice, day_field, decimal_number
from app.core.messages import _
from app.evaluation.enums import Phase
from app.evaluation.rules.calendars import Preset

FIRST_YEAR, LAST_YEAR = 1990, 2099


class YearForm(Form):
    """Whose calendar, for which year."""

    preset = choice(_("Calendar"), Preset)
    year = decimal_number(_("Year that is evaluated"), least=FIRST_YEAR, most=LAST_YEAR)

    def validate_year(self, field: Field) -> None:
        """A year is a whole number."""
        if field.data is not None and field.data != field.data.to_integral_value():
            raise ValidationError(str(_("This must be a whole number.")))

    @property
    def number(self) -> int:
        """The year."""
        return int(self.year.data or Decimal(0))


def days_form() -> type[Form]:
    """Make the form of the planned days: one field per phase, named after it."""
    fields: dict[str, Any] = {phase.value: day_field(phase.label, required=False) for phase in Phase}
    return type("RoundDaysForm", (Form,), fields)


def typed_days(form: Any) -> dict[Phase, date]:  # noqa: ANN401  a form made at run time
    """Return the days that were typed."""
    return {phase: form[phase.value].data for phase in Phase if form[phase.value].data}
