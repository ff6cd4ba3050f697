"""Forms of the spread of a result."""

from typing import Any

from wtforms import BooleanField, ValidationError

from app.core.forms import Form, choice, day_field, long_text, reason_text, record_choices
from app.core.messages import Labelled, _
from app.innovation.rules.spreads import NO_DEPARTMENT


class SpreadAnswer(Labelled):
    """답변: what the head of a department says to a recommendation."""

    ACCEPT = "accept", _("We take it over")
    DECLINE = "decline", _("We do not take it over")


class SpreadForm(Form):
    """To whom a result is recommended, and why."""

    departments = record_choices(_("Departments"))
    everywhere = BooleanField(_("Every department that has not been asked yet"))
    note = reason_text(_("What is recommended, and what it needs"))
    due_on = day_field(_("Answer until"))

    def validate_departments(self, _field: Any) -> None:  # noqa: ANN401  a field of an untyped library
        """Say beside the departments that one is missing."""
        if not self.department_ids():
            raise ValidationError(str(NO_DEPARTMENT))

    def department_ids(self) -> list[int]:
        """Return the departments that were chosen."""
        if self.everywhere.data:
            return [option.value for option in self.departments.choices]
        return list(self.departments.data or ())


class SpreadAnswerForm(Form):
    """Accept or decline for the own department."""

    answer = choice(_("Answer"), SpreadAnswer, blank=True)
    reason = long_text(_("Reason, or how it will be done"), required=False, max_length=2000)


class AdoptionForm(Form):
    """When the result was put to work, and what came of it."""

    adopted_on = day_field(_("Adopted on"))
    result = long_text(_("What came of it"), max_length=2000)
