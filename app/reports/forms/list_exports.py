"""Shape of input when a list is taken out."""

from app.core.forms import Form, choice, reason_text
from app.core.messages import _
from app.reports.enums import ListFormat


class ListExportForm(Form):
    """내보내기: which kind of file."""

    format = choice(_("File"), ListFormat, default=ListFormat.XLSX)


class PersonalListExportForm(ListExportForm):
    """내보내기 of personal data: also why."""

    reason = reason_text(_("Why do you need the list?"))
