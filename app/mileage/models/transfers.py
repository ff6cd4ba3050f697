"""원장."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    enum_column,
    foreign_key,
    json_dict,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.core.database import (
    points as point_count,
)
from app.mileage.enums import CapPeriod, ReversalReason, TransferKind

_ORIGINALS = text("reverses_id IS NULL")


class Transfer(Model):
    """이체: points from one account to another. Never changed; made by `services.ledger.post_transfer` alone.

    `debit_balance` and `credit_balance` are the balances after it, `department_id` the department its points count
    for, `asked` what was due before the caps, `rule` the item as it was that day, `seal` a keyed hash of the row.
    """

    __tablename__ = "mileage_transfers"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_above_zero"),
        CheckConstraint("cut_off >= 0", name="cut_off_not_negative"),
        CheckConstraint("debit_account_id <> credit_account_id", name="two_accounts"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="original_if_reversal"),
        CheckConstraint("(kind = 'reversal') = (reason_code IS NOT NULL)", name="reason_if_reversal"),
        CheckConstraint("kind <> 'award' OR item_id IS NOT NULL", name="item_if_award"),
        CheckConstraint("(item_id IS NULL) = (item_code IS NULL)", name="code_if_item"),
        # Partial, because SQLite would otherwise look for originals (reverses_id IS NULL) through this index: all rows.
        Index(
            "uq_mileage_transfers_reversed_once",
            "reverses_id",
            unique=True,
            sqlite_where=text("reverses_id IS NOT NULL"),
            postgresql_where=text("reverses_id IS NOT NULL"),
        ),
        Index(
            "uq_mileage_transfers_paid_once",
            "item_code",
            "source",
            "credit_account_id",
            unique=True,
            sqlite_where=_ORIGINALS,
            postgresql_where=_ORIGINALS,
        ),
        Index("ix_mileage_transfers_credit_account_id_id", "credit_account_id", "id"),
        Index("ix_mileage_transfers_debit_account_id_id", "debit_account_id", "id"),
        Index("ix_mileage_transfers_department_id_occurred_on", "department_id", "occurred_on"),
        # What was paid for one thing, looked up by how its source begins; the order of bytes, not of a language.
        Index("ix_mileage_transfers_source", "source", postgresql_ops={"source": "text_pattern_ops"}),
    )

    id: Mapped[pk]
    kind: Mapped[TransferKind] = enum_column(TransferKind)
    debit_account_id: Mapped[int] = foreign_key("mileage_accounts.id", index=False)
    credit_account_id: Mapped[int] = foreign_key("mileage_accounts.id", index=False)
    points: Mapped[point_count]
    cut_off: Mapped[point_count] = mapped_column(default=Decimal(0))
    debit_balance: Mapped[point_count]
    credit_balance: Mapped[point_count]
    item_id: Mapped[int | None] = foreign_key("mileage_items.id")
    item_code: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[short_text]
    department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    occurred_on: Mapped[date]
    posted_at: Mapped[moment]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    claim_id: Mapped[int | None] = foreign_key("mileage_claims.id")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("mileage_transfers.id"))
    reason_code: Mapped[ReversalReason | None] = enum_column(ReversalReason)
    reason: Mapped[long_text | None]
    rule: Mapped[json_dict]
    seal: Mapped[str] = mapped_column(String(64))


class CapCut(Model):
    """한도 초과: a fact for which the caps left nothing. Decided once, like a payment; shown in the statement.

    `after_transfer_id` is the last transfer there was: its place in the statement.
    """

    __tablename__ = "mileage_cap_cuts"
    __table_args__ = (
        UniqueConstraint("item_code", "source", "account_id", name="decided_once"),
        CheckConstraint("points > 0", name="points_above_zero"),
    )

    id: Mapped[pk]
    account_id: Mapped[int] = foreign_key("mileage_accounts.id")
    item_id: Mapped[int] = foreign_key("mileage_items.id")
    item_code: Mapped[str] = mapped_column(String(20))
    source: Mapped[short_text]
    points: Mapped[point_count]
    cut_by: Mapped[CapPeriod] = enum_column(CapPeriod)
    balance: Mapped[point_count]
    occurred_on: Mapped[date]
    posted_at: Mapped[moment]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    claim_id: Mapped[int | None] = foreign_key("mileage_claims.id")
    after_transfer_id: Mapped[int]
    rule: Mapped[json_dict]


class FactRoot(Model):
    """사실의 뿌리: the task behind a source whose own words do not name it ("report:5:on-time" belongs to "task:12").

    Of the facts of one task only the highest item of a group pays, so the ledger has to know which task it is.
    """

    __tablename__ = "mileage_fact_roots"
    __table_args__ = (CheckConstraint("source <> root", name="another_word"),)

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    root: Mapped[str] = mapped_column(String(200), index=True)


append_only("mileage_fact_roots")
append_only("mileage_transfers")
_SAME_FACT = "{0}.item_code = NEW.item_code AND {0}.source = NEW.source AND {0}.reverses_id IS NULL"
trigger(
    "mileage_transfers",
    "INSERT",
    name="fact_pays_in_one_go",
    reason="mileage_transfers: a fact is paid once; its rows follow each other",
    condition=(
        f"NEW.reverses_id IS NULL AND EXISTS (SELECT 1 FROM mileage_transfers o WHERE {_SAME_FACT.format('o')}) "  # noqa: S608  constants of this file
        f"AND NOT EXISTS (SELECT 1 FROM mileage_transfers l WHERE {_SAME_FACT.format('l')} "
        "AND l.id = (SELECT max(id) FROM mileage_transfers))"
    ),
)
_OF_THE_EVENT = (
    "SELECT 1 FROM mileage_items n JOIN mileage_items i ON i.event_code = n.event_code AND i.subject = n.subject "
    "JOIN mileage_transfers o ON o.item_code = i.code AND o.item_id = i.id AND o.source = NEW.source "
    "AND o.credit_account_id + 0 = NEW.credit_account_id AND o.reverses_id IS NULL "
    "WHERE n.id = NEW.item_id AND i.code <> n.code"
)
"""The sum with 0 leaves the way by the source: from the account every row it ever got would be read for each payment."""
trigger(
    "mileage_transfers",
    "INSERT",
    name="event_pays_once",
    reason="mileage_transfers: a fact pays an account once, whichever code its item has",
    condition=f"NEW.reverses_id IS NULL AND NEW.item_id IS NOT NULL AND EXISTS ({_OF_THE_EVENT})",
)
append_only("mileage_cap_cuts")
trigger(
    "mileage_transfers",
    "INSERT",
    name="reversal_mirrors",
    reason="mileage_transfers: a reversal mirrors its original, and a reversal is not reversed",
    condition=(
        "NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM mileage_transfers o WHERE o.id = NEW.reverses_id "
        "AND o.reverses_id IS NULL AND o.debit_account_id = NEW.credit_account_id "
        "AND o.credit_account_id = NEW.debit_account_id AND o.points = NEW.points)"
    ),
)
