"""The views of the voice: which of them the reader is offered, in the order of the tabs."""

from dataclasses import dataclass

from flask import url_for

from app.core.access import satisfies
from app.core.messages import Message, _
from app.core.web import optional_actor
from app.voice.policy import ENDPOINTS
from app.voice.routes import bp


@dataclass(frozen=True)
class View:
    """One tab: its key, its words, where it leads and what it is for."""

    key: str
    label: Message
    endpoint: str
    lead: Message


VIEWS: tuple[View, ...] = (
    View(
        "voices",
        _("Voices (VoC)"),
        "voice.list_customer_voices",
        _(
            "What citizens say at the counter, on the phone, on the homepage and in meetings: clock, answer, what became of it."
        ),
    ),
    View(
        "surveys",
        _("Surveys"),
        "voice.list_surveys",
        _("Questions to citizens and colleagues by link, QR code or token, and their results."),
    ),
    View(
        "citizens",
        _("Citizens"),
        "voice.list_monthly_questions",
        _("The question of the month with its two public days, and ideas citizens send without an account."),
    ),
    View(
        "handling",
        _("Handling records"),
        "voice.show_handling",
        _("How long the same work takes: shortening rate, share late, by month and hour."),
    ),
    View(
        "cooperation",
        _("Cooperation and recognitions"),
        "voice.list_recognitions",
        _("Ratings among departments, outside awards and offices that came to learn."),
    ),
    View(
        "five-s",
        _("5S index"),
        "voice.show_five_s",
        _("SMILE, SIMPLE, SOFT, SPEED and SMART of each department, with their derivation."),
    ),
)


@bp.context_processor
def offered_views() -> dict[str, object]:
    """Tell every page of the voice which tabs it shows."""
    who = optional_actor()
    return {
        "voice_views": [
            {"key": view.key, "label": view.label, "url": url_for(view.endpoint), "lead": view.lead}
            for view in VIEWS
            if who is not None and view.endpoint in ENDPOINTS and satisfies(ENDPOINTS[view.endpoint], who)
        ]
    }
