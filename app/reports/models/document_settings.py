"""기관 서식: the emblem on documents of the office, and who signs which of them. The newest row holds; none is changed."""

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, foreign_key, json_list, moment, pk


class OfficeEmblem(Model):
    """기관 로고: a picture in the evidence store; without a file the office has taken its emblem off."""

    __tablename__ = "office_emblems"

    id: Mapped[pk]
    evidence_file_id: Mapped[int | None] = foreign_key("evidence_files.id")
    set_by_id: Mapped[int] = foreign_key("people.id")
    set_at: Mapped[moment]


class DocumentApproval(Model):
    """결재란: the titles above the boxes of a kind of document, left to right; none: the document has no boxes."""

    __tablename__ = "document_approvals"
    __table_args__ = (CheckConstraint("kind <> ''", name="kind_given"),)

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    titles: Mapped[json_list]
    set_by_id: Mapped[int] = foreign_key("people.id")
    set_at: Mapped[moment]


append_only("office_emblems")
append_only("document_approvals")
