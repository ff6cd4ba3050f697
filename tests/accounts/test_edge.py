"""The edge: tokens, foreign sites, host names, headers, forms sent twice, the demo's open door."""

import re
import threading
from contextvars import copy_context

import pytest

from app.core.database import db, transaction
from app.core.edge import CSP
from app.core.idempotency import Submission
from app.organization.enums import SettingKey
from app.organization.models import Holiday
from app.organization.services import change_setting

DAY_OFF = {"day": "2026-12-24", "name": "개청기념일", "kind": "own"}


def posts(app):
    return sorted(
        {re.sub(r"<(?:\w+:)?\w+>", "1", rule.rule) for rule in app.url_map.iter_rules() if "POST" in rule.methods}
    )


def test_no_post_is_answered_without_a_form_token(guarded, as_, cast):
    client = as_(cast.goh)
    codes = {path: client.post(path).status_code for path in posts(guarded)}
    assert {path: code for path, code in codes.items() if code != 400} == {}


def test_the_token_of_the_page_lets_its_form_through(guarded, as_, cast):
    client = as_(cast.goh)
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/admin/holidays").text)[1]
    assert client.post("/admin/holidays", data=DAY_OFF | {"csrf_token": token}).status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused(as_, cast, headers):
    client = as_(cast.goh)
    assert client.post("/admin/holidays", data=DAY_OFF, headers=headers).status_code == 403
    assert db.session.query(Holiday).count() == 0


def test_a_form_from_our_own_site_is_taken(as_, cast):
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert as_(cast.goh).post("/admin/holidays", data=DAY_OFF, headers=headers).status_code == 302


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/sign-in", 200),
        ("/admin", 200),
        ("/admin/people/999999", 404),
        ("/nowhere", 404),
        ("/admin/workbook/template", 200),
    ],
)
def test_every_kind_of_page_carries_the_security_headers(as_, cast, path, code):
    answer = as_(cast.goh).get(path)
    assert answer.status_code == code
    assert answer.headers["Content-Security-Policy"] == CSP
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_double_click_acts_once_and_both_are_sent_to_the_same_place(as_, cast):
    client = as_(cast.goh)
    form = DAY_OFF | {"idempotency_key": "key-1"}
    first, second = client.post("/admin/holidays", data=form), client.post("/admin/holidays", data=form)
    assert first.location == second.location == "/admin/holidays?year=2026"
    assert (first.status_code, second.status_code) == (302, 303)
    assert db.session.query(Holiday).count() == 1


def test_the_same_key_with_another_body_is_refused(as_, cast):
    client = as_(cast.goh)
    client.post("/admin/holidays", data=DAY_OFF | {"idempotency_key": "key-1"})
    answer = client.post("/admin/holidays", data=DAY_OFF | {"idempotency_key": "key-1", "day": "2026-12-26"})
    assert answer.status_code == 409
    assert db.session.query(Holiday).count() == 1


def test_a_form_that_was_refused_may_be_sent_again_with_its_key(as_, cast):
    client = as_(cast.goh)
    wrong = DAY_OFF | {"idempotency_key": "key-1", "name": ""}
    assert client.post("/admin/holidays", data=wrong).status_code == 422
    assert client.post("/admin/holidays", data=DAY_OFF | {"idempotency_key": "key-1"}).status_code == 302


