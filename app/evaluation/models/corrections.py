"""정정: what counts in an opened round instead of what was written down."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import shares_office
from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, trigger
from app.evaluation.enums import CorrectionKind, CorrectionOrigin

_TABLE = "corrections"


class Correction(Model):
    """정정: one fact of a round as it counts from publication `version` on. Append-only; the last of equals counts.

    What was entered, weighed and scored stays as it is, so that both stand beside each other. `before` and `after`
    hold what the kind says: `rules.corrections.CorrectionDraft`. `origin_id` is the row of the session, reopening
    or appeal that decided. A calibration session decides by those present, everything else by two people of
    two offices.
    """

    __tablename__ = _TABLE
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("confirmed_by_id <> entered_by_id", name="confirmed_by_another"),
        CheckConstraint("origin = 'calibration' OR confirmed_by_id IS NOT NULL", name="two_people"),
        CheckConstraint("origin <> 'calibration' OR present <> ''", name="somebody_present"),
        CheckConstraint("origin <> 'calibration' OR kind = 'score'", name="calibration_changes_scores"),
        CheckConstraint(
            "(kind IN ('measure', 'score')) = (department_id IS NOT NULL AND indicator_id IS NOT NULL)",
            name="of_a_measure",
        ),
        CheckConstraint(
            "(kind IN ('weight', 'target')) = (peer_group_id IS NOT NULL AND indicator_id IS NOT NULL)",
            name="of_a_composition",
        ),
        CheckConstraint(
            "kind NOT IN ('member', 'adjustment') OR (department_id IS NOT NULL AND indicator_id IS NULL)",
            name="of_a_department",
        ),
        Index("ix_corrections_round", "round_id", "version", "id"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id", index=False)
    version: Mapped[int]
    origin: Mapped[CorrectionOrigin] = enum_column(CorrectionOrigin)
    origin_id: Mapped[int]
    kind: Mapped[CorrectionKind] = enum_column(CorrectionKind)
    department_id: Mapped[int | None] = foreign_key("departments.id")
    peer_group_id: Mapped[int | None] = foreign_key("peer_groups.id")
    indicator_id: Mapped[int | None] = foreign_key("indicators.id")
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[long_text]
    present: Mapped[long_text] = mapped_column(default="")
    entered_by_id: Mapped[int] = foreign_key("people.id", index=False)
    confirmed_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    made_on: Mapped[date]
    made_at: Mapped[moment]


append_only(_TABLE)
trigger(
    _TABLE,
    "INSERT",
    name="counts_from_the_next",
    reason=f"{_TABLE}: what was published stays; a correction counts from the next publication on",
    condition=(
        "NEW.version <> (SELECT COALESCE(MAX(p.version), 0) + 1 FROM publications p WHERE p.round_id = NEW.round_id)"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="only_when_open",
    reason=f"{_TABLE}: a round in planning is edited, and scores are calibrated in calibration only",
    condition=(
        "EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = NEW.round_id "
        "AND (r.phase = 'planning' OR (NEW.origin = 'calibration' AND r.phase <> 'calibration')))"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="two_offices",
    reason=f"{_TABLE}: who enters and who confirms have no office in common",
    condition="NEW.confirmed_by_id IS NOT NULL AND "
    + shares_office("NEW.entered_by_id", "NEW.confirmed_by_id", "NEW.made_on"),
)
