"""A sentence as it is stored, and as it is said again."""

from collections.abc import Mapping
from typing import Any

from app.core.messages import Message

MOST_IN_TEXT = 300


def stored(sentence: Message) -> dict[str, Any]:
    """Return the parameters of a sentence as JSON; a sentence inside it stays one, so that it too is said when read."""
    return {name: _plain(value) for name, value in sentence.params.items()}


def said(msgid: str, params: Mapping[str, Any]) -> Message:
    """Return the sentence of what was stored; in whose language is decided when it becomes text."""
    return Message(msgid, {name: _read_back(value) for name, value in params.items()})


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return {"msgid": value.msgid, "params": stored(value)}
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)[:MOST_IN_TEXT]


def _read_back(value: Any) -> object:  # noqa: ANN401  parsed JSON
    return said(value["msgid"], value["params"]) if isinstance(value, dict) else value
