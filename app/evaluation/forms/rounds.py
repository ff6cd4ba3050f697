"""평가회차의 입력."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from app.core.figures import bare
from app.core.forms import Form, choice, day_field, decimal_number, long_text, record_choice, record_choices, short_text
from app.core.messages import _
from app.evaluation.enums import GradeScheme, MissingRule, Phase, RoundingMode, RoundKind
from app.evaluation.forms.tables import read_lines
from app.evaluation.models import Composition, EvaluationRound, Indicator
from app.evaluation.rules.methods.reading import to_number
from app.evaluation.services.rounds import RoundDraft
from app.organization.models import PeerGroup

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_DIGITS = 10


class RoundForm(Form):
    """A round and how it totals; grades as lines "S; 20", best first."""

    code = short_text(_("Code"), max_length=40)
    name = short_text(_("Name of the round"))
    year = decimal_number(_("Year"), least=FIRST_YEAR, most=LAST_YEAR)
    kind = choice(_("Kind of round"), RoundKind)
    starts_on = day_field(_("First day"))
    base_on = day_field(_("Base date"))
    missing_rule = choice(_("What was not handed in"), MissingRule)
    digits = decimal_number(_("Decimals of the total"), least=0, most=MOST_DIGITS)
    rounding = choice(_("Rounding"), RoundingMode)
    grade_scheme = choice(_("How totals become grades"), GradeScheme)
    grades = long_text(_("Grades"))

    def validate_year(self, field: Field) -> None:
        """A year is a whole number."""
        _require_whole(field)

    def validate_digits(self, field: Field) -> None:
        """Decimals are a whole number."""
        _require_whole(field)

    def draft(self) -> RoundDraft:
        """Return what was typed. Raises Refused for grades that cannot be read."""
        return RoundDraft(
            code=self.code.data,
            name=self.name.data,
            year=int(self.year.data or 0),
            starts_on=self.starts_on.data,
            base_on=self.base_on.data,
            kind=self.kind.data,
            missing_rule=self.missing_rule.data,
            digits=int(self.digits.data or 0),
            rounding=self.rounding.data,
            grade_scheme=self.grade_scheme.data,
            grades=[(cells[0], _value(cells)) for cells in read_lines(self.grades.data, 1)],
        )


def _require_whole(field: Field) -> None:
    if field.data is not None and field.data != field.data.to_integral_value():
        raise ValidationError(str(_("This must be a whole number.")))


def _value(cells: Sequence[str]) -> Decimal | None:
    return to_number(cells[1]) if len(cells) > 1 and cells[1] else None


def filled_round(record: EvaluationRound) -> dict[str, Any]:
    """Return the values of the form for a round that exists."""
    names = ("code", "name", "starts_on", "base_on", "kind", "missing_rule", "rounding", "grade_scheme")
    lines = [f"{step['label']}; {step['value'] or ''}".rstrip("; ") for step in record.grade_steps]
    return {name: getattr(record, name) for name in names} | {
        "year": Decimal(record.year),
        "digits": Decimal(record.digits),
        "grades": "\n".join(lines),
    }


class PhaseForm(Form):
    """The next phase, with a reason where the round goes back."""

    to = choice(_("Phase"), Phase)
    reason = long_text(_("Reason"), required=False, max_length=2000)


class EvaluatorForm(Form):
    """Who scores which indicator."""

    indicator_id = record_choice(_("Indicator"))
    evaluator_id = record_choice(_("Evaluator"))


class SetupForm(Form):
    """Members of a round and the weights per peer group; the weights are added by `setup_form`."""

    department_ids = record_choices(_("Departments that take part"))


def weight_name(indicator_id: int, group_id: int) -> str:
    """Return the field of a weight."""
    return f"weight_{indicator_id}_{group_id}"


def setup_form(indicators: Sequence[Indicator], groups: Sequence[PeerGroup]) -> type[SetupForm]:
    """Make the form of a round's set-up with a field per indicator and peer group."""
    fields = {
        weight_name(indicator.id, group.id): decimal_number(
            _("%(name)s, %(group)s", name=indicator.name, group=group.name), required=False, least=0, most=100
        )
        for indicator in indicators
        for group in groups
    }
    return type("RoundSetupForm", (SetupForm,), fields)


def weights_of(rows: Sequence[Composition]) -> Mapping[str, Decimal]:
    """Return the weights of a composition by field."""
    return {weight_name(row.indicator_id, row.peer_group_id): Decimal(bare(row.weight)) for row in rows}
