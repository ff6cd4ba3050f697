"""The mail of the day: one a person and day, with everything unread, and none on days off."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import db, transaction
from app.notifications.models import Mail
from app.notifications.sending import send_waiting
from app.notifications.services.digests import write_digests
from tests.factories.notifications import give_address, mail_server, set_mail, tell_now


@pytest.fixture
def served(app, cast):
    with mail_server() as (inbox, port):
        set_mail(cast, port)
        yield inbox


def write(day=None):
    with transaction():
        return write_digests(day or clock.today())


def test_one_mail_a_day_holds_everything_unread(served, cast, as_):
    give_address(cast.kim, cast.park)
    for number in range(3):
        tell_now(cast.kim, title=f"과제 {number}")
    tell_now(cast.park, title="다른 과제")
    assert (write(), write()) == (2, 0)
    tell_now(cast.kim, title="나중 과제")
    assert write() == 0
    assert send_waiting().sent == 2
    to, mail = served.mails[0]
    text = mail.get_content()
    assert to == "kim@city.local"
    assert [f"과제 {n}" in text for n in range(3)] == [True, True, True]
    assert "나중 과제" not in text
    assert "다른 과제" not in text
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        assert write() == 1
        assert send_waiting().sent == 1
    assert "나중 과제" in served.mails[2][1].get_content()


def test_what_was_read_meanwhile_is_not_told_again(served, cast, as_):
    give_address(cast.kim)
    tell_now(cast.kim, title="읽은 과제")
    as_(cast.kim).post("/notices/readings")
    assert write() == 0


def test_nothing_is_written_on_a_day_off_or_for_a_day_that_is_over(served, cast):
    give_address(cast.kim)
    tell_now(cast.kim)
    assert write(clock.today() - timedelta(days=1)) == 0
    with clock.frozen_at(clock.now() - timedelta(days=1)):  # a Sunday
        assert write() == 0


def test_the_day_is_the_offices_and_not_the_servers(served, cast):
    give_address(cast.kim)
    tell_now(cast.kim)
    early = clock.now().replace(hour=16, minute=0) - timedelta(days=3)  # Friday 16:00 UTC is Saturday 1:00 in Seoul
    with clock.frozen_at(early):
        assert clock.today() == date(2026, 11, 21)
        assert write() == 0


def test_an_office_without_a_server_writes_none(app, cast):
    give_address(cast.kim)
    tell_now(cast.kim)
    assert write() == 0
    assert db.session.scalars(select(Mail)).all() == []


def test_a_long_day_is_cut_in_words(served, cast):
    give_address(cast.kim)
    for number in range(45):
        tell_now(cast.kim, title=f"과제 {number}")
    write()
    send_waiting()
    text = served.mails[0][1].get_content()
    assert text.count("과제 ") == 40
    assert "5" in text.split("http://opum.city.local/app/notices\n")[0].splitlines()[-1]
