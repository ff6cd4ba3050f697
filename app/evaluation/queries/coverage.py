"""Which departments an assignment is for: those it names, or all where it names none."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, or_, select

from app.core.database import db
from app.evaluation.models import AssignedDepartment, EvaluatorAssignment


def covers(department_id: SQLColumnExpression[int] | int) -> ColumnElement[bool]:
    """Where-clause: the `EvaluatorAssignment` of the statement is for the department."""
    named = exists().where(AssignedDepartment.assignment_id == EvaluatorAssignment.id)
    this_one = named.where(AssignedDepartment.department_id == department_id)
    return or_(~named.correlate_except(AssignedDepartment), this_one.correlate_except(AssignedDepartment))


def named_departments(round_id: int) -> Mapping[tuple[int, int], frozenset[int]]:
    """Return the departments named, by (evaluator, indicator); an assignment for all departments is not among them."""
    statement = (
        select(EvaluatorAssignment.evaluator_id, EvaluatorAssignment.indicator_id, AssignedDepartment.department_id)
        .join(AssignedDepartment, AssignedDepartment.assignment_id == EvaluatorAssignment.id)
        .where(EvaluatorAssignment.round_id == round_id)
    )
    found: dict[tuple[int, int], set[int]] = {}
    for evaluator, indicator, department in db.session.execute(statement):
        found.setdefault((evaluator, indicator), set()).add(department)
    return {key: frozenset(departments) for key, departments in found.items()}
