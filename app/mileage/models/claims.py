"""적립신청."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import in_office
from app.core.database import Model, enum_column, foreign_key, long_text, moment, pk, short_text, trigger
from app.core.database import points as point_count
from app.mileage.enums import ClaimState

_WAITING = text("state IN ('submitted', 'confirmed')")


class Claim(Model):
    """적립신청. Text changes through `services.claims`, state through `services.decisions`.

    `skips_head` is set at submission: a head's claim goes straight to the control tower. `twin_reason` says why the
    claim is not about the fact of a posted claim that looks like it. `panel_reason` says why it was posted against
    the panel. `decided_on` is the day in Seoul of the last decision; `confirmed_for_id` and its like say in whose place a deputy decided.
    """

    __tablename__ = "mileage_claims"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_above_zero"),
        CheckConstraint("figure > 0", name="figure_above_zero"),
        CheckConstraint("confirmer_id <> claimant_id", name="confirmed_by_another"),
        CheckConstraint("verifier_id <> claimant_id", name="verified_by_another"),
        CheckConstraint("verifier_id <> confirmer_id", name="two_people_decide"),
        CheckConstraint("(state = 'posted') = (verifier_id IS NOT NULL)", name="verified_if_posted"),
        CheckConstraint("state <> 'confirmed' OR confirmer_id IS NOT NULL", name="confirmer_if_confirmed"),
        CheckConstraint("state <> 'posted' OR skips_head OR confirmer_id IS NOT NULL", name="head_before_tower"),
        CheckConstraint("(verifier_id IS NULL) = (verified_at IS NULL)", name="verified_when"),
        CheckConstraint("(confirmer_id IS NULL) = (confirmed_at IS NULL)", name="confirmed_when"),
        CheckConstraint("state <> 'returned' OR returner_id IS NOT NULL", name="returner_if_returned"),
        Index("ix_mileage_claims_waiting", "department_id", "state", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[pk]
    item_id: Mapped[int] = foreign_key("mileage_items.id")
    claimant_id: Mapped[int] = foreign_key("people.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    title: Mapped[short_text]
    description: Mapped[long_text]
    happened_on: Mapped[date]
    points: Mapped[point_count]
    figure: Mapped[point_count | None]
    state: Mapped[ClaimState] = enum_column(ClaimState, default=ClaimState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[moment]
    skips_head: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None]
    confirmer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_for_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    verified_at: Mapped[datetime | None]
    verified_for_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    twin_reason: Mapped[long_text | None]
    panel_reason: Mapped[long_text | None]
    returner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    returned_at: Mapped[datetime | None]
    returned_for_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    return_reason: Mapped[long_text | None]
    withdrawn_at: Mapped[datetime | None]
    decided_on: Mapped[date | None]


class ClaimShare(Model):
    """배분: what percentage of the points of a claim a person gets. Together they are 100."""

    __tablename__ = "mileage_claim_shares"
    __table_args__ = (CheckConstraint("share > 0 AND share <= 10000", name="share_is_a_percentage"),)

    claim_id: Mapped[int] = mapped_column(ForeignKey("mileage_claims.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    share: Mapped[point_count]


trigger("mileage_claims", "DELETE", name="no_delete", reason="mileage_claims: rows are never deleted")
trigger(
    "mileage_claims",
    "INSERT",
    name="begins_undecided",
    reason="mileage_claims: a claim begins as a draft or handed in, and nobody has decided about it",
    condition=(
        "NEW.state NOT IN ('draft', 'submitted') OR NEW.confirmer_id IS NOT NULL OR NEW.verifier_id IS NOT NULL "
        "OR NEW.returner_id IS NOT NULL"
    ),
)
_WRITTEN = ("item_id", "claimant_id", "department_id", "title", "description", "happened_on", "points")
trigger(
    "mileage_claims",
    "UPDATE",
    name="handed_in_stays",
    reason="mileage_claims: what is handed in stays as it is; it changes after it was returned",
    condition=(
        "OLD.state IN ('submitted', 'confirmed') AND ("
        + "".join(f"NEW.{name} <> OLD.{name} OR " for name in _WRITTEN)
        + "COALESCE(CAST(NEW.figure AS TEXT), '') <> COALESCE(CAST(OLD.figure AS TEXT), ''))"
    ),
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="posted_stays",
    reason="mileage_claims: a posted claim never changes",
    condition="OLD.state = 'posted'",
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="sharers_do_not_decide",
    reason="mileage_claims: nobody decides about a claim of their own",
    condition=(
        "EXISTS (SELECT 1 FROM mileage_claim_shares s WHERE s.claim_id = NEW.id "
        "AND (s.person_id = NEW.confirmer_id OR s.person_id = NEW.verifier_id))"
    ),
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="own_department_is_verified_elsewhere",
    reason="mileage_claims: nobody verifies what their own department is paid",
    condition=(
        "NEW.verifier_id IS NOT NULL AND (NEW.decided_on IS NULL OR EXISTS (SELECT 1 FROM mileage_items i "  # noqa: S608  constants of the models
        "WHERE i.id = NEW.item_id AND i.subject = 'department' "
        f"AND {in_office('NEW.verifier_id', 'NEW.department_id', 'NEW.decided_on')}))"
    ),
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="heads_do_not_verify",
    reason="mileage_claims: whoever heads or acts for the department does not verify too",
    condition=(
        "NEW.verifier_id IS NOT NULL AND EXISTS (SELECT 1 FROM role_assignments r WHERE r.person_id = NEW.verifier_id "
        "AND r.role = 'head' AND r.department_id = NEW.department_id AND r.starts_on <= NEW.decided_on "
        "AND (r.ends_on IS NULL OR r.ends_on >= NEW.decided_on))"
    ),
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="own_is_returned_by_another",
    reason="mileage_claims: nobody returns a claim of their own",
    condition=(
        "NEW.state = 'returned' AND OLD.state <> 'returned' AND (NEW.returner_id = NEW.claimant_id OR EXISTS "
        "(SELECT 1 FROM mileage_claim_shares s WHERE s.claim_id = NEW.id AND s.person_id = NEW.returner_id))"
    ),
)
for _operation, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
    trigger(
        "mileage_claim_shares",
        _operation,
        name=f"fixed_on_{_operation.lower()}",
        reason="mileage_claim_shares: the shares of a submitted claim never change",
        condition=(
            f"EXISTS (SELECT 1 FROM mileage_claims c WHERE c.id = {_row}.claim_id "  # noqa: S608  constants of this file
            "AND c.state NOT IN ('draft', 'returned'))"
        ),
    )
