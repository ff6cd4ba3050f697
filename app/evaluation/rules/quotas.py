"""등급 배분: grades by quota or by fixed cuts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact, plain
from app.core.juries import award_at
from app.core.messages import _
from app.evaluation.rules.ranking import Key


def check_shares(shares: Mapping[str, Decimal]) -> None:
    """Refuse grade shares below 0 or with a sum other than 100."""
    total = sum(shares.values(), ZERO)
    if total != HUNDRED or any(share < 0 for share in shares.values()):
        raise Refused(
            _("The shares of the grades must be 0 or more and sum to 100; they sum to %(sum)s.", sum=plain(total))
        )


@exact()
def allocate(headcount: int, shares: Mapping[str, Decimal]) -> dict[str, int]:
    """Divide people among grades (best grade first): floor of headcount × share, then the largest remainders.

    Equal remainders go to the higher grade. The parts always sum to the headcount: 62 at 30/50/20 → 19/31/12.
    """
    check_shares(shares)
    if headcount < 0:
        raise Refused(_("A headcount cannot be below 0."))
    wanted = {label: headcount * share / HUNDRED for label, share in shares.items()}
    counts = {label: int(figure) for label, figure in wanted.items()}
    left = headcount - sum(counts.values())
    # sorted() is stable: among equal remainders the grade named first, the higher one, stays in front
    for label in sorted(wanted, key=lambda name: counts[name] - wanted[name])[:left]:
        counts[label] += 1
    return counts


def grade_by_counts(ranks: Mapping[Key, int | None], counts: Mapping[str, int]) -> dict[Key, str | None]:
    """Give grades by rank to fixed numbers of places, best grade first.

    Who shares a rank shares the grade. Where a tie crosses the border of a grade, all of it gets the higher
    grade and the excess is taken from the next grade: with rank r the grade is the one the r-th place belongs to,
    so those after the tie find that many places fewer. Without a rank there is no grade. Places beyond the
    counts belong to the last grade.
    """
    if not counts:
        raise Refused(_("There are no grades to give."))
    lowest = list(counts)[-1]
    return {key: None if rank is None else award_at(rank, counts) or lowest for key, rank in ranks.items()}


def grade_by_quota(ranks: Mapping[Key, int | None], shares: Mapping[str, Decimal]) -> dict[Key, str | None]:
    """Give grades to the ranked by shares of their number; see `allocate` and `grade_by_counts`."""
    headcount = sum(rank is not None for rank in ranks.values())
    return grade_by_counts(ranks, allocate(headcount, shares))


def check_cuts(cuts: Sequence[tuple[str, Decimal]]) -> None:
    """Refuse cuts that do not fall from grade to grade."""
    if any(better[1] <= worse[1] for better, worse in pairwise(cuts)):
        raise Refused(_("The cuts must fall from grade to grade, the best grade first."))


def grade_by_cuts(total: Decimal | None, cuts: Sequence[tuple[str, Decimal]], lowest: str) -> str | None:
    """Give the first grade whose cut the rounded total reaches (95 → S, 90 → A, 85 → B), else `lowest`."""
    check_cuts(cuts)
    if total is None:
        return None
    return next((label for label, cut in cuts if total >= cut), lowest)
