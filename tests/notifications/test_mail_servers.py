"""Servers as offices have them: TLS, STARTTLS, signing in; and the ways in which they say no."""

import socket
import time
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from aiosmtpd.smtp import AuthResult
from sqlalchemy import select

from app.core.database import db
from app.core.i18n import speaking
from app.core.messages import Message
from app.notifications import post
from app.notifications.enums import Encryption, MailState
from app.notifications.models import Mail
from app.notifications.sending import send_waiting
from tests.factories.mail_certificates import authority, server_context
from tests.factories.notifications import mail_server, set_mail, tell_now, wants_at_once

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while")  # the test's server warns of its own settings

USER, PASSWORD = "opum", "pa ss=w0rd"
UNTRUSTED = "The certificate of the mail server is not trusted, has run out, or is made out to another name."
NOT_ACCEPTED = "The mail server does not accept this user name and password."
SILENT = "The mail server does not answer. Are its address, the port and the firewall right?"


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """The office's own authority, which this machine trusts as an administrator lets it: by the environment."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority(tmp_path)))
    return tmp_path


def knows(user, password):
    def check(_server, _session, _envelope, _mechanism, given):
        is_right = (given.login.decode(), given.password.decode()) == (user, password)
        return AuthResult(success=is_right, handled=False)

    return {"authenticator": check, "auth_required": True, "auth_require_tls": False}


def one_waits(cast, port, **how):
    set_mail(cast, port, **how)
    wants_at_once(cast.kim)
    tell_now(cast.kim)


def kept():
    db.session.rollback()
    mail = db.session.scalars(select(Mail)).one()
    return mail.state, mail.reason


def refused(cast, port, **how):
    """What the outbox says of a mail the server did not take; it still waits."""
    one_waits(cast, port, **how)
    tally = send_waiting()
    state, reason = kept()
    assert (tally.sent, tally.failed, tally.reason, state) == (0, 1, reason, MailState.WAITING)
    return reason


@pytest.mark.parametrize("password", [PASSWORD, "비밀 ☂"])
@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
def test_mail_leaves_encrypted_and_signed_in(encryption, password, app, cast, trusted):
    context = server_context(trusted)
    kind = "ssl_context" if encryption is Encryption.TLS else "tls_context"
    how = {kind: context, "require_starttls": encryption is Encryption.STARTTLS, **knows(USER, password)}
    with mail_server(**how) as (inbox, port):
        one_waits(cast, port, encryption=encryption, user=USER, password=password)
        assert send_waiting().sent == 1
    assert [to for to, _mail in inbox.mails] == ["kim@city.local"]
    assert kept() == (MailState.SENT, "")


@pytest.mark.parametrize("encryption", [Encryption.TLS, Encryption.STARTTLS])
@pytest.mark.parametrize("fault", ["another authority", "another name", "run out"])
def test_a_certificate_that_proves_nothing_is_refused_before_the_password(
    encryption, fault, app, cast, trusted, as_, tmp_path_factory
):
    folder, more = trusted, {}
    if fault == "another authority":
        folder = tmp_path_factory.mktemp("stranger")
        authority(folder)
    elif fault == "another name":
        more = {"alternative": "DNS:mail.other.local"}
    else:
        more = {"days": "-1"}
    kind = "ssl_context" if encryption is Encryption.TLS else "tls_context"
    asked = []

    def note(*_all):
        asked.append(1)
        return AuthResult(success=True)

    how = {kind: server_context(folder, **more), "authenticator": note, "auth_require_tls": False}
    with mail_server(**how) as (inbox, port):
        assert refused(cast, port, encryption=encryption, user=USER, password=PASSWORD) == UNTRUSTED
        shown = as_(cast.goh).post("/admin/mail/tests", data={"to": "goh@city.local"}, follow_redirects=True).text
    assert (inbox.mails, asked) == ([], [])
    assert UNTRUSTED in shown


@pytest.mark.parametrize("password", ["wrong", "틀린 비밀"])
def test_a_wrong_password_is_told_in_a_sentence_without_it(password, app, cast, trusted, as_):
    with mail_server(tls_context=server_context(trusted), **knows(USER, PASSWORD)) as (inbox, port):
        assert refused(cast, port, encryption=Encryption.STARTTLS, user=USER, password=password) == NOT_ACCEPTED
    assert inbox.mails == []
    assert password not in as_(cast.goh).get("/admin/mail").text


@pytest.mark.parametrize("password", [PASSWORD, "비밀 ☂"])
def test_a_server_where_nobody_signs_in_is_told_so(password, app, cast):
    with mail_server(auth_exclude_mechanism=["PLAIN", "LOGIN"]) as (inbox, port):
        reason = refused(cast, port, user=USER, password=password)
    assert (reason, inbox.mails) == (post.NO_SIGNING_IN.msgid, [])


def test_without_starttls_nothing_leaves_unencrypted(app, cast):
    with mail_server(**knows(USER, PASSWORD)) as (inbox, port):
        reason = refused(cast, port, encryption=Encryption.STARTTLS, user=USER, password=PASSWORD)
    assert (reason, inbox.mails) == (post.NO_STARTTLS.msgid, [])


def test_a_server_that_wants_a_user_says_it_in_its_own_words(app, cast):
    with mail_server(**knows(USER, PASSWORD)) as (inbox, port):
        one_waits(cast, port)
        send_waiting()
    assert (kept()[0], inbox.mails) == (MailState.WAITING, [])
    assert kept()[1].startswith("530 ")


@pytest.mark.parametrize(
    ("encryption", "server"), [(Encryption.TLS, {}), (Encryption.NONE, {"ssl_context": "own certificate"})]
)
def test_the_wrong_encryption_is_told_in_a_sentence(encryption, server, app, cast, trusted, monkeypatch):
    monkeypatch.setattr(post, "TIMEOUT_SECONDS", 0.5)
    how = {name: server_context(trusted) for name in server}
    with mail_server(**how) as (inbox, port):
        reason = refused(cast, port, encryption=encryption)
    assert inbox.mails == []
    assert reason in {said.msgid for _kind, said in post.SAID}


def heard(connection, until):
    """Read until the other side has said so much, or has gone."""
    found = b""
    while until not in found and (some := connection.recv(1000)):
        found += some


@contextmanager
def stalling_server(*answers):
    """Take connections, give these answers line by line, then keep silent. Yields the port and what was answered."""
    over, given = Event(), []
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)

    def talk(connection):
        with connection:
            connection.settimeout(5)
            for until, answer in answers:
                if until:
                    heard(connection, until)
                connection.sendall(answer)
                given.append(answer)
            over.wait(5)

    def serve():
        while not over.is_set():
            try:
                connection, _address = listening.accept()
            except TimeoutError:
                continue
            talk(connection)

    thread = Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1], given
    finally:
        over.set()
        thread.join()
        listening.close()


GREETING = (b"", b"220 mail\r\n")
TALK = (
    GREETING,
    (b"\r\n", b"250 mail\r\n"),
    (b"mail FROM", b"250 ok\r\n"),
    (b"rcpt TO", b"250 ok\r\n"),
    (b"data\r\n", b"354 go on\r\n"),
)


@pytest.mark.parametrize(
    ("encryption", "reached"),
    [(Encryption.NONE, 0), (Encryption.NONE, 5), (Encryption.STARTTLS, 1), (Encryption.TLS, 0)],
)
def test_a_server_that_stalls_holds_nobody_up(encryption, reached, app, cast, monkeypatch):
    monkeypatch.setattr(post, "TIMEOUT_SECONDS", 1)
    with stalling_server(*TALK[:reached]) as (port, given):
        begun = time.monotonic()
        reason = refused(cast, port, encryption=encryption)
        assert time.monotonic() - begun < 5
    assert len(given) == reached
    assert reason in {SILENT, "No encrypted connection could be made. Do encryption, port and certificate fit?"}
    assert encryption is Encryption.TLS or reason == SILENT


def test_every_failure_is_said_in_korean_too(app):
    sentences = [said.msgid for _kind, said in post.SAID] + [post.NO_STARTTLS.msgid, post.NO_SIGNING_IN.msgid]
    with speaking("ko"):
        assert [one for one in sentences if str(Message(one)) == one] == []
