"""적립항목 일괄 변경 입력."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from app.core.forms import Form, day_field, reason_text
from app.core.messages import _
from app.mileage.services.item_imports import ImportTerms


class ItemImportForm(Form):
    """A workbook of items; from when its changes hold, and why."""

    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a workbook."))])
    takes_effect_on = day_field(_("First day"))
    reason = reason_text(_("Reason for the change"))

    def terms(self) -> ImportTerms:
        """Return what holds for rows that do not say otherwise."""
        return ImportTerms(takes_effect_on=self.takes_effect_on.data, reason=self.reason.data)


class ItemEntryForm(ItemImportForm):
    """The workbook that was looked at, by its token, and the changes that were seen."""

    file = None
    token = HiddenField()
    digest = HiddenField()
