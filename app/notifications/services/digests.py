"""하루 한 통: what people want to hear of daily, in one mail a day."""

from datetime import date
from typing import Any

from sqlalchemy import and_, insert, select, update

from app.accounts.models import Account, Person
from app.core import clock
from app.core.database import db
from app.notifications.enums import MailKind, Posting
from app.notifications.models import Mail, Notice
from app.notifications.queries.mail_settings import mail_settings
from app.notifications.queries.recipients import is_here
from app.notifications.services.notices import new_message_id
from app.organization.queries import holidays_between
from app.organization.rules import is_working_day

_TO_COLLECT = and_(Notice.posting == Posting.DAILY, Notice.mail_id.is_(None), Notice.unread == 1)


def write_digests(day: date) -> int:
    """Write the mails of a day into the outbox: one for everybody with unread notices for it; return how many.

    On a day off nothing is written: the next working day has all of it. A second run on the same day writes nothing.
    """
    late = day != clock.today()  # what was missed yesterday is in today's
    if late or not mail_settings().host or not is_working_day(day, holidays_between(day, day)):
        return 0
    people = _people(day)
    if not people:
        return 0
    now = clock.now()
    rows = [
        {
            "kind": MailKind.DIGEST,
            "person_id": person_id,
            "digest_on": day,
            "message_id": new_message_id(),
            "created_at": now,
            "next_try_at": now,
        }
        for person_id in people
    ]
    db.session.execute(insert(Mail), rows)
    mine = select(Mail.id).where(Mail.person_id == Notice.person_id, Mail.digest_on == day).scalar_subquery()
    collect: Any = update(Notice).where(_TO_COLLECT, Notice.person_id.in_(people))
    db.session.execute(collect.values(mail_id=mine).execution_options(synchronize_session=False))
    return len(rows)


def _people(day: date) -> list[int]:
    """Return who has notices to collect, an address and an account that opens, and no mail of this day yet."""
    written = select(Mail.id).where(Mail.person_id == Person.id, Mail.digest_on == day).exists()
    statement = (
        select(Person.id)
        .join(Account, and_(Account.person_id == Person.id, Account.disabled_at.is_(None)))
        .where(Person.email.is_not(None), is_here(clock.today()), ~written)
        .where(Person.id.in_(select(Notice.person_id).where(_TO_COLLECT)))
        .order_by(Person.id)
    )
    return list(db.session.scalars(statement))
