"""알림 설정."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.notifications import services
from app.notifications.enums import NoticeKind
from app.notifications.forms import ChoicesForm
from app.notifications.queries.choices import choices_of, language_of, way_to
from app.notifications.routes import bp


@bp.get("/notices/choices")
def edit_choices() -> ResponseReturnValue:
    """Ask how soon the reader wants to hear of what."""
    kept = {kind.value: frequency for kind, frequency in choices_of(actor().id).items()}
    return _page(ChoicesForm(language=language_of(actor().id), **kept))


@bp.post("/notices/choices")
def update_choices() -> ResponseReturnValue:
    """Keep the choices."""
    form = ChoicesForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            choices = {kind: form[kind.value].data for kind in NoticeKind}
            services.set_choices(choices=choices, language=form.language.data, actor=actor())
    if form.errors:
        return _page(form), 422
    flash(str(_("Saved.")), "success")
    return redirect(url_for("notifications.edit_choices"))


def _page(form: ChoicesForm) -> str:
    email, is_sent = way_to(actor().id)
    fields = [form[kind.value] for kind in NoticeKind]
    return render_template("notifications/choices/edit.html", form=form, fields=fields, email=email, is_sent=is_sent)
