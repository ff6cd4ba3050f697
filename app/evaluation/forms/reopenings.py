"""회차 다시 열기의 입력."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from app.core.figures import bare
from app.core.forms import (
    Form,
    choice,
    day_field,
    decimal_number,
    long_text,
    reason_text,
    record_choice,
    record_choices,
    short_text,
)
from app.core.messages import _
from app.evaluation.enums import AdjustmentKind, CorrectionKind, MeasureState
from app.evaluation.models import Composition
from app.evaluation.rules.corrections import TARGET_FIELDS
from app.evaluation.rules.methods.reading import wrong
from app.evaluation.rules.reopenings import OFFERED, Scope
from app.evaluation.rules.units import SubUnits
from app.evaluation.services.reopening_entries import EntryDraft
from app.evaluation.services.reopenings import ReopeningDraft
from app.evaluation.services.workbooks.rows import read_actual

LONGEST_BASIS = 500
NO_BOUND = "-"


class ReopeningForm(Form):
    """What is to be corrected, until when, why, and who agrees."""

    kinds = SelectMultipleField(
        _("What is corrected"),
        choices=[SelectChoice(kind.value, kind.label) for kind in OFFERED],
        coerce=CorrectionKind,
        validators=[InputRequired(_("Choose at least one."))],
    )
    department_ids = record_choices(_("Only these departments"))
    indicator_ids = record_choices(_("Only these indicators"))
    open_until = day_field(_("Corrections until"))
    second_id = record_choice(_("Confirming person"))
    reason = reason_text(_("Reason"))

    def draft(self) -> ReopeningDraft:
        """Return what was typed."""
        return ReopeningDraft(
            scope=Scope(
                kinds=frozenset(self.kinds.data or ()),
                departments=frozenset(self.department_ids.data or ()),
                indicators=frozenset(self.indicator_ids.data or ()),
            ),
            open_until=self.open_until.data,
            second_id=self.second_id.data,
            reason=self.reason.data,
        )


class EntryForm(Form):
    """What every proposed correction carries."""

    kind: ClassVar[CorrectionKind]
    reason = reason_text(_("Reason"))
    basis = short_text(_("What it rests on"), max_length=LONGEST_BASIS)
    files = MultipleFileField(_("Files"))

    def uploads(self) -> list[Any]:
        """Return the files that were sent."""
        return [upload for upload in self.files.data or [] if getattr(upload, "filename", None)]

    def after(self, rows: Mapping[int, Composition]) -> dict[str, Any]:
        """Return what is to count instead. `rows` are the department's compositions by indicator, for a measure."""
        del rows
        return {}

    def draft(self, rows: Mapping[int, Composition]) -> EntryDraft:
        """Return what was typed. Raises Refused for a value that cannot be read."""
        places = {name: self[name].data for name in ("department_id", "peer_group_id", "indicator_id") if name in self}
        return EntryDraft(
            kind=self.kind, after=self.after(rows), reason=self.reason.data, basis=self.basis.data, **places
        )


class MeasureEntryForm(EntryForm):
    """정정할 실적."""

    first = ("department_id", "indicator_id", "state", "value")
    kind = CorrectionKind.MEASURE
    department_id = record_choice(_("Department"))
    indicator_id = record_choice(_("Indicator"))
    state = choice(
        _("State"), MeasureState, members=(MeasureState.VALUE, MeasureState.MISSING, MeasureState.NOT_APPLICABLE)
    )
    value = short_text(_("Actual value"), required=False, max_length=2000)

    def after(self, rows: Mapping[int, Composition]) -> dict[str, Any]:
        """Return state and value as the method of the indicator reads it."""
        found: dict[str, Any] = {"state": self.state.data.value}
        if self.state.data is not MeasureState.VALUE:
            if self.value.data:
                raise wrong(
                    "value", _("A measure that is “%(state)s” cannot have a value.", state=self.state.data.label)
                )
            return found
        row = rows.get(self.indicator_id.data)
        if row is None:
            raise wrong("indicator_id", _("The department has no such indicator in this round."))
        if not self.value.data:
            raise wrong("value", _("A measure with a value needs the value; missing is not zero."))
        actual = read_actual(self.value.data, row.method, row.definition.aggregation)
        if isinstance(actual, SubUnits):
            return found | {"units": actual.as_plain()}
        return found | ({"value": bare(actual)} if isinstance(actual, Decimal) else {"grade": actual})


