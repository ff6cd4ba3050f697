"""보상 지급 목록: taken out by HR with a reason; who did it stays in the access log and in the audit chain."""

from dataclasses import dataclass
from datetime import date

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.core import access
from app.core.access import Actor
from app.core.errors import Invalid, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.enums import Permission
from app.mileage.events import RewardsExported
from app.mileage.policy import POLICY
from app.mileage.queries.reward_requests import HandedOver, handed_over

REASON_LENGTH = 10


@dataclass(frozen=True)
class RewardExport:
    """The rows that go out and the number of the row in the access log: the watermark of the file."""

    number: int
    rows: list[HandedOver]


def export_rewards(
    *, actor: Actor, first: date, last: date, reason: str, address: str, unmasked: bool = False
) -> RewardExport:
    """Take out what was handed over from one day to another. `unmasked`: with names and numbers in full."""
    access.require(POLICY, Permission.REWARD_EXPORT, actor)
    reason = reason.strip()
    if len(reason) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))
    if last < first:
        raise Invalid(
            _("The days are not in order."), fields={"last_day": [_("The last day lies before the first one.")]}
        )
    rows = handed_over(first, last)
    record = record_access(
        actor=actor,
        address=address,
        action=AccessAction.REWARDS_EXPORTED,
        concerned_count=len({row.employee_no for row in rows}),
        reason=reason,
    )
    publish(
        RewardsExported(
            actor_id=actor.id,
            reward_export_id=record.id,
            rows=len(rows),
            unmasked=unmasked,
            reason=FreeText(reason),
        )
    )
    return RewardExport(record.id, rows)
