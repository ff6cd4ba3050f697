"""이의신청: the list of a round, the form, and the page of an appeal."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.numbers import whole_number
from app.core.web import actor, code_of, keeping_words
from app.evaluation import policy
from app.evaluation.appeal_policy import POLICY
from app.evaluation.enums import AppealState, Permission, Phase
from app.evaluation.forms.appeals import (
    AppealForm,
    AppealTermsForm,
    DeciderForm,
    DecisionForm,
    EvidenceForm,
    ReplyForm,
    WordsForm,
)
from app.evaluation.models import EvaluationRound
from app.evaluation.queries import appeals as queries
from app.evaluation.queries.appeal_corrections import proposals_of
from app.evaluation.queries.appeal_terms import terms_of, window_of
from app.evaluation.queries.appeals import AppealView, appeal_or_404
from app.evaluation.queries.results import content_of, publications_of
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.routes import bp
from app.evaluation.rules import appeals as rules
from app.evaluation.services import appeal_windows
from app.evaluation.services import appeals as services
from app.files.queries import evidence_of

FORMS: dict[str, type[Form]] = {
    "reply": ReplyForm,
    "decision": DecisionForm,
    "escalation": WordsForm,
    "decider": DeciderForm,
    "evidence": EvidenceForm,
}


@bp.get("/rounds/<int:round_id>/appeals")
def list_appeals(round_id: int) -> ResponseReturnValue:
    """List the appeals of a round the reader may see, and until when departments may appeal."""
    record = round_or_404(round_id)
    terms = terms_of(record.id)
    form = AppealTermsForm(
        formdata=None, days=terms.days, closing_time=terms.closing_time, second_days=terms.second_days
    )
    return _list_page(record, form)


def _list_page(record: EvaluationRound, form: AppealTermsForm) -> str:
    who, window, now = actor(), window_of(record.id), clock.now()
    is_open = window is not None and record.phase is Phase.APPEALS and now <= window.closes_at
    may_set = access.allows(POLICY, Permission.APPEAL_TERMS, who) and window is None and record.phase is not Phase.FINAL
    return render_template(
        "evaluation/appeals/list.html",
        record=record,
        rows=queries.appeal_rows(record.id, who),
        window=window,
        is_open=is_open,
        form=form,
        may_set=may_set,
        own=[unit for unit in who.headed_department_ids if access.allows(POLICY, Permission.APPEAL_FILE, who, unit)],
        now=now,
    )


@bp.post("/rounds/<int:round_id>/appeal-terms")
def create_appeal_terms(round_id: int) -> ResponseReturnValue:
    """Set how long departments may appeal."""
    record, form = round_or_404(round_id), AppealTermsForm()
    if form.validate_on_submit():
        with keeping_words(form):
            appeal_windows.set_terms(actor=actor(), record=record, terms=form.terms())
            flash(str(_("The terms of appeals are set.")), "success")
            return redirect(url_for(".list_appeals", round_id=round_id))
    return _list_page(round_or_404(round_id), form), code_of(form)


@bp.get("/rounds/<int:round_id>/appeals/new")
def new_appeal(round_id: int) -> ResponseReturnValue:
    """Ask what is wrong with the own department's result."""
    record, department_id = round_or_404(round_id), _own_department()
    return _form_page(record, department_id, AppealForm(formdata=None))


@bp.post("/rounds/<int:round_id>/appeals")
def create_appeal(round_id: int) -> ResponseReturnValue:
    """File an appeal."""
    record, department_id, form = round_or_404(round_id), _own_department(), AppealForm()
    form.offer_lines(_lines(record, department_id))
    if form.validate_on_submit():
        with keeping_words(form):
            made = services.file_appeal(
                actor=actor(),
                record=record,
                department_id=department_id,
                indicator_id=form.indicator_id.data,
                reason=form.reason.data,
                uploads=form.uploads(),
            )
            flash(str(_("The appeal is filed. The control tower replies, and somebody else decides.")), "success")
            return redirect(url_for(".show_appeal", appeal_id=made.id))
    return _form_page(round_or_404(round_id), department_id, form), code_of(form)


