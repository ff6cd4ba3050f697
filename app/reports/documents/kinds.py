"""What a kind of document consists of: how it is asked for, who may have it, and what builds it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core import clock
from app.core.access import Actor
from app.core.documents.content import Document, Progress
from app.core.errors import Denied, Missing
from app.core.messages import Message
from app.core.numbers import whole_number

Arguments = Mapping[str, Any]
"""What one document is about: JSON values by name, {"round_id": 3, "annex": True}."""

FIRST_YEAR = 2000
Reader = Callable[[str], Any]


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """문서 종류. `build` reads what the actor may see and raises `Missing` for the rest; `may` asks it cheaply beforehand.

    `arguments` names what has to be known, each with the function that reads it from the text of a form ("" where it is
    not there) and raises `ValueError` for what it cannot be. `title` names the document in the list of jobs and as a file.
    """

    name: str
    label: Message
    build: Callable[[Actor, Arguments, Progress], Document]
    may: Callable[[Actor, Arguments], bool]
    title: Callable[[Actor, Arguments], str]
    arguments: Mapping[str, Reader] = field(default_factory=dict)
    approval: tuple[str, ...] = ("담당", "팀장", "과장")
    """Titles of the 결재란 as long as the office has chosen none; empty: the document has none."""


def year_number(text: str) -> int:
    """Read a year of this product's life. Raises `ValueError`."""
    year = whole_number(text)
    if not FIRST_YEAR <= year <= clock.today().year + 1:
        raise ValueError(text)
    return year


def flag(text: str) -> bool:
    """Read a switch: "1" is on, nothing is off. Raises `ValueError`."""
    if text not in {"", "0", "1"}:
        raise ValueError(text)
    return text == "1"


def optional_number(text: str) -> int | None:
    """Read a number that may be left out. Raises `ValueError`."""
    return whole_number(text) if text else None


def is_there(load: Callable[[], object]) -> bool:
    """Whether something can be loaded: it exists, and the actor may read it."""
    try:
        load()
    except (Missing, Denied):
        return False
    return True
