"""로그인·로그아웃·비밀번호."""

from flask import current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts import services
from app.accounts.forms.sign_in import SignInForm
from app.accounts.queries.personas import persona_actor, personas
from app.accounts.routes import bp
from app.accounts.services.sign_in import Credentials
from app.core import contrast
from app.core.database import transaction
from app.core.errors import Missing
from app.core.i18n import COOKIE, LANGUAGES
from app.core.messages import _
from app.core.web import actor, address, is_demo, own_transactions, safe_next

SESSION_COOKIE = "opum_session"
YEAR = 365 * 24 * 3600


@bp.get("/sign-in")
def new_sign_in() -> ResponseReturnValue:
    """Show the sign-in page, with the personas of the demo where there is one."""
    form = SignInForm(next=request.args.get("next", ""))
    return _sign_in_page(form)


@bp.post("/sign-ins")
@own_transactions
def create_sign_in() -> ResponseReturnValue:
    """Sign in with employee number and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), 422
    credentials = Credentials(form.employee_no.data, form.password.data, address())
    with transaction():
        services.sign_in.check_throttle(credentials)
        services.sign_in.note_try(credentials)
    who = services.sign_in.authenticate(credentials)
    if who is None:
        form.password.errors = [_("Employee number or password is wrong.")]
        return _sign_in_page(form), 422
    with transaction():
        services.sign_in.forgive_tries(credentials)
        aged = services.passwords.has_aged(who.id)
        token = None if aged else services.sign_in.start_session(who, address=address())
    if token is None:
        flash(str(_("Your password is too old. Choose a new one.")), "warning")
        return redirect(url_for("accounts.new_renewal"))
    return _enter(token, safe_next(form.next.data))


@bp.post("/demo-sign-ins")
def create_demo_sign_in() -> ResponseReturnValue:
    """Step into the shoes of a persona: only in the demo, only from this machine."""
    if not is_demo():
        raise Missing(_("There is no such page."))
    who = persona_actor(request.form.get("persona", ""))
    return _enter(services.sign_in.start_session(who, address=address(), demo=True), url_for("home.show_home"))


@bp.post("/sign-outs")
def create_sign_out() -> ResponseReturnValue:
    """End this session."""
    services.sign_in.end_session(actor())
    session.clear()
    response = redirect(url_for("accounts.new_sign_in"))
    response.delete_cookie(SESSION_COOKIE)
    return response


@bp.post("/language-choices")
def create_language_choice() -> ResponseReturnValue:
    """Remember the reader's language."""
    chosen = request.form.get("language", "")
    response = redirect(safe_next(request.form.get("next")))
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure)
    return response


@bp.post("/contrast-choices")
def create_contrast_choice() -> ResponseReturnValue:
    """Remember whether the reader wants high contrast."""
    chosen = request.form.get("contrast", "")
    response = redirect(safe_next(request.form.get("next")))
    if chosen in contrast.CHOICES:
        response.set_cookie(contrast.COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure)
    return response


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, personas=personas() if is_demo() else ())


def _enter(token: str, target: str) -> Response:
    session.clear()
    response = make_response(redirect(target))
    response.set_cookie(
        SESSION_COOKIE, token, httponly=True, samesite="Lax", secure=bool(current_app.config["SESSION_COOKIE_SECURE"])
    )
    return response
