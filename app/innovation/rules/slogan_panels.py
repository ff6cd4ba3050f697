"""슬로건 심사: weights sum to 100, marks go from 0 to 100, the mean is that of every panel of the house."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.errors import Refused
from app.core.figures import HUNDRED, ZERO, exact, plain, rounded
from app.core.juries import jury_mean
from app.core.messages import Message, _
from app.innovation.rules.common import clean_text, day_text
from app.innovation.rules.slogan_calls import check_year

DIGITS = 2
LEAST_EVALUATORS = 3


@dataclass(frozen=True, kw_only=True)
class PanelScore:
    """심사점수: 0 to 100, rounded to two decimals, and the sentence that says how it came about."""

    figure: Decimal
    derivation: Message


def check_panel(
    *, year: int, due_on: date, criteria: Sequence[tuple[str, Decimal]], evaluators: Collection[int], today: date
) -> None:
    """Refuse a panel without enough evaluators, with weights that do not sum to 100, or due in the past."""
    check_year(year, today)
    if due_on < today:
        raise Refused(_("The last day of scoring lies in the past."))
    check_criteria(criteria)
    if len(set(evaluators)) < LEAST_EVALUATORS:
        raise Refused(_("A panel has at least %(least)s evaluators.", least=LEAST_EVALUATORS))


def check_criteria(criteria: Sequence[tuple[str, Decimal]]) -> None:
    """Refuse criteria without a name, with the same name twice, or whose weights do not sum to 100."""
    names = [clean_text(name) for name, _weight in criteria]
    if not names or "" in names or len(set(names)) < len(names):
        raise Refused(_("Each criterion has a name of its own."))
    if any(weight <= ZERO for _name, weight in criteria):
        raise Refused(_("Each weight is above 0."))
    total = sum((weight for _name, weight in criteria), ZERO)
    if total != HUNDRED:
        raise Refused(_("The weights sum to %(total)s; they must sum to 100.", total=plain(total)))


def check_open(*, closed: bool) -> None:
    """Refuse to change a panel that is closed."""
    if closed:
        raise Refused(_("This panel is closed."))


def check_marks(marks: Mapping[int, Decimal], criteria: Collection[int]) -> None:
    """Refuse a score sheet that leaves a criterion out or goes beyond 0 to 100; a hundredth is the finest step."""
    if set(marks) != set(criteria):
        raise Refused(_("Give a mark on every criterion."))
    if any(not ZERO <= mark <= HUNDRED or mark != rounded(mark, DIGITS) for mark in marks.values()):
        raise Refused(_("Marks go from 0 to 100, with at most two decimals."))


def check_closing(*, closed: bool, missing: int, due_on: date, today: date) -> None:
    """Refuse to close twice, or while scores are missing and the last day is not over."""
    check_open(closed=closed)
    if missing and today <= due_on:
        raise Refused(
            _(
                "%(count)s scores are missing. The panel can be closed without them after %(day)s.",
                count=missing,
                day=day_text(due_on),
            )
        )


@exact()
def ballot_total(weighted: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """Return what an evaluator gives a slogan: (weight, mark) of each criterion, weights of 100, to two decimals."""
    return rounded(sum((weight * mark for weight, mark in weighted), ZERO) / HUNDRED, DIGITS)


def panel_score(totals: Sequence[Decimal]) -> PanelScore | None:
    """Return the score of a slogan; None where nobody scored it, for missing is never zero."""
    if not totals:
        return None
    mean = jury_mean(totals)
    return PanelScore(figure=rounded(mean.figure, DIGITS), derivation=mean.derivation)
