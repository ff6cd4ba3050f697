"""What a published round needs before appeals begin, and before it ends."""

from collections.abc import Iterable

from app.core import clock
from app.core.i18n import format_moment
from app.core.messages import _
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.appeal_terms import window_of
from app.evaluation.queries.appeals import open_appeals
from app.evaluation.queries.releases import release_awaited
from app.evaluation.services.check_items import CheckItem


def before_appeals(record: EvaluationRound) -> Iterable[CheckItem]:
    """Departments appeal against what they have seen."""
    moment = release_awaited(record.id)
    hint = _("The results are under embargo until %(moment)s.", moment=format_moment(moment))
    yield CheckItem(label=_("The results are released"), met=moment is None, hint=hint)


def before_the_end(record: EvaluationRound) -> Iterable[CheckItem]:
    """The window is over, and every appeal with it."""
    window = window_of(record.id)
    closes_at = window.closes_at if window else None
    hint = _("Departments may appeal until %(moment)s.", moment=format_moment(closes_at))
    yield CheckItem(
        label=_("The window for appeals is over"), met=closes_at is None or closes_at < clock.now(), hint=hint
    )
    count = open_appeals(record.id)
    hint = _(
        "%(count)s appeals are open: to be decided, to be corrected, or the department may still go on.", count=count
    )
    yield CheckItem(label=_("Every appeal is over"), met=count == 0, hint=hint)
