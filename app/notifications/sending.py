"""Sending what waits: short transactions before and after each mail, and none while the server is spoken to."""

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message as WholeMail

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import OpumError
from app.core.instance import kept_password
from app.core.messages import Message, _
from app.jobs.locks import sender_alive
from app.notifications.enums import MailKind
from app.notifications.letters import Letter, letter_of_test, notice_letter
from app.notifications.models import MailSettings
from app.notifications.post import Line, Server, Undelivered, line_to
from app.notifications.queries.mail_settings import mail_settings, may_send_now
from app.notifications.queries.outbox import addressee_of, is_due, lines_of_mail
from app.notifications.services.notices import new_message_id
from app.notifications.services.outbox import (
    ClaimedMail,
    claim_mail,
    mark_dropped,
    mark_failed,
    mark_sent,
    new_sender,
)
from app.organization.enums import SettingKey
from app.organization.queries import setting

log = logging.getLogger("opum.mail")

MOST_AT_ONCE = 200
"""Mails of one round: the timetable begins the next one a minute later."""
_GONE = _("Whoever it was for has left, or has no account or no mail address.")
_NOT_MADE = _("The mail could not be made. Your administrator finds the reason in the log.")
_READ = _("What it tells was read in the inbox before it left.")


@dataclass
class Tally:
    """What became of the mails of a round. `reason`: why the server could not be reached, empty if it could."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    reason: str = ""

    @property
    def done(self) -> int:
        """How many mails are finished."""
        return self.sent + self.dropped


class _NotNeeded(Exception):
    """A mail nobody needs any more."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.msgid)
        self.why = why


def is_waiting() -> bool:
    """Whether some mail may leave now."""
    return may_send_now(mail_settings(), clock.now()) and is_due(clock.now())


def send_waiting() -> Tally:
    """Send what is due, unless the hour is quiet or no server is set. Several processes may do it at once.

    Everything that waits through the quiet hours leaves when they are over. A server that cannot be reached ends the
    round; no mail is lost by it. Opens its own transactions.
    """
    tally = Tally()
    db.session.rollback()
    settings = mail_settings()
    if not may_send_now(settings, clock.now()) or not is_due(clock.now()):
        return tally
    db.session.expunge(settings)  # the transactions below would read it anew for every mail
    office = setting(SettingKey.OFFICE_NAME)
    with ExitStack() as lines:
        line: Line | None = None
        lines.enter_context(sender_alive(sender := new_sender()))
        for _number in range(MOST_AT_ONCE):
            with transaction():
                mail = claim_mail(most_a_day=settings.most_a_day, sender=sender)
            if mail is None:
                break
            try:
                message = _written(mail, settings, office)
                line = line or lines.enter_context(line_to(server_of(settings)))
                line.send(message)
            except _NotNeeded as not_needed:
                with transaction():
                    mark_dropped(mail=mail, reason=not_needed.why.msgid)
                tally.dropped += 1
            except Undelivered as failure:
                with transaction():
                    mark_failed(mail=mail, reason=failure.reason, is_final=failure.is_final)
                tally.failed += 1
                if failure.is_lost:
                    tally.reason = failure.reason
                    break
            except Exception:
                log.exception("mail %s could not be made", mail.id)
                with transaction():
                    mark_failed(mail=mail, reason=_NOT_MADE.msgid, is_final=False)
                tally.failed += 1
            else:
                with transaction():
                    mark_sent(mail=mail)
                tally.sent += 1
    return tally


def send_test(*, to: str, language: str) -> None:
    """Send a test mail at once, whatever the hour. Raises `Undelivered` with what the server said."""
    settings = mail_settings()
    letter = Letter(
        to=to,
        sender=settings.sender,
        office=setting(SettingKey.OFFICE_NAME),
        language=language,
        site=settings.site,
        message_id=new_message_id(),
        written_at=clock.now(),
    )
    server = server_of(settings)
    db.session.rollback()
    with line_to(server) as line:
        line.send(letter_of_test(letter))


def server_of(settings: MailSettings) -> Server:
    """Return the server of the settings with its password. Raises `Undelivered` if the password cannot be read."""
    try:
        password = kept_password(settings.password_file) if settings.password_file else ""
    except OpumError as refusal:
        raise Undelivered(str(refusal.reason), is_lost=True) from refusal
    return Server(
        host=settings.host,
        port=settings.port,
        encryption=settings.encryption,
        user=settings.user if password else "",
        password=password,
    )


def _written(mail: ClaimedMail, settings: MailSettings, office: str) -> WholeMail:
    """Return the text of a claimed mail as of now. Raises `_NotNeeded` when nobody is there or all of it was read."""
    reader, told = addressee_of(mail.person_id), lines_of_mail(mail.id)
    db.session.rollback()  # no transaction is open while the server is spoken to
    if reader is None:
        raise _NotNeeded(_GONE)
    if not told:
        raise _NotNeeded(_READ)
    letter = Letter(
        to=reader.email,
        sender=settings.sender,
        office=office,
        language=reader.language,
        site=settings.site,
        message_id=mail.message_id,
        written_at=mail.created_at,
    )
    return notice_letter(letter, told, is_digest=mail.kind is MailKind.DIGEST)
