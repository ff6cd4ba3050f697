"""시민평가단의 입력: what members agree to, invitation codes, assignments, and the registration itself."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.core.forms import Form, clean_line, day_field, long_text, record_choice
from app.core.messages import _
from app.voice.models.panel_members import MOST_YEARS
from app.voice.rules.panel_members import MOST_INVITATIONS

LONGEST_CONSENT = 4000
LONGEST_LINE = 100


class PanelConsentForm(Form):
    """What members agree to, in both languages, and how long their data are kept."""

    words_ko = long_text(_("What members agree to (Korean)"), max_length=LONGEST_CONSENT)
    words_en = long_text(_("What members agree to (English)"), max_length=LONGEST_CONSENT)
    years_kept = IntegerField(
        _("Years the data are kept"), validators=[InputRequired(), NumberRange(min=1, max=MOST_YEARS)], default=2
    )


class PanelInvitationsForm(Form):
    """How many codes, and until when they are good."""

    count = IntegerField(
        _("Number of codes"), validators=[InputRequired(), NumberRange(min=1, max=MOST_INVITATIONS)], default=20
    )
    good_until = day_field(_("Good until"))


class PanelAssignmentForm(Form):
    """Which survey members are asked, and how many of them."""

    link_id = record_choice(_("Survey"))
    count = IntegerField(_("How many, drawn by lot"), validators=[Optional(), NumberRange(min=1, max=100_000)])


def wrong_lines(given: dict[str, str]) -> dict[str, str]:
    """Return what is wrong with a registration, by field: "required" or "long"."""
    wrong = {name: "required" for name in ("invitation", "name", "contact", "agreed") if not given.get(name)}
    long = {name: "long" for name in ("name", "contact") if len(given.get(name, "")) > LONGEST_LINE}
    return {**wrong, **long}


def registration_of(form: dict[str, str]) -> dict[str, str]:
    """Return what was typed into the registration, cleaned."""
    names = ("invitation", "name", "contact", "agreed", "consent_id")
    return {name: clean_line(form.get(name, "")) for name in names}
