"""Form of a practice item: done with evidence, or held up by an obstacle; one form, one step."""

from typing import Any

from wtforms import MultipleFileField

from app.core import clock
from app.core.forms import Form, choice, day_field, long_text, record_choice, short_text
from app.core.messages import _
from app.innovation.enums import ObstacleControl, ObstacleKind, ObstaclePhase, ObstacleSeverity
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.services.obstacles import ObstacleContent

NEEDED = {
    MilestoneOutcome.DONE: ("note",),
    MilestoneOutcome.BLOCKED: ("title", "harm", "tried", "asked", "due_on"),
}
"""What each outcome asks for."""


class MilestoneForm(Form):
    """The part of the outcome that was not chosen is left out."""

    outcome = choice(_("What has become of it"), MilestoneOutcome, default=MilestoneOutcome.DONE)
    note = long_text(_("What was done"), required=False, max_length=2000)
    files = MultipleFileField(_("Evidence files"))
    title = short_text(_("What stands in the way"), required=False)
    kind = choice(_("Kind of obstacle"), ObstacleKind, default=ObstacleKind.COOPERATION)
    severity = choice(_("How much it hurts"), ObstacleSeverity, default=ObstacleSeverity.SLOWS)
    phase = choice(_("When it arises"), ObstaclePhase, default=ObstaclePhase.BUILDING)
    control = choice(_("In whose power"), ObstacleControl, default=ObstacleControl.INSIDE)
    harm = long_text(_("Why it is not done, and who is hurt"), required=False)
    tried = long_text(_("What was tried"), required=False)
    asked = long_text(_("What is asked"), required=False)
    asked_department_id = record_choice(_("Department that is asked"), required=False)
    asked_body = short_text(_("Body outside the office that is asked"), required=False)
    due_on = day_field(_("Asked until"), required=False)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """Ask for what the chosen outcome needs."""
        super().validate(extra_validators)
        for name in NEEDED.get(self.outcome.data, ()):
            if not self[name].data:
                self[name].errors = [*self[name].errors, _("Please fill this in.")]
        return not self.errors

    def uploads(self) -> list[Any]:
        """Return the files that were chosen; a browser sends one without a name when there is none."""
        return [upload for upload in self.files.data or () if getattr(upload, "filename", "")]

    def obstacle(self, *, department_id: int, owner_id: int | None) -> ObstacleContent:
        """Return the obstacle from which the department suffers."""
        return ObstacleContent(
            title=self.title.data,
            kind=self.kind.data,
            phase=self.phase.data,
            control=self.control.data,
            severity=self.severity.data,
            suffering_department_id=department_id,
            harm=self.harm.data,
            tried=self.tried.data,
            asked=self.asked.data,
            asked_department_id=self.asked_department_id.data,
            asked_body=self.asked_body.data or "",
            due_on=self.due_on.data or clock.today(),
            owner_id=owner_id,
        )
