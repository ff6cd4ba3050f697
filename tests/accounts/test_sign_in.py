"""로그인: what a person and an attacker meet."""

import time
from datetime import timedelta

import pytest

from app.accounts.models import SignInSession
from app.core import clock
from app.core.database import db
from tests.accounts.conftest import give_password


def sign_in(client, number, password, **options):
    return client.post("/sign-ins", data={"employee_no": number, "password": password}, **options)


def test_the_right_password_opens_the_first_page(anonymous, password):
    answer = sign_in(anonymous, "kim", password)
    assert (answer.status_code, answer.location) == (302, "/")
    assert anonymous.get("/").status_code == 200


def test_a_wrong_password_is_answered_like_an_unknown_number(anonymous, password):
    wrong = sign_in(anonymous, "kim", "nope")
    unknown = sign_in(anonymous, "nobody", "nope")
    assert wrong.status_code == unknown.status_code == 422
    assert "Employee number or password is wrong." in wrong.text
    assert "Employee number or password is wrong." in unknown.text


def test_an_unknown_number_takes_as_long_as_a_known_one(app, anonymous, password):
    """The quickest of five tries each, taken in turn: what else the machine does only makes a try slower."""
    times = {"kim": [], "nobody": []}
    for attempt in range(5):
        for number, taken in times.items():
            start = time.perf_counter()
            sign_in(anonymous, number, "nope", environ_base={"REMOTE_ADDR": f"10.{attempt}.0.1"})
            taken.append(time.perf_counter() - start)
    assert 1 / 3 < min(times["kim"]) / min(times["nobody"]) < 3


def test_a_cookie_is_worthless_after_sign_out(as_, cast):
    client = as_(cast.kim)
    cookie = client.get_cookie("opum_session")
    assert client.get("/").status_code == 200
    client.post("/sign-outs")
    client.set_cookie("opum_session", cookie.value)
    assert client.get("/").status_code == 302


def test_a_cookie_is_worthless_after_the_password_changed(app, anonymous, password, cast):
    sign_in(anonymous, "kim", password)
    give_password(cast.kim, "다른나무숲 5678 #")
    assert anonymous.get("/").status_code == 302


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site_after_sign_in(anonymous, password, target):
    answer = anonymous.post("/sign-ins", data={"employee_no": "kim", "password": password, "next": target})
    assert answer.location == "/"


def test_five_wrong_tries_make_an_account_wait_and_the_wait_is_told(anonymous, password):
    answers = [sign_in(anonymous, "kim", "nope") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900


def test_the_wait_ends_and_the_right_password_still_opens(anonymous, password):
    for _ in range(6):
        sign_in(anonymous, "kim", "nope")
    assert sign_in(anonymous, "kim", password).status_code == 429
    with clock.frozen_at(clock.now() + timedelta(seconds=40)):
        assert sign_in(anonymous, "kim", password).status_code == 302


def test_the_wait_concerns_the_address_that_guessed_and_nobody_else(anonymous, password):
    for _ in range(6):
        sign_in(anonymous, "kim", "nope", environ_base={"REMOTE_ADDR": "10.0.0.66"})
    assert sign_in(anonymous, "kim", password).status_code == 302


def test_one_password_tried_on_sixty_accounts_is_stopped_at_thirty(anonymous, cast):
    codes = [sign_in(anonymous, f"{n:05}", "Spring2026!").status_code for n in range(60)]
    assert codes == [422] * 30 + [429] * 30


def test_guessing_at_reauthentication_is_throttled_too(as_, cast, password):
    client = as_(cast.kim, fresh=False)
    codes = [client.post("/reauthentications", data={"password": "nope"}).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]


def test_guessing_at_the_old_password_is_throttled_too(as_, cast, password):
    client = as_(cast.kim)
    typed = {"old_password": "nope", "new_password": "새나무숲 9876 #", "again": "새나무숲 9876 #"}
    assert [client.post("/passwords", data=typed).status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_third_session_ends_the_oldest(app, password):
    clients = []
    for _ in range(3):
        client = app.test_client()
        sign_in(client, "kim", password)
        clients.append(client)
    assert [client.get("/").status_code for client in clients] == [302, 200, 200]


def test_a_session_ends_after_thirty_idle_minutes(as_, cast):
    client, start = as_(cast.kim), clock.now()
    for minutes, code in ((29, 200), (29 + 29, 200), (29 + 29 + 31, 302)):
        with clock.frozen_at(start + timedelta(minutes=minutes)):
            assert client.get("/").status_code == code


def test_a_session_ends_after_ten_hours_however_busy(as_, cast):
    client, start = as_(cast.kim), clock.now()
    codes = []
    for step in range(31):
        with clock.frozen_at(start + timedelta(minutes=20 * step)):
            codes.append(client.get("/").status_code)
    assert codes == [200] * 30 + [302]


def test_a_session_token_is_stored_as_a_hash_only(as_, cast):
    token = as_(cast.kim).get_cookie("opum_session").value
    assert token not in {row.token_hash for row in db.session.query(SignInSession)}


def test_reauthentication_holds_five_minutes(as_, cast):
    give_password(cast.goh)
    client, start = as_(cast.goh, fresh=False), clock.now()
    settings = "/admin/settings/edit"
    assert client.get(settings).location.startswith("/reauthentications/new?next=/admin/settings/edit")
    answer = client.post("/reauthentications", data={"password": "긴나무숲 1234 #", "next": settings})
    assert answer.location == settings
    for minutes, code in ((4, 200), (5, 302)):
        with clock.frozen_at(start + timedelta(minutes=minutes)):
            assert client.get(settings).status_code == code
