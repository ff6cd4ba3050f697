"""Forms of incentives."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from app.core.forms import Form, choice, clean_text, decimal_number, long_text, reason_text, short_text
from app.core.messages import Message, _
from app.evaluation.enums import RoundingMode
from app.evaluation.rules.incentives import UNITS, IncentiveTable
from app.reports.enums import UnitRule
from app.reports.queries.incentives import grade_tables
from app.reports.queries.publications import published_rounds
from app.reports.rules.grade_tables import parse_grades
from app.reports.rules.incentives import MOST_WEIGHT
from app.reports.services.exports import ExportChoice


def _code_choice(label: Message) -> SelectField:
    return SelectField(label, choices=[], validators=[DataRequired()])


class ExportForm(Form):
    """What a batch is made from, and why it is taken out."""

    round_code = _code_choice(_("Published round"))
    table_code = _code_choice(_("Table of grades"))
    unit_rule = choice(_("Evaluation unit"), UnitRule)
    department_weight = decimal_number(
        _("Weight of the department score in percent"), least=0, most=MOST_WEIGHT, default=Decimal(100)
    )
    mileage_weight = decimal_number(
        _("Weight of the innovation score in percent"), least=0, most=MOST_WEIGHT, default=Decimal(100)
    )
    reason = reason_text(_("Reason of the export"))
    seen_sha256 = HiddenField()

    def offer_choices(self) -> None:
        """Fill the two lists."""
        self.round_code.choices = [SelectChoice(r.code, f"{r.code} {r.name}") for r in published_rounds()]
        self.table_code.choices = [SelectChoice(t.code, t.name) for t in grade_tables()]

    def choice(self) -> ExportChoice:
        """Return what was chosen."""
        return ExportChoice(
            round_code=self.round_code.data,
            table_code=self.table_code.data,
            unit_rule=self.unit_rule.data,
            department_weight=self.department_weight.data or Decimal(0),
            mileage_weight=self.mileage_weight.data or Decimal(0),
        )


class GradeTableForm(Form):
    """A table of grades: one grade a line."""

    code = StringField(
        _("Code"),
        filters=[clean_text],
        validators=[
            DataRequired(),
            Length(max=40),
            Regexp(r"[a-z0-9-]+$", message=_("Small letters, digits and “-”.")),
        ],
    )
    name = short_text(_("Name"))
    grades = long_text(_("Grades, best first: grade, share and rate in percent"), max_length=1000)
    absorbing_grade = short_text(_("Grade that excluded people reduce"), max_length=20)
    mode = choice(_("Rounding"), RoundingMode)
    unit = SelectField(
        _("Rounding unit (won)"),
        choices=[SelectChoice(unit, f"{unit:,}") for unit in UNITS],
        coerce=int,
        default=10,
    )

    def table(self) -> IncentiveTable:
        """Return the table as a value. Raises `Refused` where it contradicts itself."""
        return IncentiveTable(
            grades=parse_grades(self.grades.data),
            absorbing_grade=self.absorbing_grade.data,
            mode=self.mode.data,
            unit=self.unit.data,
        )


def bases_form(amounts: Mapping[str, Decimal | None], *, typed: bool = True) -> Form:
    """Make a form with one amount for each rank; not `typed`: leave what was sent alone."""
    fields = {
        f"base_{number}": decimal_number(
            _("Base amount of %(rank)s (won)", rank=rank), required=False, least=0, default=amount
        )
        for number, (rank, amount) in enumerate(amounts.items())
    }
    made = type("BasesForm", (Form,), fields)
    form: Form = made() if typed else made(formdata=None)
    return form


def amounts_of(form: Form, ranks: Sequence[str]) -> dict[str, Decimal | None]:
    """Return the typed amounts by rank; empty is None."""
    return {rank: form[f"base_{number}"].data for number, rank in enumerate(ranks)}
