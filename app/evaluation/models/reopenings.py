"""회차 다시 열기: who asked to correct what in an opened round, who of another office agreed, and what came of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.offices import in_office, shares_office
from app.core.database import Model, append_only, enum_column, foreign_key, long_text, moment, pk, trigger
from app.evaluation.enums import CorrectionKind, ReopeningState

_LIVE = text("state IN ('proposed', 'open', 'submitted')")
_TABLE, _SCOPE, _ENTRIES = "round_reopenings", "reopening_scopes", "reopening_entries"


class RoundReopening(Model):
    """다시 열기: one at a time for a round. Nothing counts before `closed`; then `content` says what moved, for good.

    Proposed by the control tower, agreed by `second_id`, open for entries until the end of `open_until` (Seoul),
    handed to the second person by `submitted_by_id`, closed by the second person who has seen every move.
    `publication_version` is the publication it led to, empty where the round was not published yet.
    """

    __tablename__ = _TABLE
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("second_id <> proposed_by_id", name="agreed_by_another"),
        CheckConstraint("second_department_id <> proposing_department_id", name="two_offices"),
        CheckConstraint("open_until >= proposed_on", name="days_in_order"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_on IS NULL)", name="agreed_when"),
        CheckConstraint("state NOT IN ('open', 'submitted', 'closed') OR agreed_at IS NOT NULL", name="agreed_if_open"),
        CheckConstraint(
            "state NOT IN ('submitted', 'closed') OR submitted_by_id IS NOT NULL", name="submitter_if_submitted"
        ),
        CheckConstraint("submitted_by_id <> second_id", name="confirmed_by_another"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="moment_if_closed"),
        CheckConstraint("(closed_at IS NULL) = (closed_on IS NULL)", name="closed_when"),
        CheckConstraint("closed_on IS NULL OR closed_on <= open_until", name="closed_in_time"),
        CheckConstraint("(closed_at IS NULL) = (content IS NULL)", name="moves_if_closed"),
        CheckConstraint("(content IS NULL) = (sha256 IS NULL)", name="hash_of_the_moves"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_by_id IS NOT NULL)", name="withdrawer_if_withdrawn"),
        CheckConstraint("(withdrawn_by_id IS NULL) = (withdraw_reason IS NULL)", name="reason_if_withdrawn"),
        Index("uq_round_reopenings_live", "round_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    state: Mapped[ReopeningState] = enum_column(ReopeningState, default=ReopeningState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[long_text]
    open_until: Mapped[date]
    proposed_by_id: Mapped[int] = foreign_key("people.id", index=False)
    proposing_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    proposed_on: Mapped[date]
    proposed_at: Mapped[moment]
    second_id: Mapped[int] = foreign_key("people.id")
    second_department_id: Mapped[int] = foreign_key("departments.id", index=False)
    agreed_on: Mapped[date | None]
    agreed_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None]
    return_reason: Mapped[long_text | None]
    closed_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    content: Mapped[long_text | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    publication_version: Mapped[int | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[long_text | None]


class ReopeningScope(Model):
    """범위: one kind, department or indicator a reopening is for. Without departments or indicators: all of them."""

    __tablename__ = _SCOPE
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN kind IS NULL THEN 0 ELSE 1 END) + (CASE WHEN department_id IS NULL THEN 0 ELSE 1 END) "
            "+ (CASE WHEN indicator_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_thing",
        ),
        CheckConstraint("kind <> 'score'", name="no_scores"),
        UniqueConstraint("reopening_id", "kind", name="kind_once"),
        UniqueConstraint("reopening_id", "department_id", name="department_once"),
        UniqueConstraint("reopening_id", "indicator_id", name="indicator_once"),
    )

    id: Mapped[pk]
    reopening_id: Mapped[int] = foreign_key(f"{_TABLE}.id")
    kind: Mapped[CorrectionKind | None] = enum_column(CorrectionKind, nullable=True)
    department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    indicator_id: Mapped[int | None] = foreign_key("indicators.id", index=False)


class ReopeningEntry(Model):
    """정정안: what somebody proposes to count instead, why, and what it rests on. Taken back, it stays readable."""

    __tablename__ = _ENTRIES
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("basis <> ''", name="basis_given"),
        CheckConstraint("kind <> 'score'", name="no_scores"),
        CheckConstraint("(taken_back_by_id IS NULL) = (taken_back_at IS NULL)", name="taken_back_when"),
    )

    id: Mapped[pk]
    reopening_id: Mapped[int] = foreign_key(f"{_TABLE}.id")
    kind: Mapped[CorrectionKind] = enum_column(CorrectionKind)
    department_id: Mapped[int | None] = foreign_key("departments.id", index=False)
    peer_group_id: Mapped[int | None] = foreign_key("peer_groups.id", index=False)
    indicator_id: Mapped[int | None] = foreign_key("indicators.id", index=False)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[long_text]
    basis: Mapped[long_text]
    entered_by_id: Mapped[int] = foreign_key("people.id", index=False)
    entered_on: Mapped[date]
    entered_at: Mapped[moment]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_back_at: Mapped[datetime | None]


trigger(_TABLE, "DELETE", name="no_delete", reason=f"{_TABLE}: rows are never deleted")
trigger(
    _TABLE,
    "INSERT",
    name="begins_proposed",
    reason=f"{_TABLE}: a reopening begins as a proposal about a round that was opened",
    condition=(
        "NEW.state <> 'proposed' OR EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = NEW.round_id "
        "AND r.phase = 'planning')"
    ),
)
trigger(
    _TABLE,
    "INSERT",
    name="asked_of_another_office",
    reason=f"{_TABLE}: who proposes and who agrees have no office in common",
    condition=shares_office("NEW.proposed_by_id", "NEW.second_id", "NEW.proposed_on"),
)
trigger(
    _TABLE,
    "UPDATE",
    name="agreed_by_another_office",
    reason=f"{_TABLE}: who proposes and who agrees have no office in common",
    condition=(
        "OLD.state = 'proposed' AND NEW.state = 'open' AND "
        + shares_office("NEW.proposed_by_id", "NEW.second_id", "NEW.agreed_on")
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="closed_by_another_office",
    reason=f"{_TABLE}: who hands the entries over and who confirms have no office in common",
    condition=(
        "NEW.state = 'closed' AND OLD.state <> 'closed' AND "
        + shares_office("NEW.submitted_by_id", "NEW.second_id", "NEW.closed_on")
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="confirmed_by_no_party",
    reason=f"{_TABLE}: nobody confirms what corrects the own department",
    condition=(
        "NEW.state = 'closed' AND OLD.state <> 'closed' AND EXISTS (SELECT 1 FROM reopening_entries e "  # noqa: S608  constants of the models
        "WHERE e.reopening_id = NEW.id AND e.taken_back_at IS NULL AND e.department_id IS NOT NULL AND "
        + in_office("NEW.second_id", "e.department_id", "NEW.closed_on")
        + ")"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="steps_in_order",
    reason=f"{_TABLE}: proposed, open, submitted, closed; or withdrawn or expired before",
    condition=(
        "NOT ((OLD.state = 'proposed' AND NEW.state IN ('open', 'withdrawn', 'expired')) "
        "OR (OLD.state = 'open' AND NEW.state IN ('submitted', 'withdrawn', 'expired')) "
        "OR (OLD.state = 'submitted' AND NEW.state IN ('open', 'closed', 'withdrawn', 'expired')))"
    ),
)
trigger(
    _TABLE,
    "UPDATE",
    name="proposal_stays",
    reason=f"{_TABLE}: what was proposed by whom, and until when, stays",
    condition=" OR ".join(
        f"NEW.{column} <> OLD.{column}"
        for column in (
            *("round_id", "reason", "open_until", "proposed_by_id", "proposing_department_id", "proposed_on"),
            *("second_id", "second_department_id", "agreed_at", "agreed_on"),
        )
    ),
)
append_only(_SCOPE)
trigger(
    _SCOPE,
    "INSERT",
    name="before_it_is_agreed",
    reason=f"{_SCOPE}: the scope is what the second person agreed to",
    condition="NOT EXISTS (SELECT 1 FROM round_reopenings r WHERE r.id = NEW.reopening_id AND r.state = 'proposed')",
)
trigger(
    _SCOPE,
    "INSERT",
    name="not_of_the_second",
    reason=f"{_SCOPE}: the second person is not of a department that is corrected",
    condition=(
        "NEW.department_id IS NOT NULL AND EXISTS (SELECT 1 FROM round_reopenings t "  # noqa: S608  constants of the models
        "WHERE t.id = NEW.reopening_id AND " + in_office("t.second_id", "NEW.department_id", "t.proposed_on") + ")"
    ),
)
trigger(_ENTRIES, "DELETE", name="no_delete", reason=f"{_ENTRIES}: rows are never deleted")
trigger(
    _ENTRIES,
    "INSERT",
    name="while_open",
    reason=f"{_ENTRIES}: entries are made while the reopening is open and has not expired",
    condition=(
        "NOT EXISTS (SELECT 1 FROM round_reopenings r WHERE r.id = NEW.reopening_id AND r.state = 'open' "
        "AND r.open_until >= NEW.entered_on)"
    ),
)
trigger(
    _ENTRIES,
    "INSERT",
    name="inside_the_scope",
    reason=f"{_ENTRIES}: only what the second person agreed to is corrected",
    condition=(
        "NOT EXISTS (SELECT 1 FROM reopening_scopes s WHERE s.reopening_id = NEW.reopening_id AND s.kind = NEW.kind) "
        "OR (NEW.department_id IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM reopening_scopes s WHERE s.reopening_id = NEW.reopening_id "
        "AND s.department_id IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM reopening_scopes s WHERE s.reopening_id = NEW.reopening_id "
        "AND s.department_id = NEW.department_id)) "
        "OR (NEW.indicator_id IS NOT NULL "
        "AND EXISTS (SELECT 1 FROM reopening_scopes s WHERE s.reopening_id = NEW.reopening_id "
        "AND s.indicator_id IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM reopening_scopes s WHERE s.reopening_id = NEW.reopening_id "
        "AND s.indicator_id = NEW.indicator_id))"
    ),
)
trigger(
    _ENTRIES,
    "INSERT",
    name="not_by_the_second",
    reason=f"{_ENTRIES}: who confirms shares no office with who enters",
    condition=(
        "EXISTS (SELECT 1 FROM round_reopenings t WHERE t.id = NEW.reopening_id "  # noqa: S608  constants of the models
        "AND (t.second_id = NEW.entered_by_id OR "
        + shares_office("NEW.entered_by_id", "t.second_id", "NEW.entered_on")
        + "))"
    ),
)
trigger(
    _ENTRIES,
    "UPDATE",
    name="only_taken_back",
    reason=f"{_ENTRIES}: an entry is taken back while the reopening is open, never changed",
    condition=(
        "OLD.taken_back_at IS NOT NULL OR NEW.taken_back_at IS NULL "  # noqa: S608  constants of the models
        "OR NOT EXISTS (SELECT 1 FROM round_reopenings r WHERE r.id = OLD.reopening_id AND r.state = 'open') OR "
        + " OR ".join(
            f"COALESCE(CAST(NEW.{name} AS TEXT), '') <> COALESCE(CAST(OLD.{name} AS TEXT), '')"
            for name in (
                *("reopening_id", "kind", "department_id", "peer_group_id", "indicator_id", "after", "reason"),
                *("basis", "entered_by_id", "entered_on", "entered_at"),
            )
        )
    ),
)
