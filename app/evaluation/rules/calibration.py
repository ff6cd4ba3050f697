"""조정회의 안건: only cases in conflict come before a calibration session, each with the figures that put it there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from types import MappingProxyType

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO
from app.core.juries import places
from app.core.messages import _
from app.evaluation.enums import CalibrationPreset, ConflictGround

SHORTEST_REASON = 10
CaseKey = tuple[int, int | None]
"""(department id, indicator id); without an indicator the case is about the department's total."""


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """From where on something is a conflict.

    `spread`: points between the highest and the lowest mark of a panel. `rank_gap`: places between the raw and the
    balanced rank. `margin`: points of the total between a department and the other side of a border of grades.
    """

    spread: Decimal
    rank_gap: int
    margin: Decimal


PRESETS: Mapping[CalibrationPreset, Bounds] = MappingProxyType(
    {
        CalibrationPreset.STRICT: Bounds(spread=Decimal(15), rank_gap=2, margin=Decimal("0.5")),
        CalibrationPreset.USUAL: Bounds(spread=Decimal(20), rank_gap=3, margin=Decimal("0.2")),
        CalibrationPreset.WIDE: Bounds(spread=Decimal(30), rank_gap=5, margin=Decimal("0.05")),
    }
)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """One reason why a case is on the agenda. `figure` is what was found, `bound` what it reached, if there is one."""

    kind: ConflictGround
    figure: Decimal
    bound: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A ranked department of a peer group: its rounded total and the grade that follows from it."""

    department_id: int
    total: Decimal
    grade: str | None


Grounds = Mapping[CaseKey, Sequence[Ground]]


def check_bounds(bounds: Bounds) -> None:
    """Refuse bounds that put everything or nothing onto the agenda by mistake."""
    if not ZERO < bounds.spread <= HUNDRED:
        raise Refused(_("The spread of a panel lies above 0 and at most at 100 points."))
    if bounds.rank_gap < 1:
        raise Refused(_("The distance between two ranks is 1 place or more."))
    if not ZERO <= bounds.margin <= HUNDRED:
        raise Refused(_("The margin around a border lies between 0 and 100 points."))


def check_reason(reason: str) -> None:
    """Refuse a decision without a sentence that says why."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Give the reason in %(count)s characters or more.", count=SHORTEST_REASON))


def spread_grounds(marks: Mapping[CaseKey, Sequence[Decimal]], bounds: Bounds) -> Grounds:
    """Cases whose panel is at least `spread` points apart."""
    found = {key: max(given) - min(given) for key, given in marks.items() if given}
    return {
        key: [Ground(kind=ConflictGround.SPREAD, figure=figure, bound=bounds.spread)]
        for key, figure in found.items()
        if figure >= bounds.spread
    }


def rank_gap_grounds(
    raw: Mapping[CaseKey, Decimal], balanced: Mapping[CaseKey, Decimal], groups: Mapping[int, int], bounds: Bounds
) -> Grounds:
    """Cases whose place by balanced marks is `rank_gap` places or more from the one by raw marks.

    Places are taken inside a peer group and an indicator; `groups` is the peer group of each department.
    """
    fields: dict[tuple[int, int | None], list[CaseKey]] = {}
    for department, indicator in raw:
        if department in groups and (department, indicator) in balanced:
            fields.setdefault((groups[department], indicator), []).append((department, indicator))
    found: dict[CaseKey, Sequence[Ground]] = {}
    for keys in fields.values():
        by_raw, by_balanced = places(raw[key] for key in keys), places(balanced[key] for key in keys)
        for key in keys:
            gap = abs(by_raw[raw[key]] - by_balanced[balanced[key]])
            if gap >= bounds.rank_gap:
                found[key] = [Ground(kind=ConflictGround.RANK_GAP, figure=Decimal(gap), bound=Decimal(bounds.rank_gap))]
    return found


def quota_grounds(group: Sequence[Placed], counts: Mapping[str, int], bounds: Bounds) -> Grounds:
    """Ranked departments of one peer group that lie close to a border of grades given by quota, or tie across one.

    The distance is the one to the nearest total on the other side of the border.
    """
    found: dict[CaseKey, list[Ground]] = {}
    for one in group:
        others = [abs(one.total - other.total) for other in group if other.grade != one.grade]
        if others and min(others) <= bounds.margin:
            found.setdefault((one.department_id, None), []).append(
                Ground(kind=ConflictGround.BOUNDARY, figure=min(others), bound=bounds.margin)
            )
    for one, tied in _across_a_border(group, counts):
        found.setdefault((one.department_id, None), []).append(Ground(kind=ConflictGround.TIE, figure=Decimal(tied)))
    return found


def _across_a_border(group: Sequence[Placed], counts: Mapping[str, int]) -> list[tuple[Placed, int]]:
    """Departments that share a total with others while the places they fill belong to more than one grade."""
    borders = set(list(accumulate(counts.values()))[:-1])
    by_place = places(one.total for one in group)
    found = []
    for one in group:
        first = by_place[one.total]
        tied = sum(other.total == one.total for other in group)
        if any(first <= border < first + tied - 1 for border in borders):
            found.append((one, tied))
    return found


def cut_grounds(group: Sequence[Placed], cuts: Sequence[Decimal], bounds: Bounds) -> Grounds:
    """Ranked departments whose total lies close to a fixed cut, above it or below."""
    found: dict[CaseKey, Sequence[Ground]] = {}
    for one in group:
        distance = min((abs(one.total - cut) for cut in cuts), default=None)
        if distance is not None and distance <= bounds.margin:
            found[one.department_id, None] = [
                Ground(kind=ConflictGround.BOUNDARY, figure=distance, bound=bounds.margin)
            ]
    return found


def stale_grounds(stale: Mapping[CaseKey, int]) -> Grounds:
    """Cases with sheets that were handed in before something changed: the number of such sheets."""
    return {
        key: [Ground(kind=ConflictGround.STALE, figure=Decimal(count))] for key, count in stale.items() if count > 0
    }


def merged(*parts: Grounds, decidable: Collection[int]) -> dict[CaseKey, tuple[Ground, ...]]:
    """Put the grounds of each case together, for the departments whose scores a session may decide about.

    Sorted by department and indicator, the case about the total last, whatever the order they came in.
    """
    found: dict[CaseKey, list[Ground]] = {}
    for part in parts:
        for key, grounds in part.items():
            if key[0] in decidable:
                found.setdefault(key, []).extend(grounds)
    order = sorted(found, key=lambda key: (key[0], key[1] is None, key[1] or 0))
    return {key: tuple(found[key]) for key in order}
