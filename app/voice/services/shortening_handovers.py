"""마일리지 단축 집계로 보내기: records of some days are handed to mileage, which simulates them under a rule of its own."""

from datetime import date

from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.events.handling_records import ShorteningHandedOver
from app.voice.models import ShorteningHandover
from app.voice.policy import POLICY
from app.voice.queries.shortening_cases import count_cases


def hand_over(*, actor: Actor, rule_id: int, starts_on: date, ends_on: date) -> ShorteningHandover:
    """Hand the cases completed in these days to mileage; what follows there belongs to the same transaction.

    Raises `Refused` where no case of the days can be counted, and whatever mileage refuses.
    """
    access.require(POLICY, Permission.SHORTENING_HAND_OVER, actor)
    if ends_on < starts_on:
        raise Refused(_("The last day is before the first one."))
    counted, left_out = count_cases(starts_on, ends_on)
    if not counted:
        raise Refused(_("No record of these days has a period in days, somebody who handled it and no extension."))
    sent = ShorteningHandover(
        rule_id=rule_id,
        starts_on=starts_on,
        ends_on=ends_on,
        row_count=counted,
        left_out=left_out,
        sent_by_id=actor.id,
        sent_at=clock.now(),
    )
    db.session.add(sent)
    db.session.flush()
    publish(
        ShorteningHandedOver(
            actor_id=actor.id,
            shortening_handover_id=sent.id,
            rule_id=rule_id,
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
            rows=counted,
        )
    )
    return sent
