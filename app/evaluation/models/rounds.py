"""평가회차: its phases, its composition and the departments it ranks."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
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
from app.evaluation.enums import Cadence, GradeScheme, MissingRule, Phase, RoundingMode, RoundKind
from app.evaluation.models.scoring_columns import ScoringColumns
from app.evaluation.rules.phases import ORDER, next_phase, previous_phase

NOT_PLANNING = "EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = {row}.round_id AND r.phase <> 'planning')"
PUBLISHED_PHASES = "('published', 'appeals', 'final')"
IS_PUBLISHED = (
    "EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = {row}.round_id "
    "AND r.phase IN ('published', 'appeals', 'final'))"
)
NOT_MEASURING = (
    "EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = {row}.round_id "
    "AND r.phase NOT IN ('planning', 'measuring'))"
)
EVIDENCE_SUBJECT = "round_member"
"""What the evidence of a department in a round is filed under; the id is that of the `RoundMember`."""
DEFAULT_GRADES = (("S", "20"), ("A", "40"), ("B", "30"), ("C", "10"))


class EvaluationRound(Model):
    """평가회차: exactly one phase is active. Phases change in `services.rounds.change_phase` and on publication.

    `grade_steps` is [{"label": "S", "value": "20"}, …], best first: shares of the ranked for a quota, cuts of the
    total for fixed cuts (the last grade without one). `grade_steps_by_group` overrides it by peer group id.
    """

    __tablename__ = "evaluation_rounds"
    __table_args__ = (
        UniqueConstraint("code", name="code"),
        CheckConstraint("code <> ''", name="code_is_given"),
        CheckConstraint("starts_on <= base_on", name="days_in_order"),
        CheckConstraint("digits BETWEEN 0 AND 10", name="digits_in_range"),
    )

    id: Mapped[pk]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[short_text]
    year: Mapped[int]
    kind: Mapped[RoundKind] = enum_column(RoundKind, default=RoundKind.FINAL, server_default=RoundKind.FINAL.value)
    starts_on: Mapped[date]
    base_on: Mapped[date]
    phase: Mapped[Phase] = enum_column(Phase, default=Phase.PLANNING)
    missing_rule: Mapped[MissingRule] = enum_column(MissingRule, default=MissingRule.ZERO)
    digits: Mapped[int] = mapped_column(default=2)
    rounding: Mapped[RoundingMode] = enum_column(RoundingMode, default=RoundingMode.HALF_UP)
    grade_scheme: Mapped[GradeScheme] = enum_column(GradeScheme, default=GradeScheme.QUOTA)
    grade_steps: Mapped[json_list] = mapped_column(
        default=lambda: [{"label": label, "value": value} for label, value in DEFAULT_GRADES]
    )
    grade_steps_by_group: Mapped[json_dict] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None] = foreign_key("people.id")
    created_at: Mapped[moment]

    def steps_of(self, peer_group_id: int) -> list[tuple[str, Decimal | None]]:
        """Grades of a peer group, best first, with their share or cut."""
        steps = self.grade_steps_by_group.get(str(peer_group_id)) or self.grade_steps
        return [(step["label"], None if step["value"] is None else Decimal(step["value"])) for step in steps]


class PhaseChange(Model):
    """국면 전환: who moved the round, when and why. Append-only."""

    __tablename__ = "phase_changes"

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    from_phase: Mapped[Phase] = enum_column(Phase, name="from_phase")
    to_phase: Mapped[Phase] = enum_column(Phase, name="to_phase")
    reason: Mapped[long_text]
    changed_by_id: Mapped[int | None] = foreign_key("people.id")
    changed_at: Mapped[moment]


class Composition(ScoringColumns, Model):
    """배점 구성: an indicator of a peer group with its weight and a copy of its definition, frozen at opening."""

    __tablename__ = "compositions"
    __table_args__ = (
        UniqueConstraint("round_id", "peer_group_id", "indicator_id", name="indicator"),
        CheckConstraint("CAST(weight AS NUMERIC) > 0", name="weight_above_zero"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    peer_group_id: Mapped[int] = foreign_key("peer_groups.id")
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    indicator_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[short_text]
    unit: Mapped[str] = mapped_column(String(40), default="")
    weight: Mapped[exact]
    cadence: Mapped[Cadence] = enum_column(
        Cadence, default=Cadence.YEARLY, server_default=Cadence.YEARLY.value, nullable=False
    )
    position: Mapped[int] = mapped_column(default=0)


class RoundMember(Model):
    """평가대상 부서: department and peer group as they were when the round opened, names included."""

    __tablename__ = "round_members"
    __table_args__ = (UniqueConstraint("round_id", "department_id", name="department"),)

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    department_name: Mapped[short_text]
    peer_group_id: Mapped[int] = foreign_key("peer_groups.id")
    peer_group_name: Mapped[short_text]
    position: Mapped[int] = mapped_column(default=0)
    is_ranked: Mapped[bool] = mapped_column(default=True)


def frozen(table: str, condition: str, reason: str) -> None:
    """Register that rows of a round are not written while the condition holds; {row} in it is NEW or OLD.

    A changed row is held against the round it was in and the one it would be in: nothing is moved in or out.
    """
    for operation, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
        trigger(
            table,
            operation,
            name=f"frozen_on_{operation.lower()}",
            reason=f"{table}: {reason}",
            condition=" OR ".join(condition.format(row=row) for row in rows),
        )


append_only("phase_changes")
for _table in ("compositions", "round_members"):
    frozen(_table, NOT_PLANNING, "fixed since the round was opened")
_STEPS = [(one, other) for one in ORDER for other in (next_phase(one), previous_phase(one)) if other is not None]
_LEGAL = " OR ".join(f"(NEW.from_phase = '{one.value}' AND NEW.to_phase = '{other.value}')" for one, other in _STEPS)
trigger(
    "phase_changes",
    "INSERT",
    name="step_by_step",
    reason="phase_changes: a round goes on by one phase, or back where that is allowed, from where it stands",
    condition=(
        "NOT EXISTS (SELECT 1 FROM evaluation_rounds r "  # noqa: S608  constants of the models
        "WHERE r.id = NEW.round_id AND r.phase = NEW.from_phase) "
        f"OR NOT ({_LEGAL})"
    ),
)
trigger(
    "evaluation_rounds",
    "INSERT",
    name="begins_in_planning",
    reason="evaluation_rounds: a round begins in planning",
    condition="NEW.phase <> 'planning'",
)
trigger(
    "evaluation_rounds",
    "UPDATE",
    name="one_phase_after_the_other",
    reason="evaluation_rounds: a phase changes only together with the record of who changed it",
    condition=(
        "NEW.phase <> OLD.phase AND NOT EXISTS (SELECT 1 FROM phase_changes c WHERE c.round_id = OLD.id "
        "AND c.from_phase = OLD.phase AND c.to_phase = NEW.phase "
        "AND c.id = (SELECT MAX(n.id) FROM phase_changes n WHERE n.round_id = OLD.id))"
    ),
)
RULES = (
    *("code", "name", "year", "kind", "starts_on", "base_on", "missing_rule", "digits", "rounding", "grade_scheme"),
    *("grade_steps", "grade_steps_by_group", "created_by_id", "created_at"),
)
"""Columns of a round that stay as they are from opening on."""
trigger(
    "evaluation_rounds",
    "UPDATE",
    name="rules_frozen",
    reason="evaluation_rounds: its rules are fixed since it was opened",
    condition="OLD.phase <> 'planning' AND ("
    + " OR ".join(f"COALESCE(CAST(NEW.{name} AS TEXT), '') <> COALESCE(CAST(OLD.{name} AS TEXT), '')" for name in RULES)
    + ")",
)
trigger(
    "evaluation_rounds",
    "DELETE",
    name="no_delete",
    reason="evaluation_rounds: a round that was opened is never deleted",
    condition="OLD.phase <> 'planning'",
)
trigger(
    "evaluation_rounds",
    "UPDATE",
    name="stays_published",
    reason="evaluation_rounds: a published round does not go back",
    condition=f"OLD.phase IN {PUBLISHED_PHASES} AND (NEW.phase NOT IN {PUBLISHED_PHASES} "
    "OR NEW.code <> OLD.code OR NEW.base_on <> OLD.base_on OR NEW.digits <> OLD.digits "
    "OR NEW.rounding <> OLD.rounding OR NEW.missing_rule <> OLD.missing_rule)",
)
