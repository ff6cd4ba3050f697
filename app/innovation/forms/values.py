"""Fields for what is said about each measure of a plan: a figure, or the reason why there is none."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, HiddenField

from app.core.forms import decimal_number, short_text
from app.core.messages import _
from app.innovation.queries.reports import ValueRow
from app.innovation.services.reports import MeasureValue


class ValueFields(FlaskForm):  # type: ignore[misc]  # the library is untyped
    """The fields of one measure."""

    class Meta:
        """The whole form carries the token."""

        csrf = False

    measure_id = HiddenField()
    value = decimal_number(_("Figure"), required=False)
    no_value_reason = short_text(_("Reason why there is no value"), required=False)


class ValueRows(FieldList):  # type: ignore[misc]  # the library is untyped
    """One group of fields for each measure of the plan; `group` is the form of one of them."""

    group: ClassVar[type[ValueFields]] = ValueFields
    entries: list[Any]

    def __init__(self, label: object = None, **options: Any) -> None:
        """`options` are those of a WTForms field."""
        super().__init__(FormField(self.group), label, **options)
        self.measures: dict[str, ValueRow] = {}

    def show(self, rows: Sequence[ValueRow]) -> None:
        """Keep exactly the groups of these measures, in their order: what was typed stays, what is missing is added."""
        sent = {entry.form.measure_id.data: entry for entry in self.entries}
        self.measures = {str(row.measure_id): row for row in rows}
        self.entries = []
        for key, row in self.measures.items():
            if key in sent:
                self.entries.append(sent[key])
            else:
                data = {"measure_id": key, "value": row.value, "no_value_reason": row.no_value_reason}
                self.append_entry({**data, "cost": row.cost} if "cost" in self.group.__dict__ else data)

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:  # noqa: ANN401  the library's signature
        """Check every group: a figure and a reason for having none contradict each other."""
        super().validate(form, extra_validators)
        self.errors = []
        for entry in self.entries:
            fields = entry.form
            if fields.value.data is not None and fields.no_value_reason.data:
                sentence = _("Give a value or the reason why there is none, not both.")
                fields.no_value_reason.errors = [*fields.no_value_reason.errors, sentence]
            name = self.measures[fields.measure_id.data].name
            self.errors += [
                _("%(measure)s: %(error)s", measure=name, error=error) for item in fields for error in item.errors
            ]
        return not self.errors

    def values(self) -> list[MeasureValue]:
        """Return what was written about each measure."""
        return [
            MeasureValue(
                measure_id=int(entry.form.measure_id.data),
                value=entry.form.value.data,
                no_value_reason=entry.form.no_value_reason.data or "",
            )
            for entry in self.entries
        ]
