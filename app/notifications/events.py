"""Facts about choices and mail. That a notice was written or read is no fact of its own."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class NoticeChoicesSet(Event):
    """Somebody chose how to hear of things: "kind: frequency" each, only those that changed."""

    subject: ClassVar[str] = "person"
    person_id: int
    choices: tuple[str, ...]
    language: str


@dataclass(frozen=True, kw_only=True)
class MailSettingsSet(Event):
    """The way mail is sent was set: "field: value" each, only what changed; a password is never among them."""

    subject: ClassVar[str] = "mail_settings"
    mail_settings_id: int
    changes: tuple[str, ...]
    password_changed: bool


@dataclass(frozen=True, kw_only=True)
class MailTested(Event):
    """An administrator had a test mail sent. `failure` is what the server said, empty when it took the mail."""

    subject: ClassVar[str] = "mail_settings"
    mail_settings_id: int
    failure: FreeText


@dataclass(frozen=True, kw_only=True)
class MailRetried(Event):
    """A mail that was given up is tried again."""

    subject: ClassVar[str] = "mail"
    mail_id: int
