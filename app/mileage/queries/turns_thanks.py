"""내 차례: reported thank-yous the control tower decides about."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.core.access import Actor, Role
from app.core.messages import _
from app.core.turns import Asked, lines_of
from app.mileage.enums import ThanksReportState
from app.mileage.models import Thanks, ThanksReport
from app.mileage.queries.thanks_reports import has_no_part

_DECIDE = _("Decide about a reported thank-you")
_REPORTED = _("Report about a thank-you waits for the control tower")
_IS_OPEN = ThanksReport.state == ThanksReportState.OPEN


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the messages with open reports, once each; not those the actor reported or has a part in."""
    if not actor.has(Role.CONTROL_TOWER):
        return ()
    other = aliased(ThanksReport)
    of_message = (other.thanks_id == ThanksReport.thanks_id, other.state == ThanksReportState.OPEN)
    first = select(func.min(other.id)).where(*of_message).correlate(ThanksReport).scalar_subquery()
    by_me = select(other.id).where(other.thanks_id == ThanksReport.thanks_id, other.reporter_id == actor.id)
    mine = by_me.correlate(ThanksReport).exists()
    lines = (
        lines_of(Thanks.id, ThanksReport.reason, since=ThanksReport.reported_at)
        .join(ThanksReport, ThanksReport.thanks_id == Thanks.id)
        .where(_IS_OPEN, ThanksReport.id == first, ~mine, has_no_part(actor.id))
    )
    return (Asked(what=_DECIDE, endpoint="mileage.show_thanks", param="thanks_id", lines=lines),)


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the actor's own reports that nobody has decided yet."""
    lines = (
        lines_of(Thanks.id, ThanksReport.reason, since=ThanksReport.reported_at)
        .join(ThanksReport, ThanksReport.thanks_id == Thanks.id)
        .where(_IS_OPEN, ThanksReport.reporter_id == actor.id)
    )
    return (Asked(what=_REPORTED, endpoint="mileage.show_thanks", param="thanks_id", lines=lines),)
