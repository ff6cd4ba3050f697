"""One administrator alone cannot step into anybody's shoes."""

import pytest

from app.accounts.models import Account, Person, RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.passwords import (
    WrongPassword,
    invite,
    redeem_first_code,
    release_first_code,
    set_password,
)
from app.accounts.services.sign_in import Credentials
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Refused
from tests.cast import START

OLD, NEW = "긴나무숲 1234 #", "짧지 않은 새 암호 77!"


def person(number):
    return db.session.query(Person).filter_by(employee_no=number).one()


@pytest.fixture
def second_administrator(app, cast):
    with transaction():
        db.session.add(RoleAssignment(person_id=cast.han.id, role=Role.ADMINISTRATOR, acting=False, starts_on=START))
    return actor_of_person(cast.han.id)


@pytest.fixture
def code(app, cast):
    """A first code an administrator made for the control tower's used account."""
    with transaction():
        set_password(person_id=cast.choi.id, employee_no="choi", password=OLD)
        return invite(person=person("choi"), actor=cast.goh)


def redeem(code):
    with transaction():
        redeem_first_code(credentials=Credentials("choi", code, "::1"), new_password=NEW)


def test_a_code_for_a_used_account_opens_nothing_by_itself(code):
    with pytest.raises(WrongPassword):
        redeem(code)


def test_who_made_the_code_cannot_release_it(code, cast):
    with transaction(), pytest.raises(Refused):
        release_first_code(person=person("choi"), actor=cast.goh)


def test_after_a_second_administrator_it_opens_once(code, second_administrator):
    with transaction():
        release_first_code(person=person("choi"), actor=second_administrator)
    redeem(code)
    with pytest.raises(WrongPassword):
        redeem(code)


def test_a_new_account_needs_no_release(app, cast):
    with transaction():
        code = invite(person=person("kim"), actor=cast.goh)
    with transaction():
        redeem_first_code(credentials=Credentials("kim", code, "::1"), new_password=NEW)
    assert db.session.get(Account, cast.kim.id).password_hash is not None
