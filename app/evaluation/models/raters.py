"""평가자 구분·배정: which departments an evaluator scores, to which source of raters a person belongs, surveys, rules."""

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import (
    ExactDecimal,
    Model,
    append_only,
    enum_column,
    exact,
    foreign_key,
    long_text,
    moment,
    pk,
    trigger,
)
from app.evaluation.enums import CommitteeKind, MarkRule

OWN_DEPARTMENT = (
    "EXISTS (SELECT 1 FROM evaluator_assignments g JOIN evaluation_rounds r ON r.id = g.round_id "
    "WHERE g.id = NEW.assignment_id AND ("
    "EXISTS (SELECT 1 FROM people p WHERE p.id = g.evaluator_id AND p.department_id = NEW.department_id) "
    "OR EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = g.evaluator_id AND m.department_id = NEW.department_id "
    "AND (m.ends_on IS NULL OR m.ends_on >= r.starts_on)) "
    "OR EXISTS (SELECT 1 FROM role_assignments a WHERE a.person_id = g.evaluator_id "
    "AND a.department_id = NEW.department_id AND (a.ends_on IS NULL OR a.ends_on >= r.starts_on))))"
)
TOO_LATE_TO_NAME = (
    "EXISTS (SELECT 1 FROM evaluator_assignments g JOIN evaluation_rounds r ON r.id = g.round_id "
    "WHERE g.id = NEW.assignment_id AND (r.phase NOT IN ('planning', 'measuring', 'self_review') "
    "OR EXISTS (SELECT 1 FROM phase_changes c WHERE c.round_id = r.id AND c.from_phase = 'scoring')))"
)
"""A department named now would take the others away from an evaluator who was to score all of them."""
SCORING_BEGAN = (
    "EXISTS (SELECT 1 FROM evaluator_assignments g JOIN evaluation_rounds r ON r.id = g.round_id "
    "WHERE g.id = OLD.assignment_id AND (r.phase NOT IN ('planning', 'measuring', 'self_review') "
    "OR EXISTS (SELECT 1 FROM phase_changes c WHERE c.round_id = r.id AND c.from_phase = 'scoring')))"
)
NOT_ASSIGNED = (
    "EXISTS (SELECT 1 FROM evaluator_assignments g JOIN assigned_departments d ON d.assignment_id = g.id "
    "WHERE g.round_id = NEW.round_id AND g.indicator_id = NEW.indicator_id AND g.evaluator_id = NEW.evaluator_id) "
    "AND NOT EXISTS (SELECT 1 FROM evaluator_assignments g JOIN assigned_departments d ON d.assignment_id = g.id "
    "WHERE g.round_id = NEW.round_id AND g.indicator_id = NEW.indicator_id AND g.evaluator_id = NEW.evaluator_id "
    "AND d.department_id = NEW.department_id)"
)
IN_PHASE = "EXISTS (SELECT 1 FROM evaluation_rounds r WHERE r.id = {row}.round_id AND r.phase {phases})"
ROUND_SCORED_ALREADY = (
    "EXISTS (SELECT 1 FROM phase_changes c WHERE c.round_id = {row}.round_id AND c.from_phase = 'scoring')"
)
"""Scoring was left once: marks may be known although the round has gone back."""
BEFORE_SCORING = "NOT IN ('planning', 'measuring', 'self_review')"
UNTIL_SCORED = "NOT IN ('planning', 'measuring', 'self_review', 'scoring')"
OF_SURVEYS = "NOT IN ('measuring', 'self_review', 'scoring')"
OPENED = "<> 'planning'"


_MARKED = f"{IN_PHASE.format(row='OLD', phases=BEFORE_SCORING)} OR {ROUND_SCORED_ALREADY.format(row='OLD')}"


class AssignedDepartment(Model):
    """배정 부서: a department an assignment names. An assignment that names none is for every department."""

    __tablename__ = "assigned_departments"
    __table_args__ = (UniqueConstraint("assignment_id", "department_id", name="once"),)

    id: Mapped[pk]
    assignment_id: Mapped[int] = foreign_key("evaluator_assignments.id")
    department_id: Mapped[int] = foreign_key("departments.id")


