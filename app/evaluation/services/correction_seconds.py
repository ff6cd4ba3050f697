"""둘째 사람: who confirms a correction has nothing to gain by it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from app.core.errors import Refused
from app.core.messages import _
from app.evaluation.models import EvaluationRound
from app.evaluation.queries.scoring import members_of
from app.evaluation.rules.moves import Move


def require_unconcerned(
    record: EvaluationRound, offices: Collection[int], *, departments: Collection[int | None], moved: Sequence[Move]
) -> None:
    """Raise Refused where one of the `offices` of the second person is corrected itself, or would gain.

    `departments` are those the correction names. To gain is a higher total, a better place or a better grade; who
    loses by it may confirm.
    """
    own = frozenset(offices)
    if own & frozenset(departments) or own & _gaining(record, moved):
        raise Refused(
            _("The department of who confirms is corrected itself, or would gain by it: choose somebody else.")
        )


def _gaining(record: EvaluationRound, moved: Iterable[Move]) -> frozenset[int]:
    groups = {member.department_id: member.peer_group_id for member in members_of(record)}
    places = {
        group: {label: place for place, (label, _value) in enumerate(record.steps_of(group))}
        for group in set(groups.values())
    }
    return frozenset(
        move.department_id
        for move in moved
        if not move.code and _is_gain(move, places.get(groups.get(move.department_id, 0), {}))
    )


def _is_gain(move: Move, grades: Mapping[str, int]) -> bool:
    if move.fact not in {"total", "rank", "grade"} or move.after is None:
        return False
    if move.before is None:
        return True
    if move.fact == "grade":
        last = len(grades)
        return grades.get(move.after, last) < grades.get(move.before, last)
    before, after = Decimal(move.before), Decimal(move.after)
    return after > before if move.fact == "total" else after < before
