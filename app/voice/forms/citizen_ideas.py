"""시민 아이디어: what a citizen types, and what the office makes public of it."""

from collections.abc import Mapping

from app.core.forms import Form, clean_line, clean_text, long_text, reason_text, short_text
from app.core.messages import _
from app.voice.rules.citizen_ideas import MOST_SHOWN, MOST_TITLE

MOST_TYPED = 20_000
"""Characters of one field that are put back into the page."""


class ShowForm(Form):
    """What the public reads of an idea."""

    title = short_text(_("Title for the public"), max_length=MOST_TITLE)
    words = long_text(_("Text for the public"), max_length=MOST_SHOWN)


class KeepForm(Form):
    """Why an idea is not public."""

    reason = reason_text(_("Reason"))


def idea_given(form: Mapping[str, str]) -> dict[str, str]:
    """Return what a citizen typed, cleaned; nothing is cut off that would be kept."""
    return {
        "title": clean_line(form.get("title", ""))[:MOST_TYPED],
        "problem": clean_text(form.get("problem", ""))[:MOST_TYPED],
        "proposal": clean_text(form.get("proposal", ""))[:MOST_TYPED],
    }
