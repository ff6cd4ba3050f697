"""Shape of the export of the ledger."""

from wtforms import BooleanField

from app.core.forms import Form, day_field, reason_text
from app.core.messages import _


class LedgerExportForm(Form):
    """Which days go out, how people are named, and why."""

    first = ("first_day", "last_day")

    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"))
    unmasked = BooleanField(_("With names and employee numbers in full"))
    reason = reason_text(_("Why do you need the people's data?"))
