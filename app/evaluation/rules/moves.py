"""무엇이 움직였나: every value, score and rank that differs between two snapshots of a round."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.messages import Message, _

LINE_FACTS: Mapping[str, Message] = {
    "state": _("State of the actual value"),
    "actual": _("Actual value"),
    "weight": _("Weight"),
    "score": _("Score"),
    "points": _("Points of the indicator"),
}
DEPARTMENT_FACTS: Mapping[str, Message] = {
    "peer_group": _("Peer group"),
    "total": _("Total"),
    "rank": _("Place in the ranking"),
    "ranked_count": _("Departments ranked"),
    "grade": _("Grade"),
}


@dataclass(frozen=True, kw_only=True)
class Move:
    """One fact of a department that is another one now. `code` and `name` are the indicator's; empty for the total."""

    department_id: int
    department: str
    fact: str
    """A key of `LINE_FACTS` or `DEPARTMENT_FACTS`."""
    before: str | None
    after: str | None
    code: str = ""
    name: str = ""

    @property
    def label(self) -> Message:
        """What moved, as people read it."""
        return LINE_FACTS[self.fact] if self.code else DEPARTMENT_FACTS[self.fact]


def moves(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[Move]:
    """Compare two snapshot contents (as parsed JSON). Departments in the order of `after`, those gone last.

    Symmetric: the moves back are the same with before and after exchanged, whatever the order of departments.
    """
    old = {row["department_id"]: row for row in before["departments"]}
    new = {row["department_id"]: row for row in after["departments"]}
    ids = [*new, *(key for key in old if key not in new)]
    return [move for key in ids for move in _of_department(key, old.get(key), new.get(key))]


def _of_department(key: int, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[Move]:
    department = (new or old or {})["department"]
    lines_before = {line["code"]: line for line in (old or {}).get("lines", ())}
    lines_after = {line["code"]: line for line in (new or {}).get("lines", ())}
    for code in dict.fromkeys((*lines_after, *lines_before)):
        one, other = lines_before.get(code), lines_after.get(code)
        name = (other or one or {})["name"]
        for fact in LINE_FACTS:
            was, now = _shown(one, fact), _shown(other, fact)
            if was != now:
                yield Move(
                    department_id=key, department=department, fact=fact, before=was, after=now, code=code, name=name
                )
    for fact in DEPARTMENT_FACTS:
        was, now = _shown(old, fact), _shown(new, fact)
        if was != now:
            yield Move(department_id=key, department=department, fact=fact, before=was, after=now)


def _shown(row: Mapping[str, Any] | None, fact: str) -> str | None:
    value = None if row is None else row[fact]
    return None if value is None else str(value)
