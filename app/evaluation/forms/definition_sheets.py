"""지표정의서 엑셀의 입력."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from app.core.forms import Form
from app.core.messages import _


class DefinitionImportForm(Form):
    """A workbook of definition sheets."""

    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a workbook."))])


class DefinitionEntryForm(Form):
    """The workbook that was looked at, by its token, and the digest of the changes that were seen."""

    token = HiddenField()
    digest = HiddenField()
