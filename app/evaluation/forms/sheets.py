"""평가표의 입력."""

from collections.abc import Sequence
from decimal import Decimal

from app.core.figures import HUNDRED
from app.core.forms import Form, decimal_number, long_text, reason_text
from app.core.messages import _
from app.evaluation.models import Criterion


class SheetForm(Form):
    """Marks 0–100 per criterion; the marks are added by `sheet_form`."""

    note = long_text(_("Remark"), required=False, max_length=2000)


def mark_name(criterion_id: int) -> str:
    """Return the field of a mark."""
    return f"mark_{criterion_id}"


def sheet_form(criteria: Sequence[Criterion]) -> type[SheetForm]:
    """Make the form of a sheet with a field per criterion."""
    fields = {
        mark_name(row.id): decimal_number(
            _("%(name)s (weight %(weight)s)", name=row.name, weight=format(row.weight, "f")),
            required=False,
            least=0,
            most=HUNDRED,
        )
        for row in criteria
    }
    return type("ScoreSheetForm", (SheetForm,), fields)


def marks(form: SheetForm, criteria: Sequence[Criterion]) -> dict[int, Decimal]:
    """Return the marks that were given."""
    return {row.id: form[mark_name(row.id)].data for row in criteria if form[mark_name(row.id)].data is not None}


class AbstentionForm(Form):
    """Why an evaluator does not score a department."""

    reason = reason_text(_("Reason for abstaining"))
