"""Forms of check meetings."""

from collections.abc import Sequence

from app.core.forms import choice, day_field, long_text, offer, record_choice, short_text
from app.core.messages import _
from app.innovation.enums import MeetingKind
from app.innovation.forms.rows import FormWithRows, Row, Rows
from app.innovation.services.meetings import DecisionContent, MeetingContent

Pairs = Sequence[tuple[int, str]]


class DecisionRow(Row):
    """결정사항 한 줄."""

    substance = ("text", "due_on")

    text = short_text(_("What was decided"), required=False)
    department = record_choice(_("Department that acts"), required=False)
    person = record_choice(_("Person who acts"), required=False)
    due_on = day_field(_("Due on"), required=False)


class MeetingForm(FormWithRows):
    """A meeting that was held."""

    kind = choice(_("Kind of meeting"), MeetingKind, default=MeetingKind.CHECK)
    held_on = day_field(_("Held on"))
    participants = short_text(_("Participants"))
    minutes = long_text(_("Minutes"), required=False)
    decisions = Rows(DecisionRow, _("Decisions"))

    def offer_actors(self, departments: Pairs, people: Pairs) -> None:
        """Offer who may act, in every row."""
        for entry in self.decisions.entries:
            offer(entry.form.department, departments, blank=True)
            offer(entry.form.person, people, blank=True)

    def content(self) -> MeetingContent:
        """Return what was written."""
        return MeetingContent(
            kind=self.kind.data,
            held_on=self.held_on.data,
            participants=self.participants.data,
            minutes=self.minutes.data or "",
            decisions=[
                DecisionContent(
                    text=row.text.data,
                    department_id=row.department.data,
                    person_id=row.person.data,
                    due_on=row.due_on.data,
                )
                for row in self.decisions.filled()
            ],
        )