class EvaluatorSource(Model):
    """평가자 구분: the one source of raters (citizens, peers …) an evaluator belongs to in a round."""

    __tablename__ = "evaluator_sources"
    __table_args__ = (
        UniqueConstraint("round_id", "evaluator_id", name="one"),
        CheckConstraint("name <> ''", name="name_is_given"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    evaluator_id: Mapped[int] = foreign_key("people.id")
    name: Mapped[str] = mapped_column(String(100))
    set_by_id: Mapped[int | None] = foreign_key("people.id")
    set_at: Mapped[moment]


class SurveyResult(Model):
    """설문 결과: what a survey from outside found for a department, with where it comes from. Append-only; the newest counts.

    Never typed by somebody of the department, and fixed once scoring is over: the database refuses it.
    """

    __tablename__ = "survey_results"
    __table_args__ = (
        CheckConstraint("answers > 0", name="somebody_answered"),
        CheckConstraint("CAST(mean AS NUMERIC) BETWEEN 0 AND 100", name="mean_in_range"),
        CheckConstraint("evidence <> ''", name="evidence_is_named"),
    )

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    indicator_id: Mapped[int] = foreign_key("indicators.id")
    department_id: Mapped[int] = foreign_key("departments.id")
    source: Mapped[str] = mapped_column(String(100))
    answers: Mapped[int]
    mean: Mapped[exact] = mapped_column(ExactDecimal)
    evidence: Mapped[long_text]
    entered_by_id: Mapped[int] = foreign_key("people.id")
    entered_at: Mapped[moment]


class PanelRule(Model):
    """평가위원회 규칙: which marks of a round count and what its panel is by law. Without a row: raw, self-evaluation.

    Which marks count is set in planning, before anybody knows a mark. Written by `services.panel_rules`.
    """

    __tablename__ = "panel_rules"
    __table_args__ = (UniqueConstraint("round_id", name="one"),)

    id: Mapped[pk]
    round_id: Mapped[int] = foreign_key("evaluation_rounds.id")
    mark_rule: Mapped[MarkRule] = enum_column(MarkRule, default=MarkRule.RAW)
    committee: Mapped[CommitteeKind] = enum_column(CommitteeKind, default=CommitteeKind.SELF_EVALUATION)
    version: Mapped[int] = mapped_column(default=1)
    set_by_id: Mapped[int | None] = foreign_key("people.id")
    set_at: Mapped[moment]


trigger(
    "assigned_departments",
    "INSERT",
    name="not_the_own",
    reason="assigned_departments: an evaluator is never given the own department",
    condition=OWN_DEPARTMENT,
)
trigger(
    "assigned_departments",
    "INSERT",
    name="before_the_marks_are_known",
    reason="assigned_departments: departments are named before scoring begins, and never after it was closed once",
    condition=TOO_LATE_TO_NAME,
)
trigger("assigned_departments", "UPDATE", name="no_update", reason="assigned_departments: rows are never changed")
trigger(
    "assigned_departments",
    "DELETE",
    name="fixed_in_scoring",
    reason="assigned_departments: nothing is taken away once scoring has begun",
    condition=SCORING_BEGAN,
)
trigger(
    "evaluator_assignments",
    "DELETE",
    name="fixed_in_scoring",
    reason="evaluator_assignments: nothing is taken away once scoring has begun",
    condition=_MARKED,
)
trigger(
    "evaluator_assignments",
    "UPDATE",
    name="no_update",
    reason="evaluator_assignments: rows are never changed",
)
trigger(
    "score_sheets",
    "INSERT",
    name="only_what_is_assigned",
    reason="score_sheets: an evaluator scores the departments that were assigned",
    condition=NOT_ASSIGNED,
)
trigger(
    "evaluator_sources",
    "UPDATE",
    name="fixed_in_scoring_on_update",
    reason="evaluator_sources: the source of an evaluator stays once scoring has begun",
    condition=f"NEW.round_id <> OLD.round_id OR NEW.evaluator_id <> OLD.evaluator_id OR {_MARKED}",
)
trigger(
    "evaluator_sources",
    "DELETE",
    name="fixed_in_scoring_on_delete",
    reason="evaluator_sources: the source of an evaluator stays once scoring has begun",
    condition=_MARKED,
)
trigger(
    "evaluator_sources",
    "INSERT",
    name="before_scoring_ends",
    reason="evaluator_sources: nobody is added to a source once scoring is over",
    condition=f"{IN_PHASE.format(row='NEW', phases=UNTIL_SCORED)} OR {ROUND_SCORED_ALREADY.format(row='NEW')}",
)
append_only("survey_results")
trigger(
    "survey_results",
    "INSERT",
    name="before_scoring_ends",
    reason="survey_results: fixed once scoring is over",
    condition=f"{IN_PHASE.format(row='NEW', phases=OF_SURVEYS)} OR {ROUND_SCORED_ALREADY.format(row='NEW')}",
)
trigger(
    "survey_results",
    "INSERT",
    name="not_the_own",
    reason="survey_results: nobody types the survey of the own department",
    condition="EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.entered_by_id AND p.department_id = NEW.department_id)",
)
trigger(
    "panel_rules",
    "INSERT",
    name="set_in_planning",
    reason="panel_rules: balancing is decided before the round is opened",
    condition=f"NEW.mark_rule <> 'raw' AND {IN_PHASE.format(row='NEW', phases=OPENED)}",
)
trigger(
    "panel_rules",
    "UPDATE",
    name="fixed_since_opening",
    reason="panel_rules: balancing is decided before the round is opened",
    condition="NEW.round_id <> OLD.round_id OR (NEW.mark_rule <> OLD.mark_rule AND "
    f"{IN_PHASE.format(row='OLD', phases=OPENED)})",
)
trigger(
    "panel_rules",
    "DELETE",
    name="no_delete",
    reason="panel_rules: the rules of an opened round stay",
    condition=IN_PHASE.format(row="OLD", phases=OPENED),
)
