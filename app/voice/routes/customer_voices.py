"""고객의 소리: the list, taking one in, and the page of one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor, allows
from app.core.database import db
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.numbers import drawn_number
from app.core.web import actor, showing_refusal
from app.files.queries import evidence_of
from app.organization.queries import departments_on
from app.voice import issues
from app.voice.enums.customer_voices import Channel, PraiseState, VoiceKind, VoiceState
from app.voice.enums.permissions import Permission
from app.voice.forms import customer_voices as forms
from app.voice.forms.citizen_ideas import KeepForm, ShowForm
from app.voice.models import CustomerVoice
from app.voice.policy import POLICY
from app.voice.queries import customer_voices as queries
from app.voice.queries.citizen_ideas import idea_of
from app.voice.queries.customer_voices import VoiceFilter
from app.voice.queries.survey_texts import written_or_404
from app.voice.routes import bp
from app.voice.routes.voice_filters import (
    first_url,
    is_ticked,
    member,
    month_days,
    months_to_choose,
    page_url,
    record_id,
    words_sought,
)
from app.voice.rules import voice_clock as clocks
from app.voice.rules.citizen_ideas import shown_text
from app.voice.rules.voice_words import tone_of
from app.voice.services import customer_voices as services
from app.voice.services.voice_issues import MOST_TOGETHER
from app.voice.services.voice_periods import left_out_of


@bp.get("/voice/customer-voices")
def list_customer_voices() -> ResponseReturnValue:
    """Show voices, narrowed by what the address says."""
    who, wanted = actor(), wanted_voices()
    page = queries.list_voices(who, wanted, request.args.get("cursor"))
    return render_template(
        "voice/customer_voices/list.html",
        page=page,
        wanted=wanted,
        month=request.args.get("month", ""),
        words=words_sought(),
        months=months_to_choose(),
        vocabularies={"state": VoiceState, "kind": VoiceKind, "channel": Channel},
        departments=departments_on(),
        next_url=page_url("voice.list_customer_voices", page.next_cursor),
        first_url=first_url("voice.list_customer_voices"),
        may_take_in=allows(POLICY, Permission.VOICE_TAKE_IN, who),
        may_import=allows(POLICY, Permission.VOICE_IMPORT, who),
        now=clock.now(),
        longest=queries.EXCERPT,
    )


def wanted_voices() -> VoiceFilter:
    """Return the filters in the address."""
    first, last = month_days("month")
    return VoiceFilter(
        state=member(VoiceState, "state"),
        kind=member(VoiceKind, "kind"),
        channel=member(Channel, "channel"),
        department_id=record_id("department"),
        first_day=first,
        last_day=last,
        overdue=is_ticked("overdue"),
        linked=is_ticked("linked"),
        **queries.sought(words_sought()),
    )


@bp.get("/voice/customer-voices/new")
def new_customer_voice() -> ResponseReturnValue:
    """Show the form: it takes a minute. `?text=7` fills it in with a text of a survey that has closed."""
    text_id = request.args.get("text", type=drawn_number)
    if text_id is None:
        return _form_page(forms.empty_voice(department=actor().department_id))
    written = written_or_404(text_id, actor())
    form = forms.empty_voice(department=written.department_id, body=written.text, channel=Channel.SURVEY)
    return _form_page(form)


@bp.post("/voice/customer-voices")
def create_customer_voice() -> ResponseReturnValue:
    """Take a voice in."""
    form = forms.VoiceForm()
    _offer_departments(form.department)
    if form.validate_on_submit():
        with showing_refusal(form):
            praised_id = _praised(form)
            if not form.errors:
                voice = services.take_in(actor=actor(), text=form.text(praised_id))
                said = _("Received. The receipt number is %(number)s.", number=voice.number)
                flash(str(said), "success")
                if voice.masked_count:
                    masked = _("%(count)s numbers or addresses of people were masked.", count=voice.masked_count)
                    flash(str(masked), "warning")
                return redirect(url_for("voice.show_customer_voice", voice_id=voice.id))
    return _form_page(form), 422


@bp.get("/voice/customer-voices/<int:voice_id>")
def show_customer_voice(voice_id: int) -> ResponseReturnValue:
    """Show a voice with its history and what the reader may do."""
    return voice_page(queries.voice_or_404(voice_id, actor()))


def voice_page(voice: CustomerVoice, **sent: Form) -> str:
    """Render the page of a voice; `sent` are forms that were refused and keep what was typed."""
    who = actor()
    return render_template(
        "voice/customer_voices/show.html",
        voice=voice,
        details=queries.details_of(voice),
        history=queries.history_of(voice.id, who),
        call_points=voice.call_points if queries.reads_calls(who) else None,
        similar=queries.similar_to(voice.id, who),
        tone=tone_of(voice.body),
        issue=issues.issues_of([voice.issue_id], who).get(voice.issue_id) if voice.issue_id else None,
        task=issues.tasks_of([voice.task_id], who).get(voice.task_id) if voice.task_id else None,
        evidence=evidence_of(queries.EVIDENCE, [voice.id])[voice.id] if voice.answer else (),
        longest=clocks.longest_extension(voice.legal_kind),
        left_out=left_out_of(voice),
        late=voice.state is not VoiceState.ANSWERED and clocks.is_late(voice.due_at, clock.now()),
        most_together=MOST_TOGETHER,
        excerpt_length=queries.EXCERPT,
        **_actions(voice, who, sent),
        **_idea(voice, who, sent),
    )


def _actions(voice: CustomerVoice, who: Actor, sent: dict[str, Form]) -> dict[str, Any]:
    """Return the forms of exactly what the actor may do with the voice now."""

    def form(name: str, permission: Permission, *, when: bool, make: type[Form]) -> Form | None:
        if not when or not allows(POLICY, permission, who, voice):
            return None
        return sent.get(name) or make(prefix=f"{name}-", formdata=None)

    is_open, waits = voice.state is VoiceState.OPEN, voice.state is VoiceState.SUBMITTED
    named = voice.praise is PraiseState.NAMED
    runs = voice.due_at is not None and voice.state is not VoiceState.ANSWERED
    may_extend = runs and voice.extension is None and not clocks.is_late(voice.due_at, clock.now())
    transfer: Any = form("transfer", Permission.VOICE_TRANSFER, when=is_open, make=forms.TransferForm)
    if transfer is not None:
        _offer_departments(transfer.to_department, but=voice.department_id)
    may_call = voice.state is VoiceState.ANSWERED and voice.call_points is None and voice.kind is not VoiceKind.PRAISE
    may_tell = voice.issue_id is not None or voice.state is VoiceState.ANSWERED
    return {
        "transfer_form": transfer,
        "extension_form": form("extension", Permission.VOICE_EXTEND, when=may_extend, make=forms.ExtensionForm),
        "not_counted_form": form("not_counted", Permission.VOICE_LEAVE_OUT, when=runs, make=forms.NotCountedForm),
        "answer_form": form("answer", Permission.VOICE_ANSWER, when=is_open, make=forms.AnswerForm),
        "return_form": form("return", Permission.VOICE_APPROVE, when=waits, make=forms.ReasonForm),
        "call_form": form("call", Permission.VOICE_CALL, when=may_call, make=forms.CallForm),
        "praise_form": form("praise", Permission.VOICE_CONFIRM_PRAISE, when=named, make=forms.PraiseForm),
        "refusal_form": form("refusal", Permission.VOICE_CONFIRM_PRAISE, when=named, make=forms.ReasonForm),
        "change_form": form("change", Permission.VOICE_TELL_CHANGE, when=may_tell, make=forms.ChangeForm),
        "link_form": form("link", Permission.VOICE_MAKE_ISSUE, when=voice.issue_id is None, make=forms.LinkForm),
        "may_make_issue": voice.issue_id is None and allows(POLICY, Permission.VOICE_MAKE_ISSUE, who, voice),
    }


def _idea(voice: CustomerVoice, who: Actor, sent: dict[str, Form]) -> dict[str, Any]:
    """Return the idea a voice came with, and the forms by which somebody decides what of it is public."""
    idea = idea_of(voice) if voice.channel is Channel.CITIZENS else None
    if idea is None or not allows(POLICY, Permission.CITIZEN_IDEA_SHOW, who, voice):
        return {"idea": idea, "show_form": None, "keep_form": None}
    public = {"title": idea.title, "words": shown_text(idea.problem, idea.proposal)}
    if idea.shown_title:
        public = {"title": idea.shown_title, "words": idea.shown_words}
    return {
        "idea": idea,
        "show_form": sent.get("show") or ShowForm(prefix="show-", formdata=None, data=public),
        "keep_form": sent.get("keep") or KeepForm(prefix="keep-", formdata=None),
    }


def done(voice: CustomerVoice, sentence: Message) -> ResponseReturnValue:
    """Say what has happened and return to the voice."""
    flash(str(sentence), "success")
    return redirect(url_for("voice.show_customer_voice", voice_id=voice.id))


def _praised(form: Any) -> int | None:  # noqa: ANN401  a form's fields are untyped
    number = form.praised_no.data
    if not number:
        return None
    found = db.session.scalar(select(Person.id).where(Person.employee_no == number, Person.institution.is_(None)))
    if found is None:
        form.praised_no.errors = [*form.praised_no.errors, _("There is no such person.")]
    return found


def _form_page(form: Any) -> str:  # noqa: ANN401  a form's fields are untyped
    _offer_departments(form.department)
    return render_template("voice/customer_voices/new.html", form=form)


def _offer_departments(field: Any, *, but: int | None = None) -> None:  # noqa: ANN401  a form's field
    offer(field, [(unit.id, unit.name) for unit in departments_on() if unit.id != but], blank=True)
