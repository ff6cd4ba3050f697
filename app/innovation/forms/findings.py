"""Forms of findings."""

from app.core.forms import Form, choice, day_field, long_text, short_text
from app.core.messages import _
from app.innovation.enums import FindingKind
from app.innovation.services.findings import FindingContent


class FindingForm(Form):
    """What was found."""

    kind = choice(_("Seen from"), FindingKind, default=FindingKind.INSIDE)
    found_on = day_field(_("Found on"))
    source = short_text(_("Who found it"))
    text = long_text(_("Finding"))

    def content(self) -> FindingContent:
        """Return what was written."""
        return FindingContent(
            kind=self.kind.data, found_on=self.found_on.data, source=self.source.data, text=self.text.data
        )


class FindingAnswerForm(Form):
    """The answer of the lead department."""

    answer = long_text(_("Answer of the lead department"))
