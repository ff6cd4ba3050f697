"""Forms of requests to an office, of the answers, and of the monthly meeting."""

from collections.abc import Sequence
from datetime import date

from app.core.forms import Form, day_field, long_text, offer, reason_text, record_choice, short_text
from app.core.messages import _
from app.innovation.forms.rows import FormWithRows, Row, Rows
from app.innovation.services.obstacle_meetings import DecisionContent, ObstacleMeetingContent
from app.innovation.services.obstacle_requests import RequestContent

Pairs = Sequence[tuple[int, str]]


class RequestForm(Form):
    """What is asked of whom, by when: one department, or one body outside."""

    text = long_text(_("What is asked"), max_length=2000)
    asked_department_id = record_choice(_("Department that is asked"), required=False)
    asked_body = short_text(_("Body outside the office that is asked"), required=False)
    due_on = day_field(_("Asked until"))

    def content(self) -> RequestContent:
        """Return what was written."""
        return RequestContent(
            text=self.text.data,
            due_on=self.due_on.data,
            asked_department_id=self.asked_department_id.data,
            asked_body=self.asked_body.data or "",
        )


class PromiseForm(Form):
    """By when it will be done."""

    promised_on = day_field(_("Promised for"))
    answer = long_text(_("Answer"), required=False, max_length=2000)


class FulfilmentForm(Form):
    """When it was done."""

    kept_on = day_field(_("Done on"))
    note = long_text(_("Note"), required=False, max_length=2000)


class DeclineForm(Form):
    """Why it is declined."""

    reason = reason_text(_("Reason"))


class FailureForm(Form):
    """What came of a promise that was not kept."""

    reason = reason_text(_("Reason"))


class DecisionRow(Row):
    """결정사항 한 줄."""

    substance = ("text", "obstacle", "due_on")

    text = short_text(_("What was decided"), required=False)
    obstacle = record_choice(_("Obstacle"), required=False)
    department = record_choice(_("Department that acts"), required=False)
    body = short_text(_("Body outside that acts"), required=False)
    due_on = day_field(_("Due on"), required=False)

    def validate(self, extra_validators: object = None) -> bool:
        """A decision says about what and by when."""
        valid = super().validate(extra_validators)
        if self.is_blank():
            return valid
        for field in (self.obstacle, self.due_on):
            if field.data is None:
                field.errors = [*field.errors, _("Please fill this in.")]
                valid = False
        return valid


class ObstacleMeetingForm(FormWithRows):
    """The meeting of a month."""

    held_on = day_field(_("Held on"))
    participants = short_text(_("Participants"))
    minutes = long_text(_("Minutes"), required=False)
    decisions = Rows(DecisionRow, _("Decisions"))

    def offer_records(self, obstacles: Pairs, departments: Pairs) -> None:
        """Offer what is decided about, and who may act, in every row."""
        for entry in self.decisions.entries:
            offer(entry.form.obstacle, obstacles, blank=True)
            offer(entry.form.department, departments, blank=True)

    def content(self, month: date) -> ObstacleMeetingContent:
        """Return what was written."""
        return ObstacleMeetingContent(
            month=month,
            held_on=self.held_on.data,
            participants=self.participants.data,
            minutes=self.minutes.data or "",
            decisions=[
                DecisionContent(
                    obstacle_id=row.obstacle.data,
                    text=row.text.data,
                    due_on=row.due_on.data,
                    asked_department_id=row.department.data,
                    asked_body=row.body.data or "",
                )
                for row in self.decisions.filled()
            ],
        )
