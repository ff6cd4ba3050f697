"""적립신청 일괄 등록: claims that were read in from a workbook."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, foreign_key, moment, pk, short_text, trigger


class ClaimUpload(Model):
    """일괄 등록: a workbook, who read it in, and whether its claims were handed in at once. The same file only once.

    `uploader_id` None: the office itself, on its command line.
    """

    __tablename__ = "mileage_claim_uploads"
    __table_args__ = (
        UniqueConstraint("sha256", name="file"),
        CheckConstraint("length(sha256) = 64", name="hash_is_whole"),
        CheckConstraint("row_count > 0", name="has_rows"),
    )

    id: Mapped[pk]
    uploader_id: Mapped[int | None] = foreign_key("people.id")
    file_name: Mapped[short_text]
    sha256: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int]
    handed_in: Mapped[bool]
    created_at: Mapped[moment]


class ClaimEntry(Model):
    """등록된 신청: which claim came from which workbook."""

    __tablename__ = "mileage_claim_entries"

    claim_id: Mapped[int] = mapped_column(ForeignKey("mileage_claims.id"), primary_key=True, autoincrement=False)
    upload_id: Mapped[int] = mapped_column(ForeignKey("mileage_claim_uploads.id"), index=True)


append_only("mileage_claim_uploads")
append_only("mileage_claim_entries")
trigger(
    "mileage_claims",
    "UPDATE",
    name="uploader_does_not_decide",
    reason="mileage_claims: whoever entered a claim does not decide about it",
    condition=(
        "EXISTS (SELECT 1 FROM mileage_claim_entries e JOIN mileage_claim_uploads u ON u.id = e.upload_id "
        "WHERE e.claim_id = NEW.id AND (u.uploader_id = NEW.confirmer_id OR u.uploader_id = NEW.verifier_id "
        "OR u.uploader_id = NEW.returner_id))"
    ),
)
