"""Reads about evaluators and their sheets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select, union

from app.accounts.models import Membership, Person, RoleAssignment
from app.core.database import AnySelect, db
from app.evaluation import conflicts
from app.evaluation.enums import SheetState
from app.evaluation.models import (
    Composition,
    DeclaredConflict,
    EvaluationRound,
    EvaluatorAssignment,
    RoundMember,
    ScoreSheet,
)
from app.evaluation.queries.coverage import named_departments


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


def own_departments(record: EvaluationRound, person_id: int) -> frozenset[int]:
    """Departments a person may not score, now or since the round's first day.

    Those the person belongs or belonged to, is or was head, acting head or coordinator of, those that lead a
    task the person works on, and those the person declared a conflict with.
    """
    return blocked_departments(record, {person_id}).get(person_id, frozenset())


def blocked_departments(record: EvaluationRound, people: set[int]) -> Mapping[int, frozenset[int]]:
    """Return the departments each of these people may not score; who may score all is left out."""
    return _blocked(record, people)


def panel_progress(record: EvaluationRound) -> Sequence[PanelProgress]:
    """Return the progress of every evaluator of a round, by name."""
    assigned = db.session.execute(
        select(EvaluatorAssignment.evaluator_id, Person.name, EvaluatorAssignment.indicator_id)
        .join(Person, Person.id == EvaluatorAssignment.evaluator_id)
        .where(EvaluatorAssignment.round_id == record.id)
        .order_by(Person.name, Person.id, EvaluatorAssignment.indicator_id)
    ).all()
    panels = _panels(record.id)
    blocked = _blocked(record, {evaluator for evaluator, _name, _indicator in assigned})
    closed = _closed(record.id)
    named = named_departments(record.id)
    return [
        _progress(
            panels.get(indicator, _Panel("")).among(named.get((evaluator, indicator))),
            evaluator,
            name,
            indicator,
            closed,
            blocked,
        )
        for evaluator, name, indicator in assigned
    ]


@dataclass(frozen=True)
class _Panel:
    name: str
    departments: dict[int, str] = field(default_factory=dict)

    def among(self, named: Collection[int] | None) -> "_Panel":
        """The panel with the departments an assignment names; all of them where it names none."""
        if named is None:
            return self
        return _Panel(self.name, {key: unit for key, unit in self.departments.items() if key in named})


def _progress(
    panel: _Panel,
    evaluator: int,
    name: str,
    indicator: int,
    closed: Collection[tuple[int, int, int]],
    blocked: Mapping[int, frozenset[int]],
) -> PanelProgress:
    asked = {key: unit for key, unit in panel.departments.items() if key not in blocked.get(evaluator, frozenset())}
    still_open = tuple(unit for key, unit in asked.items() if (evaluator, indicator, key) not in closed)
    return PanelProgress(
        evaluator_id=evaluator,
        evaluator=name,
        indicator_id=indicator,
        indicator=panel.name,
        done=len(asked) - len(still_open),
        expected=len(asked),
        open_departments=still_open,
    )


def _closed(round_id: int) -> frozenset[tuple[int, int, int]]:
    statement = select(ScoreSheet.evaluator_id, ScoreSheet.indicator_id, ScoreSheet.department_id).where(
        ScoreSheet.round_id == round_id, ScoreSheet.state != SheetState.DRAFT
    )
    return frozenset(
        (evaluator, indicator, department) for evaluator, indicator, department in db.session.execute(statement)
    )


def _panels(round_id: int) -> dict[int, _Panel]:
    found: dict[int, _Panel] = {}
    statement = (
        select(Composition.indicator_id, Composition.name, RoundMember.department_id, RoundMember.department_name)
        .join(
            RoundMember,
            (RoundMember.round_id == Composition.round_id) & (RoundMember.peer_group_id == Composition.peer_group_id),
        )
        .where(Composition.round_id == round_id)
        .order_by(RoundMember.position, RoundMember.id)
    )
    for indicator, name, department, unit in db.session.execute(statement):
        found.setdefault(indicator, _Panel(name)).departments[department] = unit
    return found


def _blocked(record: EvaluationRound, people: set[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    held = union(
        _held(Membership, record, people),
        _held(RoleAssignment, record, people).where(RoleAssignment.department_id.is_not(None)),
        select(Person.id, Person.department_id).where(Person.id.in_(people), Person.department_id.is_not(None)),
        select(DeclaredConflict.evaluator_id, DeclaredConflict.department_id).where(
            DeclaredConflict.round_id == record.id, DeclaredConflict.evaluator_id.in_(people)
        ),
    )
    for person, department in db.session.execute(held):
        found.setdefault(person, set()).add(department)
    for person, departments in conflicts.departments_of(people, record.starts_on).items():
        found.setdefault(person, set()).update(departments)
    return {person: frozenset(departments) for person, departments in found.items()}


def _held(kind: type[Membership | RoleAssignment], record: EvaluationRound, people: set[int]) -> AnySelect:
    return select(kind.person_id, kind.department_id).where(
        kind.person_id.in_(people), or_(kind.ends_on.is_(None), kind.ends_on >= record.starts_on)
    )
