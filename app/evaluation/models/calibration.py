"""조정회의: bounds, sessions with who was there, the cases on their agenda and what was decided about each."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import in_office, shares_office
from app.core.database import (
    ExactDecimal,
    Model,
    append_only,
    enum_column,
    exact,
    foreign_key,
    json_dict,
    json_list,
    long_text,
    moment,
    pk,
    short_text,
    trigger,
)
from app.evaluation.enums import CaseOutcome

_SESSIONS, _CASES, _DECISIONS = "calibration_sessions", "calibration_cases", "calibration_decisions"
NOT_CALIBRATING = "NOT EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = NEW.round_id AND r.phase = 'calibration')"
IS_CLOSED = "EXISTS (SELECT 1 FROM calibration_sessions s WHERE s.id = NEW.session_id AND s.closed_at IS NOT NULL)"
CANNOT_DECIDE = (
    "NOT EXISTS (SELECT 1 FROM calibration_cases c JOIN calibration_sessions s ON s.id = c.session_id "
    "JOIN evaluation_rounds r ON r.id = s.round_id "
    "WHERE c.id = NEW.case_id AND s.closed_at IS NULL AND r.phase = 'calibration')"
)
WAS_MEMBER = (
    "EXISTS (SELECT 1 FROM calibration_cases c JOIN calibration_sessions s ON s.id = c.session_id "
    "JOIN evaluation_rounds r ON r.id = s.round_id "
    "JOIN memberships m ON m.department_id = c.department_id "
    "WHERE c.id = NEW.case_id AND m.person_id = NEW.decided_by_id "
    "AND (m.ends_on IS NULL OR m.ends_on >= r.starts_on))"
)
HAS_OFFICE = in_office(
    "NEW.decided_by_id", "(SELECT c.department_id FROM calibration_cases c WHERE c.id = NEW.case_id)", "NEW.decided_on"
)

_CASE = (
    "calibration_cases c JOIN calibration_sessions s ON s.id = c.session_id "
    "JOIN evaluation_rounds r ON r.id = s.round_id WHERE c.id = NEW.case_id"
)
NO_WITNESS = (
    f"NOT EXISTS (SELECT 1 FROM calibration_attendees a, {_CASE} AND a.session_id = c.session_id "  # noqa: S608  constants of the models
    "AND a.person_id IS NOT NULL AND a.person_id <> NEW.decided_by_id "
    f"AND NOT {in_office('a.person_id', 'c.department_id', 'NEW.decided_on')} "
    f"AND NOT {shares_office('a.person_id', 'NEW.decided_by_id', 'NEW.decided_on')})"
)
"""Nobody of another office than that of who writes it down was there, and of another one than the case is about."""
HAS_SCORED = (
    f"EXISTS (SELECT 1 FROM score_sheets e, {_CASE} AND e.round_id = r.id AND e.department_id = c.department_id "  # noqa: S608  constants of the models
    "AND e.evaluator_id = NEW.decided_by_id AND e.state = 'submitted')"
)


class CalibrationBounds(Model):
    """조정 기준: from where on a case is in conflict. Append-only: the last row before a round calibrates holds for it."""

    __tablename__ = "calibration_bounds"
    __table_args__ = (
        CheckConstraint("CAST(spread AS NUMERIC) > 0 AND CAST(spread AS NUMERIC) <= 100", name="spread_in_range"),
        CheckConstraint("rank_gap BETWEEN 1 AND 1000", name="rank_gap_in_range"),
        CheckConstraint("CAST(margin AS NUMERIC) BETWEEN 0 AND 100", name="margin_in_range"),
        CheckConstraint("length(reason) >= 10", name="reason_given"),
    )

    id: Mapped[pk]
    spread: Mapped[exact]
    rank_gap: Mapped[int]
    margin: Mapped[exact]
    reason: Mapped[long_text]
    set_by_id: Mapped[int] = foreign_key("people.id")
    set_at: Mapped[moment]


class CalibrationSession(Model):
    """조정회의: where and when a round's cases were decided. Changed by `services.calibration`, and only by closing it.

    `bounds` and `standings` are the bounds it was called under and {"12": ["88.4", 3, "A"], …} (total, rank and grade
    by department) as they stood before; the hashes are those of what would have been published before and after.
    """

    __tablename__ = _SESSIONS
    __table_args__ = (
        UniqueConstraint("round_id", "number", name="number"),
        CheckConstraint("place <> '' AND chair <> ''", name="place_and_chair"),
        CheckConstraint("length(before_sha256) = 64", name="hash_before"),
        CheckConstraint("length(after_sha256) = 64", name="hash_after"),
        CheckConstraint("(closed_at IS NULL) = (after_sha256 IS NULL)", name="hash_if_closed"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_somebody"),
        Index(
            "uq_calibration_sessions_open",
            "round_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id", index=False)
    number: Mapped[int]
    held_on: Mapped[date]
    place: Mapped[short_text]
    chair: Mapped[short_text]
    bounds: Mapped[json_dict]
    standings: Mapped[json_dict]
    before_sha256: Mapped[str] = mapped_column(String(64))
    standings_after: Mapped[json_dict] = mapped_column(default=dict)
    after_sha256: Mapped[str | None] = mapped_column(String(64))
    opened_by_id: Mapped[int] = foreign_key("people.id", index=False)
    opened_at: Mapped[moment]
    closed_by_id: Mapped[int | None] = foreign_key("people.id", index=False)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class CalibrationAttendee(Model):
    """참석자: who was there; `person_id` where it is somebody of the office. Append-only."""

    __tablename__ = "calibration_attendees"
    __table_args__ = (
        UniqueConstraint("session_id", "position", name="position"),
        UniqueConstraint("session_id", "person_id", name="person"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[pk]
    session_id: Mapped[int] = foreign_key("calibration_sessions.id", index=False)
    person_id: Mapped[int | None] = foreign_key("people.id", index=False)
    name: Mapped[short_text]
    position: Mapped[int]


class CalibrationCase(Model):
    """안건: a department's score of an indicator, or its total, and the grounds that put it on the agenda. Append-only.

    `grounds` is [{"kind": "spread", "figure": "24", "bound": "20"}, …].
    """

    __tablename__ = _CASES
    __table_args__ = (UniqueConstraint("session_id", "number", name="number"),)

    id: Mapped[pk]
    session_id: Mapped[int] = foreign_key("calibration_sessions.id", index=False)
    number: Mapped[int]
    department_id: Mapped[int] = foreign_key("departments.id", index=False)
    indicator_id: Mapped[int | None] = foreign_key("indicators.id", index=False)
    grounds: Mapped[json_list]


class CalibrationDecision(Model):
    """조정: what was decided about a case, by those present. Append-only: the last decision of a case counts.

    A changed score is a correction of the round as well (`correction_id`).
    """

    __tablename__ = _DECISIONS
    __table_args__ = (
        UniqueConstraint("case_id", "number", name="number"),
        CheckConstraint("length(reason) >= 10", name="reason_given"),
        CheckConstraint("present <> ''", name="somebody_present"),
        CheckConstraint(
            "(outcome = 'changed') = (score_after IS NOT NULL AND indicator_id IS NOT NULL AND correction_id IS NOT NULL)",
            name="score_if_changed",
        ),
        CheckConstraint(
            "outcome = 'changed' OR (score_before IS NULL AND score_after IS NULL AND correction_id IS NULL)",
            name="no_score_if_kept",
        ),
    )

    id: Mapped[pk]
    case_id: Mapped[int] = foreign_key("calibration_cases.id", index=False)
    number: Mapped[int]
    outcome: Mapped[CaseOutcome] = enum_column(CaseOutcome)
    indicator_id: Mapped[int | None] = foreign_key("indicators.id", index=False)
    score_before: Mapped[exact | None] = mapped_column(ExactDecimal)
    score_after: Mapped[exact | None] = mapped_column(ExactDecimal)
    correction_id: Mapped[int | None] = foreign_key("corrections.id", index=False)
    reason: Mapped[long_text]
    present: Mapped[long_text]
    stepped_out: Mapped[long_text] = mapped_column(default="")
    decided_by_id: Mapped[int] = foreign_key("people.id", index=False)
    decided_on: Mapped[date]
    decided_at: Mapped[moment]


for _table in ("calibration_bounds", "calibration_attendees", _CASES, _DECISIONS):
    append_only(_table)
trigger(
    _SESSIONS,
    "INSERT",
    name="in_calibration_only",
    reason=f"{_SESSIONS}: a session is held while the round calibrates",
    condition=NOT_CALIBRATING,
)
trigger(
    _SESSIONS,
    "UPDATE",
    name="closed_for_good",
    reason=f"{_SESSIONS}: a session changes only by being closed, once",
    condition=(
        "OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL "
        "OR NEW.round_id <> OLD.round_id OR NEW.number <> OLD.number "
        "OR NEW.held_on <> OLD.held_on OR NEW.place <> OLD.place OR NEW.chair <> OLD.chair "
        "OR NEW.before_sha256 <> OLD.before_sha256 OR NEW.opened_by_id <> OLD.opened_by_id "
        "OR CAST(NEW.bounds AS TEXT) <> CAST(OLD.bounds AS TEXT) "
        "OR CAST(NEW.standings AS TEXT) <> CAST(OLD.standings AS TEXT)"
    ),
)
trigger(_SESSIONS, "DELETE", name="no_delete", reason=f"{_SESSIONS}: minutes are never deleted")
for _table in ("calibration_attendees", _CASES):
    trigger(
        _table,
        "INSERT",
        name="while_open",
        reason=f"{_table}: fixed since the session was closed",
        condition=IS_CLOSED,
    )
trigger(
    _DECISIONS,
    "INSERT",
    name="while_open",
    reason=f"{_DECISIONS}: decided while the session is open and the round calibrates",
    condition=CANNOT_DECIDE,
)
trigger(
    _DECISIONS,
    "INSERT",
    name="not_the_own",
    reason=f"{_DECISIONS}: nobody decides about the own department",
    condition=f"{WAS_MEMBER} OR {HAS_OFFICE}",
)
trigger(
    _DECISIONS,
    "INSERT",
    name="by_two_offices",
    reason=f"{_DECISIONS}: somebody of another office is there when a score is decided about",
    condition=NO_WITNESS,
)
trigger(
    _DECISIONS,
    "INSERT",
    name="not_the_own_marks",
    reason=f"{_DECISIONS}: nobody decides about a department whose marks are partly the own",
    condition=HAS_SCORED,
)
trigger(
    "phase_changes",
    "INSERT",
    name="not_back_after_calibration",
    reason="phase_changes: scoring does not begin again once a calibration session was held",
    condition="NEW.to_phase = 'scoring' AND NEW.from_phase = 'calibration' "
    "AND EXISTS (SELECT 1 FROM calibration_sessions s WHERE s.round_id = NEW.round_id)",
)
trigger(
    "point_adjustments",
    "INSERT",
    name="not_after_calibration",
    reason="point_adjustments: fixed since the first calibration session; two offices correct them",
    condition="EXISTS (SELECT 1 FROM calibration_sessions s WHERE s.round_id = NEW.round_id)",
)
trigger(
    "evaluation_rounds",
    "UPDATE",
    name="no_session_open",
    reason="evaluation_rounds: a calibration session is still open",
    condition=(
        "OLD.phase = 'calibration' AND NEW.phase <> 'calibration' AND EXISTS "
        "(SELECT 1 FROM calibration_sessions s WHERE s.round_id = OLD.id AND s.closed_at IS NULL)"
    ),
)
