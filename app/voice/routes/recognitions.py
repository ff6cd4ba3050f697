"""수상·방문·선제 사례: the register, the form, the page of an entry and what is decided about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.messages import Labelled, Message, _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words, showing_refusal
from app.files.queries import evidence_of
from app.files.services import store_uploads
from app.organization.queries import departments_on
from app.voice.enums.permissions import Permission
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel, RecognitionState
from app.voice.forms.recognitions import DecisionForm, RecognitionForm
from app.voice.models.recognitions import EVIDENCE_SUBJECT, Recognition
from app.voice.policy import POLICY
from app.voice.queries.recognitions import (
    RecognitionFilter,
    RecognitionView,
    alike,
    recognition_or_404,
    recognition_view,
    recognitions_page,
    shares_of,
    weight_rows,
)
from app.voice.routes import bp
from app.voice.rules.recognitions import EDITABLE, OTHERS_DECIDE, check_editing, weights_on
from app.voice.services import recognitions as services

FIRST_YEAR = 2000
FILTERS = ("year", "department", "kind", "level", "state")
Vocabulary = TypeVar("Vocabulary", bound=Labelled)


@bp.get("/voice/recognitions")
def list_recognitions() -> ResponseReturnValue:
    """List awards, visits and proactive cases, narrowed by the address."""
    who, wanted = actor(), wanted_recognitions()
    page = recognitions_page(wanted, who, request.args.get("cursor"))
    chosen: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    following = url_for(".list_recognitions", **chosen, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "voice/recognitions/list.html",
        rows=page.rows,
        chosen=chosen,
        next_url=following,
        years=range(clock.today().year, FIRST_YEAR, -1),
        departments=departments_on(),
        kinds=tuple(RecognitionKind),
        levels=tuple(RecognitionLevel),
        states=tuple(RecognitionState),
        may_write=access.allows(POLICY, Permission.RECOGNITION_WRITE, who),
    )


def wanted_recognitions() -> RecognitionFilter:
    """Return what the address narrows the register to; what cannot be read narrows nothing."""
    year = request.args.get("year", type=whole_number)
    known = year if year is not None and FIRST_YEAR <= year <= clock.today().year else None
    return RecognitionFilter(
        first=date(known, 1, 1) if known else None,
        last=date(known, 12, 31) if known else None,
        department_id=request.args.get("department", type=whole_number),
        kind=_member(RecognitionKind, "kind"),
        level=_member(RecognitionLevel, "level"),
        state=_member(RecognitionState, "state"),
    )


def _member(kind: type[Vocabulary], name: str) -> Vocabulary | None:
    text = request.args.get(name, "")
    return kind(text) if text in {member.value for member in kind} else None


@bp.get("/voice/recognitions/new")
def new_recognition() -> ResponseReturnValue:
    """Ask what is handed in; the own department stands there with all of it."""
    form = _form()
    department_id = actor().department_id
    if department_id is not None:
        form.fill_shares([(department_id, 100)])
    return _form_page(form, None)


@bp.post("/voice/recognitions")
def create_recognition() -> ResponseReturnValue:
    """Hand in an entry with its evidence."""
    form = _form()
    if form.validate_on_submit():
        with showing_refusal(form):
            recognition = services.write_recognition(actor=actor(), text=form.text())
            return _kept(form, recognition)
    return _form_page(form, None), 422


@bp.get("/voice/recognitions/<int:recognition_id>")
def show_recognition(recognition_id: int) -> ResponseReturnValue:
    """Show an entry, its evidence, what it weighs for whom, and what may be done with it."""
    return _page(recognition_or_404(recognition_id, actor()), DecisionForm())


@bp.get("/voice/recognitions/<int:recognition_id>/edit")
def edit_recognition(recognition_id: int) -> ResponseReturnValue:
    """Show the form of an entry that is not decided."""
    recognition = _own(recognition_id)
    check_editing(recognition.state)
    form = _form(recognition)
    form.fill_shares([(one.department_id, one.share) for one in shares_of(recognition.id)])
    return _form_page(form, recognition)


@bp.post("/voice/recognitions/<int:recognition_id>")
def update_recognition(recognition_id: int) -> ResponseReturnValue:
    """Change an entry that is not decided; a returned one is handed in again."""
    recognition, form = _own(recognition_id), _form()
    if form.validate_on_submit():
        with keeping_words(form):
            services.edit_recognition(recognition=recognition, actor=actor(), text=form.text())
            return _kept(form, recognition)
    return _form_page(form, recognition), code_of(form)


@bp.post("/voice/recognitions/<int:recognition_id>/withdrawals")
def create_recognition_withdrawal(recognition_id: int) -> ResponseReturnValue:
    """Take an entry back."""
    recognition = _own(recognition_id)
    services.withdraw_recognition(recognition=recognition, actor=actor())
    return _told(recognition, _("The entry is withdrawn."))


@bp.post("/voice/recognitions/<int:recognition_id>/confirmations")
def create_recognition_confirmation(recognition_id: int) -> ResponseReturnValue:
    """Confirm an entry."""
    recognition = recognition_or_404(recognition_id, actor())
    seen = request.form.get("version", type=whole_number)
    services.confirm_recognition(recognition=recognition, actor=actor(), seen_version=seen)
    return _told(recognition, _("The entry is confirmed and counts for SMART."))


@bp.post("/voice/recognitions/<int:recognition_id>/returns")
def create_recognition_return(recognition_id: int) -> ResponseReturnValue:
    """Give an entry back with the reason."""
    recognition, form = recognition_or_404(recognition_id, actor()), DecisionForm()
    access.require(POLICY, Permission.RECOGNITION_DECIDE, actor(), recognition)
    if form.validate_on_submit():
        with keeping_words(form):
            services.return_recognition(recognition=recognition, actor=actor(), reason=form.reason.data)
            return _told(recognition, _("The entry is returned to its author."))
    return _page(recognition, form, asked="return"), code_of(form)


@bp.post("/voice/recognitions/<int:recognition_id>/revocations")
def create_recognition_revocation(recognition_id: int) -> ResponseReturnValue:
    """Let a confirmed entry count no longer, with the reason."""
    recognition, form = recognition_or_404(recognition_id, actor()), DecisionForm()
    access.require(POLICY, Permission.RECOGNITION_REVOKE, actor(), recognition)
    if form.validate_on_submit():
        with keeping_words(form):
            services.revoke_recognition(recognition=recognition, actor=actor(), reason=form.reason.data)
            return _told(recognition, _("The entry is revoked and counts no longer."))
    return _page(recognition, form, asked="revoke"), code_of(form)


def _own(recognition_id: int) -> Recognition:
    recognition = recognition_or_404(recognition_id, actor())
    access.require(POLICY, Permission.RECOGNITION_EDIT, actor(), recognition)
    return recognition


def _told(recognition: Recognition, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for(".show_recognition", recognition_id=recognition.id))


def _form(recognition: Recognition | None = None) -> RecognitionForm:
    form = RecognitionForm(obj=recognition)
    form.offer_departments([(unit.id, unit.name) for unit in departments_on()])
    return form


def _kept(form: RecognitionForm, recognition: Recognition) -> ResponseReturnValue:
    store_uploads(uploads=form.uploads(), subject_type=EVIDENCE_SUBJECT, subject_id=recognition.id, actor=actor())
    services.check_evidence(recognition)
    return _told(recognition, _("The entry is handed in. The control tower confirms it."))


def _form_page(form: RecognitionForm, recognition: Recognition | None) -> str:
    files = evidence_of(EVIDENCE_SUBJECT, [recognition.id])[recognition.id] if recognition else ()
    form.evidence.flags.required = not files
    return render_template("voice/recognitions/form.html", form=form, recognition=recognition, evidence=files)


def _page(recognition: Recognition, form: DecisionForm, *, asked: str = "") -> str:
    who = actor()
    view, due = recognition_view(recognition), None
    may: Mapping[str, bool] = _actions(view, who)
    if recognition.weight is None:
        due = weights_on(weight_rows(), recognition.happened_on)[recognition.kind, recognition.level]
    return render_template(
        "voice/recognitions/show.html",
        view=view,
        recognition=recognition,
        evidence=evidence_of(EVIDENCE_SUBJECT, [recognition.id])[recognition.id],
        alike=alike(recognition, who),
        due=due,
        form=form,
        asked=asked,
        may=may,
        others_decide=OTHERS_DECIDE,
    )


def _actions(view: RecognitionView, who: Actor) -> Mapping[str, bool]:
    recognition, state = view.recognition, view.recognition.state
    is_own = not offices_of(who).isdisjoint(one.department_id for one in view.shares)
    edits = access.allows(POLICY, Permission.RECOGNITION_EDIT, who, recognition) and state in EDITABLE
    decides = access.allows(POLICY, Permission.RECOGNITION_DECIDE, who, recognition)
    return {
        "edit": edits,
        "decide": decides and state is RecognitionState.SUBMITTED and not is_own,
        "revoke": decides and state is RecognitionState.CONFIRMED and not is_own,
        "others_decide": decides and state is RecognitionState.SUBMITTED and is_own,
    }
