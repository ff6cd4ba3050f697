"""The page of one slogan, and its poster."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import allows
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.web import actor
from app.innovation.enums import ObstacleSubject, SloganState
from app.innovation.enums.permissions import Permission
from app.innovation.enums.slogan_steps import HalfYear
from app.innovation.models import Slogan
from app.innovation.policy import POLICY
from app.innovation.queries import slogans as queries
from app.innovation.routes import bp
from app.innovation.routes.obstacles.tabs import listed_obstacles
from app.innovation.rules.slogan_reviews import due_day, first_day
from app.innovation.rules.slogans import EDITABLE


@bp.get("/slogans/<int:slogan_id>")
def show_slogan(slogan_id: int) -> ResponseReturnValue:
    """Show one slogan with what is practised and what became of it."""
    return slogan_page(slogan_id)


@bp.get("/slogans/<int:slogan_id>/poster")
def show_slogan_poster(slogan_id: int) -> ResponseReturnValue:
    """Show an approved slogan as a sheet to print and hang up."""
    record = queries.slogan_record(slogan_id, actor())
    if record.slogan.state is not SloganState.APPROVED:
        raise Missing(_("There is a poster once the slogan is approved."))
    return render_template(
        "innovation/slogans/poster.html",
        record=record,
        slogan=record.slogan,
        items=queries.items_of(record.slogan),
    )


def slogan_for(permission: Permission, slogan_id: int) -> Slogan:
    """Return the slogan: 404 if the actor may not see it, 403 if the actor may not act on it."""
    slogan = queries.slogan_or_404(slogan_id, actor())
    access.require(POLICY, permission, actor(), slogan)
    return slogan


def done(slogan: Slogan, sentence: Message) -> ResponseReturnValue:
    """Say what has happened and return to the slogan."""
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_slogan", slogan_id=slogan.id))


def check_permission(permission: Permission, slogan: Slogan) -> None:
    """Raise `Denied` unless the actor may act on the slogan."""
    access.require(POLICY, permission, actor(), slogan)


def _approvable(slogan: Slogan, reviews: Sequence[queries.ReviewRecord]) -> set[int]:
    """Return the ids of the self-evaluations the actor may approve or send back now."""
    if not allows(POLICY, Permission.SLOGAN_REVIEW_APPROVE, actor(), slogan):
        return set()
    waiting = [record.review for record in reviews if record.review.state is SloganState.SUBMITTED]
    return {review.id for review in waiting if actor().id not in queries.review_writer_ids(review.id)}


def _half_years(slogan: Slogan, reviews: Sequence[queries.ReviewRecord]) -> Sequence[tuple[HalfYear, date, int]]:
    """Return (half, due day, days left) of the half years that can be written about now."""
    today = clock.today()
    settled = {record.review.half for record in reviews if record.review.state not in EDITABLE}
    return [
        (half, due_day(slogan.year, half), (due_day(slogan.year, half) - today).days)
        for half in HalfYear
        if half not in settled and first_day(slogan.year, half) <= today
    ]


def slogan_page(slogan_id: int, *, problem: object = None, **sent: Any) -> str:
    """Render the page; `sent` are forms that were refused, `problem` a refusal that belongs to no form."""
    record = queries.slogan_record(slogan_id, actor())
    slogan = record.slogan
    writes = allows(POLICY, Permission.SLOGAN_WRITE, actor(), slogan)
    submitted = slogan.state is SloganState.SUBMITTED
    reviews = queries.reviews_of(slogan, actor())
    decides = submitted and allows(POLICY, Permission.SLOGAN_APPROVE, actor(), slogan)
    return render_template(
        "innovation/slogans/show.html",
        record=record,
        slogan=slogan,
        items=queries.items_of(slogan),
        reviews=reviews,
        half_years=_half_years(slogan, reviews),
        history=queries.slogan_history(slogan, with_drafts=queries.is_insider(actor(), slogan.department_id)),
        may_change=writes and slogan.state in EDITABLE,
        may_approve=decides and actor().id not in queries.writer_ids(slogan_id),
        may_return=decides,
        may_review=slogan.state is SloganState.APPROVED and allows(POLICY, Permission.SLOGAN_REVIEW, actor(), slogan),
        may_approve_reviews=_approvable(slogan, reviews),
        **listed_obstacles(ObstacleSubject.SLOGAN, slogan_id, actor()),
        problem=problem,
        sent=sent,
    )
