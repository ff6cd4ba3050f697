"""적립신청 대리: who confirms or verifies claims in the place of somebody who is away, from day to day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, long_text, moment, pk, trigger
from app.mileage.enums import DeputyOffice


class ClaimDeputy(Model):
    """대리 지정. Ends by itself after `ends_on`, or at once when `ended_at` is set.

    `department_id` is the department that is headed, or for the control tower the one the principal works in: the
    deputy works there too.
    """

    __tablename__ = "mileage_claim_deputies"
    __table_args__ = (
        CheckConstraint("deputy_id <> principal_id", name="somebody_else"),
        CheckConstraint("ends_on >= starts_on", name="days_in_order"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint("ended_by_id IS NULL OR ended_by_id IN (principal_id, deputy_id)", name="ended_by_the_two"),
    )

    id: Mapped[pk]
    office: Mapped[DeputyOffice] = enum_column(DeputyOffice)
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    principal_id: Mapped[int] = foreign_key("people.id")
    deputy_id: Mapped[int] = foreign_key("people.id")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[long_text]
    named_at: Mapped[moment]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)


_TABLE = "mileage_claim_deputies"
_MEETS = "d.ended_at IS NULL AND d.starts_on <= NEW.ends_on AND d.ends_on >= NEW.starts_on"
trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "UPDATE",
    name="only_ends",
    reason=f"{_TABLE}: who was named stays; it can only be ended, once",
    condition=(
        "OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.principal_id <> OLD.principal_id "
        "OR NEW.deputy_id <> OLD.deputy_id OR NEW.office <> OLD.office OR NEW.department_id <> OLD.department_id "
        "OR NEW.starts_on <> OLD.starts_on OR NEW.ends_on <> OLD.ends_on OR NEW.reason <> OLD.reason "
        "OR NEW.named_at <> OLD.named_at"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="one_at_a_time",
    reason=f"{_TABLE}: somebody is named for these days already",
    condition=(
        "EXISTS (SELECT 1 FROM mileage_claim_deputies d WHERE d.principal_id = NEW.principal_id "  # noqa: S608  constants of this file
        f"AND d.office = NEW.office AND d.department_id = NEW.department_id AND {_MEETS})"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="no_chain",
    reason=f"{_TABLE}: a deputy has no deputy",
    condition=(
        "EXISTS (SELECT 1 FROM mileage_claim_deputies d WHERE (d.principal_id = NEW.deputy_id "  # noqa: S608  constants of this file
        f"OR d.deputy_id = NEW.principal_id) AND {_MEETS})"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="no_auditor",
    reason=f"{_TABLE}: an auditor decides nothing",
    condition=(
        "EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = NEW.deputy_id AND r.role = 'auditor' "
        "AND r.starts_on <= NEW.ends_on AND (r.ends_on IS NULL OR r.ends_on >= NEW.starts_on))"
    ),
)


def _is_new(column: str) -> str:
    """SQL: the column is written now. A claim keeps who returned it, so the same name may stand there a second time."""
    again = " OR (NEW.state = 'returned' AND OLD.state <> 'returned')" if column == "returned_for_id" else ""
    return f"NEW.{column} IS NOT NULL AND (OLD.{column} IS NULL OR OLD.{column} <> NEW.{column}{again})"


def _not_named(decider: str, principal: str, office: str) -> str:
    """SQL: somebody decides in the place of another who has not named them for this day and this claim."""
    return (
        f"({_is_new(principal)} AND NOT EXISTS (SELECT 1 FROM mileage_claim_deputies d "  # noqa: S608  constants of this file
        f"WHERE d.deputy_id = NEW.{decider} AND d.principal_id = NEW.{principal} AND d.ended_at IS NULL "
        f"AND d.starts_on <= NEW.decided_on AND d.ends_on >= NEW.decided_on AND {office}))"
    )


def _has_part(principal: str) -> str:
    """SQL: the one in whose place somebody decides has a part in the claim."""
    return (
        f"({_is_new(principal)} AND (NEW.{principal} = NEW.claimant_id OR EXISTS (SELECT 1 FROM mileage_claim_shares s "  # noqa: S608  constants of this file
        f"WHERE s.claim_id = NEW.id AND s.person_id = NEW.{principal}) OR EXISTS (SELECT 1 FROM mileage_claim_entries e "
        f"JOIN mileage_claim_uploads u ON u.id = e.upload_id WHERE e.claim_id = NEW.id AND u.uploader_id = NEW.{principal})))"
    )


_HEAD = "d.office = 'head' AND d.department_id = NEW.department_id"
_TOWER = "d.office = 'tower'"
trigger(
    "mileage_claims",
    "UPDATE",
    name="deputies_are_named",
    reason="mileage_claims: whoever decides for another is the deputy named for that day",
    condition=" OR ".join(
        (
            _not_named("confirmer_id", "confirmed_for_id", _HEAD),
            _not_named("verifier_id", "verified_for_id", _TOWER),
            _not_named("returner_id", "returned_for_id", f"(({_HEAD}) OR {_TOWER})"),
        )
    ),
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="parties_are_not_stood_for",
    reason="mileage_claims: nobody decides in the place of somebody with a part in the claim",
    condition=" OR ".join(map(_has_part, ("confirmed_for_id", "verified_for_id", "returned_for_id"))),
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="two_sides_decide",
    reason="mileage_claims: a deputy is no second side beside the one in whose place they decide",
    condition=(
        "NEW.verifier_id = NEW.confirmed_for_id OR NEW.verified_for_id = NEW.confirmer_id "
        "OR NEW.verified_for_id = NEW.confirmed_for_id"
    ),
)
