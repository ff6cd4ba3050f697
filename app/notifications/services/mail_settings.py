"""Setting how mail is sent."""

import secrets
from dataclasses import asdict, dataclass
from datetime import time
from typing import Any
from urllib.parse import urlsplit

from app.accounts.rules import is_address
from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Invalid
from app.core.events import publish
from app.core.instance import keep_password
from app.core.messages import Message, _
from app.notifications.enums import Encryption, Permission
from app.notifications.events import MailSettingsSet, MailTested
from app.notifications.models import MailSettings
from app.notifications.policy import POLICY
from app.notifications.queries.mail_settings import ONLY, default_settings
from app.notifications.rules import is_host


@dataclass(frozen=True, kw_only=True)
class MailFacts:
    """How mail is to be sent; an empty `host` means none. `site` is the address people type for this site."""

    host: str
    port: int
    encryption: Encryption
    user: str
    sender: str
    site: str
    quiet_from: time
    quiet_until: time
    most_a_day: int
    head_after_days: int


def save_mail_settings(*, facts: MailFacts, password: str, read_version: int, actor: Actor) -> MailSettings:
    """Set how mail is sent. An empty `password` leaves the one that is there, an empty user takes it away.

    Raises `Invalid` beside the field, `Conflict` where somebody else has changed it since `read_version` was read.
    """
    access.require(POLICY, Permission.MAIL_EDIT, actor)
    _check(facts)
    settings = db.session.get(MailSettings, ONLY)
    if settings is None:
        settings = default_settings()
        db.session.add(settings)
        db.session.flush()
    if settings.version != read_version:
        raise Conflict(CHANGED)
    changed: dict[str, Any] = {name: value for name, value in asdict(facts).items() if getattr(settings, name) != value}
    file = _password_file(settings, facts, password)
    password_changed = file != settings.password_file
    if changed or password_changed:
        change_state(settings, **changed, password_file=file, changed_at=clock.now())
        said = tuple(f"{name}: {value}" for name, value in changed.items())
        publish(
            MailSettingsSet(actor_id=actor.id, mail_settings_id=ONLY, changes=said, password_changed=password_changed)
        )
    return settings


def note_test(*, failure: str, actor: Actor) -> None:
    """Write down that a test mail was sent, and what the server said if it did not take it."""
    access.require(POLICY, Permission.MAIL_EDIT, actor)
    publish(MailTested(actor_id=actor.id, mail_settings_id=ONLY, failure=failure))  # type: ignore[arg-type]


def _password_file(settings: MailSettings, facts: MailFacts, password: str) -> str | None:
    """Return the file of the password from now on. A file of its own each time: a change that is rolled back harms nobody."""
    if not facts.user:
        return None
    if not password:
        return settings.password_file
    name = f"mail-{secrets.token_hex(8)}.password"
    keep_password(name, password)
    return name


def _check(facts: MailFacts) -> None:
    wrong: dict[str, list[Message]] = {}
    if facts.host and not is_host(facts.host):
        wrong["host"] = [_("Write the name or the address of the mail server, without a port.")]
    if (facts.host or facts.sender) and not is_address(facts.sender):
        wrong["sender"] = [_("Write one plain mail address, for example hong@city.go.kr.")]
    if (facts.host or facts.site) and not _is_site(facts.site):
        wrong["site"] = [_("Write the address people type, for example http://opum.city.local.")]
    if wrong:
        raise Invalid(next(iter(wrong.values()))[0], fields=wrong)


def _is_site(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _port = parts.port
    except ValueError:
        return False
    plain = not parts.query and not parts.fragment and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and is_host(parts.hostname or "") and plain and text.isascii()
