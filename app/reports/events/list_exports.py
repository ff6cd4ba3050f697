"""Facts about lists that were taken out."""

from dataclasses import dataclass
from typing import ClassVar

from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class ListExported(Event):
    """Somebody took a list out as a file. `list_name` is that of its declaration."""

    subject: ClassVar[str] = "exported_list"
    exported_list_id: int
    list_name: str
    format: str
    rows: int
    reason: FreeText
