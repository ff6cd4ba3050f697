"""Forms of incentives."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from app.core.forms import Form, choice, clean_text, decimal_number, long_text, reason_text, short_text
from app.core.messages import Message, _
from app.evaluation.enums import RoundingMode
from app.evaluation.rules.incentives import UNITS, IncentiveTable
from app.reports.queries.incentive_rules import rounds_for_facts, rule_codes
from app.reports.queries.publications import published_rounds
from app.reports.rules.grade_tables import parse_grades
from app.reports.rules.rule_sets import CODE_LENGTH
from app.reports.services.handovers import HandoverChoice


def _code_choice(label: Message) -> SelectField:
    return SelectField(label, choices=[], validators=[DataRequired()])


class HandoverForm(Form):
    """What a batch is made from, and why."""

    round_code = _code_choice(_("Published round"))
    rule_code = _code_choice(_("Rule set"))
    department_share = decimal_number(_("Share of the department in percent"), required=False, least=0, most=100)
    reason = reason_text(_("Reason of the batch"))
    seen_sha256 = HiddenField()

    def offer_choices(self) -> None:
        """Fill the two lists."""
        self.round_code.choices = [SelectChoice(r.code, f"{r.code} {r.name}") for r in published_rounds()]
        self.rule_code.choices = [SelectChoice(code, code) for code in rule_codes()]

    def choice(self) -> HandoverChoice:
        """Return what was chosen."""
        return HandoverChoice(
            round_code=self.round_code.data,
            rule_code=self.rule_code.data,
            department_share=self.department_share.data,
        )


class RulesForm(Form):
    """A rule workbook and its code."""

    code = short_text(_("Code"), required=False, max_length=CODE_LENGTH)
    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a workbook."))])


class FactsForm(Form):
    """A workbook of HR's facts and the round they belong to."""

    round_code = _code_choice(_("Round"))
    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a workbook."))])

    def offer_choices(self) -> None:
        """Fill the list of rounds."""
        self.round_code.choices = [SelectChoice(r.code, f"{r.code} {r.name}") for r in rounds_for_facts()]


class ReturnForm(Form):
    """Why a batch goes back."""

    reason = reason_text(_("Reason"))


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
    mode = choice(_("Rounding of amounts"), RoundingMode)
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
