"""시민평가단의 쪽: registering with a code, one's own page with what one is asked, and leaving. Without account or session.

The code in the address is the only key, and it is known to nobody but the member; a form of another site cannot know it.
"""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.core.database import transaction
from app.core.errors import Conflict, Missing
from app.core.i18n import language, speaking
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.web import own_transactions
from app.voice.forms.panel_members import registration_of, wrong_lines
from app.voice.queries.panel_members import askings_of, consent_in_force, consent_of, member_of_code
from app.voice.routes.public_surveys import ANSWERS, VIEWS, answering, count_visit, wanted_language
from app.voice.services import panel_members as services

WRONG: dict[str, Message] = {
    "required": _("This is needed."),
    "long": _("At most 100 characters."),
}
NO_CONSENT = _("You can be registered only if you agree.")


@answering.get("/s/panel/registrations/new")
def new_panel_member() -> ResponseReturnValue:
    """Show what members agree to, and the form."""
    count_visit(VIEWS)
    with speaking(wanted_language()):
        return _form({"invitation": request.args.get("invitation", "")}, {})


@answering.post("/s/panel/registrations")
@own_transactions
def create_panel_member() -> ResponseReturnValue:
    """Register a citizen who agrees."""
    count_visit(ANSWERS)
    with speaking(wanted_language(request.form.get("language"))):
        given = registration_of(request.form.to_dict())
        found = wrong_lines(given)
        wrong = {name: NO_CONSENT if name == "agreed" else WRONG[kind] for name, kind in found.items()}
        if wrong:
            return _form(given, wrong, 422)
        try:
            with transaction():
                code = services.register_member(
                    invitation=given["invitation"],
                    name=given["name"],
                    contact=given["contact"],
                    consent_id=_number(given["consent_id"]),
                )
        except Missing as refusal:
            return _form(given, {"invitation": refusal.reason}, 422)
        except Conflict as changed:
            return _form({**given, "agreed": ""}, {"agreed": changed.reason}, 409)
        return _plain(redirect(url_for(".show_panel_member", code=code, language=language()), code=303))


@answering.get("/s/panel/members/<code>")
def show_panel_member(code: str) -> ResponseReturnValue:
    """Show a member what they are asked, and what is kept about them."""
    count_visit(VIEWS)
    with speaking(wanted_language()):
        member = member_of_code(code)
        return _plain(
            render_template(
                "voice/public/member.html",
                member=member,
                code=code,
                consent=consent_of(member),
                rows=askings_of(member, language()),
                here=url_for(".show_panel_member", code=code, _external=True),
            )
        )


@answering.post("/s/panel/members/<code>/takings")
@own_transactions
def create_panel_taking(code: str) -> ResponseReturnValue:
    """Deal a token to a member, and lead to the survey."""
    count_visit(ANSWERS)
    with speaking(wanted_language(request.form.get("language"))):
        with transaction():
            key, token = services.take_as_member(code=code, link_id=_number(request.form.get("link_id", "")))
        to = url_for(".show_public_survey", key=key, token=token, language=language())
        return _plain(redirect(to, code=303))


@answering.post("/s/panel/members/<code>/withdrawals")
@own_transactions
def create_panel_withdrawal(code: str) -> ResponseReturnValue:
    """Delete everything that is kept about a member."""
    count_visit(ANSWERS)
    with speaking(wanted_language(request.form.get("language"))):
        with transaction():
            services.withdraw(code=code)
        return _plain(render_template("voice/public/withdrawn.html"))


def _number(text: str) -> int:
    """Return an id that was sent, 0 for what is none."""
    try:
        return whole_number(text)
    except ValueError:
        return 0


def _form(given: dict[str, str], errors: dict[str, Message], code: int = 200) -> Response:
    consent = consent_in_force()
    if consent is None:
        raise Missing(_("Nobody can register now."))
    words = consent.words_en if language() == "en" else consent.words_ko
    page = render_template("voice/public/register.html", consent=consent, words=words, given=given, errors=errors)
    return _plain((page, code))


def _plain(answer: ResponseReturnValue) -> Response:
    response = make_response(answer)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@answering.record
def _no_session(state: BlueprintSetupState) -> None:
    for view in (create_panel_member, create_panel_taking, create_panel_withdrawal):
        state.app.extensions["csrf"].exempt(view)
