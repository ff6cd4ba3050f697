"""적립신청 일괄 등록."""

from typing import Any

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField

from app.core.forms import Form
from app.core.messages import _


class ClaimUploadForm(Form):
    """A workbook of claims and the files its rows name."""

    file = FileField(_("Workbook (.xlsx)"), validators=[FileRequired(_("Choose a workbook."))])
    papers = MultipleFileField(_("Evidence named in the workbook"))
    handed_in = BooleanField(_("Hand the claims in at once, not as drafts"))

    def uploads(self) -> list[Any]:
        """Return the files that were chosen beside the workbook."""
        return [upload for upload in self.papers.data or () if upload and getattr(upload, "filename", "")]
