"""심의: which claims a panel looks at before they are verified, who sits on it, and how they voted."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, json_list, long_text, moment, pk, trigger
from app.core.database import points as point_count
from app.mileage.enums import PanelOutcome, PanelVote

_OPEN = text("closed_at IS NULL")


class PanelTerms(Model):
    """심의 기준: the last row holds; without one there is no panel. `item_codes` are marked, whatever their points."""

    __tablename__ = "mileage_panel_terms"
    __table_args__ = (
        CheckConstraint("above_points > 0", name="points_above_zero"),
        CheckConstraint("days BETWEEN 1 AND 60", name="days_to_vote"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    is_on: Mapped[bool]
    above_points: Mapped[point_count | None]
    item_codes: Mapped[json_list]
    days: Mapped[int]
    reason: Mapped[long_text]
    set_at: Mapped[moment]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)


class ClaimPanel(Model):
    """심의: votes about a claim until all have voted or `ends_on` is over; closed once, with its outcome."""

    __tablename__ = "mileage_claim_panels"
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (outcome IS NULL)", name="outcome_if_closed"),
        Index("uq_mileage_claim_panels_open", "claim_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[pk]
    claim_id: Mapped[int] = foreign_key("mileage_claims.id")
    convened_by_id: Mapped[int] = foreign_key("people.id", index=False)
    convened_at: Mapped[moment]
    ends_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[PanelOutcome | None] = enum_column(PanelOutcome)
    version: Mapped[int] = mapped_column(default=1)


class PanelSeat(Model):
    """심의위원: one voice with its reason, given once."""

    __tablename__ = "mileage_panel_seats"
    __table_args__ = (
        CheckConstraint("(vote IS NULL) = (voted_at IS NULL)", name="voted_when"),
        CheckConstraint("(vote IS NULL) = (reason IS NULL)", name="reason_if_voted"),
    )

    panel_id: Mapped[int] = mapped_column(ForeignKey("mileage_claim_panels.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False, index=True)
    vote: Mapped[PanelVote | None] = enum_column(PanelVote)
    reason: Mapped[long_text | None]
    voted_at: Mapped[datetime | None]


append_only("mileage_panel_terms")
_PANELS, _SEATS = "mileage_claim_panels", "mileage_panel_seats"
trigger(_PANELS, "DELETE", name="no_delete", reason=f"{_PANELS}: rows are never deleted")
trigger(
    _PANELS,
    "UPDATE",
    name="only_closes",
    reason=f"{_PANELS}: a panel is closed once, and nothing else of it changes",
    condition=(
        "OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL OR NEW.claim_id <> OLD.claim_id "
        "OR NEW.ends_on <> OLD.ends_on OR NEW.convened_at <> OLD.convened_at OR NEW.convened_by_id <> OLD.convened_by_id"
    ),
)
trigger(
    _PANELS,
    "INSERT",
    name="named_by_no_party",
    reason=f"{_PANELS}: nobody names the panel about a claim they have a part in or have confirmed",
    condition=(
        "EXISTS (SELECT 1 FROM mileage_claims c WHERE c.id = NEW.claim_id "
        "AND (NEW.convened_by_id IN (c.claimant_id, COALESCE(c.confirmer_id, 0), COALESCE(c.confirmed_for_id, 0)) "
        "OR EXISTS (SELECT 1 FROM mileage_claim_shares s WHERE s.claim_id = c.id AND s.person_id = NEW.convened_by_id) "
        "OR EXISTS (SELECT 1 FROM mileage_claim_entries e JOIN mileage_claim_uploads u ON u.id = e.upload_id "
        "WHERE e.claim_id = c.id AND u.uploader_id = NEW.convened_by_id)))"
    ),
)
trigger(_SEATS, "DELETE", name="no_delete", reason=f"{_SEATS}: rows are never deleted")
trigger(
    _SEATS,
    "UPDATE",
    name="votes_once",
    reason=f"{_SEATS}: a vote is given once, while the panel is open",
    condition=(
        "OLD.vote IS NOT NULL OR NEW.panel_id <> OLD.panel_id OR NEW.person_id <> OLD.person_id OR EXISTS "
        "(SELECT 1 FROM mileage_claim_panels p WHERE p.id = NEW.panel_id AND p.closed_at IS NOT NULL)"
    ),
)
trigger(
    _SEATS,
    "INSERT",
    name="no_party",
    reason=f"{_SEATS}: nobody sits on the panel about a claim they have a part in",
    condition=(
        "NEW.vote IS NOT NULL OR EXISTS (SELECT 1 FROM mileage_claim_panels p JOIN mileage_claims c ON c.id = p.claim_id "
        "WHERE p.id = NEW.panel_id AND (p.closed_at IS NOT NULL OR NEW.person_id IN (c.claimant_id, p.convened_by_id) "
        "OR NEW.person_id = c.confirmer_id OR NEW.person_id = c.confirmed_for_id "
        "OR EXISTS (SELECT 1 FROM mileage_claim_shares s WHERE s.claim_id = c.id AND s.person_id = NEW.person_id) "
        "OR EXISTS (SELECT 1 FROM mileage_claim_entries e JOIN mileage_claim_uploads u ON u.id = e.upload_id "
        "WHERE e.claim_id = c.id AND u.uploader_id = NEW.person_id)))"
    ),
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="panel_first",
    reason="mileage_claims: a panel votes about this claim; it is decided when the panel is closed",
    condition=(
        "NEW.state IN ('posted', 'returned') AND NEW.state <> OLD.state AND EXISTS "
        "(SELECT 1 FROM mileage_claim_panels p WHERE p.claim_id = NEW.id AND p.closed_at IS NULL)"
    ),
)
trigger(
    "mileage_claims",
    "UPDATE",
    name="members_do_not_verify",
    reason="mileage_claims: whoever sat on the panel does not verify, and whoever departs from it says why",
    condition=(
        "NEW.state = 'posted' AND EXISTS (SELECT 1 FROM mileage_claim_panels p WHERE p.claim_id = NEW.id "
        "AND p.convened_at >= NEW.submitted_at AND ((p.outcome = 'against' AND NEW.panel_reason IS NULL) OR EXISTS "
        "(SELECT 1 FROM mileage_panel_seats s WHERE s.panel_id = p.id AND s.person_id = NEW.verifier_id)))"
    ),
)
