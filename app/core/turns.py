"""내 차례: one thing somebody owes, or waits for. Every domain makes rows; the first page puts them together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.messages import Message


@dataclass(frozen=True, kw_only=True)
class Turn:
    """한 줄: what is to be done, with which thing, where, until when (None: no day set) and since when."""

    what: Message
    title: str
    endpoint: str
    params: Mapping[str, object] = field(default_factory=dict)
    due_on: date | None = None
    since: datetime | None = None
