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


def note_name(criterion_id: int) -> str:
    """Return the field of the note to a mark."""
    return f"note_{criterion_id}"


def sheet_form(criteria: Sequence[Criterion]) -> type[SheetForm]:
    """Make the form of a sheet with a mark and a note per criterion."""
    fields: dict[str, object] = {}
    for row in criteria:
        fields[mark_name(row.id)] = decimal_number(
            _("%(name)s (weight %(weight)s)", name=row.name, weight=format(row.weight, "f")),
            required=False,
            least=0,
            most=HUNDRED,
        )
        fields[note_name(row.id)] = long_text(_("Note on %(name)s", name=row.name), required=False, max_length=1000)
    fields["first"] = tuple(fields)
    return type("ScoreSheetForm", (SheetForm,), fields)


def marks(form: SheetForm, criteria: Sequence[Criterion]) -> dict[int, Decimal]:
    """Return the marks that were given."""
    return {row.id: form[mark_name(row.id)].data for row in criteria if form[mark_name(row.id)].data is not None}


def notes(form: SheetForm, criteria: Sequence[Criterion]) -> dict[int, str]:
    """Return the notes to the marks."""
    return {row.id: form[note_name(row.id)].data or "" for row in criteria}


class ConflictForm(Form):
    """Why an evaluator stands too close to a department."""

    reason = reason_text(_("Reason of the conflict"))


class AbstentionForm(Form):
    """Why an evaluator does not score a department."""

    reason = reason_text(_("Reason for abstaining"))
