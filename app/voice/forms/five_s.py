"""5S 산정 기준과 공개."""

from decimal import Decimal
from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core.forms import Form, choice, clean_line, decimal_number, reason_text
from app.core.messages import Message, _
from app.core.values import Value
from app.voice.enums.five_s import FIVE_S, FiveSShown, FiveSSource
from app.voice.rules.five_s import IndexRule, SourceRule
from app.voice.services.five_s import RuleText

MOST = Decimal(1_000_000)
NAMES = ("weight", "worst", "best", "minimum")


def _weight_of(value: Value) -> Message:
    return _("Weight of %(value)s", value=value.label)


class FiveSRuleForm(Form):
    """The rules of a year."""

    year = IntegerField(_("Year"), validators=[InputRequired(), NumberRange(2000, 2200)])
    smile = decimal_number(_weight_of(Value.SMILE), least=0, most=MOST)
    simple = decimal_number(_weight_of(Value.SIMPLE), least=0, most=MOST)
    soft = decimal_number(_weight_of(Value.SOFT), least=0, most=MOST)
    speed = decimal_number(_weight_of(Value.SPEED), least=0, most=MOST)
    smart = decimal_number(_weight_of(Value.SMART), least=0, most=MOST)
    least = IntegerField(_("S with a figure needed for a place"), validators=[InputRequired(), NumberRange(1, 5)])
    is_example = BooleanField(_("These are example figures"))
    reason = reason_text(_("Reason for this version"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let the summary of errors say which source a field is about."""
        super().__init__(*args, **kwargs)
        for source in FiveSSource:
            for one in self.row_of(source):
                one.about = source.label

    def text(self) -> RuleText:
        """Return what the service takes."""
        rule = IndexRule(
            weights={value: self[value.value].data for value in FIVE_S},
            sources=tuple(self._sources()),
            least=self.least.data,
        )
        return RuleText(year=self.year.data, rule=rule, reason=self.reason.data, is_example=self.is_example.data)

    def row_of(self, source: FiveSSource) -> tuple[Any, Any, Any, Any]:
        """Return the fields of a source: weight, worst, best, least number."""
        weight, worst, best, minimum = (self[f"{source.value}_{name}"] for name in NAMES)
        return weight, worst, best, minimum

    def _sources(self) -> list[SourceRule]:
        rows = {source: [field.data for field in self.row_of(source)] for source in FiveSSource}
        return [
            SourceRule(
                source=source, weight=weight, worst=worst or Decimal(0), best=best or Decimal(0), minimum=minimum or 0
            )
            for source, (weight, worst, best, minimum) in rows.items()
            if weight is not None
        ]


for _source in FiveSSource:
    for _name, _label in zip(
        NAMES[:3], (_("Weight within its S"), _("Value for 0 points"), _("Value for 100 points")), strict=True
    ):
        setattr(
            FiveSRuleForm,
            f"{_source.value}_{_name}",
            decimal_number(_label, required=False, least=0 if _name == "weight" else -MOST, most=MOST),
        )
    setattr(
        FiveSRuleForm,
        f"{_source.value}_minimum",
        IntegerField(_("Least number behind it"), validators=[Optional(), NumberRange(0, 1_000_000)]),
    )


def rule_data(rule: IndexRule) -> dict[str, Any]:
    """Return a rule as its form shows it."""
    sources = {f"{one.source.value}_{name}": getattr(one, name) for one in rule.sources for name in NAMES}
    return {**{value.value: rule.weights.get(value, Decimal(0)) for value in FIVE_S}, **sources, "least": rule.least}


class FiveSRunForm(Form):
    """Which year is reckoned or settled."""

    year = IntegerField(_("Year"), validators=[InputRequired(), NumberRange(2000, 2200)])
    note = StringField(_("Note"), filters=[clean_line], validators=[Optional(), Length(max=500)])


class FiveSShowingForm(Form):
    """What people outside may read."""

    shown = choice(_("Open to the public without login"), FiveSShown)
