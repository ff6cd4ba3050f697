"""감점: what is proposed, what was said about it, what was decided."""

from decimal import Decimal
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import Field
from wtforms.validators import ValidationError

from app.core.forms import Form, choice, decimal_number, reason_text, record_choice
from app.core.messages import _
from app.mileage.enums import DeductionGround, DeductionObjectionOutcome, DeductionOutcome
from app.mileage.rules.deductions import MOST_POINTS
from app.mileage.rules.shares import is_in_hundredths

LEAST = Decimal("0.01")


def _check_hundredths(field: Field) -> None:
    if field.data is not None and not is_in_hundredths(field.data):
        raise ValidationError(str(_("Points have at most two decimal places.")))


class DeductionForm(Form):
    """What is to be deducted, why, and who decides."""

    ground = choice(_("Ground of the deduction"), DeductionGround, blank=True)
    points = decimal_number(_("Points to be deducted"), least=LEAST, most=MOST_POINTS)
    reason = reason_text(_("What happened, and by which rule"))
    decider_id = record_choice(_("Who of another office decides"))
    reviewer_id = record_choice(_("Who answers an objection"))
    evidence = MultipleFileField(_("Evidence"))

    def validate_points(self, field: Field) -> None:
        """Say beside the field that points are hundredths."""
        _check_hundredths(field)

    def uploads(self) -> list[Any]:
        """Return the files that were chosen."""
        return [upload for upload in self.evidence.data or () if upload and getattr(upload, "filename", "")]


class DeductionWordsForm(Form):
    """An opinion or an objection."""

    words = reason_text(_("Your words"))


class DeductionDecisionForm(Form):
    """The decision: how many points, or none, and why."""

    outcome = choice(_("Decision"), DeductionOutcome, blank=True)
    points = decimal_number(_("Points to be deducted"), required=False, least=LEAST, most=MOST_POINTS)
    decision = reason_text(_("Reasons of the decision"))

    def validate_points(self, field: Field) -> None:
        """Say beside the field that points are hundredths."""
        _check_hundredths(field)

    def validate_outcome(self, field: Field) -> None:
        """Say beside the field that a deduction needs points. An empty field of points has no validators of its own."""
        if field.data is DeductionOutcome.DEDUCT and self.points.data is None:
            raise ValidationError(str(_("Say how many points are deducted.")))

    def decided(self) -> Decimal | None:
        """Return the points, or None where nothing is deducted."""
        return self.points.data if self.outcome.data is DeductionOutcome.DEDUCT else None


class DeductionAnswerForm(Form):
    """The answer to an objection."""

    outcome = choice(_("Answer"), DeductionObjectionOutcome, blank=True)
    answer = reason_text(_("Reasons of the answer"))
