"""전년도 복사의 입력."""

from wtforms import HiddenField

from app.core.forms import Form, record_choice
from app.core.messages import _


class RoundCopyForm(Form):
    """The round that is taken over, and the digest of what was seen."""

    source_id = record_choice(_("Round to copy from"))
    digest = HiddenField()
