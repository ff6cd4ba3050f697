"""비밀번호와 최초 인증코드."""

from datetime import timedelta

import pytest

from app.accounts.models import Account, Person
from app.accounts.passwords import PRESETS, check_password
from app.accounts.services import passwords, people
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Refused
from app.organization.enums import SettingKey
from app.organization.services import change_setting
from tests.accounts.conftest import PASSWORD


def invited(cast):
    with transaction():
        person = db.session.get(Person, cast.kim.id)
        return passwords.invite(person=person, actor=cast.goh)


def redeem(client, code, new=PASSWORD, number="kim"):
    typed = {"employee_no": number, "old_password": code, "new_password": new, "again": new}
    return client.post("/passwords/first", data=typed)


@pytest.mark.parametrize(
    ("preset", "password", "good"),
    [
        ("modern", "긴나무숲을지나", False),
        ("modern", "긴나무숲을지나서바다", True),
        ("modern", "correct horse", True),
        ("modern", "1234567890", False),
        ("modern", "Password123", False),
        ("modern", "aaaaaaaaaab", False),
        ("modern", "my-hong1234-pw", False),
        ("gov", "abcdefgh1", False),
        ("gov", "Abcdefg1", False),
        ("gov", "Abcdefgh1", True),
        ("gov", "abcdefg1!", True),
        ("gov", "ABCDEFGHIJK!", False),
        ("gov", "Hong1234!", False),
    ],
)
def test_each_preset_takes_what_it_says(preset, password, good):
    try:
        check_password(password, rules=PRESETS[preset], employee_no="hong1234")
    except Refused:
        assert not good
    else:
        assert good


def test_a_first_code_opens_the_account_once(anonymous, cast):
    code = invited(cast)
    assert redeem(anonymous, code).status_code == 302
    assert redeem(anonymous, code).status_code == 422
    assert anonymous.post("/sign-ins", data={"employee_no": "kim", "password": PASSWORD}).status_code == 302


def test_a_first_code_dies_after_seven_days(anonymous, cast):
    code = invited(cast)
    with clock.frozen_at(clock.now() + timedelta(days=7)):
        assert redeem(anonymous, code).status_code == 422


def test_a_new_first_code_replaces_the_one_before(anonymous, cast):
    first, second = invited(cast), invited(cast)
    assert redeem(anonymous, first).status_code == 422
    assert redeem(anonymous, second).status_code == 302


def test_a_code_does_not_open_another_account(anonymous, cast):
    assert redeem(anonymous, invited(cast), number="park").status_code == 422


def test_guessing_first_codes_is_throttled(anonymous, cast):
    invited(cast)
    assert [redeem(anonymous, f"guess{n}").status_code for n in range(6)] == [422] * 5 + [429]


def test_a_weak_first_password_leaves_the_code_good(anonymous, cast):
    code = invited(cast)
    answer = redeem(anonymous, code, new="1234567890")
    assert answer.status_code == 422
    assert "This password is easy to guess." in answer.text
    assert redeem(anonymous, code).status_code == 302


def test_nothing_of_code_or_password_is_kept_in_the_clear(cast):
    code = invited(cast)
    account = db.session.get(Account, cast.kim.id)
    assert code not in account.first_code_hash
    assert account.first_code_hash.startswith("$argon2id$")


def test_a_disabled_account_is_out_at_once_and_stays_out(as_, anonymous, cast, password):
    client = as_(cast.kim)
    assert client.get("/").status_code == 200
    with transaction():
        people.disable_account(person=db.session.get(Person, cast.kim.id), actor=cast.goh)
    assert client.get("/").status_code == 302
    assert anonymous.post("/sign-ins", data={"employee_no": "kim", "password": password}).status_code == 422


def test_an_aged_password_must_be_renewed_under_the_gov_rules(anonymous, cast, password):
    with transaction():
        change_setting(key=SettingKey.PASSWORD_PRESET, value="gov", actor=cast.goh)
    typed = {"employee_no": "kim", "password": password}
    with clock.frozen_at(clock.now() + timedelta(days=91)):
        assert anonymous.post("/sign-ins", data=typed).location == "/passwords/renewal"
        assert anonymous.get("/").status_code == 302
        same = {"employee_no": "kim", "old_password": password, "new_password": password, "again": password}
        assert anonymous.post("/passwords/renewal", data=same).status_code == 422
        new = same | {"new_password": "Forest-2026!", "again": "Forest-2026!"}
        assert anonymous.post("/passwords/renewal", data=new).location == "/sign-in"
        assert anonymous.post("/sign-ins", data={"employee_no": "kim", "password": "Forest-2026!"}).location == "/"


def test_under_the_modern_rules_passwords_do_not_age(anonymous, password):
    with clock.frozen_at(clock.now() + timedelta(days=2000)):
        assert anonymous.post("/sign-ins", data={"employee_no": "kim", "password": password}).location == "/"
