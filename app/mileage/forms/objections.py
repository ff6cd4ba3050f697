"""적립 이의신청: what somebody objects to, and the answer."""

from decimal import Decimal

from wtforms import BooleanField, Field, HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from app.core.forms import Form, choice, day_field, decimal_number, reason_text, record_choice, short_text
from app.core.messages import _
from app.mileage.enums import ObjectionResult, Remedy
from app.mileage.rules.claims import MOST_POINTS
from app.mileage.rules.objections import CLAIMS, Answer, Terms
from app.mileage.rules.shares import is_in_hundredths


class RowObjectionForm(Form):
    """Why a row is wrong."""

    account = HiddenField()
    transfer = HiddenField()
    cut = HiddenField()
    reason = reason_text(_("What is wrong, and why"))


class MissingObjectionForm(Form):
    """Which fact is missing."""

    account = HiddenField()
    fact = short_text(_("Fact that is missing"))
    happened_on = day_field(_("Day of the fact"))
    reason = reason_text(_("Why it should have earned points"))


class ObjectionAnswerForm(Form):
    """Upheld or rejected, with words and what follows."""

    outcome = choice(_("Upheld or rejected"), ObjectionResult, blank=True)
    remedy = choice(_("What follows, where it is upheld"), Remedy, required=False)
    item_id = record_choice(_("Item to be claimed"), required=False)
    points = decimal_number(_("Points to be claimed"), required=False, least=Decimal("0.01"), most=MOST_POINTS)
    words = reason_text(_("Words the objector reads"))

    def validate_remedy(self, field: Field) -> None:
        """Say beside the field that an upheld objection has a consequence, and a rejected one has none."""
        if self.outcome.data is ObjectionResult.UPHELD and field.data is None:
            raise ValidationError(str(_("Say what follows.")))
        if self.outcome.data is ObjectionResult.REJECTED and field.data is not None:
            raise ValidationError(str(_("A rejected objection has no consequence.")))

    def validate_points(self, field: Field) -> None:
        """Say beside the field that points are hundredths, and that a claim needs them."""
        if field.data is not None and not is_in_hundredths(field.data):
            raise ValidationError(str(_("Points have at most two decimal places.")))

    def answer(self) -> Answer:
        """Return what was chosen; item and points count only where something is to be claimed."""
        claims = self.remedy.data in CLAIMS
        return Answer(
            outcome=self.outcome.data,
            words=self.words.data,
            remedy=self.remedy.data,
            item_id=self.item_id.data if claims else None,
            points=self.points.data if claims else None,
        )


class MileageTermsForm(Form):
    """Days of objections, and whether there is a personal board."""

    objection_days = IntegerField(_("Days to object"), validators=[InputRequired(), NumberRange(7, 365)])
    answer_days = IntegerField(_("Days to answer an objection"), validators=[InputRequired(), NumberRange(1, 60)])
    personal_board = BooleanField(_("There is a board of people: only those who agreed are named on it."))
    reason = reason_text(_("Reason"))

    def terms(self) -> Terms:
        """Return what was chosen."""
        return Terms(
            objection_days=self.objection_days.data,
            answer_days=self.answer_days.data,
            personal_board=self.personal_board.data,
        )
