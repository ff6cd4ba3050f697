"""Facts about tokens."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ApiTokenMade(Event):
    """Somebody made a token for themselves."""

    subject: ClassVar[str] = "api_token"
    api_token_id: int
    scopes: tuple[str, ...]
    ends_on: str
    purpose: FreeText


@dataclass(frozen=True, kw_only=True)
class ApiTokenRevoked(Event):
    """A token was revoked, by its owner, by the administrator, or because the account was closed."""

    subject: ClassVar[str] = "api_token"
    api_token_id: int
    person_id: int
