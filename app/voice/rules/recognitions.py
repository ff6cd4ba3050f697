"""수상·벤치마킹 방문·선제 행정 사례: what may be handed in, confirmed and revoked, and what it weighs."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from app.core.errors import Invalid, Refused, WrongState
from app.core.figures import HUNDRED, ZERO, exact
from app.core.messages import _
from app.voice.enums.recognitions import RecognitionKind, RecognitionLevel, RecognitionState

EDITABLE = frozenset({RecognitionState.SUBMITTED, RecognitionState.RETURNED})
COUNTED = (RecognitionKind.AWARD, RecognitionKind.VISIT)

Weights = Mapping[tuple[RecognitionKind, RecognitionLevel], Decimal]

PRESET: Weights = {
    (RecognitionKind.AWARD, RecognitionLevel.CENTRAL): Decimal(10),
    (RecognitionKind.AWARD, RecognitionLevel.PROVINCE): Decimal(6),
    (RecognitionKind.AWARD, RecognitionLevel.LOCAL): Decimal(3),
    (RecognitionKind.AWARD, RecognitionLevel.OTHER): Decimal(3),
    (RecognitionKind.AWARD, RecognitionLevel.OWN): ZERO,
    (RecognitionKind.VISIT, RecognitionLevel.CENTRAL): Decimal(3),
    (RecognitionKind.VISIT, RecognitionLevel.PROVINCE): Decimal(2),
    (RecognitionKind.VISIT, RecognitionLevel.LOCAL): Decimal(1),
    (RecognitionKind.VISIT, RecognitionLevel.OTHER): Decimal(1),
    (RecognitionKind.VISIT, RecognitionLevel.OWN): ZERO,
    (RecognitionKind.PROACTIVE, RecognitionLevel.CENTRAL): Decimal(5),
    (RecognitionKind.PROACTIVE, RecognitionLevel.PROVINCE): Decimal(4),
    (RecognitionKind.PROACTIVE, RecognitionLevel.LOCAL): Decimal(3),
    (RecognitionKind.PROACTIVE, RecognitionLevel.OTHER): Decimal(3),
    (RecognitionKind.PROACTIVE, RecognitionLevel.OWN): Decimal(2),
}
"""Weights of an office that has set none. An award of the office itself is shown and weighs nothing: DOMAIN asks for outside ones."""

MOST = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class WeightRow:
    """Weights that hold from a day; of one day the last."""

    id: int
    valid_from: date
    weights: Weights


def weights_on(rows: Iterable[WeightRow], day: date) -> Weights:
    """Return the weights that hold on a day: the last that had begun by then, or the preset."""
    begun = [row for row in rows if row.valid_from <= day]
    return max(begun, key=lambda row: (row.valid_from, row.id)).weights if begun else PRESET


def check_weights(weights: Weights) -> None:
    """Refuse weights below 0 or beyond 100, or that leave a pair out."""
    if set(weights) != set(PRESET):
        raise Refused(_("Each kind and level needs a weight."))
    if any(not ZERO <= weight <= MOST for weight in weights.values()):
        raise Refused(_("A weight lies between 0 and 100."))


def check_shares(shares: Mapping[int, int]) -> None:
    """Refuse shares that are no whole parts of 100."""
    if not shares or sum(shares.values()) != HUNDRED or min(shares.values()) < 1:
        wrong = _("The shares of the departments must be at least 1 and sum to 100.")
        raise Invalid(wrong, fields={"share_1": [wrong]})


def check_day(day: date, today: date) -> None:
    """Refuse a day to come."""
    if day > today:
        wrong = _("The day must not lie in the future.")
        raise Invalid(wrong, fields={"happened_on": [wrong]})


def check_evidence(count: int) -> None:
    """Refuse to hand in without evidence."""
    if count < 1:
        raise Refused(
            _("Attach at least one piece of evidence: the certificate, the official letter or the visit list.")
        )


def once_key(kind: RecognitionKind, title: str, giver: str, day: date) -> str:
    """Return what a fact is known by, however its title and giver are written: an award or a case once a year.

    The same people come more than once a year: a visit is known by its day.
    """
    when = day.isoformat() if kind is RecognitionKind.VISIT else str(day.year)
    words = ("".join(unicodedata.normalize("NFKC", text).casefold().split()) for text in (title, giver))
    return sha256("\n".join((kind.value, when, *words)).encode()).hexdigest()


def keys_alike(kind: RecognitionKind, title: str, giver: str, day: date) -> frozenset[str]:
    """Return what the same title and giver would be known by in the years beside it, or as the other kind.

    A visit is known by its day and like no other. Whoever enters an award twice gives it a day in another year.
    """
    if kind is RecognitionKind.VISIT:
        return frozenset()
    others = {
        once_key(one, title, giver, date(year, 1, 1))
        for one in (RecognitionKind.AWARD, RecognitionKind.PROACTIVE)
        for year in (day.year - 1, day.year, day.year + 1)
    }
    return frozenset(others - {once_key(kind, title, giver, day)})


def check_first_entry(*, is_there: bool) -> None:
    """Refuse what the own department has entered already."""
    if is_there:
        wrong = _("Your department has entered this already. Look for it in the register; one award counts once.")
        raise Invalid(wrong, fields={"title": [wrong]})


def check_first_confirmed(*, is_there: bool) -> None:
    """Refuse what is confirmed already, be it for another department."""
    if is_there:
        raise Refused(_("Another department has this confirmed already. Departments that share it share one entry."))


def check_editing(state: RecognitionState) -> None:
    """Refuse to change what is decided."""
    if state not in EDITABLE:
        raise WrongState(_("This entry is decided and can no longer be changed."))


def check_deciding(state: RecognitionState) -> None:
    """Refuse to decide what does not wait."""
    if state is not RecognitionState.SUBMITTED:
        raise WrongState(_("This entry does not wait for a decision."))


OTHERS_DECIDE = _(
    "Somebody of the control tower from another department decides about what counts for yours. Where there is nobody, "
    "the administrator gives the role to somebody of another department for some days."
)


def check_decider(own: Collection[int], departments: Collection[int]) -> None:
    """Refuse whoever belongs to, heads or coordinates a department that has a part of it."""
    if not set(own).isdisjoint(departments):
        raise Refused(OTHERS_DECIDE)


def check_revoking(state: RecognitionState) -> None:
    """Refuse to revoke what is not confirmed."""
    if state is not RecognitionState.CONFIRMED:
        raise WrongState(_("Only a confirmed entry can be revoked."))


@exact()
def counted(weight: Decimal, share: int) -> Decimal:
    """Return what a department's share of a recognition adds."""
    return weight * share / HUNDRED
