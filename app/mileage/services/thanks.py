"""칭찬: sending words of thanks with points, and keeping them off the wall."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.values import Value
from app.mileage.enums import Permission
from app.mileage.events import ThanksLimitsSet, ThanksPrivacyChosen, ThanksSent
from app.mileage.models import Thanks, ThanksLimits
from app.mileage.policy import POLICY
from app.mileage.queries.people import department_on
from app.mileage.queries.thanks_limits import limits_on
from app.mileage.queries.thanks_people import receiver_or_404
from app.mileage.rules import thanks as rules
from app.mileage.services import thanks_purses as purses


@dataclass(frozen=True, kw_only=True)
class ThanksText:
    """What is sent: words, perhaps one of the ten values, and whether it stays off the wall."""

    body: str
    value: Value | None = None
    keeps_private: bool = False


def send_thanks(*, actor: Actor, receiver_id: int, text: ThanksText) -> Thanks:
    """Thank somebody of another department; the points move at once. The departments of the day count."""
    access.require(POLICY, Permission.THANKS_SEND, actor)
    day = clock.today()
    month, receiver = rules.first_of_month(day), receiver_or_404(receiver_id)
    limits = limits_on(month)
    purse = purses.lock_giving(actor.id, day)
    sending = rules.Sending(
        body=text.body,
        sender_id=actor.id,
        receiver_id=receiver_id,
        sender_department_id=department_on(actor.id, day),
        receiver_department_id=department_on(receiver_id, day),
        receiver_is_here=receiver.is_here,
        sent_before=_sent_before(actor.id, receiver_id, month),
        left=purse.balance,
    )
    rules.check_sending(sending, limits)
    thanks = Thanks(
        sender_id=actor.id,
        receiver_id=receiver_id,
        sender_department_id=sending.sender_department_id,
        receiver_department_id=sending.receiver_department_id,
        body=text.body,
        value=text.value,
        points=limits.points,
        nth=sending.sent_before + 1,
        most_same_person=limits.most_same_person,
        own_department_allowed=limits.own_department_allowed,
        month=month,
        sent_on=day,
        sent_at=clock.now(),
        sender_keeps_private=text.keeps_private,
    )
    db.session.add(thanks)
    db.session.flush()
    purses.give(thanks, purse)
    publish(
        ThanksSent(
            actor_id=actor.id,
            thanks_id=thanks.id,
            receiver_id=receiver_id,
            points=thanks.points,
            body=FreeText(text.body),
        )
    )
    return thanks


def choose_privacy(*, thanks: Thanks, actor: Actor, keeps_private: bool) -> None:
    """Keep a thank-you off the wall, or put it there: each of the two decides for oneself, and both must agree to it."""
    access.require(POLICY, Permission.THANKS_KEEP_PRIVATE, actor, thanks)
    if thanks.hidden_at is not None:
        raise WrongState(_("A hidden thank-you stays as it is."))
    column = "sender_keeps_private" if actor.id == thanks.sender_id else "receiver_keeps_private"
    if getattr(thanks, column) == keeps_private:
        return
    change_state(thanks, **{column: keeps_private})
    publish(ThanksPrivacyChosen(actor_id=actor.id, thanks_id=thanks.id, keeps_private=keeps_private))


def set_limits(*, actor: Actor, limits: rules.Limits) -> ThanksLimits:
    """Set the limits from next month on: what people were told for this month stays."""
    access.require(POLICY, Permission.THANKS_LIMIT, actor)
    rules.check_limits(limits)
    day = clock.today()
    row = ThanksLimits(
        **vars(limits), valid_from=rules.next_month(day), set_on=day, set_at=clock.now(), set_by_id=actor.id
    )
    db.session.add(row)
    db.session.flush()
    publish(
        ThanksLimitsSet(
            actor_id=actor.id, thanks_limits_id=row.id, valid_from=row.valid_from.isoformat(), **vars(limits)
        )
    )
    return row


def _sent_before(sender_id: int, receiver_id: int, month: object) -> int:
    """Count this month's thank-yous to the person, hidden ones too; the sender's purse is locked."""
    sent = select(func.count()).where(
        Thanks.sender_id == sender_id, Thanks.receiver_id == receiver_id, Thanks.month == month
    )
    return db.session.scalar(sent) or 0
