"""확정본: what the frozen copy of an approved report says, in no language, and what changed between two of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.messages import Message, _
from app.innovation.rules.differences import Piece, compare_texts
from app.reports.enums import Light, LineKind

FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A short field of a line before and now, as text."""

    label: Message
    old: Message | str
    new: Message | str


@dataclass(frozen=True, kw_only=True)
class LineChange:
    """A line of two reports. `is_new`, `is_gone`: it stands in one of them only."""

    kind: LineKind
    title: str
    is_new: bool
    is_gone: bool
    fields: tuple[FieldChange, ...]
    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        changed = any(field.old != field.new for field in self.fields)
        return not (self.is_new or self.is_gone or changed or any(p.change.value != "same" for p in self.pieces))


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[LineChange, ...]:
    """Compare two contents line by line in the order of the new one; lines that are gone come last."""
    before, after = _by_thing(old["lines"]), _by_thing(new["lines"])
    gone = [thing for thing in before if thing not in after]
    return tuple(_change(before.get(thing), after.get(thing)) for thing in [*after, *gone])


def _by_thing(lines: Sequence[Mapping[str, Any]]) -> dict[tuple[str, int], Mapping[str, Any]]:
    return {(line["kind"], line["record_id"]): line for line in lines}


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> LineChange:
    shown = new or old or {}
    pairs = ((_("State"), _light), (_("Percent"), _percent), (_("Value so far"), _value))
    fields = (FieldChange(label=label, old=read(old), new=read(new)) for label, read in pairs)
    return LineChange(
        kind=LineKind(shown["kind"]),
        title=shown["title"],
        is_new=old is None,
        is_gone=new is None,
        fields=tuple(field for field in fields if field.old or field.new),
        pieces=compare_texts(_text(old), _text(new)),
    )


def _text(line: Mapping[str, Any] | None) -> str:
    return str(line["text"]) if line else ""


def _light(line: Mapping[str, Any] | None) -> Message | str:
    return Light(line["light"]).label if line and line["light"] else ""


def _percent(line: Mapping[str, Any] | None) -> str:
    return f"{line['percent']} %" if line and line["percent"] is not None else ""


def _value(line: Mapping[str, Any] | None) -> str:
    return str(line["value"]) if line and line["value"] is not None else ""
