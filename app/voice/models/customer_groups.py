"""고객군: whom a department works for, as groups; never a person."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, long_text, moment, pk, short_text
from app.voice.enums.surveys import GroupKind

_WHOLE_OFFICE = text("department_id IS NULL")


class CustomerGroup(Model):
    """고객군: a segment of a department, or of the whole office (`department_id` None). Holds no personal data.

    A group nobody asks any more is retired (`retired_on`), never deleted: answers of the past name it.
    """

    __tablename__ = "customer_groups"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name_is_given"),
        CheckConstraint("size IS NULL OR size >= 0", name="size_not_below_zero"),
        Index("uq_customer_groups_name", "department_id", "name", unique=True),
        Index(
            "uq_customer_groups_office_name",
            "name",
            unique=True,
            sqlite_where=_WHOLE_OFFICE,
            postgresql_where=_WHOLE_OFFICE,
        ),
    )

    id: Mapped[pk]
    department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    name: Mapped[short_text]
    kind: Mapped[GroupKind] = enum_column(GroupKind)
    size: Mapped[int | None]
    note: Mapped[long_text] = mapped_column(default="")
    retired_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    created_at: Mapped[moment]
