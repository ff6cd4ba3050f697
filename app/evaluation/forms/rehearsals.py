"""예행의 입력."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Field, SelectChoice
from wtforms.validators import ValidationError

from app.core.forms import Form, choice, decimal_number, long_text, record_choice, short_text
from app.core.messages import _
from app.evaluation.enums import GradeScheme, MarkRule, MissingRule, RoundingMode
from app.evaluation.forms.tables import read_lines
from app.evaluation.models import EvaluationRound
from app.evaluation.rules.methods.reading import to_number
from app.evaluation.services.rehearsal_rules import RulesChoice

MOST_DIGITS = 10
LONGEST = 4000
FIELDS = (
    *("publication_id", "draft_id", "with_targets", "missing_rule", "mark_rule", "digits", "rounding"),
    *("grade_scheme", "grades", "changes"),
)


class RehearsalForm(Form):
    """What is tried: a published round, a draft round or typed changes, and rules that go before both."""

    publication_id = record_choice(_("Published round whose data is used"))
    draft_id = record_choice(_("Draft round whose rules are tried"), required=False)
    with_targets = BooleanField(_("Also with the targets of the draft"))
    missing_rule = choice(_("What was not handed in"), MissingRule, required=False)
    mark_rule = choice(_("Marks of the panels"), MarkRule, required=False)
    digits = decimal_number(_("Decimals of the total"), required=False, least=0, most=MOST_DIGITS)
    rounding = choice(_("Rounding"), RoundingMode, required=False)
    grade_scheme = choice(_("How totals become grades"), GradeScheme, required=False)
    grades = long_text(_("Grades"), required=False, max_length=LONGEST)
    changes = long_text(_("Changes to the rules"), required=False, max_length=LONGEST)
    name = short_text(_("Name of the rehearsal"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in (self.missing_rule, self.mark_rule, self.rounding, self.grade_scheme):
            field.choices = [SelectChoice("", _("(as before)")), *field.choices[1:]]

    def validate_digits(self, field: Field) -> None:
        """Decimals are a whole number."""
        if field.data is not None and field.data != field.data.to_integral_value():
            raise ValidationError(str(_("This must be a whole number.")))

    def rules_choice(self, draft: EvaluationRound | None) -> RulesChoice:
        """Return what was typed. Raises Refused for grades that cannot be read."""
        return RulesChoice(
            draft=draft,
            with_targets=bool(self.with_targets.data),
            missing_rule=self.missing_rule.data,
            mark_rule=self.mark_rule.data,
            digits=None if self.digits.data is None else int(self.digits.data),
            rounding=self.rounding.data,
            grade_scheme=self.grade_scheme.data,
            grades=self._grades(),
            changes=self.changes.data or "",
        )

    def _grades(self) -> list[tuple[str, Decimal | None]] | None:
        if not (self.grades.data or "").strip():
            return None
        rows = read_lines(self.grades.data, 1)
        return [(cells[0], to_number(cells[1]) if len(cells) > 1 and cells[1] else None) for cells in rows]
