"""내보낸 목록: which list somebody has taken out, with which filters and why. Its id is the watermark of the file."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk
from app.reports.enums import ListFormat


class ExportedList(Model):
    """One file that was made of a list. `filters` is the query of the list's address, "" without any. Never changed."""

    __tablename__ = "exported_lists"
    __table_args__ = (
        CheckConstraint("list_name <> ''", name="list_given"),
        CheckConstraint("reason = '' OR length(reason) >= 10", name="reason_is_whole"),
        CheckConstraint("NOT personal OR reason <> ''", name="reason_if_personal"),
    )

    id: Mapped[pk]
    list_name: Mapped[str] = mapped_column(String(40))
    format: Mapped[ListFormat] = enum_column(ListFormat)
    filters: Mapped[long_text]
    personal: Mapped[bool]
    reason: Mapped[long_text]
    person_id: Mapped[int] = foreign_key("people.id")
    made_at: Mapped[moment]

    @property
    def watermark(self) -> str:
        """What stands in the file and its name."""
        return f"opum-list-{self.id}"


append_only("exported_lists")
