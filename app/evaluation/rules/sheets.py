"""평가표: which marks ask for a note, in which order departments come, how an access code reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from app.core.errors import Refused
from app.core.figures import HUNDRED
from app.core.messages import _
from app.evaluation.enums import Phase

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits nobody takes for one another: no 0 and o, no 1, l and i."""
CODE_LENGTH = 12
_PART = 4
OPEN_TO_GUESTS = frozenset({Phase.PLANNING, Phase.MEASURING, Phase.SELF_REVIEW, Phase.SCORING})


@dataclass(frozen=True)
class NoteBounds:
    """최고·최저 점수의 사유: a mark at `low` or below, or at `high` or above, asks for a note."""

    low: Decimal = Decimal(40)
    high: Decimal = Decimal(95)

    def __post_init__(self) -> None:
        if not 0 <= self.low < self.high <= HUNDRED:
            raise Refused(_("The lower bound lies below the upper one, both between 0 and 100."))

    def asks_for_note(self, mark: Decimal) -> bool:
        """Whether the mark lies at or beyond one of the two ends."""
        return mark <= self.low or mark >= self.high


def order_key(round_id: int, indicator_id: int, evaluator_id: int, department_id: int) -> str:
    """Return where a department stands in an evaluator's order: by chance, another for each, the same every time.

    Whoever comes first or last is marked differently; where everybody has an order of their own, that evens out.
    """
    return sha256(f"{round_id}:{indicator_id}:{evaluator_id}:{department_id}".encode()).hexdigest()


def written_code(code: str) -> str:
    """Return a code as it is printed: in groups of four."""
    return "-".join(code[start : start + _PART] for start in range(0, len(code), _PART))


def read_code(typed: str) -> str:
    """Return a code without what people put between its parts, in small letters."""
    return "".join(character for character in typed.casefold() if character.isalnum())


def code_ends_at(issued_at: datetime, valid_days: int) -> datetime:
    """Return the moment from which a code opens nothing any more."""
    return issued_at + timedelta(days=valid_days)


def code_is_alive(*, issued_at: datetime, valid_days: int, phase: Phase, is_revoked: bool, now: datetime) -> bool:
    """Whether a code opens the sheets: not revoked, within its days, and never beyond scoring."""
    return not is_revoked and phase in OPEN_TO_GUESTS and now < code_ends_at(issued_at, valid_days)
