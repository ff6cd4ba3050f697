"""회차 다시 열기: asking, agreeing, handing over, confirming what moves."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries.seconds import people_apart
from app.core import access, clock
from app.core.access import offices_of
from app.core.errors import Conflict, OpumError
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words, require_recent_password
from app.evaluation.enums import Permission, ReopeningState
from app.evaluation.forms.reopenings import PressForm, ReopeningForm, WordsForm
from app.evaluation.models import EvaluationRound, RoundReopening
from app.evaluation.queries import reopenings as queries
from app.evaluation.queries.moves import move_rows
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.scoring import members_of
from app.evaluation.reopening_policy import REOPENING_POLICY
from app.evaluation.reopening_views import entry_lines, kept_moves, shown_moves
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.rules.reopenings import OFFERED
from app.evaluation.services import reopening_closings as closings
from app.evaluation.services import reopenings as services
from app.evaluation.services.reopening_entries import SUBJECT
from app.files.queries import evidence_of

Act = Callable[[EvaluationRound, RoundReopening, Any], None]


@bp.get("/rounds/<int:round_id>/reopenings")
def list_reopenings(round_id: int) -> ResponseReturnValue:
    """List how often a round was opened again, and what came of it."""
    record = round_or_404(round_id)
    may = access.allows(REOPENING_POLICY, Permission.REOPENING_PROPOSE, actor())
    return render_template(
        "evaluation/reopenings/list.html",
        record=record,
        rows=queries.reopening_rows(record.id),
        may_propose=may and record.phase.value != "planning" and not queries.is_reopened(record.id),
    )


@bp.get("/rounds/<int:round_id>/reopenings/new")
def new_reopening(round_id: int) -> ResponseReturnValue:
    """Ask what is to be corrected."""
    record = round_or_404(round_id)
    days = services.most_days()
    form = ReopeningForm(formdata=None, open_until=clock.today() + timedelta(days=days))
    return _form_page(record, form)


@bp.post("/rounds/<int:round_id>/reopenings")
def create_reopening(round_id: int) -> ResponseReturnValue:
    """Propose to correct an opened round."""
    record, form = round_or_404(round_id), ReopeningForm()
    _offer(record, form)
    if form.validate_on_submit():
        with keeping_words(form):
            found = services.propose(actor=actor(), record=record, draft=form.draft())
            flash(str(_("Proposed. Nothing can be entered before the second person agrees.")), "success")
            return redirect(url_for(".show_reopening", round_id=round_id, reopening_id=found.id))
    return _form_page(record, form), code_of(form)


def _offer(record: EvaluationRound, form: ReopeningForm) -> None:
    offer(form.department_ids, [(m.department_id, f"{m.department} ({m.peer_group})") for m in members_of(record)])
    offer(form.indicator_ids, queries.indicator_names(record.id).items())
    offer(form.second_id, people_apart(offices_of(actor()), without=[actor().id]), blank=True)


def _form_page(record: EvaluationRound, form: ReopeningForm) -> str:
    _offer(record, form)
    return render_template("evaluation/reopenings/new.html", record=record, form=form, most_days=services.most_days())


@bp.get("/rounds/<int:round_id>/reopenings/<int:reopening_id>")
def show_reopening(round_id: int, reopening_id: int) -> ResponseReturnValue:
    """Show a reopening: its scope, its entries, what would move or has moved, and what the actor may do."""
    record = round_or_404(round_id)
    return _page(record, queries.reopening_or_404(record, reopening_id, actor()), PressForm(formdata=None))


@bp.post("/rounds/<int:round_id>/reopenings/<int:reopening_id>/agreements")
def create_reopening_agreement(round_id: int, reopening_id: int) -> ResponseReturnValue:
    """Agree as the second person."""
    require_recent_password(back=url_for(".show_reopening", round_id=round_id, reopening_id=reopening_id))

    def act(_record: EvaluationRound, found: RoundReopening, _form: Any) -> None:  # noqa: ANN401  a form
        services.agree(actor=actor(), reopening=found)

    done = _("Agreed. Corrections inside the scope can be entered; none counts before you confirm what moves.")
    return _act(round_id, reopening_id, PressForm(), act, done)


@bp.post("/rounds/<int:round_id>/reopenings/<int:reopening_id>/withdrawals")
def create_reopening_withdrawal(round_id: int, reopening_id: int) -> ResponseReturnValue:
    """End a reopening without a correction."""

    def act(_record: EvaluationRound, found: RoundReopening, form: Any) -> None:  # noqa: ANN401  a form
        services.withdraw(actor=actor(), reopening=found, reason=form.reason.data)

    return _act(round_id, reopening_id, WordsForm(), act, _("The reopening is ended. Nothing was changed."))


@bp.post("/rounds/<int:round_id>/reopenings/<int:reopening_id>/submissions")
def create_reopening_submission(round_id: int, reopening_id: int) -> ResponseReturnValue:
    """Hand the entries to the second person."""

    def act(record: EvaluationRound, found: RoundReopening, _form: Any) -> None:  # noqa: ANN401  a form
        closings.submit(actor=actor(), record=record, reopening=found)

    done = _("Handed over. Nothing counts before the second person has confirmed what moves.")
    return _act(round_id, reopening_id, PressForm(), act, done)


@bp.post("/rounds/<int:round_id>/reopenings/<int:reopening_id>/returns")
def create_reopening_return(round_id: int, reopening_id: int) -> ResponseReturnValue:
    """Give the entries back as the second person."""

    def act(_record: EvaluationRound, found: RoundReopening, form: Any) -> None:  # noqa: ANN401  a form
        closings.give_back(actor=actor(), reopening=found, reason=form.reason.data)

    return _act(round_id, reopening_id, WordsForm(), act, _("The entries are given back."))


@bp.post("/rounds/<int:round_id>/reopenings/<int:reopening_id>/confirmations")
def create_reopening_confirmation(round_id: int, reopening_id: int) -> ResponseReturnValue:
    """Confirm as the second person that every move was seen."""
    require_recent_password(back=url_for(".show_reopening", round_id=round_id, reopening_id=reopening_id))

    def act(record: EvaluationRound, found: RoundReopening, _form: Any) -> None:  # noqa: ANN401  a form
        seen = request.form.get("sha256", "")
        closings.confirm(actor=actor(), record=record, reopening=found, seen_sha256=seen)

    return _act(round_id, reopening_id, PressForm(), act, _("Confirmed. The corrections count."))


def _act(round_id: int, reopening_id: int, form: Form, act: Act, done: Message) -> ResponseReturnValue:
    record = round_or_404(round_id)
    found = queries.reopening_or_404(record, reopening_id, actor())
    _require_part(found)
    if form.validate_on_submit():
        with keeping_words(form):
            act(record, found, form)
            flash(str(done), "success")
            return redirect(url_for(".show_reopening", round_id=round_id, reopening_id=reopening_id))
    return _page(record, found, form), code_of(form)


def _require_part(found: RoundReopening) -> None:
    """Refuse whoever is neither the control tower nor the second person before a form of theirs is looked at."""
    if not access.allows(REOPENING_POLICY, Permission.REOPENING_PROPOSE, actor()):
        access.require(REOPENING_POLICY, Permission.REOPENING_ANSWER, actor(), found)


def _page(record: EvaluationRound, found: RoundReopening, form: Form) -> str:
    who = actor()
    reads_all = queries.reads_all(who, found)
    scope = queries.scope_of(found.id)
    own = queries.concerns(who, found, scope)
    entries = queries.entries_of(found)
    shown = [entry for entry in entries if reads_all or entry.department_id in own]
    indicators = queries.indicator_names(record.id)
    state = queries.shown_state(found.state, found.open_until)
    live = state in {ReopeningState.PROPOSED, ReopeningState.OPEN, ReopeningState.SUBMITTED}
    may_propose = access.allows(REOPENING_POLICY, Permission.REOPENING_PROPOSE, who)
    may_answer = access.allows(REOPENING_POLICY, Permission.REOPENING_ANSWER, who, found)
    would, obstacle = _would_move(record, found, entries) if reads_all and live else (None, None)
    moved = shown_moves(kept_moves(found), who, found, own) if found.content else []
    return render_template(
        "evaluation/reopenings/show.html",
        record=record,
        reopening=found,
        state=state,
        states=ReopeningState,
        form=form,
        scope=scope,
        offered=OFFERED,
        departments={m.department_id: m.department for m in members_of(record)},
        indicators=indicators,
        names=queries.names_of(found.proposed_by_id, found.second_id, found.submitted_by_id, found.withdrawn_by_id),
        entries=entry_lines(record, shown, indicators),
        files=evidence_of(SUBJECT, [entry.id for entry in shown]),
        would=would,
        would_move=move_rows(would.moves) if would else (),
        obstacle=obstacle,
        moved=move_rows(moved),
        may_enter=state is ReopeningState.OPEN and bool(may_propose or own) and who.id != found.second_id,
        may_propose=may_propose,
        may_answer=may_answer,
        results_out=phases.may_correct(record.phase),
        own_id=who.id,
    )


def _would_move(
    record: EvaluationRound, found: RoundReopening, entries: Sequence[queries.EntryView]
) -> tuple[closings.Consequence | None, Message | None]:
    if not any(entry.stands for entry in entries):
        return None, None
    try:
        return closings.consequence(record, found, entries), None
    except Conflict:
        raise
    except OpumError as refusal:
        return None, refusal.reason
