"""Forms of closings and lessons."""

from typing import Any

from wtforms import BooleanField

from app.core.forms import Form, choice, decimal_number, long_text
from app.core.messages import _
from app.innovation.enums import CloseResult, SpreadDecision
from app.innovation.forms.values import ValueFields, ValueRows
from app.innovation.models import Closing
from app.innovation.services.closings import ClosingDraft, ResultValue

FIELDS = ("ends_early", "reason", "result", "worked", "failed", "lesson", "spread", "spread_note")


class ResultFields(ValueFields):
    """The fields of one result; the cost is asked for where budget was saved."""

    cost = decimal_number(_("What it cost to save it"), required=False, least=0)


class ResultRows(ValueRows):
    """One group of fields for each result."""

    group = ResultFields

    def results(self) -> list[ResultValue]:
        """Return what was written about each measure."""
        return [
            ResultValue(**vars(value), cost=entry.form.cost.data)
            for value, entry in zip(self.values(), self.entries, strict=True)
        ]


class ClosingForm(Form):
    """The result of a task. A draft may lack anything; the submission asks for the rest."""

    values = ResultRows(_("Results of the measures"))
    result = choice(_("Was the goal reached?"), CloseResult, required=False)
    worked = long_text(_("What worked"), required=False)
    failed = long_text(_("What was tried and failed, and why"), required=False)
    lesson = long_text(_("Lesson: what to do next time"), required=False)
    spread = choice(_("Spread to others"), SpreadDecision, required=False)
    spread_note = long_text(_("Where to and how"), required=False)
    ends_early = BooleanField(_("The task ends early, before its goal."))
    reason = long_text(_("Why it ends early"), required=False)

    def draft(self) -> ClosingDraft:
        """Return what was written."""
        return ClosingDraft(
            ends_early=self.ends_early.data,
            reason=self.reason.data or "",
            result=self.result.data,
            worked=self.worked.data or "",
            failed=self.failed.data or "",
            lesson=self.lesson.data or "",
            spread=self.spread.data,
            spread_note=self.spread_note.data or "",
            values=self.values.results(),
        )


def closing_defaults(closing: Closing) -> dict[str, Any]:
    """Return the present content for the form's first rendering."""
    return {name: getattr(closing, name) for name in FIELDS}
