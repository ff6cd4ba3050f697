"""감점: the list, the proposal, and the page on which everybody with a part in it acts."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows, require
from app.core.forms import Form, offer
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words, showing_refusal
from app.files.queries import evidence_of
from app.files.services import store_uploads
from app.mileage.enums import DeductionObjectionOutcome, DeductionState, Permission
from app.mileage.forms import ReasonForm
from app.mileage.forms.deductions import (
    DeductionAnswerForm,
    DeductionDecisionForm,
    DeductionForm,
    DeductionWordsForm,
)
from app.mileage.models import Deduction, MileageAccount
from app.mileage.policy import POLICY
from app.mileage.queries import deductions as queries
from app.mileage.queries.deductions import EVIDENCE_SUBJECT, deduction_or_404
from app.mileage.queries.year_closings import owners_of
from app.mileage.routes import bp
from app.mileage.rules.deductions import OPEN
from app.mileage.services import deductions as services
from app.mileage.services.deductions import DeductionText
from app.organization.enums import SettingKey
from app.organization.queries import setting


@bp.get("/mileage/deductions")
def list_deductions() -> ResponseReturnValue:
    """List the deductions the actor has a part in, or reads for the office."""
    page = queries.deductions_page(actor(), request.args.get("cursor"))
    following = url_for(".list_deductions", cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/deductions/list.html",
        rows=page.rows,
        next_url=following,
        first_url=url_for(".list_deductions") if request.args.get("cursor") else None,
        may_propose=allows(POLICY, Permission.DEDUCTION_PROPOSE, actor()),
    )


@bp.get("/mileage/accounts/<int:account_id>/deductions/new")
def new_deduction(account_id: int) -> ResponseReturnValue:
    """Ask what is to be deducted from an account, and who decides."""
    return _form_page(queries.account_for_deduction(account_id), DeductionForm(formdata=None))


@bp.post("/mileage/accounts/<int:account_id>/deductions")
def create_deduction(account_id: int) -> ResponseReturnValue:
    """Propose a deduction; its owner is heard first."""
    account, form = queries.account_for_deduction(account_id), DeductionForm()
    _offer(form, account)
    if form.validate_on_submit():
        with showing_refusal(form):
            found = services.propose_deduction(actor=actor(), account=account, text=_text(form))
            store_uploads(uploads=form.uploads(), subject_type=EVIDENCE_SUBJECT, subject_id=found.id, actor=actor())
            flash(str(_("Proposed. The owner of the account is heard first; no points have moved.")), "success")
            return redirect(url_for(".show_deduction", deduction_id=found.id))
    return _form_page(account, form), 422


@bp.get("/mileage/deductions/<int:deduction_id>")
def show_deduction(deduction_id: int) -> ResponseReturnValue:
    """Show a deduction, what was said and decided, and what the actor may do now."""
    return _page(deduction_or_404(deduction_id, actor()))


@bp.post("/mileage/deductions/<int:deduction_id>/opinions")
def create_deduction_opinion(deduction_id: int) -> ResponseReturnValue:
    """Say as owner what is to be said before the decision."""

    def act(found: Deduction, form: Any) -> None:  # noqa: ANN401  the form of this route
        services.give_opinion(deduction=found, actor=actor(), opinion=form.words.data)

    done = _("Your opinion is handed in. It is read before anybody decides.")
    return _act(deduction_id, "words", DeductionWordsForm(), Permission.DEDUCTION_ANSWER, act, done)


@bp.post("/mileage/deductions/<int:deduction_id>/decisions")
def create_deduction_decision(deduction_id: int) -> ResponseReturnValue:
    """Decide as the named person of another office."""

    def act(found: Deduction, form: Any) -> None:  # noqa: ANN401  the form of this route
        services.decide_deduction(deduction=found, actor=actor(), points=form.decided(), decision=form.decision.data)

    done = _("Decided. The owner of the account is told, and may object.")
    return _act(deduction_id, "decision", DeductionDecisionForm(), Permission.DEDUCTION_DECIDE, act, done)


@bp.post("/mileage/deductions/<int:deduction_id>/objections")
def create_deduction_objection(deduction_id: int) -> ResponseReturnValue:
    """Object as owner."""

    def act(found: Deduction, form: Any) -> None:  # noqa: ANN401  the form of this route
        services.object_to_deduction(deduction=found, actor=actor(), objection=form.words.data)

    done = _("Your objection is handed in. No points move before a third person has answered.")
    return _act(deduction_id, "words", DeductionWordsForm(), Permission.DEDUCTION_ANSWER, act, done)


@bp.post("/mileage/deductions/<int:deduction_id>/answers")
def create_deduction_answer(deduction_id: int) -> ResponseReturnValue:
    """Answer an objection as the third person."""

    def act(found: Deduction, form: Any) -> None:  # noqa: ANN401  the form of this route
        upheld = form.outcome.data is DeductionObjectionOutcome.UPHELD
        services.answer_objection(deduction=found, actor=actor(), upheld=upheld, answer=form.answer.data)

    done = _("The objection is answered.")
    return _act(deduction_id, "answer", DeductionAnswerForm(), Permission.DEDUCTION_REVIEW, act, done)


@bp.post("/mileage/deductions/<int:deduction_id>/withdrawals")
def create_deduction_withdrawal(deduction_id: int) -> ResponseReturnValue:
    """Withdraw as control tower, before points move."""

    def act(found: Deduction, form: Any) -> None:  # noqa: ANN401  the form of this route
        services.withdraw_deduction(deduction=found, actor=actor(), reason=form.reason.data)

    done = _("The deduction is withdrawn; no points have moved.")
    return _act(deduction_id, "withdrawal", ReasonForm(), Permission.DEDUCTION_WITHDRAW, act, done)


def _act(
    deduction_id: int,
    part: str,
    form: Form,
    permission: Permission,
    act: Callable[[Deduction, Any], None],
    done: Message,
) -> ResponseReturnValue:
    """Do a step, or show the page again with what was typed: 422 where it is refused, 409 where it came too late."""
    found = deduction_or_404(deduction_id, actor())
    require(POLICY, permission, actor(), found)
    if form.validate_on_submit():
        with keeping_words(form):
            act(found, form)
            flash(str(done), "success")
            return redirect(url_for(".show_deduction", deduction_id=found.id))
    return _page(found, **{part: form}, shown=form), code_of(form)


def _page(found: Deduction, shown: Form | None = None, **forms: Form) -> str:
    who, today = actor(), clock.today()
    proposed, is_given = found.state is DeductionState.PROPOSED, found.opinion is not None
    answers = allows(POLICY, Permission.DEDUCTION_ANSWER, who, found)
    decides = proposed and allows(POLICY, Permission.DEDUCTION_DECIDE, who, found)
    heard = is_given or today > found.opinions_until
    decided = found.state is DeductionState.DECIDED and found.objections_until is not None
    first = {"points": found.points}
    return render_template(
        "mileage/deductions/show.html",
        view=queries.deduction_view(found),
        found=found,
        form=shown,
        evidence=evidence_of(EVIDENCE_SUBJECT, [found.id])[found.id],
        words=forms.get("words") or DeductionWordsForm(formdata=None),
        decision=forms.get("decision") or DeductionDecisionForm(formdata=None, data=first),
        answer=forms.get("answer") or DeductionAnswerForm(formdata=None),
        may_give_opinion=answers and proposed and not is_given and today <= found.opinions_until,
        may_decide=decides and heard,
        waits_to_decide=decides and not heard,
        may_object=answers and decided and today <= (found.objections_until or today),
        may_answer=found.state is DeductionState.OBJECTED and allows(POLICY, Permission.DEDUCTION_REVIEW, who, found),
        may_withdraw=found.state in OPEN and allows(POLICY, Permission.DEDUCTION_WITHDRAW, who, found),
        reads_accounts=allows(POLICY, Permission.ACCOUNT_READ, who, found),
    )


def _text(form: DeductionForm) -> DeductionText:
    assert form.points.data is not None
    return DeductionText(
        ground=form.ground.data,
        reason=form.reason.data,
        points=form.points.data,
        decider_id=form.decider_id.data,
        reviewer_id=form.reviewer_id.data,
    )


def _offer(form: DeductionForm, account: MileageAccount) -> None:
    offer(form.decider_id, queries.deciders_for(actor(), account), blank=True)
    offer(form.reviewer_id, queries.reviewers_for(actor(), account), blank=True)


def _form_page(account: MileageAccount, form: DeductionForm) -> str:
    _offer(form, account)
    return render_template(
        "mileage/deductions/form.html",
        account=account,
        owner=owners_of([account.id])[account.id],
        form=form,
        opinion_days=setting(SettingKey.DEDUCTION_OPINION_DAYS),
        objection_days=setting(SettingKey.DEDUCTION_OBJECTION_DAYS),
    )
