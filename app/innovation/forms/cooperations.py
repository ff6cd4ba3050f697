"""Forms of the collaboration room."""

from app.core.forms import Form, long_text
from app.core.messages import _


class ReminderForm(Form):
    """A few words with a reminder; they may be left out."""

    note = long_text(_("Note"), required=False, max_length=500)
