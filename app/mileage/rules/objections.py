"""적립 이의신청: until when somebody may object, and which answers fit."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from app.core.errors import Refused, WrongState
from app.core.messages import _
from app.mileage.enums import ObjectionKind, ObjectionResult, ObjectionState, Remedy
from app.mileage.rules.shares import check_points

TAKES_BACK = frozenset({Remedy.REVERSAL, Remedy.BOTH})
CLAIMS = frozenset({Remedy.CLAIM, Remedy.BOTH})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """통장·현황판 기준: days to object, days to answer, and whether people are shown on a board."""

    objection_days: int = 30
    answer_days: int = 14
    personal_board: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the control tower answers. `remedy` only where upheld; `item_id` and `points` only where claimed."""

    outcome: ObjectionResult
    words: str
    remedy: Remedy | None = None
    item_id: int | None = None
    points: Decimal | None = None


def last_day(day: date, terms: Terms) -> date:
    """Return until when somebody may object to what was posted, or should have been, on the day."""
    return day + timedelta(days=terms.objection_days)


def answer_by(received_on: date, terms: Terms) -> date:
    """Return by when an objection is to be answered."""
    return received_on + timedelta(days=terms.answer_days)


def check_in_time(until: date, today: date) -> None:
    """Refuse an objection after its last day."""
    if today > until:
        raise Refused(_("One could object until %(day)s.", day=until))


def check_received(state: ObjectionState) -> None:
    """Refuse what was answered or withdrawn before."""
    if state is not ObjectionState.RECEIVED:
        raise WrongState(_("This objection has ended already."))


def check_answer(kind: ObjectionKind, answer: Answer, *, is_reversible: bool) -> None:
    """Refuse an answer whose parts do not fit: what is upheld says what follows, and only a row is taken back."""
    upheld = answer.outcome is ObjectionResult.UPHELD
    if upheld != (answer.remedy is not None):
        raise Refused(_("An upheld objection says what follows; a rejected one has no consequence."))
    if answer.remedy in TAKES_BACK and kind is not ObjectionKind.ROW:
        raise Refused(_("Only a row of the statement can be taken back."))
    if answer.remedy in TAKES_BACK and not is_reversible:
        raise Refused(_("This row cannot be taken back: it was reversed before, or it goes back in another way."))
    if (answer.remedy in CLAIMS) != (answer.item_id is not None) or (answer.item_id is None) != (answer.points is None):
        raise Refused(_("Say which item is to be claimed and how many points, where points are to be claimed."))
    if answer.points is not None:
        check_points(answer.points)
