"""Shapes of input about the workbook of the office."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from app.core.forms import Form, reason_text
from app.core.messages import _


class ImportForm(Form):
    """조직·직원 일괄 등록."""

    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a workbook."))])
    dry_run = BooleanField(_("Only check, save nothing"))


class ExportForm(Form):
    """조직·직원 내려받기."""

    reason = reason_text(_("Why do you need the people's data?"))