def _own_department() -> int:
    """Return the department it is about: the one named, else the only one the actor heads. Others get 403."""
    who = actor()
    given = request.values.get("department_id", type=whole_number)
    department_id = given or next(iter(who.headed_department_ids), None)
    access.require(POLICY, Permission.APPEAL_FILE, who, department_id)
    assert department_id is not None
    return department_id


def _lines(record: EvaluationRound, department_id: int) -> Sequence[tuple[int, str]]:
    found = publications_of(record.id, actor())
    content: dict[str, Any] = content_of(found[0].id) if found else {"departments": []}
    own: dict[str, Any] = next(
        (row for row in content["departments"] if row["department_id"] == department_id), {"lines": []}
    )
    return [(line["indicator_id"], f"{line['code']} {line['name']}") for line in own["lines"]]


def _form_page(record: EvaluationRound, department_id: int, form: AppealForm) -> str:
    form.offer_lines(_lines(record, department_id))
    window = window_of(record.id)
    return render_template(
        "evaluation/appeals/new.html",
        record=record,
        department_id=department_id,
        form=form,
        window=window,
        is_open=window is not None and record.phase is Phase.APPEALS and clock.now() <= window.closes_at,
    )


@bp.get("/rounds/appeals/<int:appeal_id>")
def show_appeal(appeal_id: int) -> ResponseReturnValue:
    """Show an appeal with everything that has happened to it."""
    return appeal_page(appeal_or_404(appeal_id, actor()))


def appeal_page(view: AppealView, **sent: Form) -> str:
    """Render the page of an appeal; `sent` holds a form that was refused, by its name in `FORMS`.

    Under any other name it is one the page has no fields for: its refusal stands on top.
    """
    who, now, appeal = actor(), clock.now(), view.record
    forms = {name: sent.get(name) or kind(formdata=None) for name, kind in FORMS.items()}
    is_tower = access.allows(POLICY, Permission.APPEAL_REPLY, who, view.work)
    may_file = access.allows(POLICY, Permission.APPEAL_FILE, who, view.work)
    may_name = is_tower and appeal.state is AppealState.RAISED
    if may_name:
        decider: Any = forms["decider"]
        offer(decider.decider_id, services.possible_deciders(view), blank=True)
    return render_template(
        "evaluation/appeals/show.html",
        record=round_or_404(appeal.round_id),
        view=view,
        appeal=appeal,
        forms=forms,
        refused=next(iter(sent.values()), None),
        has_no_form=bool(set(sent) - set(FORMS)),
        files=evidence_of(services.SUBJECT, [appeal.id])[appeal.id],
        proposals=proposals_of(appeal.id, None if _reads_all(view) else appeal.department_id),
        actor_id=who.id,
        may_reply=is_tower and appeal.state is AppealState.FILED,
        may_decide=access.allows(POLICY, Permission.APPEAL_DECIDE, who, view.work),
        may_name=may_name,
        may_correct=is_tower and rules.may_be_corrected(view.facts, now),
        is_tower=is_tower,
        may_raise=may_file and rules.may_be_raised(view.facts, now),
        may_attach=may_file and appeal.state in rules.WAITING,
        may_withdraw=may_file and rules.may_be_withdrawn(view.facts),
    )


def _reads_all(view: AppealView) -> bool:
    """Whether the reader sees what moves for other departments: as on the pages of results, or asked to confirm it."""
    return policy.allows(Permission.RESULTS_READ_ALL, actor()) or actor().id in view.work.second_ids


@bp.post("/rounds/appeals/<int:appeal_id>/evidence")
def create_appeal_evidence(appeal_id: int) -> ResponseReturnValue:
    """Add evidence to an appeal."""
    view, form = appeal_or_404(appeal_id, actor()), EvidenceForm()
    with keeping_words(form):
        services.attach(actor=actor(), view=view, uploads=form.uploads())
        return _done(view, _("The evidence is kept."))
    return _refused(appeal_id, "evidence", form)


