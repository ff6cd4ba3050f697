"""비밀번호: first, changed, renewed, typed again before something sensitive."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import services
from app.accounts.forms.sign_in import FirstPasswordForm, NewPasswordForm, ReauthenticationForm, RenewalForm
from app.accounts.routes import bp
from app.accounts.services.passwords import WrongPassword
from app.accounts.services.sign_in import Credentials
from app.core.database import transaction
from app.core.errors import Refused
from app.core.messages import _
from app.core.web import actor, address, own_transactions, safe_next


@bp.get("/passwords/first")
def new_first_password() -> ResponseReturnValue:
    """Ask for the first code and a password."""
    return render_template("accounts/first_password.html", form=FirstPasswordForm())


@bp.post("/passwords/first")
@own_transactions
def create_first_password() -> ResponseReturnValue:
    """Exchange the first code for a password."""
    form = FirstPasswordForm()
    if form.validate_on_submit():
        credentials = Credentials(form.employee_no.data, form.old_password.data, address())
        with _one_try(credentials, form.old_password, form.new_password):
            services.passwords.redeem_first_code(credentials=credentials, new_password=form.new_password.data)
    return _answer(form, "accounts/first_password.html", _("Your password is set. Sign in with it."))


@bp.get("/passwords/renewal")
def new_renewal() -> ResponseReturnValue:
    """Ask for the aged password and a new one."""
    return render_template("accounts/renewal.html", form=RenewalForm())


@bp.post("/passwords/renewal")
@own_transactions
def create_renewal() -> ResponseReturnValue:
    """Replace an aged password."""
    form = RenewalForm()
    if form.validate_on_submit():
        credentials = Credentials(form.employee_no.data, form.old_password.data, address())
        with _one_try(credentials, form.old_password, form.new_password):
            services.passwords.renew_password(credentials=credentials, new_password=form.new_password.data)
    return _answer(form, "accounts/renewal.html", _("Your password is changed. Sign in with the new one."))


@bp.get("/passwords/new")
def new_password() -> ResponseReturnValue:
    """Ask for a new password."""
    return render_template("accounts/password.html", form=NewPasswordForm())


@bp.post("/passwords")
@own_transactions
def create_password() -> ResponseReturnValue:
    """Change the password; every session ends."""
    form, who = NewPasswordForm(), actor()
    if form.validate_on_submit():
        old, new = form.old_password.data, form.new_password.data
        with _one_try(Credentials(who.employee_no, old, address()), form.old_password, form.new_password):
            services.passwords.change_password(actor=who, old_password=old, new_password=new)
    return _answer(form, "accounts/password.html", _("Your password is changed. Sign in with the new one."))


@bp.get("/reauthentications/new")
def new_reauthentication() -> ResponseReturnValue:
    """Ask for the password before something sensitive."""
    return render_template("accounts/reauthentication.html", form=ReauthenticationForm(next=request.args.get("next")))


@bp.post("/reauthentications")
@own_transactions
def create_reauthentication() -> ResponseReturnValue:
    """Accept the password for the next five minutes."""
    form, who = ReauthenticationForm(), actor()
    if form.validate_on_submit():
        password = form.password.data
        with _one_try(Credentials(who.employee_no, password, address()), form.password, form.password):
            services.passwords.reauthenticate(actor=who, password=password)
    if form.errors:
        return render_template("accounts/reauthentication.html", form=form), 422
    return redirect(safe_next(form.next.data))


@contextmanager
def _one_try(credentials: Credentials, secret: Any, wanted: Any) -> Iterator[None]:  # noqa: ANN401  fields of a form
    """One throttled try at proving who one is; a wrong one is remembered, whatever else is rolled back."""
    services.sign_in.check_throttle(credentials)
    try:
        with transaction():
            yield
    except WrongPassword as refusal:
        with transaction():
            services.sign_in.note_try(credentials)
        secret.errors = [refusal.reason]
    except Refused as refusal:
        wanted.errors = [refusal.reason]


def _answer(form: Any, template: str, done: object) -> ResponseReturnValue:  # noqa: ANN401  any of the three forms
    if form.errors:
        return render_template(template, form=form), 422
    flash(str(done), "success")
    return redirect(url_for("accounts.new_sign_in"))
