"""조정 명세: what differs from the accepted state, row by row, so that batch + adjustments is the new state."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.core.errors import Conflict
from app.core.figures import ZERO
from app.core.messages import _

Row = Mapping[str, Any]
State = Mapping[str, Row]
"""The rows of everybody by employee number, as plain values of canonical JSON."""


def state_of(rows: Sequence[Row]) -> dict[str, Row]:
    """Return rows by employee number."""
    return {row["employee_no"]: row for row in rows}


def differences(before: State, after: State) -> list[dict[str, Any]]:
    """Return a row for everybody who differs, in the order of employee numbers: before, after, difference, what changed.

    Who is new has no `before`, who is gone no `after`. What is not known counts as nothing paid in the difference.
    """
    found = []
    for number in sorted({*before, *after}):
        old, new = before.get(number), after.get(number)
        if old != new:
            found.append(
                {
                    "employee_no": number,
                    "before": old,
                    "after": new,
                    "points": _points(new) - _points(old),
                    "won": _won(new) - _won(old),
                    "changed": _changed(old, new),
                }
            )
    return found


def applied(before: State, changes: Sequence[Row]) -> dict[str, Row]:
    """Return the state after an adjustment. Raises `Conflict` where it was made from another state."""
    state = dict(before)
    for change in changes:
        number = change["employee_no"]
        if state.get(number) != change["before"]:
            raise Conflict(_("The adjustment does not continue the state before it."))
        if change["after"] is None:
            del state[number]
        else:
            state[number] = change["after"]
    return state


def totals_of_state(state: State) -> dict[str, Any]:
    """Return the control totals of a state: counts, sums, people by grade."""
    rows = list(state.values())
    grades = sorted({row["grade"] for row in rows if row["grade"] is not None})
    return {
        "people": len(rows),
        "excluded": sum(row["grade"] is None for row in rows),
        "points": sum((_points(row) for row in rows), ZERO),
        "won": sum((_won(row) for row in rows), ZERO),
        "without_amount": sum(row["grade"] is not None and row["amount_won"] is None for row in rows),
        "grades": {grade: sum(row["grade"] == grade for row in rows) for grade in grades},
    }


def totals_of_changes(changes: Sequence[Row]) -> dict[str, Any]:
    """Return what an adjustment adds to each control total; grades that neither gain nor lose are left out."""
    before = totals_of_state({c["employee_no"]: c["before"] for c in changes if c["before"] is not None})
    after = totals_of_state({c["employee_no"]: c["after"] for c in changes if c["after"] is not None})
    return {"rows": len(changes), **difference_of_totals(before, after)}


def difference_of_totals(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Subtract totals."""
    counts = {name: after[name] - before[name] for name in ("people", "excluded", "points", "won", "without_amount")}
    grades = {
        grade: after["grades"].get(grade, 0) - before["grades"].get(grade, 0)
        for grade in sorted({*before["grades"], *after["grades"]})
    }
    return {**counts, "grades": {grade: number for grade, number in grades.items() if number}}


def _points(row: Row | None) -> Decimal:
    return ZERO if row is None or row["total"] is None else Decimal(row["total"])


def _won(row: Row | None) -> Decimal:
    return ZERO if row is None or row["amount_won"] is None else Decimal(row["amount_won"])


def _changed(old: Row | None, new: Row | None) -> list[str]:
    if old is None or new is None:
        return []
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