class WeightEntryForm(EntryForm):
    """정정할 가중치: one indicator; the others of the group follow as entries of their own."""

    first = ("peer_group_id", "indicator_id", "weight")
    kind = CorrectionKind.WEIGHT
    peer_group_id = record_choice(_("Peer group"))
    indicator_id = record_choice(_("Indicator"))
    weight = decimal_number(_("Weight"), least=0, most=100)

    def after(self, rows: Mapping[int, Composition]) -> dict[str, Any]:
        """Return the weight."""
        del rows
        return {"weight": None if self.weight.data is None else bare(self.weight.data)}


class TargetEntryForm(EntryForm):
    """정정할 목표치와 한계: an empty field stays as it is, "-" takes a bound away."""

    first = ("peer_group_id", "indicator_id", *TARGET_FIELDS)
    kind = CorrectionKind.TARGET
    peer_group_id = record_choice(_("Peer group"))
    indicator_id = record_choice(_("Indicator"))
    target = short_text(_("Target"), required=False, max_length=40)
    worst = short_text(_("Worst value"), required=False, max_length=40)
    best = short_text(_("Best value"), required=False, max_length=40)
    cap = short_text(_("Cap"), required=False, max_length=40)
    floor = short_text(_("Floor"), required=False, max_length=40)

    def after(self, rows: Mapping[int, Composition]) -> dict[str, Any]:
        """Return the numbers that were typed."""
        del rows
        typed = {name: self[name].data for name in TARGET_FIELDS if self[name].data}
        return {name: None if text == NO_BOUND else text for name, text in typed.items()}


class MemberEntryForm(EntryForm):
    """정정할 평가군."""

    first = ("department_id", "group_id", "is_ranked")
    kind = CorrectionKind.MEMBER
    department_id = record_choice(_("Department"))
    group_id = record_choice(_("Peer group"))
    is_ranked = BooleanField(_("Is ranked with the others"), default=True)

    def after(self, rows: Mapping[int, Composition]) -> dict[str, Any]:
        """Return group and ranking."""
        del rows
        return {"peer_group_id": self.group_id.data, "is_ranked": bool(self.is_ranked.data)}


class AdjustmentEntryForm(EntryForm):
    """정정할 가점·감점: the same kind, item and fact replace the points; 0 points take them away."""

    first = ("department_id", "points_kind", "item", "source", "points", "cap", "inside")
    kind = CorrectionKind.ADJUSTMENT
    department_id = record_choice(_("Department"))
    points_kind = choice(_("Kind"), AdjustmentKind)
    item = short_text(_("Item"), max_length=100)
    source = short_text(_("Fact it rests on"), max_length=100)
    points = decimal_number(_("Points"), least=0, most=100)
    cap = decimal_number(_("Cap of the item"), required=False, least=0, most=100)
    inside = SelectField(_("Already inside the points of"), choices=[], default="")

    def after(self, rows: Mapping[int, Composition]) -> dict[str, Any]:
        """Return the points of a fact."""
        del rows
        return {
            "kind": self.points_kind.data.value,
            "item": self.item.data,
            "source": self.source.data,
            "points": None if self.points.data is None else bare(self.points.data),
            "cap": None if self.cap.data is None else bare(self.cap.data),
            "inside": self.inside.data or "",
        }


FORMS: Mapping[CorrectionKind, type[EntryForm]] = {
    form.kind: form
    for form in (MeasureEntryForm, WeightEntryForm, TargetEntryForm, MemberEntryForm, AdjustmentEntryForm)
}


class WordsForm(Form):
    """A reason for ending or giving back."""

    reason = long_text(_("Reason"), max_length=2000)


class PressForm(Form):
    """A button that carries nothing but what was seen."""
