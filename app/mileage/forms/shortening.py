"""민원처리기간 단축: the rule, what is read in, and the item that pays."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import ValidationError

from app.core.figures import bare
from app.core.forms import (
    Form,
    choice,
    day_field,
    decimal_number,
    long_text,
    reason_text,
    record_choice,
    short_text,
)
from app.core.messages import _
from app.mileage.enums import ItemSubject
from app.mileage.rules.shares import is_in_hundredths
from app.mileage.rules.shortening import Case, ShorteningRule
from app.mileage.rules.shortening_parameters import MOST_DAYS, parameters_of

_BAND = re.compile(r"\s*(\d{1,4})\s*[-~–−]\s*(\d{0,4})\s*[:=]\s*([\d.]+)\s*")
_LAST = re.compile(r"(.+)[:=]\s*([\d.]+)\s*")
_NUMBERS = ("per_day", "cap_case", "compound_extra", "factor", "late_per_day", "late_per_case", "goal_percent")
_DAYS = ("least_days", "most_days")
_ANSWERS = ("compound_only", "late_bars_award")
_ABOUT_THE_VERSION = ("code", "name", "source", "reason")


class RuleForm(Form):
    """단축 규칙: its numbers, and a case to try it on."""

    code = short_text(_("Code of the rule"), max_length=30)
    name = short_text(_("Name of the rule"))
    per_day = decimal_number(_("Points for a day saved"), required=False)
    bands = long_text(_("Points by bands of statutory days"), required=False, max_length=2000)
    cap_case = decimal_number(_("Most points for a case"), required=False)
    compound_extra = decimal_number(_("Extra for a compound case"), required=False)
    weights = long_text(_("Weights by kind of affair"), required=False, max_length=5000)
    factor = decimal_number(_("Conversion factor"), required=False)
    least_days = decimal_number(_("Shortest statutory period"), required=False)
    most_days = decimal_number(_("Longest statutory period"), required=False)
    compound_only = BooleanField(_("Only compound cases count"))
    late_per_day = decimal_number(_("Minus for a late day"), required=False)
    late_per_case = decimal_number(_("Minus for a late case"), required=False)
    excluded = short_text(_("Outcomes that are not counted"), required=False)
    goal_percent = decimal_number(_("Goal of shortening in per cent"), required=False)
    late_bars_award = BooleanField(_("Whoever has a late case is paid nothing"))
    source = short_text(_("Where the rule comes from"), required=False)
    reason = reason_text(_("Why this version"))
    try_statutory = decimal_number(_("Statutory days"), required=False, least=1, most=MOST_DAYS)
    try_actual = decimal_number(_("Days taken"), required=False, least=0, most=MOST_DAYS)
    try_affair = short_text(_("Affair"), required=False)
    try_outcome = short_text(_("Outcome"), required=False)
    try_compound = BooleanField(_("Compound case"))

    def validate_try_statutory(self, field: Field) -> None:
        """Say that a statutory period has whole days."""
        if field.data is not None and field.data != field.data.to_integral_value():
            raise ValidationError(str(_("Days must be a whole number from 1 to %(most)s.", most=MOST_DAYS)))

    def fill(self, rule: ShorteningRule) -> None:
        """Show a rule in the fields."""
        for name, value in parameters_of(rule).items():
            if name in _NUMBERS or name in _DAYS:
                self[name].data = None if value is None else Decimal(value)
            elif name in _ANSWERS:
                self[name].data = value
        self.bands.data = "\n".join(f"{band.least}-{band.most or ''}: {band.points:f}" for band in rule.bands)
        self.weights.data = "\n".join(f"{weight.affair}: {weight.factor:f}" for weight in rule.weights)
        self.excluded.data = ", ".join(rule.excluded)

    def parameters(self) -> dict[str, Any]:
        """Return what was typed as the plain JSON of a rule."""
        numbers = {name: _plain(self[name].data) for name in (*_NUMBERS, *_DAYS)}
        answers = {name: bool(self[name].data) for name in _ANSWERS}
        words = [word.strip() for word in (self.excluded.data or "").split(",") if word.strip()]
        return numbers | answers | {"excluded": words, "bands": list(self._bands()), "weights": list(self._weights())}

    def trial(self) -> Case | None:
        """Return the case to try, or None where its days are not both written."""
        statutory, actual = self.try_statutory.data, self.try_actual.data
        if statutory is None or actual is None:
            return None
        return Case(
            affair=self.try_affair.data or "",
            statutory=int(statutory),
            actual=actual,
            compound=bool(self.try_compound.data),
            outcome=self.try_outcome.data or "",
        )

    def validate_trial(self) -> bool:
        """Validate all but what a version needs to be saved."""
        self.validate()
        for name in _ABOUT_THE_VERSION:
            self[name].errors = []
        return not self.errors

    def _bands(self) -> Iterator[dict[str, object]]:
        for line in _lines(self.bands.data):
            found = _BAND.fullmatch(line)
            yield {"least": found[1], "most": found[2], "points": found[3]} if found else {}

    def _weights(self) -> Iterator[dict[str, object]]:
        for line in _lines(self.weights.data):
            found = _LAST.fullmatch(line)
            yield {"affair": found[1].strip(), "factor": found[2]} if found else {}


class RunForm(Form):
    """집계: a workbook under a rule, for a time."""

    rule_id = record_choice(_("Rule for handling times"))
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a workbook."))])


class PostingForm(Form):
    """적립: the sums that were seen."""

    digest = HiddenField()


class ShorteningItemForm(Form):
    """적립항목: for whom, and at most how much a year."""

    subject = choice(_("Who is paid"), ItemSubject)
    code = short_text(_("Code of the item"), max_length=20)
    name = short_text(_("Name of the item"))
    valid_from = day_field(_("Valid from"))
    cap_year = decimal_number(_("Cap per year"), required=False, least=Decimal("0.01"), most=100_000)
    reason = reason_text(_("Why the item is entered"))

    def validate_cap_year(self, field: Field) -> None:
        """Say beside the field that points are hundredths."""
        if field.data is not None and not is_in_hundredths(field.data):
            raise ValidationError(str(_("Points have at most two decimal places.")))


def _lines(text: str | None) -> list[str]:
    return [line for line in (text or "").splitlines() if line.strip()]


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else bare(number)
