"""Which departments an assignment is for: those it names, or all where it names none."""

from sqlalchemy import ColumnElement, SQLColumnExpression, exists, or_

from app.evaluation.models import AssignedDepartment, EvaluatorAssignment


def covers(department_id: SQLColumnExpression[int] | int) -> ColumnElement[bool]:
    """Where-clause: the `EvaluatorAssignment` of the statement is for the department."""
    named = exists().where(AssignedDepartment.assignment_id == EvaluatorAssignment.id)
    this_one = named.where(AssignedDepartment.department_id == department_id)
    return or_(~named.correlate_except(AssignedDepartment), this_one.correlate_except(AssignedDepartment))
