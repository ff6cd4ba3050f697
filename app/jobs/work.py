"""What long work is made of: a kind, a run of it, and what it makes.

A domain declares its kinds (`JOBS`), `app.registry` installs them, a route asks with `services.request_job`, and a
process of its own (`app.jobs.running`) calls `work` with a `Run`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

from app.core.access import Actor
from app.core.errors import Missing
from app.core.messages import Message, _
from app.jobs.folders import CANCEL, PROGRESS

EVERY_SECONDS = 0.5
KEPT_FOR = timedelta(days=7)
TITLE_LENGTH = 200

Arguments = Mapping[str, Any]


class Cancelled(Exception):
    """Somebody stopped the work. Let it pass: the runner undoes what was done."""


@dataclass(frozen=True)
class Made:
    """The file a work has made: where it lies, the name it is offered under, and its type.

    `said` stands above the file as a warning, for a file that is not what was hoped for (a workbook with its errors).
    """

    path: Path
    name: str
    content_type: str
    said: str | None = None


class Run:
    """One run of a work: its job, who asked, for what, in which language, and how to say how far it is.

    `actor` has the rights of now. `language` is "ko" or "en"; sentences are already said in it.
    """

    def __init__(
        self, *, job_id: int, actor: Actor, arguments: Arguments, language: str, folder: Path, making: Path
    ) -> None:
        self.job_id = job_id
        self.actor = actor
        self.arguments = arguments
        self.language = language
        self.units: int | None = None
        self._folder = folder
        self._making = making
        self._told_at = 0.0

    def progress(self, done: int, total: int | None = None, doing: Message | str = "") -> None:
        """Say how far it is, as often as you like: it is written twice a second. Raises `Cancelled`.

        `total` None: nobody knows how much there is. `doing` says what is being done just now.
        """
        self.units = total or done
        now = monotonic()
        if self._told_at and now - self._told_at < EVERY_SECONDS and done != total:
            return
        self._told_at = now
        self.check()
        unfinished = self._folder / f".{PROGRESS}"
        unfinished.write_text(
            json.dumps({"done": done, "total": total, "doing": str(doing)}, ensure_ascii=False), encoding="utf-8"
        )
        unfinished.replace(self._folder / PROGRESS)

    def check(self) -> None:
        """Raise `Cancelled` if somebody stopped the work."""
        if (self._folder / CANCEL).exists():
            raise Cancelled

    def path(self, name: str) -> Path:
        """Return where to write a file. It counts only once the work has returned it: what is half goes with the run."""
        stem = sha256(name.encode()).hexdigest()[:12]
        return self._making / f"{stem}{Path(name).suffix}"


Work = Callable[[Run], Made | str]
May = Callable[[Actor, Arguments], bool]
Downloaded = Callable[[Actor, Arguments, str], None]
Page = Callable[[Arguments], str]


@dataclass(frozen=True)
class JobKind:
    """A kind of long work.

    `may` says who may ask for it, run it and take its result out; it is asked each time. A work that changes data sets
    `writes`: it then runs in one write transaction together with its end, and returns a sentence. A file with personal
    data sets `personal`: it is taken out after the password, and that is recorded. `downloaded(actor, arguments,
    address)` records it in the domain's own way. A file is deleted after `kept`. `page(arguments)` is the address of the
    page the work is about: the job's page leads there when it is over. A kind that reads a workbook in says with
    `hand_in(arguments)` where one is handed in: a workbook that was not accepted is mended, not read again. What may be asked for only after the password sets
    `password` (personal data needs it anyway): then starting it again asks for it too.
    """

    name: str
    label: Message
    work: Work
    may: May
    writes: bool = False
    personal: bool = False
    downloaded: Downloaded | None = None
    page: Page | None = None
    hand_in: Page | None = None
    kept: timedelta = KEPT_FOR
    password: bool = False


def with_format(title: str, name: Message | str) -> str:
    """Return the title of a job with the format of its file, which stays however long the title is.

    >>> with_format("평가보고서 2026", "PDF")
    '평가보고서 2026 (PDF)'
    """
    ending = f" ({name})"
    return title.strip()[: TITLE_LENGTH - len(ending)] + ending


_kinds: dict[str, JobKind] = {}


def install(kinds: Iterable[JobKind]) -> None:
    """Set the kinds there are; the factory calls it once. Two of one name are a mistake."""
    found: dict[str, JobKind] = {}
    for kind in kinds:
        if kind.name in found:
            raise RuntimeError(f"Two kinds of job are called {kind.name}.")
        found[kind.name] = kind
    _kinds.clear()
    _kinds.update(found)


def kind_named(name: str) -> JobKind:
    """Return a kind. Raises `Missing` for one that is not there (any more)."""
    found = _kinds.get(name)
    if found is None:
        raise Missing(_("There is no such kind of work."))
    return found


def label_of(name: str) -> Message | str:
    """Return what a kind is called; its own name where an earlier version knew it."""
    found = _kinds.get(name)
    return found.label if found else name


def is_personal(name: str) -> bool:
    """Whether the result of a kind holds personal data."""
    found = _kinds.get(name)
    return found is not None and found.personal


def asks_password(name: str) -> bool:
    """Whether work of a kind begins, and begins again, only after the password."""
    found = _kinds.get(name)
    return found is not None and (found.personal or found.password)


def page_of(name: str, arguments: Arguments) -> str | None:
    """Return the address of the page a job is about, or None."""
    found = _kinds.get(name)
    return found.page(arguments) if found is not None and found.page is not None else None


def hands_in(name: str) -> bool:
    """Whether a kind reads in a workbook that somebody hands in."""
    found = _kinds.get(name)
    return found is not None and found.hand_in is not None


def hand_in_of(actor: Actor, name: str, arguments: Arguments) -> str | None:
    """Return where the actor hands a mended workbook in, or None."""
    found = _kinds.get(name)
    return found.hand_in(arguments) if found and found.hand_in and found.may(actor, arguments) else None
