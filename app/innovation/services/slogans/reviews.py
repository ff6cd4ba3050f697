"""슬로건 반기 자체평가."""

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums import SloganState
from app.innovation.enums.permissions import Permission
from app.innovation.enums.slogan_steps import HalfYear, SloganRating
from app.innovation.events import SloganReviewed
from app.innovation.models import Slogan, SloganReview
from app.innovation.policy import POLICY
from app.innovation.rules.common import clean_text

MIDDLE_OF_YEAR = (7, 1)


def review_slogan(
    *, actor: Actor, slogan: Slogan, half: HalfYear, rating: SloganRating, done: str, next_steps: str = ""
) -> SloganReview:
    """Evaluate a half year with the approved slogan, once, and not before it has begun."""
    access.require(POLICY, Permission.SLOGAN_WRITE, actor, slogan)
    if slogan.state is not SloganState.APPROVED:
        raise Refused(_("Only an approved slogan is evaluated."))
    today = clock.today()
    if (today.year, today.month, today.day) < (slogan.year, *(MIDDLE_OF_YEAR if half is HalfYear.SECOND else (1, 1))):
        raise Refused(_("This half year has not begun yet."))
    if not clean_text(done):
        raise Refused(_("Please write what the department did."))
    known = select(SloganReview.id).where(SloganReview.slogan_id == slogan.id, SloganReview.half == half)
    if db.session.scalar(known) is not None:
        raise Refused(_("This half year is evaluated already."))
    review = SloganReview(
        slogan_id=slogan.id,
        half=half,
        rating=rating,
        done=done,
        next_steps=next_steps,
        reviewed_by_id=actor.id,
        reviewed_at=clock.now(),
    )
    db.session.add(review)
    db.session.flush()
    publish(SloganReviewed(actor_id=actor.id, slogan_id=slogan.id, half=half.value, rating=rating.value))
    return review
