"""Forms of closings and lessons."""

from typing import Any

from wtforms import BooleanField

from app.core.forms import Form, choice, long_text
from app.core.messages import _
from app.innovation.enums import CloseResult, SpreadDecision
from app.innovation.forms.values import ValueRows
from app.innovation.models import Closing
from app.innovation.services.closings import ClosingDraft

FIELDS = ("ends_early", "reason", "result", "worked", "failed", "lesson", "spread", "spread_note")


class ClosingForm(Form):
    """The result of a task. A draft may lack anything; the submission asks for the rest."""

    values = ValueRows(_("Results of the measures"))
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
            values=self.values.values(),
        )


def closing_defaults(closing: Closing) -> dict[str, Any]:
    """Return the present content for the form's first rendering."""
    return {name: getattr(closing, name) for name in FIELDS}
