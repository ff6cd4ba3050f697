"""Reads about evaluators and their sheets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select, union

from app.accounts.models import Membership, Person, RoleAssignment
from app.core.database import AnySelect, db
from app.evaluation import conflicts
from app.evaluation.enums import Method, SheetState
from app.evaluation.models import (
    AssignedDepartment,
    Composition,
    DeclaredConflict,
    EvaluationRound,
    EvaluatorAssignment,
    EvaluatorSource,
    RoundMember,
    ScoreSheet,
)


@dataclass(frozen=True, kw_only=True)
class PanelProgress:
    """How many sheets of an indicator an evaluator has handed in (abstentions count as handed in)."""

    evaluator_id: int
    evaluator: str
    indicator_id: int
    indicator: str
    done: int
    expected: int
    open_departments: tuple[str, ...]
    """Names of the departments whose sheet is not in."""


@dataclass(frozen=True, kw_only=True)
class AssignedRow:
    """Who scores an indicator: `departments` None for all of them."""

    indicator_id: int
    evaluator_id: int
    evaluator: str
    institution: str | None
    """Where somebody from outside comes from."""
    department_id: int | None
    """Where the evaluator works; None for a civilian."""
    source: str
    departments: frozenset[int] | None

    @property
    def is_civilian(self) -> bool:
        """Whether the evaluator comes from outside the office."""
        return self.department_id is None


@dataclass(frozen=True)
class Panel:
    """An indicator with the names of the departments it weighs for; `is_scored`: evaluators score it."""

    name: str
    departments: dict[int, str] = field(default_factory=dict)
    is_scored: bool = True


SheetKey = tuple[int, int, int]
"""(evaluator id, indicator id, department id)"""
_NO_PANEL = Panel("")


def own_departments(record: EvaluationRound, person_id: int) -> frozenset[int]:
    """Departments a person may not score, now or since the round's first day.

    Those the person belongs or belonged to, is or was head, acting head or coordinator of, those that lead a
    task the person works on, and those the person declared a conflict with.
    """
    return blocked_departments(record, {person_id}).get(person_id, frozenset())


def blocked_departments(record: EvaluationRound, people: set[int]) -> Mapping[int, frozenset[int]]:
    """Return the departments each of these people may not score, in one statement; who may score all is left out."""
    if not people:
        return {}
    held = union(
        _held(Membership, record, people),
        _held(RoleAssignment, record, people).where(RoleAssignment.department_id.is_not(None)),
        select(Person.id, Person.department_id).where(Person.id.in_(people), Person.department_id.is_not(None)),
        select(DeclaredConflict.evaluator_id, DeclaredConflict.department_id).where(
            DeclaredConflict.round_id == record.id, DeclaredConflict.evaluator_id.in_(people)
        ),
        *conflicts.parts_taken(people, record.starts_on),
    )
    found: dict[int, set[int]] = {}
    for person, department in db.session.execute(held):
        found.setdefault(person, set()).add(department)
    return {person: frozenset(departments) for person, departments in found.items()}


def _held(kind: type[Membership | RoleAssignment], record: EvaluationRound, people: set[int]) -> AnySelect:
    return select(kind.person_id, kind.department_id).where(
        kind.person_id.in_(people), or_(kind.ends_on.is_(None), kind.ends_on >= record.starts_on)
    )


def panel_progress(
    record: EvaluationRound, assigned: Sequence[AssignedRow] | None = None, panels: Mapping[int, Panel] | None = None
) -> Sequence[PanelProgress]:
    """Return the progress of every evaluator of a round, by name, from what the page has read of it already."""
    assigned = assigned_rows(record) if assigned is None else assigned
    panels = panels_of(record.id) if panels is None else panels
    blocked = blocked_departments(record, {row.evaluator_id for row in assigned})
    return progress_lines(assigned, panels, blocked, _closed(record.id))


def progress_lines(
    assigned: Sequence[AssignedRow],
    panels: Mapping[int, Panel],
    blocked: Mapping[int, frozenset[int]],
    closed: Collection[SheetKey],
) -> Sequence[PanelProgress]:
    """Say how far each evaluator is: `closed` are the sheets that are in."""
    return [
        _progress(row, panels.get(row.indicator_id, _NO_PANEL), blocked.get(row.evaluator_id, frozenset()), closed)
        for row in assigned
    ]


def _progress(row: AssignedRow, panel: Panel, blocked: Collection[int], closed: Collection[SheetKey]) -> PanelProgress:
    asked = {
        key: unit
        for key, unit in panel.departments.items()
        if key not in blocked and (row.departments is None or key in row.departments)
    }
    still_open = tuple(unit for key, unit in asked.items() if (row.evaluator_id, row.indicator_id, key) not in closed)
    return PanelProgress(
        evaluator_id=row.evaluator_id,
        evaluator=row.evaluator,
        indicator_id=row.indicator_id,
        indicator=panel.name,
        done=len(asked) - len(still_open),
        expected=len(asked),
        open_departments=still_open,
    )


def assigned_rows(record: EvaluationRound) -> Sequence[AssignedRow]:
    """Return who scores what in a round, by name, in one statement."""
    statement = (
        select(
            EvaluatorAssignment.indicator_id,
            Person.id,
            Person.name,
            Person.institution,
            Person.department_id,
            EvaluatorSource.name,
            AssignedDepartment.department_id,
        )
        .join(Person, Person.id == EvaluatorAssignment.evaluator_id)
        .outerjoin(
            EvaluatorSource,
            (EvaluatorSource.round_id == EvaluatorAssignment.round_id)
            & (EvaluatorSource.evaluator_id == EvaluatorAssignment.evaluator_id),
        )
        .outerjoin(AssignedDepartment, AssignedDepartment.assignment_id == EvaluatorAssignment.id)
        .where(EvaluatorAssignment.round_id == record.id)
        .order_by(Person.name, Person.id, EvaluatorAssignment.indicator_id)
    )
    found: dict[tuple[int, int], AssignedRow] = {}
    for indicator, person, name, institution, unit, source, named in db.session.execute(statement):
        before = found.get((person, indicator))
        earlier = (before and before.departments) or frozenset()
        found[person, indicator] = AssignedRow(
            indicator_id=indicator,
            evaluator_id=person,
            evaluator=name,
            institution=institution,
            department_id=unit,
            source=source or "",
            departments=None if named is None else earlier | {named},
        )
    return list(found.values())


def _closed(round_id: int) -> Collection[SheetKey]:
    statement = select(ScoreSheet.evaluator_id, ScoreSheet.indicator_id, ScoreSheet.department_id).where(
        ScoreSheet.round_id == round_id, ScoreSheet.state != SheetState.DRAFT
    )
    return frozenset(
        (evaluator, indicator, department) for evaluator, indicator, department in db.session.execute(statement)
    )


def panels_of(round_id: int) -> Mapping[int, Panel]:
    """Return the indicators of a round in the order of its composition, with the departments of their peer groups."""
    found: dict[int, Panel] = {}
    places: dict[int, tuple[int, int, str]] = {}
    statement = (
        select(
            Composition.indicator_id,
            Composition.name,
            Composition.method,
            Composition.peer_group_id,
            Composition.position,
            Composition.code,
            RoundMember.department_id,
            RoundMember.department_name,
        )
        .outerjoin(
            RoundMember,
            (RoundMember.round_id == Composition.round_id) & (RoundMember.peer_group_id == Composition.peer_group_id),
        )
        .where(Composition.round_id == round_id)
        .order_by(RoundMember.position, RoundMember.id)
    )
    for indicator, name, method, group, position, code, department, unit in db.session.execute(statement):
        panel = found.setdefault(indicator, Panel(name, is_scored=method is Method.PANEL))
        place = (group, position, code)
        places[indicator] = min(place, places.get(indicator, place))
        if department is not None:
            panel.departments[department] = unit
    return {indicator: found[indicator] for indicator in sorted(found, key=places.__getitem__)}
