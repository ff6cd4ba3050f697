"""슬로건 반기 자체평가: written, submitted, approved, sent back."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Conflict, Missing, Refused
from app.core.messages import Message, _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.enums.slogan_steps import HalfYear
from app.innovation.forms.slogan_cycle import SloganReviewForm, review_defaults, review_form
from app.innovation.forms.slogans import SloganReasonForm
from app.innovation.models import Slogan, SloganReview
from app.innovation.queries import slogans as queries
from app.innovation.queries.slogans.reviews import results_of
from app.innovation.routes import bp
from app.innovation.routes.filters import member
from app.innovation.routes.slogans.pages import check_permission, done, slogan_for, slogan_page
from app.innovation.rules.slogan_reviews import check_begun, check_writing, due_day
from app.innovation.services import slogans as services
from app.innovation.services.slogans import ReviewContent


@bp.get("/slogans/<int:slogan_id>/reviews/new")
def new_slogan_review(slogan_id: int) -> ResponseReturnValue:
    """Show the form of a half year, with what is there of a draft or of one that came back."""
    slogan, half = slogan_for(Permission.SLOGAN_REVIEW, slogan_id), _half()
    review = queries.review_of(slogan_id, half)
    try:
        check_writing(slogan.state, review.state if review else None)
        check_begun(slogan.year, half, clock.today())
    except Refused as refusal:
        return slogan_page(slogan_id, problem=refusal.reason), 422
    return _page(slogan, half, review, _form(slogan, review))


@bp.post("/slogans/<int:slogan_id>/reviews")
def create_slogan_review(slogan_id: int) -> ResponseReturnValue:
    """Keep the self-evaluation of a half year as a draft, or put it before the head."""
    slogan, half = slogan_for(Permission.SLOGAN_REVIEW, slogan_id), _half()
    review = queries.review_of(slogan_id, half)
    form = review_form(queries.items_of(slogan))
    if form.validate_on_submit():
        try:
            with showing_refusal(form):
                return _keep(slogan, half, form)
        except Conflict as conflict:
            return _conflict_page(slogan, half, form, conflict.reason), 409
    return _page(slogan, half, review, form), 422


@bp.post("/slogans/reviews/<int:review_id>/approvals")
def create_slogan_review_approval(review_id: int) -> ResponseReturnValue:
    """Settle the self-evaluation."""
    review, slogan = queries.review_or_404(review_id, actor())
    check_permission(Permission.SLOGAN_REVIEW_APPROVE, slogan)
    try:
        services.approve_review(actor=actor(), slogan=slogan, review=review)
    except Refused as refusal:
        return slogan_page(slogan.id, problem=refusal.reason), 422
    return done(slogan, _("The self-evaluation is approved."))


@bp.post("/slogans/reviews/<int:review_id>/returns")
def create_slogan_review_return(review_id: int) -> ResponseReturnValue:
    """Send the self-evaluation back with a reason."""
    review, slogan = queries.review_or_404(review_id, actor())
    check_permission(Permission.SLOGAN_REVIEW_APPROVE, slogan)
    form = SloganReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.return_review(actor=actor(), slogan=slogan, review=review, reason=form.reason.data)
            return done(slogan, _("The self-evaluation went back to the department."))
    return slogan_page(slogan.id, review_returning={review_id: form}), 422


@bp.post("/slogans/reviews/<int:review_id>/evidence-files/<int:evidence_id>/withdrawals")
def create_slogan_review_evidence_withdrawal(review_id: int, evidence_id: int) -> ResponseReturnValue:
    """Take an own file back."""
    review, slogan = queries.review_or_404(review_id, actor())
    check_permission(Permission.SLOGAN_REVIEW, slogan)
    services.take_review_file_back(actor=actor(), slogan=slogan, review=review, evidence_id=evidence_id)
    return done(slogan, _("The file was withdrawn."))


def _keep(slogan: Slogan, half: HalfYear, form: SloganReviewForm) -> ResponseReturnValue:
    content = ReviewContent(
        done=form.done.data,
        next_steps=form.next_steps.data or "",
        results=form.results(),
        seen_version=form.seen_version(),
    )
    review = services.write_review(actor=actor(), slogan=slogan, half=half, content=content)
    if request.form.get("intent") != "submit":
        return done(slogan, _("The self-evaluation was saved as a draft. Submit it when it is ready."))
    services.submit_review(actor=actor(), slogan=slogan, review=review)
    return done(slogan, _("The self-evaluation was submitted to the head of the department."))


def _half() -> HalfYear:
    half = member(HalfYear, "half")
    if half is None:
        raise Missing(_("There is no such half year."))
    return half


def _form(slogan: Slogan, review: SloganReview | None) -> SloganReviewForm:
    data: dict[str, object] = {"version": "0"}
    if review is not None:
        data = {"version": str(review.version), "done": review.done, "next_steps": review.next_steps}
        data |= review_defaults(results_of(review.id))
    return review_form(queries.items_of(slogan), data)


def _conflict_page(slogan: Slogan, half: HalfYear, form: SloganReviewForm, reason: Message) -> str:
    """Keep what was typed and set beside it what stands there now."""
    review = queries.review_of(slogan.id, half)
    results = results_of(review.id) if review else {}
    present: list[tuple[str, str]] = [(form.done.label.text, review.done)] if review else []
    told = [(item.what, results[item.id]) for item in queries.items_of(slogan) if item.id in results]
    present += [(what, f"{result.outcome.label}: {result.words}") for what, result in told]
    form.version.data, form.version.raw_data = str(review.version if review else 0), None
    return _page(slogan, half, review, form, conflict=reason, present=present)


def _page(slogan: Slogan, half: HalfYear, review: SloganReview | None, form: SloganReviewForm, **more: Any) -> str:
    return render_template(
        "innovation/slogans/review.html",
        slogan=slogan,
        half=half,
        review=review,
        form=form,
        items=list(zip(queries.items_of(slogan), form.item_fields(), strict=True)),
        due_on=due_day(slogan.year, half),
        days=(due_day(slogan.year, half) - clock.today()).days,
        **more,
    )
