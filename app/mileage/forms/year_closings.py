"""연도 마감: what becomes of points, who confirms, and the sums that were seen."""

from decimal import Decimal

from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from app.core.forms import Form, choice, decimal_number, reason_text, record_choice
from app.core.messages import _
from app.mileage.enums import ItemSubject, YearEndKind
from app.mileage.rules.closings import YearEnd
from app.mileage.rules.shares import is_in_hundredths


class YearRuleForm(Form):
    """What becomes of points at the end of a year."""

    year = record_choice(_("Year"))
    subject = choice(_("Whose points"), ItemSubject)
    kind = choice(_("At the end of the year"), YearEndKind)
    most = decimal_number(_("Most points that carry over"), required=False, least=Decimal("0.01"), most=1_000_000)
    reason = reason_text(_("Reason"))

    def validate_most(self, field: Field) -> None:
        """Say beside the field that points are hundredths, and that a limit belongs to one kind only."""
        if field.data is not None and not is_in_hundredths(field.data):
            raise ValidationError(str(_("Points have at most two decimal places.")))
        if (self.kind.data is YearEndKind.CARRY_UP_TO) != (field.data is not None):
            raise ValidationError(str(_("A limit belongs to “up to a limit”, and only to it.")))

    def rule(self) -> YearEnd:
        """Return what was chosen."""
        return YearEnd(self.kind.data, self.most.data)


class ClosingProposalForm(Form):
    """Who is to confirm."""

    second_id = record_choice(_("Who of another office confirms"))


class ClosingConfirmationForm(Form):
    """The sums that were seen."""

    digest = HiddenField()


class ReopeningForm(Form):
    """Why a closed year is to be opened again, and who is to agree."""

    second_id = record_choice(_("Who of another office agrees"))
    reason = reason_text(_("Why the year is to be opened again"))
