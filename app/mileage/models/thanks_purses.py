"""감사 포인트: purses and their own ledger, apart from mileage."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, moment, pk, trigger
from app.mileage.enums import PurseKind, ThanksTransferKind

_GIVING, _RECEIVED, _POOLS = text("kind = 'giving'"), text("kind = 'received'"), text("person_id IS NULL")
_GRANTS, _EXPIRIES, _OF_THANKS = text("kind = 'grant'"), text("kind = 'expiry'"), text("thanks_id IS NOT NULL")


class ThanksPurse(Model):
    """감사 포인트 지갑: what a person may give in one month, what a person was given, and two pools of the office."""

    __tablename__ = "thanks_purses"
    __table_args__ = (
        CheckConstraint("(kind IN ('giving', 'received')) = (person_id IS NOT NULL)", name="person_if_personal"),
        CheckConstraint("(kind = 'giving') = (month IS NOT NULL)", name="month_if_giving"),
        CheckConstraint("kind = 'issue' OR balance >= 0", name="not_below_zero"),
        Index(
            "uq_thanks_purses_giving",
            "person_id",
            "month",
            unique=True,
            sqlite_where=_GIVING,
            postgresql_where=_GIVING,
        ),
        Index(
            "uq_thanks_purses_received", "person_id", unique=True, sqlite_where=_RECEIVED, postgresql_where=_RECEIVED
        ),
        Index("uq_thanks_purses_pool", "kind", unique=True, sqlite_where=_POOLS, postgresql_where=_POOLS),
        Index(
            "ix_thanks_purses_unspent",
            "month",
            sqlite_where=text("kind = 'giving' AND balance > 0"),
            postgresql_where=text("kind = 'giving' AND balance > 0"),
        ),
    )

    id: Mapped[pk]
    kind: Mapped[PurseKind] = enum_column(PurseKind)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    month: Mapped[date | None]
    balance: Mapped[int] = mapped_column(default=0)


class ThanksTransfer(Model):
    """감사 포인트 이체: one row from one purse to another. Never changed; made by `services.thanks_purses.post` alone."""

    __tablename__ = "thanks_transfers"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_above_zero"),
        CheckConstraint("debit_purse_id <> credit_purse_id", name="two_purses"),
        CheckConstraint("(kind IN ('thanks', 'taken_back')) = (thanks_id IS NOT NULL)", name="thanks_if_about_one"),
        CheckConstraint("substr(CAST(month AS TEXT), 9, 2) = '01'", name="first_of_month"),
        Index(
            "uq_thanks_transfers_granted_once",
            "credit_purse_id",
            unique=True,
            sqlite_where=_GRANTS,
            postgresql_where=_GRANTS,
        ),
        Index(
            "uq_thanks_transfers_expired_once",
            "debit_purse_id",
            unique=True,
            sqlite_where=_EXPIRIES,
            postgresql_where=_EXPIRIES,
        ),
        Index(
            "uq_thanks_transfers_thanked_once",
            "thanks_id",
            "kind",
            unique=True,
            sqlite_where=_OF_THANKS,
            postgresql_where=_OF_THANKS,
        ),
    )

    id: Mapped[pk]
    kind: Mapped[ThanksTransferKind] = enum_column(ThanksTransferKind)
    debit_purse_id: Mapped[int] = foreign_key("thanks_purses.id")
    credit_purse_id: Mapped[int] = foreign_key("thanks_purses.id")
    points: Mapped[int]
    debit_balance: Mapped[int]
    credit_balance: Mapped[int]
    month: Mapped[date]
    occurred_on: Mapped[date]
    posted_at: Mapped[moment]
    actor_id: Mapped[int | None] = foreign_key("people.id", index=False)
    thanks_id: Mapped[int | None] = foreign_key("thanks.id", index=False)
    seal: Mapped[str] = mapped_column(String(64))


append_only("thanks_transfers")
trigger("thanks_purses", "DELETE", name="no_delete", reason="thanks_purses: rows are never deleted")
trigger(
    "thanks_purses",
    "UPDATE",
    name="same_owner",
    reason="thanks_purses: the owner of a purse never changes",
    condition=(
        "NEW.kind <> OLD.kind OR COALESCE(NEW.person_id, 0) <> COALESCE(OLD.person_id, 0) "
        "OR COALESCE(CAST(NEW.month AS TEXT), '') <> COALESCE(CAST(OLD.month AS TEXT), '')"
    ),
)
_SAME_MONTH = "substr(CAST(NEW.occurred_on AS TEXT), 1, 7) = substr(CAST(NEW.month AS TEXT), 1, 7)"
trigger(
    "thanks_transfers",
    "INSERT",
    name="way_of_points",
    reason="thanks_transfers: granted and given in their month, expired after it, taken back into the expiry pool",
    condition=(
        "NOT EXISTS (SELECT 1 FROM thanks_purses d, thanks_purses c "  # noqa: S608  constants of this file
        "WHERE d.id = NEW.debit_purse_id AND c.id = NEW.credit_purse_id AND ("
        f"(NEW.kind = 'grant' AND d.kind = 'issue' AND c.kind = 'giving' AND c.month = NEW.month AND {_SAME_MONTH}) "
        f"OR (NEW.kind = 'thanks' AND d.kind = 'giving' AND d.month = NEW.month AND c.kind = 'received' AND {_SAME_MONTH}) "
        "OR (NEW.kind = 'expiry' AND d.kind = 'giving' AND d.month = NEW.month AND c.kind = 'expired' "
        f"AND NEW.occurred_on > NEW.month AND NOT ({_SAME_MONTH})) "
        "OR (NEW.kind = 'taken_back' AND d.kind = 'received' AND c.kind = 'expired')))"
    ),
)
trigger(
    "thanks_transfers",
    "INSERT",
    name="what_the_message_says",
    reason="thanks_transfers: points follow the message: its people, its points, and back only when it is hidden",
    condition=(
        "NEW.thanks_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM thanks t, thanks_purses d, thanks_purses c "
        "WHERE t.id = NEW.thanks_id AND d.id = NEW.debit_purse_id AND c.id = NEW.credit_purse_id "
        "AND t.points = NEW.points AND t.month = NEW.month AND ("
        "(NEW.kind = 'thanks' AND d.person_id = t.sender_id AND c.person_id = t.receiver_id) "
        "OR (NEW.kind = 'taken_back' AND d.person_id = t.receiver_id AND t.hidden_at IS NOT NULL)))"
    ),
)
