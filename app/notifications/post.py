"""The way to the mail server. Nothing here knows the database."""

import base64
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message

from app.core.messages import _
from app.notifications.enums import Encryption

TIMEOUT_SECONDS = 15
SIGNED_IN = 235
PERMANENT = 500
"""SMTP answers from 500 on: the same mail will be refused again."""

SAID = (
    (ConnectionRefusedError, _("The connection was refused. Is the mail server running, and is the port right?")),
    (socket.gaierror, _("No machine of this name is known. Is the name of the mail server right?")),
    (TimeoutError, _("The mail server does not answer. Are its address, the port and the firewall right?")),
    (
        ssl.SSLCertVerificationError,
        _("The certificate of the mail server is not trusted, has run out, or is made out to another name."),
    ),
    (ssl.SSLError, _("No encrypted connection could be made. Do encryption, port and certificate fit?")),
    (smtplib.SMTPServerDisconnected, _("The mail server hung up. Do port and encryption fit?")),
    (smtplib.SMTPAuthenticationError, _("The mail server does not accept this user name and password.")),
)
"""What the commonest failures mean, as sentences: they are kept as they are said in English and translated where shown."""
NO_STARTTLS = _("The mail server offers no STARTTLS. Nothing was sent unencrypted.")
NO_SIGNING_IN = _("The mail server offers no way of signing in that is known here. Does it want a user name at all?")


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server and how it is spoken to. Without a `user` nobody signs in."""

    host: str
    port: int
    encryption: Encryption
    user: str = ""
    password: str = ""


class Undelivered(Exception):
    """The server did not take a mail. `is_final`: it never will; `is_lost`: the line is dead, the next mail would fail too."""

    def __init__(self, reason: str, *, is_final: bool = False, is_lost: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_final, self.is_lost = reason, is_final, is_lost


class Line:
    """An open line to a server."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def send(self, message: Message) -> None:
        """Hand a mail over. Raises `Undelivered`."""
        try:
            self._smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, words = next(iter(refusal.recipients.values()))
            raise Undelivered(_words(code, words), is_final=code >= PERMANENT) from refusal
        except smtplib.SMTPResponseException as refusal:
            # a sender or a service the server does not want today may be mended in its settings: not final
            about_mail = isinstance(refusal, smtplib.SMTPDataError)
            final = about_mail and refusal.smtp_code >= PERMANENT
            raise Undelivered(_words(refusal.smtp_code, refusal.smtp_error), is_final=final) from refusal
        except (OSError, smtplib.SMTPException) as failure:
            raise Undelivered(_plain(failure), is_lost=True) from failure


@contextmanager
def line_to(server: Server) -> Iterator[Line]:
    """Open a line, and close it afterwards. Raises `Undelivered` (lost) when the server cannot be reached."""
    try:
        smtp = _open(server)
    except smtplib.SMTPAuthenticationError as refusal:
        raise Undelivered(_plain(refusal), is_lost=True) from refusal
    except smtplib.SMTPResponseException as refusal:
        raise Undelivered(_words(refusal.smtp_code, refusal.smtp_error), is_lost=True) from refusal
    except (OSError, smtplib.SMTPException, ValueError) as failure:
        raise Undelivered(_plain(failure), is_lost=True) from failure
    try:
        yield Line(smtp)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def _open(server: Server) -> smtplib.SMTP:
    if server.encryption is Encryption.TLS:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.encryption is Encryption.STARTTLS:
            _begin_tls(smtp)
        if server.user:
            _sign_in(smtp, server)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _begin_tls(smtp: smtplib.SMTP) -> None:
    try:
        smtp.starttls(context=ssl.create_default_context())
    except smtplib.SMTPNotSupportedError as failure:
        raise Undelivered(NO_STARTTLS.msgid, is_lost=True) from failure


def _sign_in(smtp: smtplib.SMTP, server: Server) -> None:
    try:
        if (server.user + server.password).isascii():
            smtp.login(server.user, server.password)
        else:
            _sign_in_with_any_letters(smtp, server)
    except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
        raise
    except smtplib.SMTPException as failure:
        raise Undelivered(NO_SIGNING_IN.msgid, is_lost=True) from failure


def _sign_in_with_any_letters(smtp: smtplib.SMTP, server: Server) -> None:
    """Sign in by PLAIN, which takes UTF-8 (RFC 4616). The library knows ASCII only, and its error quotes the password."""
    smtp.ehlo_or_helo_if_needed()
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError
    told = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode()
    code, words = smtp.docmd("AUTH", f"PLAIN {told}")
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, words)


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:500]


def _plain(failure: Exception) -> str:
    late = failure.__context__  # the library says "closed" of a server that only kept silent
    cause = late if isinstance(failure, smtplib.SMTPServerDisconnected) and isinstance(late, TimeoutError) else failure
    known = next((said for kind, said in SAID if isinstance(cause, kind)), None)
    return known.msgid if known else (str(failure) or type(failure).__name__)[:500]
