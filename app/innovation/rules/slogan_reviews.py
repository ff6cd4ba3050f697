"""반기 자체평가: each practice item kept, kept in part, or not; words for each; approved by somebody else."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, exact
from app.core.messages import _
from app.innovation.enums import SloganState
from app.innovation.enums.slogan_reviews import ItemOutcome
from app.innovation.enums.slogan_steps import HalfYear, SloganRating
from app.innovation.rules.common import check_reason, clean_text, day_text
from app.innovation.rules.slogans import EDITABLE

_HALVES = {HalfYear.FIRST: ((1, 1), (6, 30), (0, 7, 15)), HalfYear.SECOND: ((7, 1), (12, 31), (1, 1, 15))}
"""First day, last day, and (years later, month, day) until which the self-evaluation is due."""


def first_day(year: int, half: HalfYear) -> date:
    """Return the day on which a half year begins."""
    return date(year, *_HALVES[half][0])


def last_day(year: int, half: HalfYear) -> date:
    """Return the day on which a half year ends."""
    return date(year, *_HALVES[half][1])


def due_day(year: int, half: HalfYear) -> date:
    """Return the day until which the self-evaluation of a half year is to be handed in: 15 days after its end."""
    later, month, day = _HALVES[half][2]
    return date(year + later, month, day)


def owed_halves(today: date) -> Sequence[tuple[int, HalfYear]]:
    """Return (year, half) of the self-evaluations that are owed today: the three half years that ended last."""
    halves = [(today.year - back, half) for back in (0, 1) for half in (HalfYear.SECOND, HalfYear.FIRST)]
    return [(year, half) for year, half in halves if last_day(year, half) < today][:3]


def check_begun(year: int, half: HalfYear, today: date) -> None:
    """Refuse to evaluate a half year that lies ahead."""
    if today < first_day(year, half):
        raise Refused(_("This half year has not begun yet."))


def check_handing_in(year: int, half: HalfYear, today: date) -> None:
    """Refuse to hand in the self-evaluation before the last month of the half year."""
    opens = last_day(year, half).replace(day=1)
    if today < opens:
        raise Refused(_("This half year can be handed in from %(day)s on.", day=day_text(opens)))


def check_writing(slogan: SloganState, review: SloganState | None) -> None:
    """Refuse words about a slogan that is not approved, or about a half year that is with the head or settled."""
    if slogan is not SloganState.APPROVED:
        raise Refused(_("Only an approved slogan is evaluated."))
    if review is not None and review not in EDITABLE:
        raise Refused(_("The self-evaluation of this half year is submitted or approved already."))


def check_results(items: Collection[int], told: Collection[tuple[int, str]], *, done: str) -> None:
    """Refuse a self-evaluation that leaves a practice item out, tells of a foreign one, or has no words."""
    if not clean_text(done):
        raise Refused(_("Please write what the department did."))
    if sorted(item for item, _words in told) != sorted(items):
        raise Refused(_("The practice items of the slogan are evaluated, each of them once."))
    if any(not clean_text(words) for _item, words in told):
        raise Refused(_("Write for each practice item what was done, or why not."))


def check_approval(state: SloganState, *, writers: Collection[int], approver_id: int) -> None:
    """Refuse approval of what is not submitted, or of one's own words."""
    if state is not SloganState.SUBMITTED:
        raise Refused(_("Only a submitted self-evaluation can be approved or sent back."))
    if approver_id in writers:
        raise Refused(_("Nobody approves their own work."))


def check_return(state: SloganState, reason: str | None) -> None:
    """Refuse to send back what is not submitted, or without a reason."""
    if state is not SloganState.SUBMITTED:
        raise Refused(_("Only a submitted self-evaluation can be approved or sent back."))
    check_reason(reason)


def rating_of(outcomes: Collection[ItemOutcome]) -> SloganRating:
    """Return what the outcomes say together: all kept, none even in part, or something between."""
    if all(outcome is ItemOutcome.DONE for outcome in outcomes):
        return SloganRating.WELL
    if all(outcome is ItemOutcome.NOT_DONE for outcome in outcomes):
        return SloganRating.HARDLY
    return SloganRating.PARTLY


@exact()
def kept_share(kept: int, items: int) -> Decimal:
    """Return the percent of practice items that were kept; one kept in part does not count. `items` is above 0."""
    return HUNDRED * kept / items
