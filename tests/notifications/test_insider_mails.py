"""A mail that leaves after its reader has lost the office it was written to tells no matter any more."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Person, RoleAssignment
from app.accounts.services.people import transfer_person
from app.accounts.services.roles import end_role
from app.core import clock
from app.core.database import db, transaction
from app.notifications.sending import send_waiting
from app.notifications.services.digests import write_digests
from tests.factories.notifications import give_address, mail_server, set_mail, tell_now, wants_at_once

TITLE = "아직 알릴 수 없는 과제"


@pytest.fixture
def served(app, cast):
    with mail_server() as (inbox, port):
        set_mail(cast, port)
        yield inbox


def take_the_role_back(cast):
    role = db.session.scalar(select(RoleAssignment).where(RoleAssignment.person_id == cast.lee.id))
    end_role(assignment=role, actor=None)


def move(cast):
    transfer_person(
        person=db.session.get_one(Person, cast.lee.id), to_department_id=cast.roads, on=clock.today(), actor=None
    )


def text_of(mail):
    return f"{mail['Subject']} {mail.get_content()}"


@pytest.mark.parametrize("lose", [take_the_role_back, move])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_mail_at_once_says_only_that_there_is_something(served, cast, lose, language):
    wants_at_once(cast.lee, language=language)
    wants_at_once(cast.yoon, language=language)
    tell_now(cast.lee, cast.yoon, title=TITLE)
    with transaction():
        lose(cast)
    assert send_waiting().sent == 2
    said = {to: TITLE in text_of(mail) for to, mail in served.mails}
    assert said == {"lee@city.local": False, "yoon@city.local": True}


@pytest.mark.parametrize("lose", [take_the_role_back, move])
def test_the_mail_of_the_next_day_neither(served, cast, lose):
    give_address(cast.lee, cast.yoon)
    tell_now(cast.lee, cast.yoon, title=TITLE)
    with transaction():
        lose(cast)
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        with transaction():
            write_digests(clock.today())
        assert send_waiting().sent == 2
    assert {to: TITLE in text_of(mail) for to, mail in served.mails} == {
        "lee@city.local": False,
        "yoon@city.local": True,
    }


def test_what_was_written_after_the_change_is_told(served, cast):
    with transaction():
        move(cast)
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        wants_at_once(cast.lee, language="en")
        tell_now(cast.lee, title=TITLE)
        assert send_waiting().sent == 1
    assert TITLE in text_of(served.mails[0][1])


def test_an_office_that_ended_long_ago_hides_nothing(served, cast):
    wants_at_once(cast.acting, language="en")
    with clock.frozen_at(clock.now() + timedelta(days=30)):
        tell_now(cast.acting, title=TITLE)
        send_waiting()
    assert [TITLE in text_of(mail) for _to, mail in served.mails] == [True]
