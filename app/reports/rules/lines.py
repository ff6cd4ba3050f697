"""보고 한 줄: what a line must say before the report is handed in, and what "변동 없음" means."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.core.messages import Message, _
from app.innovation.rules.common import clean_text
from app.reports.enums import Light, LineKind

LineKey = tuple[LineKind, int]
TOLD_IN_WORDS = frozenset({LineKind.TASK, LineKind.OBSTACLE, LineKind.SLOGAN})
"""Lines that need words; an indicator speaks by its figure."""


@dataclass(frozen=True, kw_only=True)
class LineContent:
    """What somebody says about a thing; a draft may lack anything."""

    kind: LineKind
    record_id: int
    text: str = ""
    light: Light | None = None
    percent: int | None = None
    is_unchanged: bool = False
    unchanged_reason: str = ""
    obstacle_id: int | None = None
    value: Decimal | None = None

    @property
    def key(self) -> LineKey:
        """Which thing it is about."""
        return self.kind, self.record_id


@dataclass(frozen=True)
class Fault:
    """What is missing in a field of a line."""

    key: LineKey
    field: str
    reason: Message


def is_still(line: LineContent, before_text: str | None) -> bool:
    """Whether "no change" holds. Words other than those of the last report are a change, whatever is ticked."""
    return line.is_unchanged and (not before_text or clean_text(line.text) in ("", clean_text(before_text)))


def carried_over(line: LineContent, before_text: str | None) -> str:
    """Return the words of the line: with "no change" those of the last report, where there is one."""
    return before_text if is_still(line, before_text) and before_text else clean_text(line.text)


def faults_of(line: LineContent, *, before_unchanged: bool | None) -> Iterator[Fault]:
    """Yield what a line lacks for being handed in.

    `before_unchanged`: whether the last report said "no change" here; None where it said nothing about this thing.
    """
    if line.kind is LineKind.TASK and line.light is None:
        yield Fault(line.key, "light", _("Choose one."))
    if line.light is Light.RED and line.obstacle_id is None:
        yield Fault(line.key, "light", _("Red means an obstacle stands in the way: choose it, or report it first."))
    if line.is_unchanged:
        yield from _unchanged_faults(line, before_unchanged)
    elif line.kind in TOLD_IN_WORDS and not _says_something(line.text):
        yield Fault(line.key, "text", _("Say it in one sentence, or tick “No change”."))


def _unchanged_faults(line: LineContent, before_unchanged: bool | None) -> Iterator[Fault]:  # noqa: FBT001  three answers
    if before_unchanged is None:
        yield Fault(line.key, "text", _("The last report says nothing about this, so it cannot be unchanged."))
    elif before_unchanged and not _says_something(line.unchanged_reason):
        yield Fault(line.key, "reason", _("“No change” for the second time in a row: say why."))


def _says_something(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
