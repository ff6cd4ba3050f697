"""Forms of obstacles: reporting one, naming its owner, and words for each move."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.core.forms import Form, choice, day_field, long_text, reason_text, record_choice, short_text
from app.core.messages import Message, _
from app.innovation.enums import ObstacleControl, ObstacleKind, ObstaclePhase, ObstacleSeverity, Sensitivity
from app.innovation.rules.obstacles import MOST_LADDER_DAYS, EscalationLadder
from app.innovation.services.obstacles import ObstacleContent


def day_count(label: Message) -> IntegerField:
    """A number of working days."""
    return IntegerField(label, validators=[InputRequired(), NumberRange(1, MOST_LADDER_DAYS)])


class ObstacleForm(Form):
    """A new obstacle. Who is asked to act is a department, a body outside the office, or both."""

    title = short_text(_("What stands in the way"))
    kind = choice(_("Kind of obstacle"), ObstacleKind)
    phase = choice(_("When it arises"), ObstaclePhase)
    control = choice(_("In whose power"), ObstacleControl)
    detail = long_text(_("More about it"), required=False)
    suffering_department_id = record_choice(_("Department that suffers"))
    severity = choice(_("How much it hurts"), ObstacleSeverity)
    harm = long_text(_("Who is hurt, and how"))
    tried = long_text(_("What was tried"))
    win_win = long_text(_("Win-win strategy"), required=False)
    asked = long_text(_("What is asked"))
    asked_department_id = record_choice(_("Department that is asked"), required=False)
    asked_body = short_text(_("Body outside the office that is asked"), required=False)
    due_on = day_field(_("Asked until"))
    owner_id = record_choice(_("Owner"), required=False)
    sensitivity = choice(_("Who may read it"), Sensitivity, default=Sensitivity.OPEN)

    def content(self) -> ObstacleContent:
        """Return what was written."""
        return ObstacleContent(
            title=self.title.data,
            kind=self.kind.data,
            phase=self.phase.data,
            control=self.control.data,
            detail=self.detail.data,
            suffering_department_id=self.suffering_department_id.data,
            severity=self.severity.data,
            harm=self.harm.data,
            tried=self.tried.data,
            win_win=self.win_win.data or "",
            asked=self.asked.data,
            asked_department_id=self.asked_department_id.data,
            asked_body=self.asked_body.data,
            due_on=self.due_on.data,
            owner_id=self.owner_id.data,
            sensitivity=self.sensitivity.data,
        )


class OwnerForm(Form):
    """Who sees to the obstacle, and until when."""

    owner_id = record_choice(_("Owner"))
    due_on = day_field(_("Asked until"))
    note = long_text(_("Note"), required=False, max_length=2000)


class HandoverForm(OwnerForm):
    """Who goes on with the obstacle when its task closes, and why."""

    note = reason_text(_("Reason"))


class StrategyForm(Form):
    """How both sides gain from removing the obstacle."""

    strategy = long_text(_("Win-win strategy"), max_length=2000)
    seen = HiddenField()


class EscalationDaysForm(Form):
    """Working days of each level, with the reason, and which setting was looked at."""

    department_days = day_count(_("Days with the department"))
    bureau_days = day_count(_("Days with the bureau head"))
    vice_mayor_days = day_count(_("Days with the vice mayor"))
    reason = reason_text(_("Reason"))
    seen_id = HiddenField()

    def ladder(self) -> EscalationLadder:
        """Return the days that were typed."""
        return EscalationLadder(
            department_days=self.department_days.data,
            bureau_days=self.bureau_days.data,
            vice_mayor_days=self.vice_mayor_days.data,
        )


class NoteForm(Form):
    """A few words that may be left out."""

    note = long_text(_("Note"), required=False, max_length=2000)


class ObstacleReasonForm(Form):
    """Words without which the move is not made."""

    reason = reason_text(_("Reason"))
