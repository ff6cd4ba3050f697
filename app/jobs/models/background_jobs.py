"""백그라운드 작업: long work somebody asked for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, enum_column, foreign_key, json_dict, moment, pk, trigger
from app.jobs.enums import JobState

_TABLE = "background_jobs"
_UNFINISHED = text("state IN ('queued', 'running')")


class BackgroundJob(Model):
    """백그라운드 작업: who asked for what and when, which process runs it, and how it ended.

    State changes go through `services`. How far a running job is stands in a file of its folder, not here: its work
    may hold the only write transaction SQLite has. `digest` is the SHA-256 of the arguments: the same person has the
    same work waiting or running once. `rights` are those the file was made with. `worker` names the process that runs it; `units` is how much there was to do.
    """

    __tablename__ = _TABLE
    __table_args__ = (
        CheckConstraint("title <> ''", name="title_is_given"),
        CheckConstraint("attempt > 0", name="attempt_above_zero"),
        CheckConstraint("(state IN ('queued', 'running')) = (ended_at IS NULL)", name="ended_if_not_under_way"),
        CheckConstraint(
            "state <> 'running' OR (worker IS NOT NULL AND started_at IS NOT NULL)", name="run_by_somebody"
        ),
        CheckConstraint("(state = 'failed') = (reason IS NOT NULL)", name="reason_if_failed"),
        CheckConstraint("NOT was_refused OR state = 'failed'", name="refused_if_failed"),
        CheckConstraint("state IN ('done', 'expired') OR (file_name IS NULL AND said IS NULL)", name="result_if_done"),
        CheckConstraint("state <> 'done' OR file_name IS NOT NULL OR said IS NOT NULL", name="file_or_sentence"),
        CheckConstraint("state <> 'expired' OR file_name IS NOT NULL", name="only_files_expire"),
        CheckConstraint(
            "(file_name IS NULL) = (sha256 IS NULL) AND (file_name IS NULL) = (size IS NULL) "
            "AND (file_name IS NULL) = (content_type IS NULL) AND (file_name IS NULL) = (kept_until IS NULL)",
            name="file_in_full",
        ),
        Index(
            "uq_background_jobs_same_once",
            "person_id",
            "kind",
            "digest",
            unique=True,
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        Index("ix_background_jobs_unfinished", "id", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
        Index("ix_background_jobs_person_id_id", "person_id", "id"),
        Index("ix_background_jobs_kind_id", "kind", "id"),
        Index("ix_background_jobs_kept_until", "kept_until"),
    )

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(200))
    arguments: Mapped[json_dict]
    digest: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    person_id: Mapped[int] = foreign_key("people.id", index=False)
    requested_at: Mapped[moment]
    state: Mapped[JobState] = enum_column(JobState)
    attempt: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    worker: Mapped[str | None] = mapped_column(String(40))
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    units: Mapped[int | None]
    reason: Mapped[str | None]
    was_refused: Mapped[bool] = mapped_column(default=False, server_default=false())
    said: Mapped[str | None]
    file_name: Mapped[str | None] = mapped_column(String(255))
    content_type: Mapped[str | None] = mapped_column(String(120))
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    kept_until: Mapped[datetime | None]
    downloaded_at: Mapped[datetime | None]
    rights: Mapped[str | None]


trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "UPDATE",
    name="asked_stands",
    reason=f"{_TABLE}: who asked for what and when never changes",
    condition=(
        "NEW.person_id <> OLD.person_id OR NEW.kind <> OLD.kind OR NEW.digest <> OLD.digest "
        "OR NEW.title <> OLD.title OR NEW.requested_at <> OLD.requested_at"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="made_stands",
    reason=f"{_TABLE}: what was made stays as it was, until its file is deleted",
    condition=(
        "OLD.state = 'done' AND (NEW.state NOT IN ('done', 'expired') OR NEW.sha256 <> OLD.sha256 "
        "OR NEW.said <> OLD.said OR NEW.file_name <> OLD.file_name)"
    ),
)
