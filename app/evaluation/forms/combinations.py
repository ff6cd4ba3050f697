"""결합점수의 입력."""

from collections.abc import Sequence
from decimal import Decimal

from wtforms import Field
from wtforms.validators import ValidationError

from app.core.forms import Form, choice, decimal_number, offer, record_choice, short_text
from app.core.messages import _
from app.evaluation.enums import RoundingMode
from app.evaluation.services.combinations import CombinationDraft

PARTS = range(1, 5)
MOST_DIGITS = 10


class CombinationForm(Form):
    """A name, the rounding, and up to four rounds with their weights."""

    name = short_text(_("Name of the combined score"))
    digits = decimal_number(_("Decimals of the score"), least=0, most=MOST_DIGITS)
    rounding = choice(_("Rounding"), RoundingMode)
    round_1 = record_choice(_("Round"), required=False)
    weight_1 = decimal_number(_("Weight in the combination"), required=False, least=0, most=1)
    round_2 = record_choice(_("Round"), required=False)
    weight_2 = decimal_number(_("Weight in the combination"), required=False, least=0, most=1)
    round_3 = record_choice(_("Round"), required=False)
    weight_3 = decimal_number(_("Weight in the combination"), required=False, least=0, most=1)
    round_4 = record_choice(_("Round"), required=False)
    weight_4 = decimal_number(_("Weight in the combination"), required=False, least=0, most=1)

    def offer(self, rounds: Sequence[tuple[int, str]]) -> None:
        """Fill the rounds that can be combined."""
        for number in PARTS:
            offer(self[f"round_{number}"], rounds, blank=True)

    def validate_digits(self, field: Field) -> None:
        """Decimals are a whole number."""
        if field.data is not None and field.data != field.data.to_integral_value():
            raise ValidationError(str(_("This must be a whole number.")))

    def validate(self, *args: object, **options: object) -> bool:
        """A round needs its weight, and a weight its round."""
        valid = bool(super().validate(*args, **options))
        for number in PARTS:
            chosen, weight = self[f"round_{number}"], self[f"weight_{number}"]
            if (chosen.data is None) is not (weight.data is None) and not weight.errors:
                empty = weight if weight.data is None else chosen
                empty.errors = [*empty.errors, str(_("A round and its weight belong together."))]
                valid = False
        return valid

    def draft(self) -> CombinationDraft:
        """Return what was typed; empty rows are no part."""
        parts = [
            (int(self[f"round_{number}"].data), Decimal(self[f"weight_{number}"].data))
            for number in PARTS
            if self[f"round_{number}"].data is not None
        ]
        return CombinationDraft(
            name=self.name.data, digits=int(self.digits.data or 0), rounding=self.rounding.data, parts=parts
        )
