"""Forms of progress reports."""

from wtforms import MultipleFileField
from wtforms.validators import InputRequired

from app.core.forms import Form, long_text
from app.core.messages import _
from app.innovation.forms.values import ValueRows
from app.innovation.models import ProgressReport
from app.innovation.services.reports import ReportDraft


class ReportForm(Form):
    """A report of one period. A draft may lack anything; the submission asks for the rest."""

    summary = long_text(_("What was done"), required=False)
    next_steps = long_text(_("What comes next"), required=False)
    values = ValueRows(_("Measures"))

    def draft(self) -> ReportDraft:
        """Return what was written."""
        return ReportDraft(
            summary=self.summary.data or "", next_steps=self.next_steps.data or "", values=self.values.values()
        )


class EvidenceForm(Form):
    """Files that show what was done."""

    files = MultipleFileField(_("Evidence files"), validators=[InputRequired()])


def report_defaults(report: ProgressReport) -> dict[str, str]:
    """Return the present texts for the form's first rendering."""
    return {"summary": report.summary, "next_steps": report.next_steps}
