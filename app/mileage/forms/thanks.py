"""칭찬."""

from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.core.forms import Form, choice, clean_text
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.values import Value
from app.mileage.rules.thanks import (
    FEWEST_CHARACTERS,
    MOST_CHARACTERS,
    MOST_GRANT,
    MOST_SAME_PERSON,
    Limits,
)
from app.mileage.services.thanks import ThanksText


class ThanksForm(Form):
    """Words of thanks to one person."""

    receiver_id = HiddenField()
    body = TextAreaField(
        _("What are you thankful for?"),
        filters=[clean_text],
        validators=[DataRequired(), Length(min=FEWEST_CHARACTERS, max=MOST_CHARACTERS)],
    )
    value = choice(_("Value it shows"), Value, required=False)
    keeps_private = BooleanField(_("Between the two of us: do not show it on the wall."))

    def text(self) -> ThanksText:
        """Return what was written."""
        return ThanksText(body=self.body.data, value=self.value.data, keeps_private=self.keeps_private.data)

    def to(self) -> int | None:
        """Return whom it is for; None where somebody changed the form."""
        try:
            return whole_number(self.receiver_id.data or "")
        except ValueError:
            return None


def _count(label: Message, most: int) -> IntegerField:
    return IntegerField(label, validators=[InputRequired(), NumberRange(1, most)])


class ThanksLimitsForm(Form):
    """What everybody may give in a month."""

    monthly_grant = _count(_("Points granted to each person a month"), MOST_GRANT)
    points = _count(_("Points of one thank-you"), MOST_GRANT)
    most_same_person = _count(_("Most thank-yous to the same person a month"), MOST_SAME_PERSON)
    own_department_allowed = BooleanField(_("Points may also go to the own department."))

    def limits(self) -> Limits:
        """Return what was chosen."""
        return Limits(
            monthly_grant=self.monthly_grant.data,
            points=self.points.data,
            most_same_person=self.most_same_person.data,
            own_department_allowed=self.own_department_allowed.data,
        )
