"""설문 링크의 입력."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.core.forms import Form, choice, reason_text, record_choice
from app.core.messages import _
from app.voice.enums.survey_links import LinkAccess
from app.voice.rules.survey_tokens import MOST_TOKENS
from app.voice.services.survey_links import LinkDraft

EVERY, OFFICE = -1, 0
"""Choices beside the departments: one link for each, and one about the wave as a whole."""


class SurveyLinkForm(Form):
    """How a link is answered, and about whom."""

    access = choice(_("How people answer"), LinkAccess)
    department_id = record_choice(_("About which department"))
    customer_group_id = record_choice(_("Customer group"), required=False)

    def draft(self) -> LinkDraft:
        """Return what was chosen."""
        about = self.department_id.data
        return LinkDraft(
            access=self.access.data,
            department_id=about if about not in {EVERY, OFFICE} else None,
            customer_group_id=self.customer_group_id.data,
            every_department=about == EVERY,
        )


class TokensForm(Form):
    """How many tokens are printed."""

    count = IntegerField(
        _("Number of tokens"), validators=[InputRequired(), NumberRange(min=1, max=MOST_TOKENS)], default=100
    )


class WaveClosingForm(Form):
    """Why a wave closes before its time."""

    reason = reason_text(_("Reason"))
