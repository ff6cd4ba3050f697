"""Forms of tasks and stages."""

from typing import Any

from app.core.forms import Form, choice, choices, long_text, reason_text, record_choice, short_text
from app.core.messages import _
from app.core.values import Value
from app.innovation.enums import Rating, RatingKind, Stage, TaskField, TaskKind
from app.innovation.models import Task
from app.innovation.services.tasks import Framing, TaskContent


class TaskForm(Form):
    """A new task that does not come from the triage of an issue."""

    title = short_text(_("Title of the task"))
    summary = long_text(_("What the task is about"))
    kind = choice(_("Kind of task"), TaskKind, default=TaskKind.DEPARTMENT)
    field = choice(_("Field"), TaskField, required=False)
    lead_department = record_choice(_("Lead department"))
    values = choices(_("Innovation values"), Value)
    reason_without_issue = long_text(_("Why there is no source issue"), required=False)

    def offer_kinds(self, *, strategic: bool) -> None:
        """Offer the strategic kind only to those who may set such a task."""
        kinds = [kind for kind in TaskKind if strategic or kind is not TaskKind.STRATEGIC]
        self.kind.choices = [(kind.value, kind.label) for kind in kinds]

    def content(self) -> TaskContent:
        """Return what was written."""
        return TaskContent(
            title=self.title.data,
            summary=self.summary.data,
            kind=self.kind.data,
            field=self.field.data,
            lead_department_id=self.lead_department.data,
            values=tuple(self.values.data or ()),
            reason_without_issue=self.reason_without_issue.data or "",
        )


class FramingForm(Form):
    """정리·과제화: field and ratings. A rating may still be open; the gate asks for it."""

    title = short_text(_("Title of the task"))
    summary = long_text(_("What the task is about"))
    field = choice(_("Field"), TaskField, required=False)
    rating_office = choice(RatingKind.OFFICE.label, Rating, required=False)
    rating_staff = choice(RatingKind.STAFF.label, Rating, required=False)
    rating_feasibility = choice(RatingKind.FEASIBILITY.label, Rating, required=False)
    rating_outside = choice(RatingKind.OUTSIDE.label, Rating, required=False)
    rating_note = long_text(_("Note on the ratings"), required=False)
    values = choices(_("Innovation values"), Value)
    reason_without_issue = long_text(_("Why there is no source issue"), required=False)

    def framing(self) -> Framing:
        """Return what was written."""
        return Framing(
            title=self.title.data,
            summary=self.summary.data,
            field=self.field.data,
            ratings={kind: self[f"rating_{kind.value}"].data for kind in RatingKind},
            values=tuple(self.values.data or ()),
            rating_note=self.rating_note.data or "",
            reason_without_issue=self.reason_without_issue.data or "",
        )


def framing_defaults(task: Task) -> dict[str, Any]:
    """Return the present framing for the form's first rendering."""
    ratings = {f"rating_{kind.value}": Rating(str(number)) for kind, number in task.ratings().items() if number}
    return {
        "title": task.title,
        "summary": task.summary,
        "field": task.field,
        "rating_note": task.rating_note,
        "values": [Value(value) for value in task.values],
        "reason_without_issue": task.reason_without_issue,
        **ratings,
    }


class StageAdvanceForm(Form):
    """Let a task into the next stage."""

    note = long_text(_("Note (not required)"), required=False, max_length=2000)


class StageReturnForm(Form):
    """Send a task back."""

    to_stage = choice(_("Back to"), Stage)
    reason = reason_text(_("Reason for sending it back"))
