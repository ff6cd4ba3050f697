"""예행 결과: who moves between what was published and what draft rules would have given, inside peer groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.core.figures import ZERO, exact, rounded
from app.evaluation.rules.statistics import mean

CORRELATION_DIGITS = 3
FEWEST_TO_CORRELATE = 2


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a department stands in a snapshot; all None where it is not in it."""

    peer_group: str | None = None
    total: Decimal | None = None
    rank: int | None = None
    ranked_count: int | None = None
    grade: str | None = None


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One department before and after."""

    department_id: int
    department: str
    before: Place
    after: Place

    @property
    def gain(self) -> Decimal | None:
        """Points the total would gain (below 0: lose); None where there is no total on either side."""
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total

    @property
    def climb(self) -> int | None:
        """Places it would climb (below 0: fall); None without a rank on either side, or in another peer group."""
        if self.before.rank is None or self.after.rank is None or self.before.peer_group != self.after.peer_group:
            return None
        return self.before.rank - self.after.rank

    @property
    def moved(self) -> bool:
        """Whether group, total, rank or grade would be another one."""
        return self.before != self.after


@dataclass(frozen=True, kw_only=True)
class GroupShift:
    """A peer group of the draft: its departments by rank after, how many move, and how alike the two orders are."""

    peer_group: str
    shifts: tuple[Shift, ...]
    correlation: Decimal | None
    """Spearman's coefficient of the ranks, ties at their mean rank, 3 decimals half up; None below two, or all tied."""

    @property
    def moved(self) -> int:
        """Departments that would change their rank."""
        return sum(bool(shift.climb) for shift in self.shifts)

    @property
    def regraded(self) -> int:
        """Departments that would change their grade."""
        return sum(shift.before.grade != shift.after.grade for shift in self.shifts)


def group_shifts(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[GroupShift, ...]:
    """Compare two snapshot contents by the peer groups of `after`; departments only in `before` are left out."""
    old = {row["department_id"]: row for row in before["departments"]}
    groups: dict[str, list[Shift]] = {}
    for row in after["departments"]:
        shift = Shift(
            department_id=row["department_id"],
            department=row["department"],
            before=_place(old.get(row["department_id"]), before["round"]["digits"]),
            after=_place(row, after["round"]["digits"]),
        )
        groups.setdefault(row["peer_group"], []).append(shift)
    return tuple(
        GroupShift(peer_group=group, shifts=tuple(shifts), correlation=_correlation(shifts))
        for group, shifts in groups.items()
    )


def biggest(groups: Sequence[GroupShift], count: int) -> list[Shift]:
    """Return the departments that move most: by places, then by points, then by name."""
    moved = [shift for group in groups for shift in group.shifts if shift.moved]
    return sorted(moved, key=lambda s: (-abs(s.climb or 0), -abs(s.gain or ZERO), s.department, s.department_id))[
        :count
    ]


def _place(row: Mapping[str, Any] | None, digits: int) -> Place:
    if row is None:
        return Place()
    return Place(
        peer_group=row["peer_group"],
        total=None if row["total"] is None else rounded(Decimal(row["total"]), digits),
        rank=row["rank"],
        ranked_count=row["ranked_count"],
        grade=row["grade"],
    )


def _correlation(shifts: Sequence[Shift]) -> Decimal | None:
    pairs = [
        (shift.before.total, shift.after.total)
        for shift in shifts
        if shift.before.total is not None and shift.after.total is not None and shift.climb is not None
    ]
    return rank_correlation(pairs)


@exact()
def rank_correlation(pairs: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Spearman's rank correlation of two rows of figures: 1 is the same order, −1 the opposite one.

    Equal figures share the mean of their ranks. None below two pairs and where one row is all equal.
    """
    if len(pairs) < FEWEST_TO_CORRELATE:
        return None
    one, other = _mean_ranks([a for a, _b in pairs]), _mean_ranks([b for _a, b in pairs])
    middle = mean(one)
    apart = [(a - middle, b - middle) for a, b in zip(one, other, strict=True)]
    spread = sum((a * a for a, _b in apart), ZERO) * sum((b * b for _a, b in apart), ZERO)
    if not spread:
        return None
    return rounded(sum((a * b for a, b in apart), ZERO) / spread.sqrt(), CORRELATION_DIGITS)


def _mean_ranks(figures: Sequence[Decimal]) -> list[Decimal]:
    places: dict[Decimal, list[int]] = {}
    for place, figure in enumerate(sorted(figures, reverse=True), start=1):
        places.setdefault(figure, []).append(place)
    return [mean([Decimal(place) for place in places[figure]]) for figure in figures]
