"""What can go wrong on purpose. Each class has one answer over HTTP and one on the command line."""

from collections.abc import Mapping, Sequence

from app.core.messages import Message, _

CHANGED = _("Another window or somebody else has changed this in the meantime. Look at it again and decide anew.")
"""What a `Conflict` says where a record is no longer the one that was read: the other may be one's own second tab."""


class OpumError(Exception):
    """Base of all errors a person is told about; carries the sentence they read."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)


class Denied(OpumError):
    """The actor may not do this (403)."""


class Missing(OpumError):
    """There is no such thing, or the actor may not know that there is (404)."""


class Conflict(OpumError):
    """Somebody else changed it first, or it was already done (409)."""


class TooMany(OpumError):
    """More than may be asked for in a time (429). `seconds` says how long to wait."""

    def __init__(self, reason: Message, *, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Refused(OpumError):
    """A rule of the domain says no (422). Shown where the person stood."""


class WrongState(Refused):
    """The thing is not, or no longer, where this may be done (409). Shown where the person stood."""


class Invalid(Refused):
    """Input of the wrong shape (422): one sentence per field."""

    def __init__(self, reason: Message, *, fields: Mapping[str, Sequence[Message]]) -> None:
        super().__init__(reason)
        self.fields = fields
