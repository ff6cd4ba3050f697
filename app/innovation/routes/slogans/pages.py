"""The page of one slogan, and its poster."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import access
from app.core.access import allows
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.web import actor
from app.innovation.enums import ObstacleSubject, SloganState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.slogans import SloganReviewForm
from app.innovation.models import Slogan
from app.innovation.policy import POLICY
from app.innovation.queries import slogans as queries
from app.innovation.routes import bp
from app.innovation.routes.obstacles.tabs import listed_obstacles
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


def slogan_page(slogan_id: int, *, problem: object = None, **sent: Any) -> str:
    """Render the page; `sent` are forms that were refused, `problem` a refusal that belongs to no form."""
    record = queries.slogan_record(slogan_id, actor())
    slogan = record.slogan
    writes = allows(POLICY, Permission.SLOGAN_WRITE, actor(), slogan)
    submitted = slogan.state is SloganState.SUBMITTED
    decides = submitted and allows(POLICY, Permission.SLOGAN_APPROVE, actor(), slogan)
    return render_template(
        "innovation/slogans/show.html",
        record=record,
        slogan=slogan,
        items=queries.items_of(slogan),
        reviews=queries.reviews_of(slogan),
        history=queries.slogan_history(slogan),
        may_change=writes and slogan.state in EDITABLE,
        may_approve=decides and actor().id not in queries.writer_ids(slogan_id),
        may_return=decides,
        may_review=writes and slogan.state is SloganState.APPROVED,
        review_form=sent.get("review") or SloganReviewForm(prefix="review-", formdata=None),
        **listed_obstacles(ObstacleSubject.SLOGAN, slogan_id, actor()),
        problem=problem,
        sent=sent,
    )
