"""What an accepted appeal corrects: proposed, confirmed, taken back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.errors import Invalid, Refused
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words, require_recent_password
from app.evaluation.appeal_policy import POLICY
from app.evaluation.enums import Permission
from app.evaluation.forms.appeals import CorrectionForm, WordsForm
from app.evaluation.queries.appeal_corrections import proposal_or_404
from app.evaluation.queries.appeals import AppealView, appeal_or_404
from app.evaluation.queries.moves import newest_content
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.scoring import members_of
from app.evaluation.routes import bp
from app.evaluation.routes.appeals import appeal_page
from app.evaluation.services import appeal_corrections as services


@bp.get("/rounds/appeals/<int:appeal_id>/corrections/new")
def new_appeal_correction(appeal_id: int) -> ResponseReturnValue:
    """Ask what an accepted appeal corrects."""
    view = _correctable(appeal_id)
    form = CorrectionForm(formdata=None)
    for entry in form.lines:
        entry.form.indicator_id.data = view.record.indicator_id if entry is form.lines[0] else None
    return _form_page(view, form)


@bp.post("/rounds/appeals/<int:appeal_id>/corrections")
def create_appeal_correction(appeal_id: int) -> ResponseReturnValue:
    """Write down what is corrected, with everything it moves; another office confirms."""
    view, form = _correctable(appeal_id), CorrectionForm()
    _offer(view, form)
    if form.validate_on_submit():
        with keeping_words(form), _on_top():
            services.propose(
                actor=actor(),
                view=view,
                drafts=form.drafts(view.record.department_id),
                reason=form.reason.data,
                second_id=form.second_id.data,
            )
            return _shown(view, _("Proposed. Look at what moves; the second person does too before confirming."))
    return _form_page(_correctable(appeal_id), form), code_of(form)


@contextmanager
def _on_top() -> Iterator[None]:
    """Say what is wrong with a correction above the form: its rows have not the fields the service speaks of."""
    try:
        yield
    except Invalid as refusal:
        reasons = [reason for found in refusal.fields.values() for reason in found]
        raise Refused(reasons[0] if reasons else refusal.reason) from refusal


def _correctable(appeal_id: int) -> AppealView:
    view = appeal_or_404(appeal_id, actor())
    access.require(POLICY, Permission.APPEAL_REPLY, actor(), view.work)
    return view


def _form_page(view: AppealView, form: CorrectionForm) -> str:
    _offer(view, form)
    record = round_or_404(view.record.round_id)
    return render_template("evaluation/appeals/correct.html", view=view, appeal=view.record, record=record, form=form)


def _offer(view: AppealView, form: CorrectionForm) -> None:
    groups = {member.peer_group_id: member.peer_group for member in members_of(round_or_404(view.record.round_id))}
    form.offer_choices(_lines(view), list(groups.items()), services.possible_seconds(actor(), view))


def _lines(view: AppealView) -> Sequence[tuple[int, str]]:
    """The lines of the department in the newest version: an earlier correction may have moved it to another group."""
    content = newest_content(view.record.round_id)
    own = next(row for row in content["departments"] if row["department_id"] == view.record.department_id)
    return [
        (line["indicator_id"], f"{line['code']} {line['name']}")
        for line in own["lines"]
        if view.record.indicator_id in {None, line["indicator_id"]}
    ]


@bp.post("/rounds/appeal-corrections/<int:proposal_id>/confirmations")
def create_appeal_confirmation(proposal_id: int) -> ResponseReturnValue:
    """Confirm as the second person: the next version is published."""
    proposal, view = proposal_or_404(proposal_id, actor())
    require_recent_password(back=url_for("evaluation.show_appeal", appeal_id=view.record.id))
    form = WordsForm(formdata=None)
    with keeping_words(form):
        seen = request.form.get("sha256", "")
        services.confirm(actor=actor(), view=view, proposal=proposal, seen_sha256=seen)
        return _shown(view, _("The correction is published as a new version."))
    return appeal_page(appeal_or_404(view.record.id, actor()), button=form), code_of(form)


@bp.post("/rounds/appeal-corrections/<int:proposal_id>/endings")
def create_appeal_correction_end(proposal_id: int) -> ResponseReturnValue:
    """Take a proposal back, or decline it."""
    proposal, view = proposal_or_404(proposal_id, actor())
    reason = request.form.get("reason", "")[:2000]
    form = WordsForm(formdata=None, words=reason)
    with keeping_words(form):
        services.end(actor=actor(), view=view, proposal=proposal, reason=reason)
        return _shown(view, _("The proposed correction has ended; another one may be proposed."))
    return appeal_page(appeal_or_404(view.record.id, actor()), button=form), code_of(form)


def _shown(view: AppealView, text: Message) -> ResponseReturnValue:
    flash(str(text), "success")
    return redirect(url_for(".show_appeal", appeal_id=view.record.id))
