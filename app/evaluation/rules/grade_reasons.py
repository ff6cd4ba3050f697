"""순위와 등급의 까닭: why a department has its place and its grade, in one sentence each."""

from collections.abc import Sequence
from decimal import Decimal

from app.core.figures import ZERO, plain
from app.core.messages import Message, _
from app.evaluation.enums import GradeScheme
from app.evaluation.rules.quotas import allocate


def rank_reason(rank: int | None, count: int, peer_group: str, *, is_ranked: bool) -> Message:
    """Say how the place came about."""
    if not is_ranked:
        return _("Scored, but outside of the ranking of “%(group)s”.", group=peer_group)
    if rank is None:
        return _("Without a total there is no place in “%(group)s”.", group=peer_group)
    return _(
        "Place %(rank)s of %(count)s in “%(group)s”, by the rounded total; equal totals share a place.",
        rank=rank,
        count=count,
        group=peer_group,
    )


def grade_reason(
    scheme: GradeScheme, steps: Sequence[tuple[str, Decimal | None]], rank: int | None, count: int, grade: str | None
) -> Message | None:
    """Say how the grade came about; None without one. `steps` are label and share or cut, best first."""
    if grade is None:
        return None
    if scheme is GradeScheme.CUTS:
        cuts = ", ".join(f"{label} ≥ {plain(cut)}" for label, cut in steps if cut is not None)
        return _("Grade %(grade)s by fixed cuts of the total: %(cuts)s.", grade=grade, cuts=cuts)
    places = allocate(count, {label: share or ZERO for label, share in steps})
    return _(
        "Grade %(grade)s by quota: of %(count)s ranked %(places)s; place %(rank)s lies there.",
        grade=grade,
        count=count,
        places=", ".join(f"{label} {number}" for label, number in places.items()),
        rank=rank,
    )
