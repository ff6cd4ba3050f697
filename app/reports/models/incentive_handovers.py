"""인사 인계: rule sets and HR's facts as versions, batches handed to HR, and what HR said. Nothing here ever changes."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, short_text, trigger
from app.reports.enums import Verdict

_FIRST = text("adjusts_id IS NULL AND replaces_id IS NULL")
_NEXT = text("adjusts_id IS NOT NULL AND replaces_id IS NULL")


class IncentiveRuleVersion(Model):
    """지급규정: grades, base amounts and method of an office under a code; another content is the next version.

    `content` is canonical JSON, `sha256` its hash. `entered_by_id` None: the office's own command line.
    """

    __tablename__ = "incentive_rule_versions"
    __table_args__ = (
        UniqueConstraint("code", "version", name="version"),
        CheckConstraint("code <> ''", name="code_given"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("length(sha256) = 64", name="hash_is_whole"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    file_name: Mapped[short_text] = mapped_column(default="")
    content: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))
    entered_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    entered_at: Mapped[moment]


class IncentiveFactSheet(Model):
    """인사자료: what only HR knows of people, for one round; another upload is the next version. Personal data.

    `content` is canonical JSON: rows of person, rating, points, deduction and exclusion with their reasons.
    """

    __tablename__ = "incentive_fact_sheets"
    __table_args__ = (
        UniqueConstraint("round_id", "version", name="version"),
        CheckConstraint("version >= 1", name="version_from_one"),
        CheckConstraint("people >= 1", name="somebody"),
        CheckConstraint("length(sha256) = 64", name="hash_is_whole"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id", index=False)
    version: Mapped[int]
    file_name: Mapped[short_text] = mapped_column(default="")
    people: Mapped[int]
    content: Mapped[long_text]
    sha256: Mapped[str] = mapped_column(String(64))
    entered_by_id: Mapped[int] = foreign_key("people.id", index=False)
    entered_at: Mapped[moment]


class IncentiveHandover(Model):
    """인계: what a batch is in its line (round and rule set): the first, one that replaces another, or an adjustment.

    `adjusts_id` is the accepted batch before an adjustment; `replaces_id` the batch that was returned, or still
    waited, and is no longer meant. Both are unique next: a line has one end.
    """

    __tablename__ = "incentive_handovers"
    __table_args__ = (
        CheckConstraint("adjusts_id <> batch_id", name="adjusts_another"),
        CheckConstraint("replaces_id <> batch_id", name="replaces_another"),
        CheckConstraint("adjusts_id <> replaces_id", name="never_both"),
        UniqueConstraint("replaces_id", name="replaced_once"),
        Index(
            "uq_incentive_handovers_first",
            "round_code",
            "rule_code",
            unique=True,
            sqlite_where=_FIRST,
            postgresql_where=_FIRST,
        ),
        Index("uq_incentive_handovers_next", "adjusts_id", unique=True, sqlite_where=_NEXT, postgresql_where=_NEXT),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("incentive_batches.id"), primary_key=True)
    round_code: Mapped[str] = mapped_column(String(40))
    rule_code: Mapped[str] = mapped_column(String(40))
    rule_version_id: Mapped[int] = foreign_key("incentive_rule_versions.id")
    fact_sheet_id: Mapped[int | None] = foreign_key("incentive_fact_sheets.id", index=False)
    adjusts_id: Mapped[int | None] = mapped_column(ForeignKey("incentive_handovers.batch_id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("incentive_handovers.batch_id"))


class IncentiveDecision(Model):
    """접수·반려: what an HR officer who did not make the batch said about it, once.

    `settles_round` is the code of the round for an accepted first batch: a round is paid by one line only.
    """

    __tablename__ = "incentive_decisions"
    __table_args__ = (
        CheckConstraint("verdict = 'accepted' OR length(reason) >= 10", name="reason_if_returned"),
        CheckConstraint("settles_round IS NULL OR verdict = 'accepted'", name="settled_by_acceptance"),
        UniqueConstraint("settles_round", name="round_settled_once"),
    )

    batch_id: Mapped[int] = mapped_column(ForeignKey("incentive_handovers.batch_id"), primary_key=True)
    verdict: Mapped[Verdict] = enum_column(Verdict)
    reason: Mapped[long_text] = mapped_column(default="")
    settles_round: Mapped[str | None] = mapped_column(String(40))
    decided_by_id: Mapped[int] = foreign_key("people.id")
    decided_at: Mapped[moment]


for _table in (
    "incentive_rule_versions",
    "incentive_fact_sheets",
    "incentive_handovers",
    "incentive_decisions",
):
    append_only(_table)

trigger(
    "incentive_handovers",
    "INSERT",
    name="adjusts_accepted",
    reason="incentive_handovers: only what HR has accepted is adjusted, in the same round and rule set",
    condition=(
        "NEW.adjusts_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incentive_handovers h "
        "JOIN incentive_decisions d ON d.batch_id = h.batch_id AND d.verdict = 'accepted' "
        "WHERE h.batch_id = NEW.adjusts_id AND h.round_code = NEW.round_code AND h.rule_code = NEW.rule_code)"
    ),
)
trigger(
    "incentive_handovers",
    "INSERT",
    name="replaces_not_accepted",
    reason="incentive_handovers: what HR has accepted is not replaced, and a batch replaces its like only",
    condition=(
        "NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incentive_handovers h "
        "WHERE h.batch_id = NEW.replaces_id AND h.round_code = NEW.round_code AND h.rule_code = NEW.rule_code "
        "AND COALESCE(h.adjusts_id, 0) = COALESCE(NEW.adjusts_id, 0) "
        "AND NOT EXISTS (SELECT 1 FROM incentive_decisions d "
        "WHERE d.batch_id = h.batch_id AND d.verdict = 'accepted'))"
    ),
)
trigger(
    "incentive_decisions",
    "INSERT",
    name="not_the_maker",
    reason="incentive_decisions: who made a batch does not decide about it",
    condition=(
        "EXISTS (SELECT 1 FROM incentive_batches b WHERE b.id = NEW.batch_id AND b.created_by_id = NEW.decided_by_id)"
    ),
)
trigger(
    "incentive_decisions",
    "INSERT",
    name="not_replaced",
    reason="incentive_decisions: a batch that was replaced is no longer decided about",
    condition="EXISTS (SELECT 1 FROM incentive_handovers h WHERE h.replaces_id = NEW.batch_id)",
)
trigger(
    "incentive_decisions",
    "INSERT",
    name="settles_its_round",
    reason="incentive_decisions: the accepted first batch of a round settles that round, nothing else does",
    condition=(
        "COALESCE(NEW.settles_round, '') <> COALESCE((SELECT h.round_code FROM incentive_handovers h "
        "WHERE h.batch_id = NEW.batch_id AND h.adjusts_id IS NULL AND NEW.verdict = 'accepted'), '')"
    ),
)
