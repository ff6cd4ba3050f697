"""보상: the catalogue in editions, its terms, and the requests whose points stand in the reward pool."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, short_text, trigger
from app.core.database import points as point_count
from app.mileage.enums import RewardKind, RewardState
from app.mileage.models.transfers import Transfer
from app.mileage.rules.rewards import Offer

_WAITING = text("state IN ('reserved', 'approved')")
_REWARDS = text("kind = 'reward'")


class Reward(Model):
    """보상 품목: one edition of what points buy. Never changed: whoever asked under it keeps its terms.

    In force on a day is the last edition of the code that had begun by then. `stock` counts from `valid_from`.
    """

    __tablename__ = "mileage_rewards"
    __table_args__ = (
        UniqueConstraint("code", "edition", name="code_and_edition"),
        CheckConstraint("edition > 0", name="editions_from_one"),
        CheckConstraint("points > 0", name="points_above_zero"),
        CheckConstraint("earned_needed > 0", name="earned_needed_above_zero"),
        CheckConstraint("value_won >= 0", name="value_not_negative"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="validity_in_order"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(20))
    edition: Mapped[int]
    kind: Mapped[RewardKind] = enum_column(RewardKind)
    name: Mapped[short_text]
    description: Mapped[long_text]
    points: Mapped[point_count]
    earned_needed: Mapped[point_count | None]
    value_won: Mapped[int]
    stock: Mapped[int | None]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    created_at: Mapped[moment]
    created_by_id: Mapped[int] = foreign_key("people.id", index=False)

    @property
    def offer(self) -> Offer:
        """What it asks for, for the rules."""
        return Offer(
            points=self.points,
            value_won=self.value_won,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            earned_needed=self.earned_needed,
            stock=self.stock,
        )


class RewardTerms(Model):
    """보상 운영기준: holds from its day until a later row does; of one day the last one."""

    __tablename__ = "mileage_reward_terms"
    __table_args__ = (
        CheckConstraint("yearly_cap_won >= 0", name="cap_not_negative"),
        CheckConstraint("hold_days BETWEEN 1 AND 365", name="hold_within_a_year"),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    id: Mapped[pk]
    valid_from: Mapped[date]
    yearly_cap_won: Mapped[int | None]
    hold_days: Mapped[int]
    reason: Mapped[long_text]
    created_at: Mapped[moment]
    created_by_id: Mapped[int] = foreign_key("people.id", index=False)


class RewardRequest(Model):
    """보상 신청. State changes through `services.reward_requests` and `services.reward_decisions`.

    Its points are the transfer with the source "reward:<id>"; `requested_on` is the day in Seoul it counts for.
    """

    __tablename__ = "mileage_reward_requests"
    __table_args__ = (
        CheckConstraint("approver_id <> requester_id", name="approved_by_another"),
        CheckConstraint("giver_id <> requester_id", name="handed_over_by_another"),
        CheckConstraint("state <> 'refused' OR closer_id <> requester_id", name="refused_by_another"),
        CheckConstraint("state <> 'cancelled' OR closer_id = requester_id", name="cancelled_by_the_requester"),
        CheckConstraint("(approver_id IS NULL) = (approved_at IS NULL)", name="approved_when"),
        CheckConstraint(
            "state NOT IN ('approved', 'consumed') OR approver_id IS NOT NULL", name="approver_if_approved"
        ),
        CheckConstraint("(state = 'consumed') = (giver_id IS NOT NULL)", name="giver_if_handed_over"),
        CheckConstraint("(giver_id IS NULL) = (handed_over_on IS NULL)", name="handed_over_when"),
        CheckConstraint("handed_over_on >= requested_on", name="handed_over_after_the_request"),
        CheckConstraint(
            "(state IN ('refused', 'cancelled', 'expired')) = (closed_at IS NOT NULL)", name="closed_if_given_back"
        ),
        CheckConstraint("state NOT IN ('refused', 'cancelled') OR closer_id IS NOT NULL", name="closer_known"),
        CheckConstraint("closed_at IS NULL OR close_reason <> ''", name="reason_if_closed"),
        CheckConstraint("hold_until >= requested_on", name="hold_in_order"),
        Index("ix_mileage_reward_requests_requester_id_requested_on", "requester_id", "requested_on"),
        Index("ix_mileage_reward_requests_handed_over_on", "handed_over_on"),
        Index("ix_mileage_reward_requests_waiting", "state", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[pk]
    reward_id: Mapped[int] = foreign_key("mileage_rewards.id")
    requester_id: Mapped[int] = foreign_key("people.id", index=False)
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    wish: Mapped[long_text] = mapped_column(default="")
    requested_on: Mapped[date]
    requested_at: Mapped[moment]
    hold_until: Mapped[date]
    state: Mapped[RewardState] = enum_column(RewardState, default=RewardState.RESERVED)
    version: Mapped[int] = mapped_column(default=1)
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    approved_at: Mapped[datetime | None]
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    handed_over_on: Mapped[date | None]
    handed_over_at: Mapped[datetime | None]
    closer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[long_text] = mapped_column(default="")


Index(
    "uq_mileage_transfers_reserved_once",
    Transfer.source,
    unique=True,
    sqlite_where=_REWARDS,
    postgresql_where=_REWARDS,
)

append_only("mileage_rewards")
append_only("mileage_reward_terms")
_TABLE = "mileage_reward_requests"
trigger(
    _TABLE,
    "UPDATE",
    name="approved_is_not_cancelled",
    reason=f"{_TABLE}: what is approved is taken back by whoever approves, not by the requester",
    condition="OLD.state = 'approved' AND NEW.state = 'cancelled'",
)
_RESERVED = "EXISTS (SELECT 1 FROM mileage_transfers t WHERE t.kind = 'reward' AND t.source = 'reward:' || NEW.id{0})"
_GIVEN_BACK = " AND EXISTS (SELECT 1 FROM mileage_transfers b WHERE b.reverses_id = t.id)"
_KEPT = " AND NOT EXISTS (SELECT 1 FROM mileage_transfers b WHERE b.reverses_id = t.id)"
trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "INSERT",
    name="begins_reserved",
    reason=f"{_TABLE}: a request begins with its points reserved",
    condition="NEW.state <> 'reserved'",
)
trigger(
    _TABLE,
    "INSERT",
    name="stock_left",
    reason=f"{_TABLE}: nothing of this reward is left",
    condition=(
        "EXISTS (SELECT 1 FROM mileage_rewards n WHERE n.id = NEW.reward_id AND n.stock IS NOT NULL AND n.stock <= "
        "(SELECT COUNT(*) FROM mileage_reward_requests r JOIN mileage_rewards o ON o.id = r.reward_id "
        "WHERE o.code = n.code AND r.requested_on >= n.valid_from AND r.state IN ('reserved', 'approved', 'consumed')))"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="ended_stays",
    reason=f"{_TABLE}: a request that has ended never changes",
    condition="OLD.state NOT IN ('reserved', 'approved')",
)
trigger(
    _TABLE,
    "UPDATE",
    name="request_stays",
    reason=f"{_TABLE}: what was requested, by whom and when stays",
    condition=(
        "NEW.reward_id <> OLD.reward_id OR NEW.requester_id <> OLD.requester_id OR NEW.requested_on <> OLD.requested_on "
        "OR NEW.wish <> OLD.wish OR NEW.department_id <> OLD.department_id OR NEW.hold_until <> OLD.hold_until "
        "OR NEW.requested_at <> OLD.requested_at"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="approval_stays",
    reason=f"{_TABLE}: who approved stays, and only what was approved is handed over",
    condition=(
        "(NEW.state = 'consumed' AND OLD.state <> 'approved') OR (OLD.state = 'approved' AND (NEW.state = 'reserved' "
        "OR NEW.approver_id IS NULL OR NEW.approver_id <> OLD.approver_id OR NEW.approved_at <> OLD.approved_at))"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="covered",
    reason=f"{_TABLE}: nothing is approved or handed over while the account is below 0",
    condition=(
        "NEW.state IN ('approved', 'consumed') AND EXISTS (SELECT 1 FROM mileage_accounts a "
        "WHERE a.person_id = NEW.requester_id AND a.balance < 0)"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="points_are_reserved",
    reason=f"{_TABLE}: nothing is approved or handed over without its points",
    condition=f"NEW.state IN ('approved', 'consumed') AND NOT {_RESERVED.format(_KEPT)}",
)
trigger(
    _TABLE,
    "UPDATE",
    name="points_are_back",
    reason=f"{_TABLE}: a request ends when its points are back",
    condition=f"NEW.state IN ('refused', 'cancelled', 'expired') AND NOT {_RESERVED.format(_GIVEN_BACK)}",
)
trigger(
    "mileage_transfers",
    "INSERT",
    name="reward_was_requested",
    reason="mileage_transfers: points go to the reward pool for a request, never below 0",
    condition=(
        "NEW.kind = 'reward' AND (NEW.debit_balance < 0 OR NOT EXISTS (SELECT 1 FROM mileage_accounts a "
        "JOIN mileage_reward_requests r ON r.requester_id = a.person_id JOIN mileage_rewards o ON o.id = r.reward_id "
        "JOIN mileage_accounts p ON p.id = NEW.credit_account_id AND p.kind = 'reward_pool' "
        "WHERE a.id = NEW.debit_account_id AND NEW.source = 'reward:' || r.id AND r.state = 'reserved' "
        "AND NEW.points = o.points))"
    ),
)
trigger(
    "mileage_transfers",
    "INSERT",
    name="handed_over_is_spent",
    reason="mileage_transfers: what was handed over is spent",
    condition=(
        "NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM mileage_transfers o JOIN mileage_accounts a "
        "ON a.id = o.debit_account_id JOIN mileage_reward_requests r ON r.requester_id = a.person_id "
        "WHERE o.id = NEW.reverses_id AND o.kind = 'reward' AND o.source = 'reward:' || r.id AND r.state = 'consumed')"
    ),
)
