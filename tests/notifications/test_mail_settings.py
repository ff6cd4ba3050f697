"""How mail is set: by the administrator, with the password in a file, tested against a real server."""

import stat

import pytest
from sqlalchemy import text

from app.accounts.rules import is_address
from app.core.database import db
from app.core.instance import keys_dir
from app.notifications.queries.mail_settings import mail_settings
from app.notifications.rules import is_host
from tests.factories.notifications import free_port, mail_server, set_mail

FORM = {
    "host": "mail.city.local",
    "port": "587",
    "encryption": "starttls",
    "user": "opum",
    "password": "비밀 ☂",
    "sender": "opum@city.local",
    "site": "http://opum.city.local",
    "quiet_from": "18:00",
    "quiet_until": "09:00",
    "most_a_day": "5",
    "head_after_days": "3",
    "version": "1",
}


def post(client, **changes):
    return client.post("/admin/mail/settings", data=FORM | changes)


@pytest.fixture
def client(cast, as_):
    return as_(cast.goh)


def test_the_password_lies_in_a_file_of_its_own_and_nowhere_else(app, client):
    assert post(client).status_code == 302
    settings = mail_settings()
    file = keys_dir() / settings.password_file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text(encoding="utf-8") == "비밀 ☂"
    kept = db.session.execute(text("SELECT * FROM mail_settings")).one()
    assert "비밀" not in str(kept)
    told = db.session.execute(text("SELECT details FROM audit_entries")).all()
    assert "비밀" not in str(told)
    page = client.get("/admin/mail/settings").text
    assert "비밀" not in page


def test_an_empty_password_leaves_the_one_that_is_there_and_no_user_takes_it_away(app, client):
    post(client)
    first = mail_settings().password_file
    db.session.rollback()
    assert post(client, password="", version=str(mail_settings().version), port="25").status_code == 302
    db.session.rollback()
    assert mail_settings().password_file == first
    post(client, user="", password="", version=str(mail_settings().version))
    db.session.rollback()
    assert mail_settings().password_file is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("host", "mail.city.local:25"),
        ("host", "mail city"),
        ("sender", "오품 <opum@city.local>"),
        ("sender", "opum@city.local\nBcc: all@city.local"),
        ("site", "javascript:alert(1)"),
        ("site", "http://opum.city.local/?a=1"),
        ("port", "0"),
        ("port", "70000"),
        ("quiet_from", "25:00"),
        ("most_a_day", "-1"),
        ("head_after_days", "0"),
        ("encryption", "rot13"),
    ],
)
def test_bad_input_is_told_beside_the_field(app, client, field, value):
    answer = post(client, **{field: value})
    assert answer.status_code == 422
    assert mail_settings().host == ""


def test_somebody_else_was_faster(app, client):
    post(client)
    assert post(client, port="25", version="7").status_code == 409


def test_a_test_mail_leaves_at_once_and_the_servers_answer_is_shown(app, cast, client):
    with mail_server() as (inbox, port):
        set_mail(cast, port)
        answer = client.post("/admin/mail/tests", data={"to": "goh@city.local"}, follow_redirects=True)
        assert "took the test mail" in answer.text
        assert [to for to, _mail in inbox.mails] == ["goh@city.local"]
    set_mail(cast, free_port())
    answer = client.post("/admin/mail/tests", data={"to": "goh@city.local"}, follow_redirects=True)
    assert "did not take the test mail" in answer.text
    assert client.post("/admin/mail/tests", data={"to": "nobody"}).status_code == 422


def test_the_auditor_looks_and_changes_nothing(app, cast, as_):
    page = as_(cast.gam).get("/admin/mail")
    assert page.status_code == 200
    assert "Set how mail is sent" not in page.text


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("hong@city.go.kr", True),
        ("hong.gil-dong+1@mail.city.local", True),
        ("hong@localhost", True),
        ("", False),
        ("hong", False),
        ("@city", False),
        ("hong@", False),
        ("hong@@city", False),
        ("hong @city", False),
        ("hong@city\r\nBcc: a@b", False),
        ("홍@시청.한국", False),
        ("a" * 65 + "@city", False),
        ("hong@" + "a" * 64, False),
        ("hong@-city", False),
        (".hong@city", False),
        ("ho..ng@city", False),
        ("hong@city.", False),
        ('"hong"@city', False),
        ("hong@city,kim@city", False),
    ],
)
def test_what_an_address_is(address, good):
    assert is_address(address) is good


@pytest.mark.engine_free
def test_what_a_host_is():
    assert [is_host(text) for text in ("mail", "10.0.0.1", "fe80::1", "", "-x", "a b", "a/b")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_a_person_gets_an_address_on_the_own_page_and_by_workbook(app, cast, client):
    page = {"name": "김하늘", "rank": "7급", "series": "행정", "joined_on": "2025-01-01", "left_on": ""}
    wrong = client.post(f"/admin/people/{cast.kim.id}", data=page | {"email": "kim@@city"})
    assert wrong.status_code == 422
    assert "Write one plain mail address" in wrong.text
    assert client.post(f"/admin/people/{cast.kim.id}", data=page | {"email": "kim@city.local"}).status_code == 302
    assert "kim@city.local" in client.get(f"/admin/people/{cast.kim.id}").text
