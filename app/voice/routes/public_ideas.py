"""시민 아이디어: sent without account and name, found again by number and code, public only where the office has ticked it."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Response, make_response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.database import transaction
from app.core.errors import Conflict, Missing, Refused, TooMany
from app.core.forms import clean_line
from app.core.i18n import LANGUAGES, language, speaking
from app.core.messages import Message, _
from app.core.web import own_transactions
from app.voice.forms.citizen_ideas import idea_given
from app.voice.queries.citizen_ideas import idea_by_code, shown_ideas
from app.voice.routes.public_surveys import (
    ANSWERS,
    HONEYPOT,
    VIEWS,
    answering,
    count_visit,
    refusal_of_stamp,
    wanted_language,
)
from app.voice.rules.citizen_ideas import KEY, wrong_fields
from app.voice.rules.survey_stamps import StampState, new_stamp, read_stamp
from app.voice.rules.survey_tokens import clean_token, written_token
from app.voice.services import citizen_ideas as services
from app.voice.services.survey_tokens import token_secret

MOST_NUMBER = 20
_MANY = _(
    "Many texts came from here in a short time. Your text is still here; please send it again in %(seconds)s seconds."
)


@answering.get("/citizens/ideas")
def list_public_ideas() -> ResponseReturnValue:
    """Show the ideas that are public."""
    count_visit(VIEWS)
    with speaking(wanted_language()):
        page = shown_ideas(request.args.get("cursor"))
        onward = first = None
        if page.next_cursor:
            onward = url_for(".list_public_ideas", cursor=page.next_cursor, language=language())
        if request.args.get("cursor"):
            first = url_for(".list_public_ideas", language=language())
        return render_template("voice/citizens/ideas.html", page=page, next_url=onward, first_url=first)


@answering.get("/citizens/ideas/new")
def new_public_idea() -> ResponseReturnValue:
    """Show the form."""
    count_visit(VIEWS)
    with speaking(wanted_language()):
        return _form({}, {}, stamp=_stamp())


@answering.post("/citizens/ideas")
@own_transactions
def create_public_idea() -> ResponseReturnValue:
    """Take an idea in and show its number and code, or show the form again with everything that was typed."""
    with speaking(wanted_language(request.form.get("language"))):
        given = idea_given(request.form)
        switched = request.form.get("switch", "")
        if switched in LANGUAGES:
            with speaking(switched):
                return _form(given, {}, stamp=request.form.get("stamp", ""))
        return _received(given)


@answering.get("/citizens/idea-lookups/new")
def new_idea_lookup() -> ResponseReturnValue:
    """Ask for number and code."""
    count_visit(VIEWS)
    with speaking(wanted_language()):
        return _lookup("", None)


@answering.post("/citizens/idea-lookups")
def create_idea_lookup() -> ResponseReturnValue:
    """Show an idea to who has its number and its code; the code stands in no address."""
    with speaking(wanted_language(request.form.get("language"))):
        number = clean_line(request.form.get("number", ""))[:MOST_NUMBER].upper()
        try:
            count_visit(ANSWERS)
            idea = idea_by_code(token_secret(), number, clean_token(request.form.get("code", "")))
        except TooMany as many:
            return _lookup(number, many.reason, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(many.seconds)})
        except Missing as refusal:
            return _lookup(number, refusal.reason, HTTPStatus.UNPROCESSABLE_ENTITY)
        return _plain(render_template("voice/citizens/idea.html", idea=idea))


def _received(given: dict[str, str]) -> Response:
    sent = request.form.get("stamp", "")
    stamp = read_stamp(token_secret(), KEY, sent, clock.now())
    fresh = sent if stamp.state in {StampState.GOOD, StampState.TOO_EARLY} else _stamp()
    try:
        count_visit(ANSWERS)
    except TooMany as many:
        reason = Message(_MANY.msgid, {"seconds": many.seconds})
        return _form(given, {}, reason, fresh, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(many.seconds)})
    wrong, problem = wrong_fields(given), refusal_of_stamp(stamp.state)
    if wrong or problem:
        return _form(given, wrong, problem, fresh, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction():
            receipt = services.receive_idea(text=services.IdeaText(**given), stamp_id=stamp.id)
    except IntegrityError:
        with transaction():  # the same form came twice in one moment: the other one was kept
            found = services.receipt_of(stamp.id)
        if found is None:
            raise
        receipt = found
    except Conflict as refusal:
        return _form(given, {}, refusal.reason, _stamp(), HTTPStatus.CONFLICT)
    except TooMany as many:
        headers = {"Retry-After": str(many.seconds)}
        return _form(given, {}, many.reason, fresh, HTTPStatus.TOO_MANY_REQUESTS, headers)
    except Refused as refusal:
        return _form(given, {}, refusal.reason, fresh, HTTPStatus.UNPROCESSABLE_ENTITY)
    page = render_template("voice/citizens/receipt.html", receipt=receipt, code=written_token(receipt.code))
    return _plain(page)


def _form(
    given: Mapping[str, str],
    errors: Mapping[str, Message],
    problem: Message | None = None,
    stamp: str = "",
    code: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    page = render_template(
        "voice/citizens/new_idea.html", given=given, errors=errors, problem=problem, stamp=stamp, honeypot=HONEYPOT
    )
    return _plain((page, code, dict(headers or {})))


def _lookup(
    number: str, problem: Message | None, code: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    page = render_template("voice/citizens/lookup.html", number=number, problem=problem)
    return _plain((page, code, dict(headers or {})))


def _stamp() -> str:
    return new_stamp(token_secret(), KEY, clock.now())


def _plain(answer: ResponseReturnValue) -> Response:
    response = make_response(answer)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@answering.record
def _no_session(state: BlueprintSetupState) -> None:
    """Let the stamp of the form, and the code, stand for the token of a session: nobody here has one."""
    for view in (create_public_idea, create_idea_lookup):
        state.app.extensions["csrf"].exempt(view)
