"""가점·감점의 입력."""

from wtforms import SelectField

from app.core.forms import Form, choice, decimal_number, long_text, record_choice, short_text
from app.core.messages import _
from app.evaluation.enums import AdjustmentKind
from app.evaluation.services.adjustments import AdjustmentDraft

MOST_POINTS = 100


class AdjustmentForm(Form):
    """Bonus or penalty points of a department for a fact."""

    department_id = record_choice(_("Department"))
    kind = choice(_("Kind"), AdjustmentKind)
    item = short_text(_("Item"), max_length=100)
    source = short_text(_("Fact it rests on"), max_length=100)
    points = decimal_number(_("Points"), least=0, most=MOST_POINTS)
    cap = decimal_number(_("Cap of the item"), required=False, least=0, most=MOST_POINTS)
    inside = SelectField(_("Already inside the points of"), choices=[], default="")
    reason = long_text(_("Reason"), max_length=2000)

    def draft(self) -> AdjustmentDraft:
        """Return what was typed."""
        names = ("department_id", "kind", "item", "source", "points", "cap", "reason")
        return AdjustmentDraft(**{name: self[name].data for name in names}, inside=self.inside.data or "")
