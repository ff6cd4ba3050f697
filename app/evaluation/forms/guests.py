"""외부 평가위원의 입력: the invitation, the code, the page where it is typed, the rules of the sheets."""

from decimal import Decimal

from wtforms import IntegerField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.core.figures import HUNDRED
from app.core.forms import Form, clean_line, decimal_number, record_choice, short_text
from app.core.messages import _
from app.evaluation.models.guests import LONGEST_DAYS
from app.evaluation.services.guests import GuestDraft


class GuestForm(Form):
    """Who is invited from outside: somebody known, or a new name with an institution."""

    person_id = record_choice(_("Invited before"), required=False)
    name = short_text(_("Name"), required=False)
    institution = short_text(_("Institution"), required=False)
    field = short_text(_("Field of expertise"))

    def draft(self) -> GuestDraft:
        """Return what was typed."""
        return GuestDraft(
            field=self.field.data,
            name=self.name.data or "",
            institution=self.institution.data or "",
            person_id=self.person_id.data,
        )


class PanelCodeForm(Form):
    """For how many days a code is good."""

    valid_days = IntegerField(_("Days"), validators=[InputRequired(), NumberRange(min=1, max=LONGEST_DAYS)])


class PanelSignInForm(Form):
    """The number of the invitation and the code, as they are printed on the slip."""

    number = StringField(_("Invitation number"), filters=[clean_line], validators=[DataRequired(), Length(max=20)])
    code = PasswordField(_("Access code"), validators=[DataRequired(), Length(max=60)])


class SheetRulesForm(Form):
    """At and beyond which marks a sheet asks for a note."""

    low = decimal_number(_("A note is needed from this mark down"), least=0, most=HUNDRED)
    high = decimal_number(_("A note is needed from this mark up"), least=0, most=HUNDRED)

    def bounds(self) -> tuple[Decimal, Decimal]:
        """Return the two marks."""
        low, high = self.low.data, self.high.data
        assert low is not None
        assert high is not None
        return low, high
