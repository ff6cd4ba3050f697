"""Forms of what people say to an issue."""

from app.core.forms import Form, long_text
from app.core.messages import _
from app.innovation.rules.voices import COMMENT_LENGTH


class CommentForm(Form):
    """One comment."""

    text = long_text(_("Your comment"), max_length=COMMENT_LENGTH)


class ParticipationForm(Form):
    """Join an issue: what one adds to it."""

    words = long_text(_("What you add to it"), max_length=COMMENT_LENGTH)
