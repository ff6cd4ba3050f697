"""시민평가단: for the control tower. Names and contacts are masked here; the full list is taken out with a reason."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.database import transaction
from app.core.forms import offer
from app.core.i18n import language
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words, own_transactions, require_recent_password
from app.voice.enums.permissions import Permission
from app.voice.forms.panel_members import PanelAssignmentForm, PanelConsentForm, PanelInvitationsForm
from app.voice.policy import POLICY
from app.voice.queries.panel_members import (
    consent_in_force,
    invitations_out,
    member_or_404,
    members_page,
    panel_links,
)
from app.voice.queries.survey_links import link_or_404
from app.voice.routes import bp
from app.voice.rules.panel_members import MOST_INVITATIONS, masked
from app.voice.services import panel_members as services


@bp.get("/voice/panel-members")
def list_panel_members() -> ResponseReturnValue:
    """List the members, and what the panel is asked."""
    return _page(PanelAssignmentForm(formdata=None))


@bp.post("/voice/panel-assignments")
def create_panel_assignment() -> ResponseReturnValue:
    """Ask members to answer a survey."""
    form = PanelAssignmentForm()
    _offer(form)
    if form.validate_on_submit():
        with keeping_words(form):
            link = link_or_404(form.link_id.data)
            count = services.assign(actor=actor(), link=link, count=form.count.data)
            return _done(_("%(count)s members are asked now. They find the survey on their own page.", count=count))
    return _page(form), code_of(form)


@bp.post("/voice/panel-members/<int:member_id>/removals")
def create_panel_removal(member_id: int) -> ResponseReturnValue:
    """Delete a member who asked for it."""
    services.remove_member(actor=actor(), member=member_or_404(member_id))
    return _done(_("Everything kept about this member is deleted."))


@bp.get("/voice/panel-consents/new")
def new_panel_consent() -> ResponseReturnValue:
    """Show what members agree to, to write a new version."""
    return _consent_page(PanelConsentForm(obj=consent_in_force(), formdata=None))


@bp.post("/voice/panel-consents")
def create_panel_consent() -> ResponseReturnValue:
    """Write a new version of what members agree to."""
    form = PanelConsentForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.write_consent(
                actor=actor(),
                words_ko=form.words_ko.data,
                words_en=form.words_en.data,
                years_kept=form.years_kept.data,
            )
            return _done(_("The new version holds for everybody who registers from now on."))
    return _consent_page(form), code_of(form)


@bp.get("/voice/panel-invitations")
def list_panel_invitations() -> ResponseReturnValue:
    """Say how many codes are out; they cannot be shown again."""
    return _codes_page(PanelInvitationsForm(formdata=None), [])


@bp.post("/voice/panel-invitations")
@own_transactions
def create_panel_invitations() -> ResponseReturnValue:
    """Make codes and show them, this once, in the answer itself."""
    require_recent_password(back=url_for("voice.list_panel_invitations"))
    access.require(POLICY, Permission.CITIZEN_PANEL_EDIT, actor())
    form = PanelInvitationsForm()
    if form.validate_on_submit():
        with keeping_words(form):
            with transaction():
                codes = services.make_invitations(actor=actor(), count=form.count.data, good_until=form.good_until.data)
            return _codes_page(form, codes), 201
    return _codes_page(form, []), code_of(form)


def _offer(form: PanelAssignmentForm) -> None:
    asked = str(_("asked so far"))
    links = panel_links(language())
    offer(form.link_id, [(link.id, f"{link.name} ({asked}: {link.asked})") for link in links], blank=True)


def _page(form: PanelAssignmentForm) -> str:
    _offer(form)
    page = members_page(request.args.get("cursor"))
    return render_template(
        "voice/panel_members/list.html",
        page=page,
        masked=masked,
        consent=consent_in_force(),
        form=form,
        may_edit=access.allows(POLICY, Permission.CITIZEN_PANEL_EDIT, actor()),
        next_url=url_for(".list_panel_members", cursor=page.next_cursor) if page.next_cursor else None,
    )


def _consent_page(form: PanelConsentForm) -> str:
    return render_template("voice/panel_members/consent.html", form=form)


def _codes_page(form: PanelInvitationsForm, codes: list[str]) -> str:
    return render_template(
        "voice/panel_members/invitations.html",
        form=form,
        most=MOST_INVITATIONS,
        out=invitations_out(),
        has_consent=consent_in_force() is not None,
        codes=[(code, url_for("answering.new_panel_member", invitation=code, _external=True)) for code in codes],
    )


def _done(text: Message) -> ResponseReturnValue:
    flash(str(text), "success")
    return redirect(url_for(".list_panel_members"))
