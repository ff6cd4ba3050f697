"""What the tables of notices are made of: about which record, to whom, in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.core.database import Model, db
from app.core.events import Event, Reaction
from app.core.messages import Message
from app.notifications.enums import NoticeKind
from app.notifications.services import Link, tell
from app.notifications.who import Who

AnyModel = TypeVar("AnyModel", bound=Model)
AnyEvent = Any
"""The event of the row of the table: each row knows its own class."""


@dataclass(frozen=True)
class Subject:
    """The record a notice is about: its title, its page, the record itself. `discreet`: it hides a name."""

    title: str
    link: Link
    row: Any
    discreet: bool = False


@dataclass(frozen=True)
class Telling:
    """One row: who is told of a kind of thing, and the sentence. Its `%(title)s` is the subject's, `more` gives others.

    `only`: tell nothing unless it holds. `topic` names what is told once as long as it is unread.
    """

    kind: NoticeKind
    who: Callable[[AnyEvent, Subject], Who]
    sentence: Message
    more: Callable[[AnyEvent, Subject], Mapping[str, object]] | None = None
    only: Callable[[AnyEvent, Subject], bool] | None = None
    topic: Callable[[AnyEvent, Subject], str] | None = None
    link: Callable[[AnyEvent, Subject], Link] | None = None


def telling(about: Callable[[AnyEvent], Subject | None], *rows: Telling) -> Reaction:
    """Make the reaction that tells people of an event; without its record it tells nobody."""

    def react(event: Event) -> None:
        subject = about(event)
        if subject is None:
            return
        for row in rows:
            if row.only is None or row.only(event, subject):
                _tell(row, event, subject)

    return react


def _tell(row: Telling, event: Event, subject: Subject) -> None:
    params: dict[str, object] = dict(row.more(event, subject)) if row.more else {}
    if "%(title)s" in row.sentence.msgid:
        params["title"] = subject.title
    tell(
        who=row.who(event, subject),
        kind=row.kind,
        sentence=Message(row.sentence.msgid, params),
        link=row.link(event, subject) if row.link else subject.link,
        but=event.actor_id,
        discreet=subject.discreet,
        topic=row.topic(event, subject) if row.topic else None,
    )


def record(kind: type[AnyModel], record_id: int | None) -> AnyModel | None:
    """Return a record; the service that published the event mostly has it in hand, so this asks nothing."""
    return None if record_id is None else db.session.get(kind, record_id)


def row_of(name: str) -> Callable[[AnyEvent, Subject], Any]:
    """Return the reader of a field of the subject's record."""

    def read(_event: AnyEvent, subject: Subject) -> Any:  # noqa: ANN401  any column
        return getattr(subject.row, name)

    return read
