"""Form of the limits of the stages."""

from collections.abc import Mapping
from typing import Any

from app.core.forms import Form, decimal_number, reason_text
from app.core.messages import _
from app.innovation.enums import Stage
from app.innovation.rules.stays import LONGEST_LIMIT


class StageLimitsForm(Form):
    """Working days for each stage, and why they change."""

    reason = reason_text(_("Why the limits change"))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """Working days are whole."""
        super().validate(extra_validators)
        for stage in Stage:
            field = self[f"days_{stage.value}"]
            if field.data is not None and field.data != int(field.data):
                field.errors = [*field.errors, _("Give whole working days.")]
        return not self.errors

    def limits(self) -> Mapping[Stage, int]:
        """Return what was typed."""
        return {stage: int(self[f"days_{stage.value}"].data) for stage in Stage}


for _stage in Stage:
    setattr(StageLimitsForm, f"days_{_stage.value}", decimal_number(_stage.label, least=1, most=LONGEST_LIMIT))
