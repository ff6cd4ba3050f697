"""A mail as it leaves: plain text in the reader's language, without a name, with the way back into the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import Message
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from app.core import clock
from app.core.i18n import speaking
from app.core.messages import Message as Sentence
from app.core.messages import _
from app.notifications.rules import one_line

MOST_LINES = 40
_DISCREET = _("There is something new for you. Sign in to read it.")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One notice in a mail; `discreet`: the mail says only that there is something."""

    notice_id: int
    sentence: Sentence
    discreet: bool


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Everything a mail is made of."""

    to: str
    sender: str
    office: str
    language: str
    site: str
    message_id: str
    written_at: datetime


def notice_letter(letter: Letter, lines: Sequence[Line], *, is_digest: bool) -> Message:
    """Return the mail about one notice, or about those of a day."""
    with speaking(letter.language):
        sentences = [one_line(str(_DISCREET if line.discreet else line.sentence)) for line in lines]
        subject = str(_("%(count)s notices", count=len(lines))) if is_digest else sentences[0]
        body: list[str] = []
        for line, sentence in zip(lines[:MOST_LINES], sentences, strict=False):
            page = _address(letter.site, "show_notice", notice_id=line.notice_id)
            body += [f"- {sentence}" if is_digest else sentence, page, ""]
        if len(lines) > MOST_LINES:
            more = str(_("… and %(count)s more in the inbox.", count=len(lines) - MOST_LINES))
            body += [more, _address(letter.site, "list_notices"), ""]
        return _message(letter, subject, body)


def letter_of_test(letter: Letter) -> Message:
    """Return the test mail of the administrator."""
    with speaking(letter.language):
        return _message(letter, str(_("Test mail")), [str(_("The mail server takes mail from this site.")), ""])


def _message(letter: Letter, subject: str, body: Sequence[str]) -> Message:
    choices = str(_("What you get by mail, and how often, you choose here:"))
    foot = ["--", choices, _address(letter.site, "edit_choices"), ""]
    message = MIMEText("\n".join([*body, *foot]), "plain", "utf-8")
    message["From"] = letter.sender
    message["To"] = letter.to
    # `Header` folds a long subject at whole characters; the newer way of the library loses spaces when it folds
    line: Any = Header(one_line(f"[{letter.office}] {subject}"), "utf-8")
    message["Subject"] = line
    message["Date"] = format_datetime(clock.to_seoul(letter.written_at))
    message["Message-ID"] = f"<{letter.message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    return message


def _address(site: str, endpoint: str, **params: Any) -> str:
    """Return the whole address of a page of notices on the office's site."""
    parts = urlsplit(site)
    adapter = current_app.url_map.bind(parts.netloc, script_name=parts.path.rstrip("/") or "/", url_scheme=parts.scheme)
    return adapter.build(f"notifications.{endpoint}", params, force_external=True)
