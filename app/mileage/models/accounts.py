"""계정과 집계."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, pk, trigger
from app.core.database import points as point_count
from app.mileage.enums import AccountKind

_POOLS = text("person_id IS NULL AND department_id IS NULL")


class MileageAccount(Model):
    """계정: of a person, a department, or a pool of the office. `balance` is kept by `services.ledger`."""

    __tablename__ = "mileage_accounts"
    __table_args__ = (
        UniqueConstraint("person_id", name="person"),
        UniqueConstraint("department_id", name="department"),
        Index("uq_mileage_accounts_pool", "kind", unique=True, sqlite_where=_POOLS, postgresql_where=_POOLS),
        CheckConstraint("(kind = 'person') = (person_id IS NOT NULL)", name="person_if_personal"),
        CheckConstraint("(kind = 'department') = (department_id IS NOT NULL)", name="department_if_departmental"),
    )

    id: Mapped[pk]
    kind: Mapped[AccountKind] = enum_column(AccountKind)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    balance: Mapped[point_count] = mapped_column(default=Decimal(0))


class AccountYear(Model):
    """연도별 적립: what an account earned in a year, reversals taken off. Kept by `services.ledger`."""

    __tablename__ = "mileage_account_years"

    account_id: Mapped[int] = mapped_column(ForeignKey("mileage_accounts.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    earned: Mapped[point_count]


class DepartmentYear(Model):
    """부서별 연간 집계: what a department and its people earned in a year. Kept by `services.ledger`."""

    __tablename__ = "mileage_department_years"

    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    own_points: Mapped[point_count]
    member_points: Mapped[point_count]


trigger("mileage_accounts", "DELETE", name="no_delete", reason="mileage_accounts: rows are never deleted")
trigger(
    "mileage_accounts",
    "UPDATE",
    name="same_owner",
    reason="mileage_accounts: the owner of an account never changes",
    condition=(
        "NEW.kind <> OLD.kind OR COALESCE(NEW.person_id, 0) <> COALESCE(OLD.person_id, 0) "
        "OR COALESCE(NEW.department_id, 0) <> COALESCE(OLD.department_id, 0)"
    ),
)
trigger(
    "mileage_accounts",
    "UPDATE",
    name="not_below_zero",
    reason="mileage_accounts: an account never goes below 0, but for what reversals took back",
    condition=(
        "NEW.kind <> 'issue_pool' AND NEW.balance < OLD.balance AND NEW.balance < -COALESCE((SELECT SUM(t.points) "
        "FROM mileage_transfers t WHERE t.debit_account_id = NEW.id AND t.reverses_id IS NOT NULL), 0)"
    ),
)
