"""Two senders never send a mail twice, and the cap of a day holds between them."""

from sqlalchemy import select

from app.core.database import db, transaction
from app.notifications.enums import MailState
from app.notifications.models import Mail, MailCount
from app.notifications.sending import send_waiting
from tests.factories.innovation_b import at_once
from tests.factories.notifications import mail_server, set_mail, tell_now, wants_at_once


def test_two_senders_send_each_mail_once(app, cast):
    people = (cast.kim, cast.ahn, cast.park, cast.han)
    with mail_server() as (inbox, port):
        set_mail(cast, port, most_a_day=50)
        wants_at_once(*people)
        for number in range(5):
            tell_now(*people, title=f"과제 {number}")
        at_once(app, send_waiting, send_waiting)
        assert len(inbox.mails) == 20
        assert len({mail["Message-ID"] for _to, mail in inbox.mails}) == 20
    db.session.rollback()
    assert set(db.session.scalars(select(Mail.state))) == {MailState.SENT}


def test_the_cap_holds_between_two_senders(app, cast):
    with mail_server() as (inbox, port):
        set_mail(cast, port, most_a_day=3)
        wants_at_once(cast.kim)
        for number in range(10):
            tell_now(cast.kim, title=f"과제 {number}")
        at_once(app, send_waiting, send_waiting)
        assert len(inbox.mails) == 3
    with transaction():
        assert db.session.scalar(select(MailCount.number)) == 3
