"""고객의 소리: what citizens say, who answers it by when, and what became of it. No name and no address of anybody."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    Model,
    append_only,
    day,
    enum_column,
    foreign_key,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.voice.enums.customer_voices import (
    Channel,
    ExtensionGround,
    LegalKind,
    PraiseState,
    VoiceKind,
    VoiceState,
    VoiceStepKind,
)

_CONFIRMED_PRAISE = text("praise = 'confirmed'")
_NUMBERED_PRAISE = text("praise = 'confirmed' AND reference <> ''")
"""Praise of a department (nobody is praised) is unique by no key: it earns nothing."""


class VoiceNumber(Model):
    """채번: the last receipt number of a year. Raised by `services.customer_voices` only."""

    __tablename__ = "voice_numbers"
    __table_args__ = (CheckConstraint("last >= 1", name="starts_at_one"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class VoiceImport(Model):
    """가져온 파일: an exported list of complaints that was read in, once."""

    __tablename__ = "voice_imports"
    __table_args__ = (
        UniqueConstraint("sha256", name="sha256"),
        CheckConstraint("row_count >= 1", name="has_rows"),
    )

    id: Mapped[pk]
    file_name: Mapped[short_text]
    sha256: Mapped[str] = mapped_column(String(64))
    row_count: Mapped[int]
    imported_by_id: Mapped[int] = foreign_key("people.id", index=False)
    imported_at: Mapped[moment]


class VoiceTerms(Model):
    """처리 기준: whether the head approves answers. Of several rows the last one holds."""

    __tablename__ = "voice_terms"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason_given"),)

    id: Mapped[pk]
    head_approves: Mapped[bool]
    reason: Mapped[long_text]
    set_by_id: Mapped[int] = foreign_key("people.id", index=False)
    set_at: Mapped[moment]


class CustomerVoice(Model):
    """고객의 소리. `department_id` is who answers; `due_at` None: no period runs. `balance`: pleased less displeased words.

    `not_counted` has [ground, first day, last day] of days that are no part of the period.
    `text` holds no telephone or resident number: they are masked before (`masked_count`). `issue_id` and `task_id` name
    what became of it in innovation; `is_example`: made up to show the product; `entered_by_id` None: a citizen wrote it on the public page. State changes go through `services.customer_voices` and its neighbours.
    """

    __tablename__ = "customer_voices"
    __table_args__ = (
        UniqueConstraint("number", name="number"),
        CheckConstraint("length(body) BETWEEN 2 AND 4000", name="body_length"),
        CheckConstraint("due_at IS NULL OR due_at >= received_at", name="due_after_receipt"),
        CheckConstraint("(due_at IS NULL) = (due_on IS NULL)", name="due_day_of_the_moment"),
        CheckConstraint("(due_at IS NULL) = (legal_kind = 'none')", name="due_if_a_period_runs"),
        CheckConstraint("(state = 'answered') = (answered_at IS NOT NULL)", name="moment_if_answered"),
        CheckConstraint(
            "(in_time IS NOT NULL) = (state = 'answered' AND due_at IS NOT NULL)", name="in_time_if_a_period_ran"
        ),
        CheckConstraint("state = 'open' OR (answer <> '' AND answer_by_id IS NOT NULL)", name="answer_if_written"),
        CheckConstraint("call_points IS NULL OR call_points BETWEEN 1 AND 5", name="five_points"),
        CheckConstraint("call_points IS NULL OR state = 'answered'", name="call_after_the_answer"),
        CheckConstraint("(call_points IS NULL) = (called_by_id IS NULL)", name="caller_if_called"),
        CheckConstraint("called_by_id <> answer_by_id", name="called_by_another"),
        CheckConstraint("(kind = 'praise') = (praise IS NOT NULL)", name="praise_if_praise"),
        CheckConstraint("praised_id IS NULL OR kind = 'praise'", name="praised_if_praise"),
        CheckConstraint(
            "(praise IN ('confirmed', 'declined')) = (praise_decided_by_id IS NOT NULL)", name="decider_if_decided"
        ),
        CheckConstraint("praise_decided_by_id <> praised_id", name="praise_confirmed_by_another"),
        CheckConstraint("praise_decided_by_id <> entered_by_id", name="praise_not_decided_by_the_taker"),
        CheckConstraint("praised_id <> entered_by_id", name="praised_by_another"),
        CheckConstraint("task_id IS NULL OR issue_id IS NOT NULL", name="task_by_an_issue"),
        CheckConstraint("task_ended_on IS NULL OR task_id IS NOT NULL", name="ended_if_a_task"),
        CheckConstraint("(extension IS NULL) = (extension_ground IS NULL)", name="ground_if_extended"),
        CheckConstraint("extension IS NULL OR extension >= 1", name="extension_above_zero"),
        CheckConstraint("(entered_by_id IS NULL) = (channel = 'citizens')", name="entered_by_somebody"),
        Index("ix_customer_voices_state_due_at", "state", "due_at"),
        Index("ix_customer_voices_department_id_id", "department_id", "id"),
        Index("ix_customer_voices_received_on_id", "received_on", "id"),
        Index("ix_customer_voices_department_id_due_on", "department_id", "due_on"),
        Index("ix_customer_voices_text_hash", "text_hash"),
        Index("ix_customer_voices_issue_id", "issue_id"),
        Index(
            "uq_customer_voices_praise_once",
            "praised_id",
            "text_hash",
            unique=True,
            sqlite_where=_CONFIRMED_PRAISE,
            postgresql_where=_CONFIRMED_PRAISE,
        ),
        Index(
            "uq_customer_voices_praise_number_once",
            "praised_id",
            "reference",
            unique=True,
            sqlite_where=_NUMBERED_PRAISE,
            postgresql_where=_NUMBERED_PRAISE,
        ),
        Index("ix_customer_voices_task_id", "task_id"),
    )

    id: Mapped[pk]
    number: Mapped[str] = mapped_column(String(20))
    channel: Mapped[Channel] = enum_column(Channel)
    kind: Mapped[VoiceKind] = enum_column(VoiceKind)
    legal_kind: Mapped[LegalKind] = enum_column(LegalKind)
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    place: Mapped[short_text] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(String(40), default="")
    body: Mapped[long_text]
    text_hash: Mapped[str] = mapped_column(String(32))
    masked_count: Mapped[int] = mapped_column(default=0)
    balance: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[moment]
    received_on: Mapped[day]
    due_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    extension: Mapped[int | None]
    extension_ground: Mapped[ExtensionGround | None] = enum_column(ExtensionGround)
    not_counted: Mapped[list[list[str]] | None] = mapped_column(JSON(none_as_null=True))
    entered_by_id: Mapped[int | None] = foreign_key("people.id")
    entered_at: Mapped[moment]
    import_id: Mapped[int | None] = foreign_key("voice_imports.id")
    state: Mapped[VoiceState] = enum_column(VoiceState, default=VoiceState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    answer: Mapped[long_text] = mapped_column(default="")
    answer_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    answered_at: Mapped[datetime | None]
    in_time: Mapped[bool | None]
    call_points: Mapped[int | None]
    called_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    praised_id: Mapped[int | None] = foreign_key("people.id")
    praise: Mapped[PraiseState | None] = enum_column(PraiseState)
    praise_decided_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    issue_id: Mapped[int | None]
    task_id: Mapped[int | None]
    task_ended_on: Mapped[date | None]
    change_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())


class VoiceStep(Model):
    """처리 이력: what was done with a voice, by whom (None: it followed from elsewhere), in which words. Never changed."""

    __tablename__ = "voice_steps"

    id: Mapped[pk]
    voice_id: Mapped[int] = foreign_key("customer_voices.id")
    kind: Mapped[VoiceStepKind] = enum_column(VoiceStepKind)
    note: Mapped[long_text] = mapped_column(default="")
    from_department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    to_department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    taken_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    taken_at: Mapped[moment]


class VoiceWord(Model):
    """낱말: a word that stands in a voice."""

    __tablename__ = "voice_words"
    __table_args__ = (Index("ix_voice_words_word_voice_id", "word", "voice_id"),)

    voice_id: Mapped[int] = mapped_column(ForeignKey("customer_voices.id"), primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(String(20), primary_key=True)


class VoiceWordCount(Model):
    """주별 낱말 수: in how many voices of a week (its Monday) and a department a word stands. Kept by `services.voice_words`."""

    __tablename__ = "voice_word_counts"
    __table_args__ = (
        CheckConstraint("count >= 0", name="not_below_zero"),
        Index("ix_voice_word_counts_week_word", "week", "word"),
    )

    week: Mapped[date] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(String(20), primary_key=True)
    count: Mapped[int]


append_only("voice_steps")
append_only("voice_terms")
append_only("voice_imports")
trigger("customer_voices", "DELETE", name="no_delete", reason="customer_voices: rows are never deleted")
_NOT_COUNTED_NEW, _NOT_COUNTED_OLD = (f"COALESCE(length(CAST({row}.not_counted AS TEXT)), 0)" for row in ("NEW", "OLD"))
_RECEIVED = (
    "number",
    "channel",
    "kind",
    "legal_kind",
    "place",
    "reference",
    "body",
    "text_hash",
    "masked_count",
    "balance",
    "received_at",
    "received_on",
    "entered_by_id",
    "entered_at",
    "import_id",
    "praised_id",
    "is_example",
)
trigger(
    "customer_voices",
    "UPDATE",
    name="receipt_stays",
    reason="customer_voices: what was received stands",
    condition=" OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _RECEIVED),
)
trigger(
    "customer_voices",
    "UPDATE",
    name="due_as_extended",
    reason="customer_voices: the due moment moves with the one extension and with days that are not counted only",
    condition="(NEW.due_at IS DISTINCT FROM OLD.due_at OR NEW.due_on IS DISTINCT FROM OLD.due_on) "
    f"AND NOT ((OLD.extension IS NULL AND NEW.extension IS NOT NULL) OR {_NOT_COUNTED_NEW} > {_NOT_COUNTED_OLD})",
)
trigger(
    "customer_voices",
    "UPDATE",
    name="periods_stay",
    reason="customer_voices: an extension is given once, and days that are not counted are only added",
    condition="(OLD.extension IS NOT NULL AND NEW.extension IS DISTINCT FROM OLD.extension) "
    f"OR {_NOT_COUNTED_NEW} < {_NOT_COUNTED_OLD}",
)
trigger(
    "customer_voices",
    "UPDATE",
    name="answer_stays",
    reason="customer_voices: an answer that was given stands",
    condition="OLD.state = 'answered' AND (NEW.state <> 'answered' OR NEW.answer <> OLD.answer "
    "OR NEW.answered_at <> OLD.answered_at OR NEW.answer_by_id IS DISTINCT FROM OLD.answer_by_id "
    "OR NEW.in_time IS DISTINCT FROM OLD.in_time OR NEW.due_at IS DISTINCT FROM OLD.due_at "
    "OR NEW.department_id <> OLD.department_id)",
)
trigger(
    "customer_voices",
    "UPDATE",
    name="said_once",
    reason="customer_voices: points, praise and issue are given once",
    condition="(OLD.call_points IS NOT NULL AND (NEW.call_points IS DISTINCT FROM OLD.call_points "
    "OR NEW.called_by_id IS DISTINCT FROM OLD.called_by_id)) OR (OLD.praise IN ('confirmed', 'declined') "
    "AND (NEW.praise IS DISTINCT FROM OLD.praise "
    "OR NEW.praise_decided_by_id IS DISTINCT FROM OLD.praise_decided_by_id)) "
    "OR (OLD.issue_id IS NOT NULL AND NEW.issue_id IS DISTINCT FROM OLD.issue_id)",
)
