"""Whose account points go to, and the shares of several owners."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from app.mileage.enums import AccountKind
from app.mileage.rules.shares import STEP, WHOLE


@dataclass(frozen=True)
class Owner:
    """A person or a department. `Owner.person(5)`, `Owner.department(3)`."""

    kind: AccountKind
    id: int

    @classmethod
    def person(cls, person_id: int) -> Self:
        """Make the owner of a personal account."""
        return cls(AccountKind.PERSON, person_id)

    @classmethod
    def department(cls, department_id: int) -> Self:
        """Make the owner of a department account."""
        return cls(AccountKind.DEPARTMENT, department_id)


def equal_shares(ids: Sequence[int]) -> dict[int, Decimal]:
    """Return equal percentages in steps of 0.01 that sum to 100; the first ones carry the remainder."""
    unique = list(dict.fromkeys(ids))
    if not unique:
        return {}
    steps, left = divmod(int(WHOLE / STEP), len(unique))
    return {key: (steps + (place < left)) * STEP for place, key in enumerate(unique)}
