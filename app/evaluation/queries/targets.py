"""목표치의 이력: every change of a target, for the definition sheet and beside the score."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.evaluation.models import TargetChange


@dataclass(frozen=True, kw_only=True)
class TargetChangeView:
    """One decision about a target. Where it is the same before and after, somebody decided that it stays."""

    before: Decimal | None
    after: Decimal | None
    reason: str
    changed_by: str | None
    """None: the office itself, on its command line."""
    changed_at: datetime

    @property
    def is_kept(self) -> bool:
        """Whether the target was looked at and left as it was."""
        return self.before == self.after


def target_changes_of(indicator_ids: Collection[int]) -> Mapping[int, Sequence[TargetChangeView]]:
    """Return the decisions about the targets of these indicators, newest first, in one statement."""
    statement = (
        select(
            TargetChange.indicator_id,
            TargetChange.before,
            TargetChange.after,
            TargetChange.reason,
            Person.name,
            TargetChange.changed_at,
        )
        .outerjoin(Person, Person.id == TargetChange.changed_by_id)
        .where(TargetChange.indicator_id.in_(indicator_ids))
        .order_by(TargetChange.changed_at.desc(), TargetChange.id.desc())
    )
    found: dict[int, list[TargetChangeView]] = {}
    for indicator_id, before, after, reason, changed_by, changed_at in db.session.execute(statement):
        view = TargetChangeView(before=before, after=after, reason=reason, changed_by=changed_by, changed_at=changed_at)
        found.setdefault(indicator_id, []).append(view)
    return found
