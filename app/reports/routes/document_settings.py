"""기관 서식 설정."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.forms import Form
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words, showing_refusal
from app.reports.documents.registry import KINDS
from app.reports.enums import Permission
from app.reports.forms.document_settings import EmblemForm, approvals_form, chosen_titles
from app.reports.policy import POLICY
from app.reports.queries.document_settings import approvals, emblem_today
from app.reports.routes import bp
from app.reports.services import document_settings

PAGE = "reports.edit_document_settings"


@bp.get("/admin/documents")
def edit_document_settings() -> ResponseReturnValue:
    """Show the emblem of the office, and who signs which document."""
    return _page(EmblemForm(), approvals_form(_titles()))


@bp.post("/admin/documents/approvals")
def create_document_approvals() -> ResponseReturnValue:
    """Say who signs each kind of document."""
    form = approvals_form(_titles())
    if form.validate_on_submit():
        with showing_refusal(form):
            changed = document_settings.set_approvals(
                actor=actor(), chosen=chosen_titles(form), defaults={kind.name: kind.approval for kind in KINDS}
            )
            flash(str(_("Approval boxes of %(count)s kinds of document changed.", count=changed)), "success")
            return redirect(url_for(PAGE))
    return _page(EmblemForm(formdata=None), form), 422


@bp.post("/admin/documents/emblems")
def create_office_emblem() -> ResponseReturnValue:
    """Let documents carry a picture from now on."""
    form = EmblemForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            file = form.file.data
            document_settings.set_emblem(actor=actor(), stream=file.stream, filename=file.filename)
            flash(str(_("Documents carry the new emblem from now on.")), "success")
            return redirect(url_for(PAGE))
    form.blame_picture()
    return _page(form, approvals_form(_titles(), typed=False)), 422


@bp.post("/admin/documents/emblem-removals")
def create_office_emblem_removal() -> ResponseReturnValue:
    """Let documents carry no emblem from now on."""
    form = EmblemForm(formdata=None)
    with keeping_words(form):
        document_settings.remove_emblem(actor=actor())
        flash(str(_("Documents carry no emblem from now on.")), "success")
        return redirect(url_for(PAGE))
    return _page(form, approvals_form(_titles(), typed=False)), code_of(form)


def _titles() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return for each kind of document its name and the titles that hold now."""
    chosen = approvals()
    return {kind.name: (str(kind.label), chosen.get(kind.name, kind.approval)) for kind in KINDS}


def _page(emblem_form: EmblemForm, form: Form) -> str:
    emblem = emblem_today()
    return render_template(
        "reports/document_settings/edit.html",
        emblem=emblem,
        is_broken=emblem is not None and emblem.content() is None,
        emblem_form=emblem_form,
        form=form,
        boxes=[field for field in form if field.short_name.startswith("approval_")],
        may_edit=access.allows(POLICY, Permission.DOCUMENTS_SET, actor()),
        rows=[(label, " / ".join(titles) or None) for label, titles in _titles().values()],
    )
