"""메일: how it is sent, what waits, and a test. Setting it needs the password of the last five minutes."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.rules import is_address
from app.core import clock
from app.core.database import transaction
from app.core.i18n import language
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words, own_transactions, require_recent_password, showing_refusal
from app.notifications.enums import MailState
from app.notifications.forms import MailRetryForm, MailSettingsForm, MailTestForm
from app.notifications.post import Undelivered
from app.notifications.queries import outbox
from app.notifications.queries.mail_settings import mail_settings, may_send_now
from app.notifications.routes import bp
from app.notifications.sending import send_test
from app.notifications.services.mail_settings import MailFacts, note_test, save_mail_settings
from app.notifications.services.outbox import retry_mail

FIELDS = tuple(MailFacts.__dataclass_fields__)


@bp.get("/admin/mail")
def list_mails() -> ResponseReturnValue:
    """Show how mail is set, and what waits, left or was given up."""
    return _page()


@bp.get("/admin/mail/settings")
def edit_mail_settings() -> ResponseReturnValue:
    """Ask how mail is to be sent."""
    require_recent_password()
    settings = mail_settings()
    form = MailSettingsForm(version=settings.version, **{name: getattr(settings, name) for name in FIELDS})
    return render_template("notifications/mail/settings.html", form=form, has_password=bool(settings.password_file))


@bp.post("/admin/mail/settings")
def update_mail_settings() -> ResponseReturnValue:
    """Set how mail is sent."""
    require_recent_password(back=url_for("notifications.edit_mail_settings"))
    form = MailSettingsForm()
    if form.validate_on_submit():
        with keeping_words(form):
            facts = MailFacts(**{name: _typed(form[name].data) for name in FIELDS})
            save_mail_settings(
                facts=facts,
                password=form.password.data or "",
                read_version=whole_number(form.version.data or "0") or 0,
                actor=actor(),
            )
    if form.errors:
        has_password = bool(mail_settings().password_file)
        page = render_template("notifications/mail/settings.html", form=form, has_password=has_password)
        return page, code_of(form)
    flash(str(_("Saved.")), "success")
    return redirect(url_for("notifications.list_mails"))


@bp.post("/admin/mail/tests")
@own_transactions
def create_mail_test() -> ResponseReturnValue:
    """Send a test mail at once, and say what the server answered."""
    require_recent_password(back=url_for("notifications.list_mails"))
    form = MailTestForm()
    valid = form.validate_on_submit()
    if valid and not is_address(form.to.data):
        form.to.errors = [str(_("Write one plain mail address, for example hong@city.go.kr."))]
    elif valid and not mail_settings().host:
        form.form_errors.append(_("No mail server is set yet."))
    if form.errors:
        return _page(form), 422
    failure = _sent_test(form.to.data)
    with transaction():
        note_test(failure=failure, actor=actor())
    if failure:
        flash(str(_("The mail server did not take the test mail: %(reason)s", reason=Message(failure))), "danger")
    else:
        flash(str(_("The mail server took the test mail.")), "success")
    return redirect(url_for("notifications.list_mails"))


@bp.post("/admin/mail/<int:mail_id>/retries")
def create_mail_retry(mail_id: int) -> ResponseReturnValue:
    """Try a mail again that was given up."""
    mail, form = outbox.mail_or_404(mail_id), MailRetryForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            retry_mail(mail=mail, actor=actor())
    if form.errors:
        return _page(retry_form=form), code_of(form)
    flash(str(_("The mail waits to be sent again.")), "success")
    return redirect(url_for("notifications.list_mails", state=MailState.WAITING.value))


def wanted_state() -> MailState | None:
    """Return the state of mails the address asks for."""
    return next((one for one in MailState if one == request.args.get("state")), None)


def _sent_test(to: str) -> str:
    try:
        send_test(to=to, language=language())
    except Undelivered as failure:
        return failure.reason
    return ""


def _typed(value: Any) -> Any:  # noqa: ANN401  whatever the field holds
    return "" if value is None else value


def _page(form: MailTestForm | None = None, *, retry_form: MailRetryForm | None = None) -> str:
    state = wanted_state()
    settings, page = mail_settings(), outbox.mails_page(state, request.args.get("cursor"))
    return render_template(
        "notifications/mail/list.html",
        settings=settings,
        sends_now=may_send_now(settings, clock.now()),
        counts=outbox.mail_counts(),
        page=page,
        state=state,
        states=MailState,
        test_form=form or MailTestForm(),
        retry_form=retry_form,
        next_url=page.next_cursor and url_for("notifications.list_mails", state=state, cursor=page.next_cursor),
    )
