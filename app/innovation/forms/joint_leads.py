"""Form of a joint task."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.core.forms import Form, decimal_number, offer, reason_text, record_choice
from app.core.messages import _
from app.innovation.queries.joint_leads import LeadPart

ROWS = 5
MOST_SHARE = 99


class JointLeadForm(Form):
    """Who answers, and which departments carry how much of the task. Empty rows are left out."""

    responsible = record_choice(_("Responsible head"), required=False)
    reason = reason_text(_("Reason"))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  the library's signature
        """A department comes once, and with a whole percentage."""
        super().validate(extra_validators)
        seen: set[int] = set()
        for department, share in self.rows():
            if (department.data is None) != (share.data is None):
                share.errors = [*share.errors, _("Give department and share together.")]
            elif share.data is not None and share.data != int(share.data):
                share.errors = [*share.errors, _("Give a share in whole percent.")]
            elif department.data in seen:
                department.errors = [*department.errors, _("This department is named twice.")]
            seen |= {department.data} - {None}
        return not self.errors

    def rows(self) -> Sequence[tuple[Any, Any]]:
        """Return the pairs of fields."""
        return [(self[f"department_{row}"], self[f"share_{row}"]) for row in range(1, ROWS + 1)]

    def offer_records(self, heads: Sequence[tuple[int, str]], departments: Sequence[tuple[int, str]]) -> None:
        """Offer who may answer and which departments there are."""
        offer(self.responsible, heads, blank=True)
        for department, _share in self.rows():
            offer(department, departments, blank=True)

    def shares(self) -> Mapping[int, int]:
        """Return department id → whole percent."""
        return {department.data: int(share.data) for department, share in self.rows() if department.data is not None}


for _row in range(1, ROWS + 1):
    setattr(JointLeadForm, f"department_{_row}", record_choice(_("Lead department"), required=False))
    _percent = decimal_number(_("Share (percent)"), required=False, least=1, most=MOST_SHARE)
    setattr(JointLeadForm, f"share_{_row}", _percent)


def joint_defaults(
    lead_department_id: int, responsible_head_id: int | None, parts: Sequence[LeadPart]
) -> dict[str, Any]:
    """Return the present lead for the form's first rendering; the lead department stands in the first row."""
    defaults: dict[str, Any] = {"responsible": responsible_head_id, "department_1": lead_department_id}
    for row, part in enumerate(sorted(parts, key=lambda part: part.department_id != lead_department_id), start=1):
        defaults |= {f"department_{row}": part.department_id, f"share_{row}": Decimal(part.share)}
    return defaults
