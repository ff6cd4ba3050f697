"""지표 일몰제: an indicator everybody reaches in full is kept or retired, with a reason."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission, SunsetChoice
from app.evaluation.models import Composition, Indicator, SunsetDecision
from app.evaluation.quality_events import SunsetDecided
from app.evaluation.queries.indicator_quality import quality_rows, retired_ids
from app.evaluation.rules.indicator_quality import check_sunset


def decide_sunset(
    *, actor: Actor, indicator: Indicator, choice: SunsetChoice, reason: str, year: int
) -> SunsetDecision:
    """Keep or retire an indicator of the sunset list of a year; a retired one may be taken up again.

    Raises WrongState for one that is not on the list, Invalid without a reason.
    """
    policy.require(Permission.INDICATOR_EDIT, actor)
    db.session.execute(select(Indicator.id).where(Indicator.id == indicator.id).with_for_update())
    row = next(one for one in quality_rows(year) if one.indicator_id == indicator.id)
    flags = [finding.flag for finding in row.findings]
    check_sunset(choice, listed=row.is_listed, retired=row.is_retired, reason=reason)
    decision = SunsetDecision(
        indicator_id=indicator.id,
        year=year,
        choice=choice,
        findings=[flag.value for flag in flags],
        reason=reason,
        decided_by_id=actor.id,
        decided_at=clock.now(),
    )
    db.session.add(decision)
    db.session.flush()
    publish(
        SunsetDecided(
            actor_id=actor.id,
            indicator_id=indicator.id,
            decision=choice.value,
            year=year,
            findings=tuple(flag.value for flag in flags),
            reason=FreeText(reason),
        )
    )
    return decision


def check_offered(before: Sequence[Composition], chosen: Sequence[Indicator]) -> None:
    """Refuse a retired indicator in a composition that did not have it already."""
    retired = retired_ids() - {row.indicator_id for row in before}
    for indicator in chosen:
        if indicator.id in retired:
            raise Refused(_("“%(name)s” is retired and is offered no longer.", name=indicator.name))
