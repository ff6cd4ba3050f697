"""설문 응답: pages without sign-in. They set no cookie, read no session, and write no line that could join anything.

The form is sent to the address of the link without the token in it, so that a log of addresses does not name a token that
was used. Failures of the database are told in one word: their own text would repeat the answer.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import Blueprint, abort, current_app, g, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import transaction
from app.core.errors import Conflict, Missing, TooMany, WrongState
from app.core.forms import clean_text
from app.core.i18n import LANGUAGES, language, speak, speaking
from app.core.messages import Message, _
from app.core.visits import Allowance
from app.core.visits import count_visit as count_address
from app.core.web import address, own_transactions
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyPurpose
from app.voice.queries.monthly_questions import question_of_key
from app.voice.queries.public_surveys import Door, PublicSurvey, public_survey
from app.voice.rules.survey_answers import PREFIX, read_answers
from app.voice.rules.survey_conversion import statement
from app.voice.rules.survey_stamps import StampState, new_stamp, read_stamp
from app.voice.rules.survey_tokens import clean_token, is_token
from app.voice.services.survey_answers import CLOSED, take_answer
from app.voice.services.survey_tokens import token_secret

answering = Blueprint("answering", __name__)
"""Apart from the room of the office: what is done for each of its pages asks who is signed in, and here nobody may."""

log = logging.getLogger("opum")

VIEWS, ANSWERS = Allowance("views", 120, 60), Allowance("answers", 30, 600)
HONEYPOT = "homepage"
MOST_TYPED = 40_000
"""Characters of one field that are put back into the page."""

_EARLY = _("That was very quick. Please look at what you wrote once more and send it again.")
_OLD = _("This page was open for a long time. What you wrote is still here; please send it again.")
_EMPTY = _(
    "A field that must stay empty was filled in, as programs do. What you wrote is still here; please send it again."
)
_NO_TOKEN = {
    LinkAccess.LETTERS: _(
        "This survey is answered with the address on your letter. The code of this address is not one of ours."
    ),
    LinkAccess.STAFF: _(
        'Colleagues answer this survey with a token of their own: sign in to Opum and open "Surveys that ask me".'
    ),
    LinkAccess.PANEL: _("Members of the citizens' panel open this survey from their own page."),
}
_FAILED = _("The answer could not be kept. Your answers are still here; please send them again in a moment.")


@dataclass
class Shown:
    """The page of a survey: what was typed, what is wrong with it, and a sentence above the form."""

    survey: PublicSurvey
    token: str
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[int, Message] = field(default_factory=dict)
    problem: Message | None = None
    stamp: str = ""
    is_over: bool = False


@answering.get("/s/<key>")
@answering.get("/s/<key>/<token>")
def show_public_survey(key: str, token: str = "") -> ResponseReturnValue:
    """Show the survey behind a link, or say why nobody can answer it now."""
    count_visit(VIEWS)
    with speaking(wanted_language()):
        survey = public_survey(key)
        typed = clean_token(token)
        if survey.door is not Door.OPEN:
            page = render_template(
                "voice/public/closed.html", survey=survey, door=survey.door.value, question_id=_question_of(survey)
            )
            return _no_cookie(page)
        if survey.access.needs_token and not is_token(token_secret(), key, typed):
            raise Missing(_NO_TOKEN[survey.access])
        return _page(Shown(survey, typed, stamp=_stamp(key)))


@answering.post("/s/<key>/answers")
@own_transactions
def create_public_answer(key: str) -> ResponseReturnValue:
    """Keep an answer, or show the form again with everything that was typed."""
    with speaking(wanted_language(request.form.get("language"))):
        survey = public_survey(key)
        shown = Shown(survey, clean_token(request.form.get("token", "")), _typed(), stamp=request.form.get("stamp", ""))
        switched = request.form.get("switch", "")
        if switched in LANGUAGES:
            with speaking(switched):
                return _page(shown)
        return _answered(shown)


@answering.get("/s/<key>/thanks")
def show_public_thanks(key: str) -> ResponseReturnValue:
    """Say thank you. Whoever opens it, it says the same."""
    with speaking(wanted_language()):
        survey = public_survey(key)
        page = render_template("voice/public/thanks.html", survey=survey, question_id=_question_of(survey))
        return _no_cookie(page)


def _answered(shown: Shown) -> ResponseReturnValue:
    survey = shown.survey
    try:
        count_visit(ANSWERS)
    except TooMany as many:
        shown.problem = _(
            "Many answers came from here in a short time. Your answers are still here; please send them again in "
            "%(seconds)s seconds.",
            seconds=many.seconds,
        )
        return _page(shown, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(many.seconds)})
    if survey.door is not Door.OPEN:
        return _over(shown, CLOSED)
    if survey.access.needs_token and not is_token(token_secret(), survey.key, shown.token):
        raise Missing(_NO_TOKEN[survey.access])
    stamp = read_stamp(token_secret(), survey.key, shown.stamp, clock.now())
    read = read_answers(survey.asked(), {name: text for name, text in shown.typed.items() if name.startswith(PREFIX)})
    shown.errors = read.errors
    shown.problem = refusal_of_stamp(stamp.state) or read.errors.get(0)
    if shown.problem or shown.errors:
        if stamp.state is not StampState.TOO_EARLY:
            shown.stamp = shown.stamp if stamp.state is StampState.GOOD else _stamp(survey.key)
        return _page(shown, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction():
            take_answer(link_id=survey.link_id, token=shown.token, stamp_id=stamp.id, values=read.values)
    except (Conflict, WrongState) as late:
        return _over(shown, late.reason)
    except SQLAlchemyError as error:
        log.error("a survey answer could not be kept: %s", type(error).__name__)  # noqa: TRY400  the trace repeats it
        shown.problem = _FAILED
        return _page(shown, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "10"})
    return _no_cookie(redirect(url_for("answering.show_public_thanks", key=survey.key, language=language()), code=303))


def refusal_of_stamp(state: StampState) -> Message | None:
    """Return why a public form is not taken: filled in by a program, sent at once, or open for too long."""
    if request.form.get(HONEYPOT, ""):
        return _EMPTY
    early = state is StampState.TOO_EARLY
    return None if state is StampState.GOOD else _EARLY if early else _OLD


def _over(shown: Shown, reason: Message) -> ResponseReturnValue:
    """Show what was typed once more, and say that nothing of it was kept."""
    shown.problem, shown.is_over = reason, True
    return _page(shown, HTTPStatus.CONFLICT)


def _page(shown: Shown, code: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> ResponseReturnValue:
    page = render_template(
        "voice/public/answer.html",
        shown=shown,
        survey=shown.survey,
        rule=statement(shown.survey.conversion),
        honeypot=HONEYPOT,
        numbered=[row.number for row in shown.survey.questions],
    )
    return _no_cookie((page, code, dict(headers or {})))


def _no_cookie(answer: ResponseReturnValue) -> ResponseReturnValue:
    response = make_response(answer)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _typed() -> Mapping[str, str]:
    return {name: clean_text(text)[:MOST_TYPED] for name, text in request.form.items() if name.startswith(PREFIX)}


def _question_of(survey: PublicSurvey) -> int | None:
    """Return the question of the month a survey asks, None for any other survey."""
    return question_of_key(survey.key) if survey.purpose is SurveyPurpose.MONTHLY_QUESTION else None


def _stamp(key: str) -> str:
    return new_stamp(token_secret(), key, clock.now())


def wanted_language(given: str | None = None) -> str:
    """Return the language of the page: as the form or the address says, else as for every page."""
    wanted = given or request.args.get("language", "")
    return wanted if wanted in LANGUAGES else language()


def count_visit(allowed: Allowance) -> None:
    """Count a visit, one of the `VIEWS` or of the `ANSWERS`, from where the request comes. Raises TooMany."""
    count_address(allowed, address())


@answering.before_request
def frame_refusals() -> None:
    """Let refusals and failures stand in the frame of the survey, which sets no cookie, in the language asked for."""
    g.layout = "layouts/survey.html"
    speak(wanted_language(request.form.get("language") if request.method == "POST" else None))


@answering.before_request
def refuse_what_is_no_form() -> None:
    """Answer 400 to a POST that is none of our forms, before anything is looked up.

    What a form of another site cannot know is checked after it: the signed stamp, the invitation, the code of a member.
    """
    if request.method == "POST" and current_app.config["WTF_CSRF_ENABLED"] and "language" not in request.form:
        abort(HTTPStatus.BAD_REQUEST)


@answering.record
def _no_session(state: BlueprintSetupState) -> None:
    """Let the stamp of the form stand for the token of a session: nobody who answers has one."""
    state.app.extensions["csrf"].exempt(create_public_answer)
