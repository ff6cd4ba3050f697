"""고객의 소리: what is done with one: passing on, extending, answering, asking afterwards, confirming praise, telling."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words
from app.organization.queries import departments_on
from app.voice.enums.customer_voices import VoiceState
from app.voice.enums.permissions import Permission
from app.voice.forms import customer_voices as forms
from app.voice.models import CustomerVoice
from app.voice.policy import POLICY
from app.voice.queries.customer_voices import voice_or_404
from app.voice.routes import bp
from app.voice.routes.customer_voices import done, voice_page
from app.voice.services import customer_voices as services
from app.voice.services import voice_answers as answers
from app.voice.services import voice_issues, voice_praise
from app.voice.services import voice_periods as periods


def _voice_for(permission: Permission, voice_id: int) -> CustomerVoice:
    """Return the voice: 404 if the actor may not read it, 403 if the actor may not act on it."""
    voice = voice_or_404(voice_id, actor())
    access.require(POLICY, permission, actor(), voice)
    return voice


def _act(voice: CustomerVoice, name: str, form: Form, work: Callable[[], None], said: Message) -> ResponseReturnValue:
    """Do it if the form is right; else show the page again with what was typed."""
    if form.validate_on_submit():
        with keeping_words(form):
            work()
            return done(voice, said)
    return voice_page(voice, **{name: form}), code_of(form)


@bp.post("/voice/customer-voices/<int:voice_id>/transfers")
def create_voice_transfer(voice_id: int) -> ResponseReturnValue:
    """Pass a voice on to another department."""
    voice, form = _voice_for(Permission.VOICE_TRANSFER, voice_id), forms.TransferForm(prefix="transfer-")
    offer(form.to_department, [(unit.id, unit.name) for unit in departments_on()], blank=True)
    if form.validate_on_submit():
        with keeping_words(form):
            services.transfer(
                actor=actor(), voice=voice, to_department_id=form.to_department.data, reason=form.reason.data
            )
            return _passed_on(voice)
    return voice_page(voice, transfer=form), code_of(form)


@bp.post("/voice/customer-voices/<int:voice_id>/extensions")
def create_voice_extension(voice_id: int) -> ResponseReturnValue:
    """Extend the period once."""
    voice, form = _voice_for(Permission.VOICE_EXTEND, voice_id), forms.ExtensionForm(prefix="extension-")

    def work() -> None:
        periods.extend(
            actor=actor(), voice=voice, ground=form.ground.data, amount=form.amount.data, reason=form.reason.data
        )

    return _act(voice, "extension", form, work, _("The period was extended. Tell the citizen in writing at once."))


@bp.post("/voice/customer-voices/<int:voice_id>/not-counted-days")
def create_voice_not_counted(voice_id: int) -> ResponseReturnValue:
    """Take days out of the period."""
    voice, form = _voice_for(Permission.VOICE_LEAVE_OUT, voice_id), forms.NotCountedForm(prefix="not_counted-")

    def work() -> None:
        periods.leave_out(actor=actor(), voice=voice, days=form.days(), reason=form.reason.data)

    return _act(voice, "not_counted", form, work, _("These days are not counted. The answer is due on another day."))


@bp.post("/voice/customer-voices/<int:voice_id>/answers")
def create_voice_answer(voice_id: int) -> ResponseReturnValue:
    """Write the answer."""
    voice, form = _voice_for(Permission.VOICE_ANSWER, voice_id), forms.AnswerForm(prefix="answer-")

    if form.validate_on_submit():
        with keeping_words(form):
            answers.write_answer(actor=actor(), voice=voice, answer=form.answer.data, files=form.uploads())
            is_given = voice.state is VoiceState.ANSWERED
            waits = _("The answer was handed in. The head of the department decides about it.")
            return done(voice, _("The answer was given.") if is_given else waits)
    return voice_page(voice, answer=form), code_of(form)


@bp.post("/voice/customer-voices/<int:voice_id>/answer-approvals")
def create_answer_approval(voice_id: int) -> ResponseReturnValue:
    """Give the answer that waits."""
    voice = _voice_for(Permission.VOICE_APPROVE, voice_id)
    answers.approve_answer(actor=actor(), voice=voice)
    return done(voice, _("The answer was given."))


@bp.post("/voice/customer-voices/<int:voice_id>/answer-returns")
def create_answer_return(voice_id: int) -> ResponseReturnValue:
    """Ask for another answer."""
    voice, form = _voice_for(Permission.VOICE_APPROVE, voice_id), forms.ReasonForm(prefix="return-")

    def work() -> None:
        answers.return_answer(actor=actor(), voice=voice, reason=form.reason.data)

    return _act(voice, "return", form, work, _("The answer was returned."))


@bp.post("/voice/customer-voices/<int:voice_id>/happy-calls")
def create_happy_call(voice_id: int) -> ResponseReturnValue:
    """Keep how satisfied the citizen is."""
    voice, form = _voice_for(Permission.VOICE_CALL, voice_id), forms.CallForm(prefix="call-")

    def work() -> None:
        answers.make_happy_call(actor=actor(), voice=voice, points=form.points.data, note=form.note.data or "")

    return _act(voice, "call", form, work, _("The happy call was kept."))


@bp.post("/voice/customer-voices/<int:voice_id>/praise-confirmations")
def create_praise_confirmation(voice_id: int) -> ResponseReturnValue:
    """Confirm praise."""
    voice, form = _voice_for(Permission.VOICE_CONFIRM_PRAISE, voice_id), forms.PraiseForm(prefix="praise-")

    def work() -> None:
        voice_praise.confirm_praise(actor=actor(), voice=voice, note=form.note.data)

    return _act(voice, "praise", form, work, _("The praise was confirmed."))


@bp.post("/voice/customer-voices/<int:voice_id>/praise-refusals")
def create_praise_refusal(voice_id: int) -> ResponseReturnValue:
    """Say why praise is not confirmed."""
    voice, form = _voice_for(Permission.VOICE_CONFIRM_PRAISE, voice_id), forms.ReasonForm(prefix="refusal-")

    def work() -> None:
        voice_praise.decline_praise(actor=actor(), voice=voice, reason=form.reason.data)

    return _act(voice, "refusal", form, work, _("The praise was not confirmed."))


@bp.post("/voice/customer-voices/<int:voice_id>/issue-links")
def create_voice_issue_link(voice_id: int) -> ResponseReturnValue:
    """Lead a voice to an issue that is there already."""
    voice, form = _voice_for(Permission.VOICE_MAKE_ISSUE, voice_id), forms.LinkForm(prefix="link-")

    def work() -> None:
        voice_issues.link_issue(actor=actor(), voice=voice, number=form.number.data)

    return _act(voice, "link", form, work, _("The voice leads to the issue."))


@bp.post("/voice/customer-voices/<int:voice_id>/changes")
def create_voice_change(voice_id: int) -> ResponseReturnValue:
    """Tell what has changed."""
    voice, form = _voice_for(Permission.VOICE_TELL_CHANGE, voice_id), forms.ChangeForm(prefix="change-")

    def work() -> None:
        voice_issues.tell_change(actor=actor(), voice=voice, change=form.change.data)

    return _act(voice, "change", form, work, _("What has changed was told."))


def _passed_on(voice: CustomerVoice) -> ResponseReturnValue:
    """Return to the voice, or to the list where it is no longer the actor's to read."""
    if access.allows(POLICY, Permission.VOICE_READ, actor(), voice):
        return done(voice, _("The voice was passed on."))
    flash(str(_("The voice was passed on.")), "success")
    return redirect(url_for("voice.list_customer_voices"))
