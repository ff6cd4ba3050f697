"""임시저장."""

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, foreign_key, json_dict, moment, pk


class Draft(Model):
    """임시저장: one for each person and form. Read and deleted by its owner alone; gone when the form is handed in."""

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("owner_id", "form", name="form_of_owner"),
        Index("ix_drafts_saved_at", "saved_at"),
    )

    id: Mapped[pk]
    owner_id: Mapped[int] = foreign_key("people.id", index=False)
    form: Mapped[str] = mapped_column(String(60))
    payload: Mapped[json_dict]
    saved_at: Mapped[moment]
