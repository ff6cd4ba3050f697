"""Mail through a real server: each notice once, none for what was rolled back, nothing lost while the server is away."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.core import clock
from app.core.database import db, transaction
from app.core.messages import Message
from app.jobs.locks import sender_alive
from app.notifications.enums import MailState, NoticeKind
from app.notifications.models import Mail, Notice
from app.notifications.queries.mail_settings import mail_settings
from app.notifications.sending import send_waiting
from app.notifications.services import Link, tell
from app.notifications.services.outbox import LOOKED_AT, claim_mail, mark_sent, new_sender
from app.notifications.who import people
from tests.commands import runner
from tests.factories.notifications import free_port, give_address, mail_server, set_mail, tell_now, told, wants_at_once


@pytest.fixture
def served(app, cast):
    with mail_server() as (inbox, port):
        set_mail(cast, port)
        yield inbox


def states():
    return [mail.state for mail in db.session.scalars(select(Mail).order_by(Mail.id))]


def test_a_notice_leaves_once_in_the_readers_language(served, cast):
    wants_at_once(cast.kim)
    wants_at_once(cast.ahn, language="en")
    assert tell_now(cast.kim, cast.ahn) == 2
    assert (send_waiting().sent, send_waiting().sent) == (2, 0)
    korean, english = served.mails
    assert (korean[0], english[0]) == ("kim@city.local", "ahn@city.local")
    assert english[1]["Subject"] == "[오품 시범 기관] You are in the team of 2026-제1호 민원 서식 줄이기"
    assert "민원 서식 줄이기" in korean[1]["Subject"]
    assert korean[1]["Subject"] != english[1]["Subject"]
    text = english[1].get_content()
    notice_id = db.session.scalar(select(Notice.id).where(Notice.person_id == cast.ahn.id))
    assert f"http://opum.city.local/app/notices/{notice_id}\n" in text.replace("\r\n", "\n")
    assert "http://opum.city.local/app/notices/choices" in text
    assert cast.ahn.name not in text
    assert english[1]["Auto-Submitted"] == "auto-generated"


def test_what_is_rolled_back_is_told_to_nobody(served, cast):
    wants_at_once(cast.kim)
    with pytest.raises(ZeroDivisionError), transaction():
        _told_and_failed(cast.kim)
    assert (send_waiting().sent, served.mails, states()) == (0, [], [])
    assert db.session.scalars(select(Notice)).all() == []


def _told_and_failed(actor):
    told(actor)
    raise ZeroDivisionError


def test_who_wants_it_daily_or_has_no_address_gets_no_mail_of_its_own(served, cast):
    give_address(cast.kim)
    tell_now(cast.kim, cast.ahn)
    assert (send_waiting().sent, states()) == (0, [])


def test_a_server_that_is_away_for_a_day_loses_nothing(app, cast, as_):
    port = free_port()
    set_mail(cast, port)
    wants_at_once(cast.kim, cast.park)
    start = clock.now()
    tell_now(cast.kim, cast.park)
    for minutes in (0, 1, 6, 21, 81, 5 * 60):
        with clock.frozen_at(start + timedelta(minutes=minutes)):
            assert send_waiting().sent == 0
    assert states() == [MailState.WAITING, MailState.WAITING]
    assert "refused" in db.session.scalars(select(Mail)).first().reason.lower()
    assert "Errno" not in as_(cast.goh).get("/admin/mail").text, "a sentence, not what the machine calls it"
    with mail_server(port) as (inbox, _port), clock.frozen_at(start + timedelta(days=1)):
        assert send_waiting().sent == 2
        assert sorted(to for to, _subject in inbox.subjects()) == ["kim@city.local", "park@city.local"]


def test_after_three_days_a_mail_is_given_up_in_words_and_can_be_tried_again(app, cast, as_):
    port = free_port()
    set_mail(cast, port, quiet_from=time(0), quiet_until=time(0))
    wants_at_once(cast.kim)
    tell_now(cast.kim)
    start = clock.now()
    send_waiting()
    with clock.frozen_at(start + timedelta(days=3, minutes=5)):
        send_waiting()
        assert states() == [MailState.GIVEN_UP]
        mail = db.session.scalars(select(Mail)).one()
        page = as_(cast.goh).get("/admin/mail?state=given_up").text
        assert "Try again" in page
        assert "You are in the team" not in page
        assert as_(cast.goh).post(f"/admin/mail/{mail.id}/retries").status_code == 302
        assert as_(cast.goh).post(f"/admin/mail/{mail.id}/retries").status_code == 409
        with mail_server(port) as (inbox, _port):
            assert send_waiting().sent == 1
            assert len(inbox.mails) == 1


def test_an_address_the_server_refuses_for_good_is_given_up_at_once(served, cast):
    wants_at_once(cast.kim, cast.park)
    served.refused["kim@city.local"] = "550 no such mailbox"
    tell_now(cast.kim, cast.park)
    tally = send_waiting()
    assert (tally.sent, tally.failed) == (1, 1)
    assert states() == [MailState.GIVEN_UP, MailState.SENT]
    assert "550 no such mailbox" in db.session.scalars(select(Mail).order_by(Mail.id)).first().reason


def test_an_address_that_is_refused_for_now_is_tried_again(served, cast):
    wants_at_once(cast.kim)
    served.refused["kim@city.local"] = "451 greylisted"
    tell_now(cast.kim)
    send_waiting()
    assert states() == [MailState.WAITING]
    served.refused.clear()
    with clock.frozen_at(clock.now() + timedelta(minutes=2)):
        assert send_waiting().sent == 1


def test_in_the_quiet_hours_and_on_days_off_mail_waits_for_the_next_working_morning(served, cast):
    wants_at_once(cast.kim)
    friday_evening = clock.now() + timedelta(days=4, hours=8)  # NOON is a Monday: Friday at 20:00 in Seoul
    with clock.frozen_at(friday_evening):
        tell_now(cast.kim)
        assert send_waiting().sent == 0
    with clock.frozen_at(friday_evening + timedelta(hours=16)):  # Saturday at noon
        assert send_waiting().sent == 0
    with clock.frozen_at(friday_evening + timedelta(days=2, hours=12, minutes=59)):  # Monday 8:59
        assert send_waiting().sent == 0
    with clock.frozen_at(friday_evening + timedelta(days=2, hours=13)):  # Monday 9:00
        assert send_waiting().sent == 1


def test_more_than_the_cap_goes_into_the_mail_of_the_day(served, cast):
    set_mail(cast, mail_settings().port, most_a_day=2)
    wants_at_once(cast.kim)
    for number in range(4):
        tell_now(cast.kim, title=f"과제 {number}")
    assert send_waiting().sent == 2
    assert states() == [MailState.SENT, MailState.SENT, MailState.FOLDED, MailState.FOLDED]
    waiting = select(Notice).where(Notice.posting == "daily", Notice.mail_id.is_(None))
    assert len(db.session.scalars(waiting).all()) == 2
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        tell_now(cast.kim, title="다음 날")
        assert send_waiting().sent == 1


def test_many_over_the_cap_hold_up_nobody_else(served, cast):
    set_mail(cast, mail_settings().port, most_a_day=1)
    wants_at_once(cast.kim, cast.park)
    for number in range(LOOKED_AT + 5):
        tell_now(cast.kim, title=f"과제 {number}")
    tell_now(cast.park)
    assert send_waiting().sent == 2
    assert sorted(to for to, _subject in served.subjects()) == ["kim@city.local", "park@city.local"]


def test_a_mail_that_cannot_be_made_holds_up_nobody_else(served, cast, as_, caplog):
    wants_at_once(cast.kim, cast.park)
    with transaction():
        unsayable = Message("You are in the team of %(title)s", {"name": "of an earlier version"})
        tell(who=people(cast.kim.id), kind=NoticeKind.TASK, sentence=unsayable, link=Link("innovation.show_board"))
    tell_now(cast.park)
    tally = send_waiting()
    assert (tally.sent, tally.failed, states()) == (1, 1, [MailState.WAITING, MailState.SENT])
    assert [record.levelname for record in caplog.records if record.name == "opum.mail"] == ["ERROR"]
    assert "The mail could not be made." in as_(cast.goh).get("/admin/mail").text


def test_who_has_left_or_read_it_gets_none(served, cast, as_):
    wants_at_once(cast.kim, cast.ahn)
    tell_now(cast.kim, cast.ahn)
    with transaction():
        left = clock.today() - timedelta(days=1)
        db.session.execute(update(Person).where(Person.id == cast.kim.id).values(left_on=left))
    notice = db.session.scalars(select(Notice).where(Notice.person_id == cast.ahn.id)).one()
    as_(cast.ahn).get(f"/notices/{notice.id}")
    assert send_waiting().dropped == 2
    assert (served.mails, states()) == ([], [MailState.DROPPED, MailState.DROPPED])
    assert tell_now(cast.kim) == 0


def test_a_mail_whose_sender_died_leaves_again_under_the_same_message_id(served, cast):
    wants_at_once(cast.kim)
    tell_now(cast.kim)
    with transaction():
        dead = claim_mail(most_a_day=5, sender=new_sender())
    assert send_waiting().sent == 0  # the dead one's claim still holds
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert send_waiting().sent == 1
        with transaction():
            mark_sent(mail=dead)  # and if it was only slow, its late word changes nothing
    assert served.mails[0][1]["Message-ID"] == f"<{dead.message_id}>"
    assert states() == [MailState.SENT]


def test_a_mail_stays_with_its_sender_while_that_one_lives_whatever_the_clock_does(served, cast):
    wants_at_once(cast.kim, cast.park)
    tell_now(cast.kim)
    with transaction():
        slow = claim_mail(most_a_day=5, sender=(sender := new_sender()))
    with sender_alive(sender), clock.frozen_at(clock.now() + timedelta(minutes=11)):
        tell_now(cast.park)
        assert send_waiting().sent == 1
        with transaction():
            mark_sent(mail=slow)
    assert [to for to, _mail in served.mails] == ["park@city.local"]
    assert states() == [MailState.SENT, MailState.SENT]


def test_a_line_break_in_a_title_begins_no_header(served, cast):
    wants_at_once(cast.kim)
    tell_now(cast.kim, title="제목\r\nBcc: all@city.local\n\n본문")
    assert send_waiting().sent == 1
    mail = served.mails[0][1]
    assert mail["Bcc"] is None
    assert "제목 Bcc: all@city.local 본문" in mail["Subject"]


def test_a_matter_that_hides_a_name_is_not_told_by_mail(served, cast):
    wants_at_once(cast.kim)
    tell_now(cast.kim, discreet=True, title="가려진 제안")
    send_waiting()
    mail = served.mails[0][1]
    assert "가려진" not in mail["Subject"] + mail.get_content()


def test_the_command_line_sends_and_counts(served, app, cast):
    wants_at_once(cast.kim)
    tell_now(cast.kim)
    run = runner(app)
    assert run("mail", "send").exit_code == 0
    assert "sent\t1\n" in run("mail", "outbox").output
    assert [to for to, _mail in served.mails] == ["kim@city.local"]
