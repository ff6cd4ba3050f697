"""설문 링크와 응답권: made, printed, ended; a wave closed early; colleagues reminded."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.database import transaction
from app.core.forms import offer
from app.core.i18n import language
from app.core.messages import Message, _
from app.core.qr_codes import qr_svg
from app.core.web import actor, code_of, keeping_words, own_transactions, require_recent_password
from app.organization.enums import SettingKey
from app.organization.queries import setting
from app.voice.enums.permissions import Permission
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import WaveState, WaveWay
from app.voice.forms.survey_links import EVERY, OFFICE, SurveyLinkForm, TokensForm, WaveClosingForm
from app.voice.models import SurveyLink, SurveyWave
from app.voice.policy import POLICY
from app.voice.queries.survey_links import answers_of, link_or_404, link_row, link_rows
from app.voice.queries.surveys import departments_of, groups_of, survey_or_404, wave_or_404
from app.voice.routes import bp
from app.voice.rules.survey_tokens import MOST_TOKENS
from app.voice.services import survey_links as services
from app.voice.services.survey_closings import close_early
from app.voice.services.survey_tokens import make_letters


@bp.get("/voice/survey-waves/<int:wave_id>/links")
def list_survey_links(wave_id: int) -> ResponseReturnValue:
    """List the links of a wave, and how many have answered."""
    return _page(wave_or_404(wave_id), SurveyLinkForm(formdata=None))


@bp.post("/voice/survey-waves/<int:wave_id>/links")
def create_survey_link(wave_id: int) -> ResponseReturnValue:
    """Make a link, or one for each department of the wave."""
    wave, form = wave_or_404(wave_id), SurveyLinkForm()
    _offer(wave, form)
    if form.validate_on_submit():
        with keeping_words(form):
            made = services.make_links(actor=actor(), wave=wave, draft=form.draft())
            return _done(wave, _("%(count)s links were made.", count=len(made)))
    return _page(wave, form), code_of(form)


@bp.post("/voice/survey-waves/<int:wave_id>/closings")
def create_survey_wave_closing(wave_id: int) -> ResponseReturnValue:
    """Close a wave before its time, with the reason."""
    wave, form = wave_or_404(wave_id), WaveClosingForm()
    if form.validate_on_submit():
        with keeping_words(form):
            close_early(actor=actor(), wave=wave, reason=form.reason.data)
            return _done(wave, _("The wave is closed. What was answered is counted now."))
    return _page(wave, SurveyLinkForm(formdata=None), closing=form), code_of(form)


@bp.post("/voice/survey-links/<int:link_id>/endings")
def create_survey_link_ending(link_id: int) -> ResponseReturnValue:
    """Take a link out of use."""
    link = link_or_404(link_id)
    services.end_link(actor=actor(), link=link)
    return _done(wave_or_404(link.wave_id), _("The link is out of use. What was answered by it stays."))


@bp.post("/voice/survey-links/<int:link_id>/reminders")
def create_survey_reminder(link_id: int) -> ResponseReturnValue:
    """Remind colleagues who have not taken their token."""
    link = link_or_404(link_id)
    count = services.remind(actor=actor(), link=link)
    return _done(
        wave_or_404(link.wave_id), _("%(count)s colleagues are reminded. Who they are is not shown.", count=count)
    )


@bp.get("/voice/survey-links/<int:link_id>/card")
def show_survey_card(link_id: int) -> ResponseReturnValue:
    """Show the card for the counter: a QR code with the address in text beside it."""
    link = link_or_404(link_id)
    wave = wave_or_404(link.wave_id)
    address = _address(link)
    return render_template(
        "voice/survey_links/card.html",
        link=link_row(link),
        wave=wave,
        survey=survey_or_404(wave.survey_id),
        address=address,
        office=setting(SettingKey.OFFICE_NAME),
        code=None if link.access.needs_token else qr_svg(address, str(_("QR code of %(address)s", address=address))),
    )


@bp.get("/voice/survey-links/<int:link_id>/tokens")
def show_survey_tokens(link_id: int) -> ResponseReturnValue:
    """Say how many tokens there are; they cannot be shown again."""
    return _letters(link_or_404(link_id), TokensForm(formdata=None), [])


@bp.post("/voice/survey-links/<int:link_id>/tokens")
@own_transactions
def create_survey_tokens(link_id: int) -> ResponseReturnValue:
    """Make tokens and show them, this once, in the answer itself: they are kept nowhere in the clear."""
    require_recent_password(back=url_for("voice.show_survey_tokens", link_id=link_id))
    form = TokensForm()
    access.require(POLICY, Permission.SURVEY_LINK_EDIT, actor())
    if form.validate_on_submit():
        with keeping_words(form):
            with transaction():
                tokens = make_letters(actor=actor(), link=link_or_404(link_id), count=form.count.data)
            return _letters(link_or_404(link_id), form, tokens), 201
    return _letters(link_or_404(link_id), form, []), code_of(form)


def _letters(link: SurveyLink, form: TokensForm, tokens: list[str]) -> str:
    wave = wave_or_404(link.wave_id)
    return render_template(
        "voice/survey_links/tokens.html",
        link=link_row(link),
        wave=wave,
        survey=survey_or_404(wave.survey_id),
        form=form,
        most=MOST_TOKENS,
        letters=[(token, _address(link, token)) for token in tokens],
        draw=_drawn,
    )


def _drawn(address: str) -> str:
    return qr_svg(address, address)


def _address(link: SurveyLink, token: str = "") -> str:
    if token:
        return url_for("answering.show_public_survey", key=link.key, token=token, _external=True)
    return url_for("answering.show_public_survey", key=link.key, _external=True)


def _offer(wave: SurveyWave, form: SurveyLinkForm) -> None:
    departments, groups = departments_of(wave.id), groups_of(wave.id)
    audience = survey_or_404(wave.survey_id).audience
    ways = services.ACCESS_OF[audience]
    form.access.choices = [one for one in form.access.choices if one.value in {way.value for way in ways}]
    every = [(EVERY, _("A link for each department of the wave"))] if departments else []
    offer(form.department_id, [*every, (OFFICE, _("The wave as a whole")), *departments.items()])
    offer(form.customer_group_id, groups.items(), blank=True)


def _page(wave: SurveyWave, form: SurveyLinkForm, closing: WaveClosingForm | None = None) -> str:
    _offer(wave, form)
    survey, rows, answers = survey_or_404(wave.survey_id), link_rows(wave.id), answers_of(wave.id)
    may_edit = access.allows(POLICY, Permission.SURVEY_LINK_EDIT, actor())
    return render_template(
        "voice/survey_links/list.html",
        wave=wave,
        survey=survey,
        title=survey.title(language()),
        rows=[(row, _address_of(row.key)) for row in rows],
        answers=answers if answers >= survey.minimum else None,
        form=form,
        closing=closing,
        days=(wave.last_day - clock.today()).days if wave.state is WaveState.OPEN else None,
        staff=LinkAccess.STAFF,
        may_make=may_edit and wave.state is not WaveState.CLOSED and wave.way is WaveWay.ANSWERED,
        may_close=may_edit and wave.state is WaveState.OPEN and wave.way is WaveWay.ANSWERED,
    )


def _address_of(key: str) -> str:
    return url_for("answering.show_public_survey", key=key, _external=True)


def _done(wave: SurveyWave, text: Message) -> ResponseReturnValue:
    flash(str(text), "success")
    return redirect(url_for(".list_survey_links", wave_id=wave.id))
