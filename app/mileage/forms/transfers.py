"""취소."""

from app.core.forms import Form, choice, reason_text
from app.core.messages import _
from app.mileage.enums import ReversalReason

_BY_THEMSELVES = {ReversalReason.REWARD_NOT_GIVEN, ReversalReason.YEAR_REOPENED}
MISTAKES = [reason for reason in ReversalReason if reason not in _BY_THEMSELVES]
"""What a person may say; points of a reward go back with its request, those of a reopened year with the year."""


class ReversalForm(Form):
    """Why a transfer is taken back."""

    reason_code = choice(_("Kind of mistake"), ReversalReason, members=MISTAKES)
    reason = reason_text(_("Reason"))
