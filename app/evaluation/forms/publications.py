"""공개: when results are released, and what the public sees."""

from datetime import datetime

from wtforms import BooleanField, Field, StringField
from wtforms.validators import Length, Optional, ValidationError

from app.core import clock
from app.core.forms import Form, day_field, long_text
from app.core.messages import _
from app.evaluation.rules.appeals import read_time
from app.evaluation.rules.public_showings import Showing


def _check_hour(_form: object, field: Field) -> None:
    try:
        read_time(field.data)
    except ValueError:
        raise ValidationError(str(_("Write the hour as 18:00."))) from None


class PublicationForm(Form):
    """The decision results rest on, and until when only the control tower and the auditor see them."""

    reason = long_text(_("Decision they rest on"), required=False, max_length=2000)
    release_on = day_field(_("Day of release"), required=False)
    release_hour = StringField(_("Hour of release"), validators=[Optional(), Length(max=5), _check_hour])

    def release_at(self) -> datetime | None:
        """Return the moment of release in UTC; None where results are released at once."""
        if self.release_on.data is None:
            return None
        hour = read_time(self.release_hour.data or "09:00")
        return datetime.combine(self.release_on.data, hour, clock.SEOUL)


class PublicShowingForm(Form):
    """What everybody may read of a round without an account."""

    grades = BooleanField(_("Grades"))
    ranks = BooleanField(_("Ranks"))
    totals = BooleanField(_("Totals"))
    names = BooleanField(_("Names of departments; without them only how many have which grade"))
    slogans = BooleanField(_("Approved slogans of the year, with the department"))

    def showing(self) -> Showing:
        """Return what was ticked."""
        return Showing(
            names=self.names.data,
            ranks=self.ranks.data,
            grades=self.grades.data,
            totals=self.totals.data,
            slogans=self.slogans.data,
        )
