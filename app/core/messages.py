"""Sentences that are said in the reader's language, not in the writer's.

A rule raises `Refused(_("Nobody has claimed this."))` long before anybody knows
who will read it. The sentence therefore travels as a `Message` (English msgid and
its parameters) and is translated when it is turned into text. `core.i18n` installs
the translator; without one (in a rule test) the English text is used.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


def _identity(msgid: str) -> str:
    return msgid


_translate: Callable[[str], str] = _identity


def install_translator(translate: Callable[[str], str]) -> None:
    """Set the function that turns an English msgid into the reader's language."""
    global _translate  # noqa: PLW0603  one translator for the process, set once by the factory
    _translate = translate


@dataclass(frozen=True)
class Message:
    """A sentence with its parameters; `str(message)` is the text for the reader."""

    msgid: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        text = _translate(self.msgid)
        return text % self.params if self.params else text

    def __hash__(self) -> int:
        return hash((self.msgid, tuple(sorted((k, str(v)) for k, v in self.params.items()))))


def message(msgid: str, **params: object) -> Message:
    """Mark a sentence for translation. Imported as `_` where sentences are written."""
    return Message(msgid, params)


_ = message


UNLABELLED = Message("")


class Labelled(StrEnum):
    """A vocabulary: each member has the value that is stored and the label people read.

    >>> class Light(Labelled):
    ...     RED = "red", _("Stop")
    >>> Light("red").label.msgid
    'Stop'
    """

    label: Message

    def __new__(cls, value: str, label: Message = UNLABELLED) -> Self:
        """Make a member from `(value, label)`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