def test_twenty_parallel_clicks_act_once(app, as_, cast):
    client = as_(cast.goh)
    cookie = client.get_cookie("opum_session").value
    db.session.remove()
    codes, gate = [], threading.Barrier(20)

    def click():
        own = app.test_client()
        own.set_cookie("opum_session", cookie)
        gate.wait()
        codes.append(own.post("/admin/holidays", data=DAY_OFF | {"idempotency_key": "key-1"}).status_code)

    threads = [threading.Thread(target=copy_context().run, args=(click,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [302] + [303] * 19
    assert db.session.query(Holiday).count() == 1
    assert db.session.query(Submission).count() == 1


@pytest.fixture
def persona(cast):
    with transaction():
        change_setting(key=SettingKey.DEMO_PERSONAS, value="staff=kim", actor=None)


def open_door(app, anonymous, *, demo, **options):
    app.config["DEMO"] = demo
    try:
        return anonymous.post("/demo-sign-ins", data={"persona": "staff"}, **options).status_code
    finally:
        app.config["DEMO"] = False


def test_the_demo_lets_visitors_in_from_the_own_machine_only(app, anonymous, persona):
    far = {"environ_base": {"REMOTE_ADDR": "10.0.0.1"}}
    forwarded = {"headers": {"X-Forwarded-For": "127.0.0.1"}}
    assert open_door(app, anonymous, demo=True) == 302
    assert open_door(app, anonymous, demo=True, **far) == 404
    assert open_door(app, anonymous, demo=True, **forwarded) == 404
    assert open_door(app, anonymous, demo=False) == 404


def test_the_demo_opens_no_account_that_is_not_a_persona(app, anonymous, persona):
    app.config["DEMO"] = True
    try:
        codes = [
            anonymous.post("/demo-sign-ins", data={"persona": name}).status_code
            for name in ("kim", "", "head", "../goh")
        ]
    finally:
        app.config["DEMO"] = False
    assert codes == [404] * 4


def test_a_host_nobody_trusts_is_refused_without_a_page(anonymous):
    assert anonymous.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_after_the_password_the_way_leads_back_to_the_form(as_, cast):
    client = as_(cast.goh, fresh=False)
    answer = client.post(f"/admin/people/{cast.kim.id}/roles", data={})
    assert answer.location == f"/reauthentications/new?next=/admin/people/{cast.kim.id}/roles/new"


def test_a_sensitive_form_can_be_sent_again_after_the_password(as_, cast):
    client = as_(cast.goh, fresh=False)
    answer = client.post(f"/admin/people/{cast.kim.id}/roles", data={"idempotency_key": "once"})
    assert (answer.status_code, answer.location.startswith("/reauthentications/new")) == (302, True)
    assert db.session.get(Submission, "once") is None


@pytest.mark.parametrize(
    "path",
    ["/tasks/99999999999999999999", "/issues/3000000000", "/rounds/2147483648", "/evidence/9223372036854775808"],
)
def test_a_number_no_id_can_have_is_no_page(as_, cast, path):
    assert as_(cast.choi).get(path).status_code in {404, 405}


@pytest.mark.parametrize(
    "path", ["/issues?department=3000000000", "/obstacles?department=-99999999999999", "/issues?cursor=" + "W" * 5000]
)
def test_a_filter_no_person_chose_is_left_out(as_, cast, path):
    assert as_(cast.choi).get(path).status_code == 200


def test_a_nul_in_an_address_or_a_form_is_refused(as_, cast):
    client = as_(cast.choi)
    assert client.get("/issues?q=%00").status_code == 400
    assert client.post("/language-choices", data={"language": "en\0"}).status_code == 400


@pytest.mark.parametrize("target", ["/a\r\nX-Evil: 1", "//evil.example", "/\\evil.example", "https://evil.example"])
def test_the_way_after_a_choice_stays_inside(as_, cast, target):
    answer = as_(cast.kim).post("/language-choices", data={"language": "en", "next": target})
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_refusal_keeps_the_menu_for_those_who_are_inside(as_, anonymous, cast):
    inside, outside = as_(cast.kim).get("/nowhere"), anonymous.get("/nowhere")
    assert (inside.status_code, outside.status_code) == (404, 404)
    assert 'class="sidebar"' in inside.text
    assert 'class="sidebar"' not in outside.text


@pytest.mark.parametrize(
    ("path", "shown"), [("/passwords", "/"), ("/admin/holidays", "/admin/holidays"), ("/reauthentications", "/")]
)
def test_the_language_toggle_of_an_answered_form_leads_to_a_page(as_, cast, path, shown):
    page = as_(cast.goh).post(path, data={}).text
    assert f'name="next" value="{shown}"' in page
