"""동료 설문: which surveys ask me, and my token of one, shown once."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.access import satisfies
from app.core.database import transaction
from app.core.i18n import language
from app.core.messages import Message, _
from app.core.web import actor, own_transactions
from app.voice.policy import ENDPOINTS
from app.voice.queries.survey_links import link_or_404
from app.voice.queries.survey_takings import asking_or_404, askings
from app.voice.routes import bp
from app.voice.services.survey_tokens import take_token

DOORS = (
    (_("Surveys that ask me"), "voice.list_survey_askings", "check"),
    (_("Citizens' panel"), "voice.list_panel_members", "person"),
)


@bp.context_processor
def offered_doors() -> dict[str, object]:
    """Let the list of surveys offer what this reader may open beside it."""
    return {"survey_doors": _doors}


def _doors() -> list[tuple[Message, str, str]]:
    who = actor()
    return [(label, url_for(page), icon) for label, page, icon in DOORS if satisfies(ENDPOINTS[page], who)]


@bp.get("/voice/survey-askings")
def list_survey_askings() -> ResponseReturnValue:
    """List the open surveys that ask the reader."""
    return render_template("voice/survey_takings/list.html", rows=askings(actor(), language()))


@bp.get("/voice/survey-links/<int:link_id>/takings")
def show_survey_taking(link_id: int) -> ResponseReturnValue:
    """Say what taking a token means, before it is taken."""
    row = asking_or_404(actor(), link_id, language())
    return render_template("voice/survey_takings/show.html", row=row, address=None)


@bp.post("/voice/survey-links/<int:link_id>/takings")
@own_transactions
def create_survey_taking(link_id: int) -> ResponseReturnValue:
    """Deal a token and show its address, this once.

    The view opens its transaction itself, so that the form leaves no row with who sent it, when, and where it led.
    """
    who = actor()
    row = asking_or_404(who, link_id, language())
    with transaction():
        link = link_or_404(link_id)
        key, token = link.key, take_token(actor=who, link=link)
    address = url_for("answering.show_public_survey", key=key, token=token, _external=True)
    return render_template("voice/survey_takings/show.html", row=row, address=address), 201
