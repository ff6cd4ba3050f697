"""적립신청의 결정자: who may decide about a claim, in whose place, and who enters it for whom. The table of permissions reads these."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Place:
    """대리: in whose place the actor may decide about a claim, and who decides in the actor's own until which day."""

    deputy_for_id: int | None = None
    deputy_for: str = ""
    deputy: str = ""
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """확인: a claim on its way to a head. `has_free_head`: some head of the department has no part in it."""

    department_id: int
    has_free_head: bool
    place: Place = Place()


@dataclass(frozen=True, kw_only=True)
class Verification:
    """검증: a claim on its way to the control tower."""

    place: Place = Place()


@dataclass(frozen=True, kw_only=True)
class Entering:
    """일괄 등록: a claim somebody enters for a claimant of a department."""

    claimant_id: int
    department_id: int
