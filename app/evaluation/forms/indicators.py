"""지표정의서."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Field, SelectField
from wtforms.validators import ValidationError

from app.core.errors import Invalid
from app.core.forms import (
    Form,
    choice,
    choices,
    decimal_number,
    long_text,
    offer,
    record_choice,
    short_text,
)
from app.core.messages import _
from app.core.values import Value
from app.evaluation.enums import (
    Aggregation,
    Cadence,
    Direction,
    DownFormula,
    EndsRule,
    IndicatorKind,
    Method,
    ResultKind,
    RoundingMode,
    TargetMode,
)
from app.evaluation.forms.tables import rater_lines, rater_rows, read_lines, write_lines
from app.evaluation.models import Criterion, Indicator
from app.evaluation.rules.definitions import AGGREGATION
from app.evaluation.rules.methods import parameter_names
from app.evaluation.services.indicators import CriterionDraft, IndicatorDraft
from app.evaluation.services.places import Place

PAST_YEARS = range(5, 0, -1)
FACTORS = ("upper", "lower", "k", "baseline_years", "sigma_years", "otherwise", "drop_from")
FIELD_OF = {
    "history": "past_1",
    "sources": "raters",
    **dict.fromkeys(("bands", "steps", "criteria", "threshold", "points", "label", "share", "weight"), "table"),
}
"""Where the form asks for a parameter that has no field of its own name."""
MOST_DIGITS = 10


class IndicatorForm(Form):
    """The definition sheet. `table` holds what a method reads line by line: bands, grades or criteria."""

    code = short_text(_("Code"), max_length=40)
    name = short_text(_("Name of the indicator"))
    perspective = short_text(_("Perspective"), required=False)
    strategic_goal = short_text(_("Strategic goal"), required=False)
    objective = short_text(_("Objective"), required=False)
    description = long_text(_("Definition"), required=False)
    formula = long_text(_("Formula in words"), required=False)
    unit = short_text(_("Unit"), required=False, max_length=40)
    kind = choice(_("Kind"), IndicatorKind)
    result_kind = choice(_("Output or outcome"), ResultKind, required=False)
    cadence = choice(_("How often it is measured"), Cadence)
    method = choice(_("Method of scoring"), Method)
    direction = choice(_("Direction"), Direction, required=False)
    target = decimal_number(_("Target"), required=False)
    target_reason = long_text(_("Reason for the target"), required=False)
    change_reason = long_text(_("Reason for changing the target"), required=False)
    baseline = decimal_number(_("Baseline"), required=False)
    worst = decimal_number(_("Worst value"), required=False)
    best = decimal_number(_("Best value"), required=False)
    cap = decimal_number(_("Cap of the score"), required=False, least=0)
    floor = decimal_number(_("Floor of the score"), required=False, least=0)
    digits = decimal_number(_("Decimals of the score"), least=0, most=MOST_DIGITS)
    rounding = choice(_("Rounding"), RoundingMode)
    down_formula = choice(_("Formula for “lower is better”"), DownFormula, required=False)
    mode = choice(_("Best and worst value of the set target"), TargetMode, required=False)
    aggregation = choice(_("Made of sub-units or periods"), Aggregation, required=False)
    upper = decimal_number(_("Upper factor"), required=False)
    lower = decimal_number(_("Lower factor"), required=False)
    k = decimal_number(_("Number of standard deviations"), required=False)
    baseline_years = decimal_number(_("Years of the baseline"), required=False, least=1)
    sigma_years = decimal_number(_("Years of the standard deviation"), required=False, least=1)
    otherwise = decimal_number(_("Points below every band"), required=False, least=0)
    ends = choice(_("Highest and lowest mark of a panel"), EndsRule, required=False)
    drop_from = decimal_number(_("Evaluators from whom on both ends are dropped"), required=False, least=3)
    raters = long_text(_("Sources of raters"), required=False)
    past_5 = decimal_number(_("Result five years ago"), required=False)
    past_4 = decimal_number(_("Result four years ago"), required=False)
    past_3 = decimal_number(_("Result three years ago"), required=False)
    past_2 = decimal_number(_("Result two years ago"), required=False)
    past_1 = decimal_number(_("Result last year"), required=False)
    table = long_text(_("Table of the method"), required=False)
    named_source = SelectField(_("Read from the product itself"), choices=[], default="")
    evidence = long_text(_("Evidence"), required=False)
    source_note = short_text(_("Source"), required=False)
    owner_department_id = record_choice(_("Department in charge"), required=False)
    is_common = BooleanField(_("Common to all departments"))
    values = choices(_("Innovation values"), Value)

    def place(self) -> Place:
        """Return where the sheet puts the indicator in the scorecard."""
        return Place(
            perspective=self.perspective.data or "",
            objective=self.objective.data or "",
            strategic_goal=self.strategic_goal.data or "",
        )

    def offer(self, departments: Sequence[tuple[int, str]], sources: Sequence[tuple[str, object]]) -> None:
        """Fill the choices that come from the database and the table of sources."""
        offer(self.owner_department_id, departments, blank=True)
        self.named_source.choices = [("", _("(none)")), *sources]

    def validate_digits(self, field: Field) -> None:
        """Decimals are a whole number."""
        if field.data is not None and field.data != field.data.to_integral_value():
            raise ValidationError(str(_("This must be a whole number.")))

    def show(self, error: Invalid) -> None:
        """Put the reasons beside the fields that ask for the parameters; what no field asks for stands on top."""
        for name, reasons in error.fields.items():
            field = FIELD_OF.get(name, name)
            if field in self:
                self[field].errors = [*self[field].errors, *reasons]
            else:
                self.form_errors.extend(reasons)

    def draft(
        self, year: int, perspective_id: int | None, objective_id: int | None, kept: Mapping[str, Any]
    ) -> IndicatorDraft:
        """Return what was typed, with past results `kept` that no field asks for.

        Raises Refused for a table that cannot be read.
        """
        direct = ("code", "name", "description", "formula", "unit", "kind", "cadence", "method", "direction")
        numbers = ("target", "baseline", "worst", "best", "cap", "floor", "owner_department_id")
        texts = ("target_reason", "evidence", "source_note", "rounding", "is_common")
        values = {name: self[name].data for name in (*direct, *numbers, *texts)}
        return IndicatorDraft(
            **values,
            perspective_id=perspective_id,
            objective_id=objective_id,
            digits=int(self.digits.data or 0),
            result_kind=self.result_kind.data or ResultKind.NOT_SAID,
            history=self.history(year, kept),
            parameters=self.parameters(),
            named_source=self.named_source.data or None,
            values=[value.value for value in self.values.data or ()],
        )

    def history(self, year: int, kept: Mapping[str, Any]) -> dict[str, Any]:
        """Return the past years that were typed beside earlier years and the results of departments, which stay."""
        past = {str(year - back): self[f"past_{back}"].data for back in PAST_YEARS}
        common = {when: figure for when, figure in kept.get("common", {}).items() if when not in past}
        common |= {when: format(figure, "f") for when, figure in past.items() if figure is not None}
        others = {name: part for name, part in kept.items() if name != "common"}
        return others | ({"common": common} if common else {})

    def parameters(self) -> dict[str, Any]:
        """Return what the method knows of the extra fields, as the models keep it."""
        method: Method = self.method.data
        known = parameter_names(method)
        found: dict[str, Any] = {name: format(self[name].data, "f") for name in FACTORS if self[name].data is not None}
        found |= {
            name: self[name].data.value for name in ("mode", "down_formula", "ends", AGGREGATION) if self[name].data
        }
        if method is Method.BANDS:
            found["bands"] = [{"threshold": a, "points": b} for a, b, *_more in read_lines(self.table.data, 2)]
        if self.raters.data:
            found["sources"] = rater_rows(self.raters.data)
        if method is Method.GRADES and self.table.data:
            found["steps"] = [{"label": a, "share": b} for a, b, *_more in read_lines(self.table.data, 2)]
        return {name: value for name, value in found.items() if name in {*known, AGGREGATION}}

    def criteria(self) -> list[CriterionDraft] | None:
        """Return the criteria of a panel: name; weight; what 100 means; what 80 means, and so on."""
        if self.method.data is not Method.PANEL:
            return None
        return [
            CriterionDraft(
                name=name,
                weight=Decimal(weight),
                anchors=[{"mark": str(100 - 20 * place), "text": text} for place, text in enumerate(anchors)],
            )
            for name, weight, *anchors in read_lines(self.table.data, 2, number_at=1)
        ]


def filled(
    indicator: Indicator, names: Mapping[str, str | None], criteria: Sequence[Criterion], year: int
) -> dict[str, Any]:
    """Return the values of the form for an indicator that exists."""
    kept = ("code", "name", "description", "formula", "unit", "kind", "cadence", "method", "direction", "target")
    more = ("target_reason", "baseline", "worst", "best", "cap", "floor", "rounding", "evidence", "source_note")
    values = {name: getattr(indicator, name) for name in (*kept, *more, "owner_department_id", "is_common")}
    past = indicator.history.get("common", {})
    extra = indicator.parameters
    values |= {f"past_{back}": _number(past.get(str(year - back))) for back in PAST_YEARS}
    values |= {name: _number(extra.get(name)) for name in FACTORS}
    return values | {
        **names,
        "digits": Decimal(indicator.digits),
        "result_kind": indicator.result_kind,
        "mode": TargetMode(extra["mode"]) if "mode" in extra else None,
        "down_formula": DownFormula(extra["down_formula"]) if "down_formula" in extra else None,
        "ends": EndsRule(extra["ends"]) if "ends" in extra else None,
        "raters": rater_lines(extra),
        "aggregation": Aggregation(extra[AGGREGATION]) if extra.get(AGGREGATION) else None,
        "named_source": indicator.named_source or "",
        "values": [Value(value) for value in indicator.values],
        "table": write_lines(indicator, criteria),
    }


def _number(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))