@bp.post("/rounds/appeals/<int:appeal_id>/replies")
def create_appeal_reply(appeal_id: int) -> ResponseReturnValue:
    """Reply as the control tower."""
    view, form = appeal_or_404(appeal_id, actor()), ReplyForm()
    access.require(POLICY, Permission.APPEAL_REPLY, actor(), view.work)
    if form.validate_on_submit():
        with keeping_words(form):
            services.reply(actor=actor(), view=view, words=form.words.data)
            return _done(view, _("The reply is kept. Somebody else decides now."))
    return _refused(appeal_id, "reply", form)


@bp.post("/rounds/appeals/<int:appeal_id>/decisions")
def create_appeal_decision(appeal_id: int) -> ResponseReturnValue:
    """Decide about an appeal."""
    view, form = appeal_or_404(appeal_id, actor()), DecisionForm()
    if view.record.state in {AppealState.ANSWERED, AppealState.RAISED}:
        access.require(POLICY, Permission.APPEAL_DECIDE, actor(), view.work)
    if form.validate_on_submit():
        with keeping_words(form):
            services.decide(actor=actor(), view=view, outcome=form.outcome.data, words=form.words.data)
            return _done(view, _("The appeal is decided. The department reads it."))
    return _refused(appeal_id, "decision", form)


@bp.post("/rounds/appeals/<int:appeal_id>/settlements")
def create_appeal_settlement(appeal_id: int) -> ResponseReturnValue:
    """Accept a decision for the department."""
    view, form = appeal_or_404(appeal_id, actor()), WordsForm(formdata=None)
    with keeping_words(form):
        services.settle(actor=actor(), view=view)
        return _done(view, _("The decision is accepted."))
    return _refused(appeal_id, "button", form)


@bp.post("/rounds/appeals/<int:appeal_id>/escalations")
def create_appeal_escalation(appeal_id: int) -> ResponseReturnValue:
    """Take a decision to the second level."""
    view, form = appeal_or_404(appeal_id, actor()), WordsForm()
    access.require(POLICY, Permission.APPEAL_FILE, actor(), view.work)
    if form.validate_on_submit():
        with keeping_words(form):
            services.take_further(actor=actor(), view=view, words=form.words.data)
            return _done(view, _("The control tower names who of another office decides."))
    return _refused(appeal_id, "escalation", form)


@bp.post("/rounds/appeals/<int:appeal_id>/deciders")
def create_appeal_decider(appeal_id: int) -> ResponseReturnValue:
    """Name who decides at the second level."""
    view, form = appeal_or_404(appeal_id, actor()), DeciderForm()
    access.require(POLICY, Permission.APPEAL_REPLY, actor(), view.work)
    if view.record.state is AppealState.RAISED:
        offer(form.decider_id, services.possible_deciders(view), blank=True)
    if form.validate_on_submit():
        with keeping_words(form):
            services.name_decider(actor=actor(), view=view, decider_id=form.decider_id.data)
            return _done(view, _("Named. The appeal is among their turns now."))
    return _refused(appeal_id, "decider", form)


@bp.post("/rounds/appeals/<int:appeal_id>/withdrawals")
def create_appeal_withdrawal(appeal_id: int) -> ResponseReturnValue:
    """Take an appeal back."""
    view, form = appeal_or_404(appeal_id, actor()), WordsForm(formdata=None)
    with keeping_words(form):
        services.withdraw(actor=actor(), view=view)
        return _done(view, _("The appeal is withdrawn."))
    return _refused(appeal_id, "button", form)


def _done(view: AppealView, text: Message) -> ResponseReturnValue:
    flash(str(text), "success")
    return redirect(url_for(".show_appeal", appeal_id=view.record.id))


def _refused(appeal_id: int, name: str, form: Form) -> ResponseReturnValue:
    return appeal_page(appeal_or_404(appeal_id, actor()), **{name: form}), code_of(form)
