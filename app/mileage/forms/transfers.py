"""취소."""

from app.core.forms import Form, choice, reason_text
from app.core.messages import _
from app.mileage.enums import ReversalReason


class ReversalForm(Form):
    """Why a transfer is taken back."""

    reason_code = choice(_("Kind of mistake"), ReversalReason)
    reason = reason_text(_("Reason"))
