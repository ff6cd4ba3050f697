"""성과표: perspectives → goals → objectives → indicators as one tree, of the city or of a department."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import null, or_, select

from app.accounts.models import Person
from app.core.database import AnySelect, db
from app.core.figures import ZERO
from app.evaluation.enums import Weighing
from app.evaluation.models import (
    Composition,
    EvaluationRound,
    Indicator,
    Objective,
    Perspective,
    RoundMember,
    StrategicGoal,
    WeightPart,
    WeightSet,
)
from app.evaluation.queries.rows import rows_as
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """An indicator of the tree. `weight` is its weight in the department's round; None in the tree of the city."""

    id: int
    code: str
    name: str
    unit: str
    target: Decimal | None
    is_common: bool
    owner: str | None
    weight: Decimal | None = None


@dataclass(kw_only=True)
class Branch:
    """A perspective, goal or objective with what stands under it.

    `stated` is what the office decided it weighs, `composed` what its indicators weigh in the department's round.
    """

    id: int | None
    name: str | None
    branches: list["Branch"] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    stated: Decimal | None = None

    @property
    def composed(self) -> Decimal | None:
        """Sum of the weights of all indicators below; None where none has a weight."""
        found = [leaf.weight for leaf in self.all_leaves() if leaf.weight is not None]
        return sum(found, ZERO) if found else None

    def all_leaves(self) -> Iterable[Leaf]:
        """Every indicator below, in order."""
        yield from self.leaves
        for branch in self.branches:
            yield from branch.all_leaves()


@dataclass(frozen=True, kw_only=True)
class WeightSetRow:
    """A decided set of weights."""

    id: int
    weighing: Weighing
    valid_from: date
    reason: str
    decided_by: str | None
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class RoundOfUnit:
    """The round a department is measured in."""

    id: int
    code: str
    name: str
    peer_group_id: int
    peer_group: str


def weight_set_on(day: date) -> WeightSetRow | None:
    """Return the set that holds on a day."""
    found = rows_as(WeightSetRow, _SETS.where(WeightSet.valid_from <= day).limit(1))
    return found[0] if found else None


def weight_sets() -> Sequence[WeightSetRow]:
    """Return every set, the one that begins last first."""
    return rows_as(WeightSetRow, _SETS)


_SETS = (
    select(
        WeightSet.id,
        WeightSet.weighing,
        WeightSet.valid_from,
        WeightSet.reason,
        Person.name,
        WeightSet.decided_at,
    )
    .outerjoin(Person, Person.id == WeightSet.decided_by_id)
    .order_by(WeightSet.valid_from.desc(), WeightSet.id.desc())
)


def parts_of(set_ids: Sequence[int]) -> Mapping[int, Mapping[int, Decimal]]:
    """Return the weights of sets: {set id: {perspective or objective id: weight}}, in one statement."""
    statement = select(
        WeightPart.weight_set_id, WeightPart.perspective_id, WeightPart.objective_id, WeightPart.weight
    ).where(WeightPart.weight_set_id.in_(set_ids))
    found: dict[int, dict[int, Decimal]] = {}
    for set_id, perspective, objective, weight in db.session.execute(statement):
        found.setdefault(set_id, {})[perspective or objective or 0] = weight
    return found


def round_of_unit(department_id: int) -> RoundOfUnit | None:
    """Return the newest round that has the department among its members."""
    statement = (
        select(
            EvaluationRound.id,
            EvaluationRound.code,
            EvaluationRound.name,
            RoundMember.peer_group_id,
            RoundMember.peer_group_name,
        )
        .join(RoundMember, RoundMember.round_id == EvaluationRound.id)
        .where(RoundMember.department_id == department_id)
        .order_by(EvaluationRound.base_on.desc(), EvaluationRound.id.desc())
        .limit(1)
    )
    found = rows_as(RoundOfUnit, statement)
    return found[0] if found else None


def city_tree(held: WeightSetRow | None) -> Sequence[Branch]:
    """Return the tree of the whole office with what its parts weigh by a set. Three statements."""
    statement = select(*_LEAF, Indicator.perspective_id, Indicator.objective_id, null()).outerjoin(
        Department, Department.id == Indicator.owner_department_id
    )
    return _tree(statement, held)


def department_tree(department_id: int, found: RoundOfUnit | None, held: WeightSetRow | None) -> Sequence[Branch]:
    """Return what a department lives by: the composition of its peer group, and indicators of its own beside it."""
    composed = (Composition.round_id == (found.id if found else 0)) & (
        Composition.peer_group_id == (found.peer_group_id if found else 0)
    )
    statement = (
        select(*_LEAF, Indicator.perspective_id, Indicator.objective_id, Composition.weight)
        .outerjoin(Department, Department.id == Indicator.owner_department_id)
        .outerjoin(Composition, (Composition.indicator_id == Indicator.id) & composed)
        .where(
            or_(
                Composition.id.is_not(None),
                Indicator.is_common.is_(False) & (Indicator.owner_department_id == department_id),
            )
        )
    )
    return [branch for branch in _tree(statement, held) if any(branch.all_leaves())]


_LEAF = (
    Indicator.id,
    Indicator.code,
    Indicator.name,
    Indicator.unit,
    Indicator.target,
    Indicator.is_common,
    Department.name.label("owner"),
)


def _tree(statement: AnySelect, held: WeightSetRow | None) -> Sequence[Branch]:
    """Hang the indicators of a statement under objectives, goals and perspectives; what has no place stands last."""
    perspectives: dict[int, Branch] = {}
    objectives: dict[int, Branch] = {}
    goals: dict[tuple[int, int | None], Branch] = {}
    for perspective_id, perspective, id_, name, goal_id, goal in db.session.execute(_PLACES):
        perspectives.setdefault(perspective_id, Branch(id=perspective_id, name=perspective))
        if id_ is None:
            continue
        place = (perspective_id, goal_id)
        if place not in goals:
            goals[place] = Branch(id=goal_id, name=goal)
            perspectives[perspective_id].branches.append(goals[place])
        objectives[id_] = Branch(id=id_, name=name)
        goals[place].branches.append(objectives[id_])
    homeless = Branch(id=None, name=None)
    for *leaf, perspective_id, objective_id, weight in db.session.execute(statement.order_by(Indicator.code)):
        home = objectives.get(objective_id) or perspectives.get(perspective_id) or homeless
        home.leaves.append(Leaf(**dict(zip(_LEAF_FIELDS, leaf, strict=True)), weight=weight))
    _weigh(perspectives, objectives, held)
    return [*perspectives.values(), *([homeless] if homeless.leaves else [])]


def _weigh(perspectives: Mapping[int, Branch], objectives: Mapping[int, Branch], held: WeightSetRow | None) -> None:
    """Write beside each part what the set says; a perspective weighs what its objectives do together."""
    if held is None:
        return
    weights = parts_of([held.id]).get(held.id, {})
    if held.weighing is Weighing.PERSPECTIVE:
        for id_, branch in perspectives.items():
            branch.stated = weights.get(id_)
        return
    for id_, branch in objectives.items():
        branch.stated = weights.get(id_)
    for branch in perspectives.values():
        below = [objective.stated for goal in branch.branches for objective in goal.branches]
        known = [weight for weight in below if weight is not None]
        branch.stated = sum(known, ZERO) if known else None


_LEAF_FIELDS = ("id", "code", "name", "unit", "target", "is_common", "owner")
_PERSPECTIVES = select(Perspective.id, Perspective.name).order_by(Perspective.position, Perspective.id)
_PLACES = (
    select(Perspective.id, Perspective.name, Objective.id, Objective.name, StrategicGoal.id, StrategicGoal.name)
    .outerjoin(Objective, Objective.perspective_id == Perspective.id)
    .outerjoin(StrategicGoal, StrategicGoal.id == Objective.strategic_goal_id)
    .order_by(
        Perspective.position,
        Perspective.id,
        StrategicGoal.position.nulls_last(),
        Objective.position,
        Objective.id,
    )
)


@dataclass(frozen=True, kw_only=True)
class Weighable:
    """A perspective or an objective as the form of weights offers it; `place` says where it stands."""

    id: int
    name: str
    place: str | None = None


def weighables(weighing: Weighing) -> Sequence[Weighable]:
    """Return what a set of weights is laid over, in the order of the scorecard."""
    if weighing is Weighing.PERSPECTIVE:
        return [Weighable(id=id_, name=name) for id_, name in db.session.execute(_PERSPECTIVES)]
    statement = (
        select(Objective.id, Objective.name, Perspective.name)
        .join(Perspective, Perspective.id == Objective.perspective_id)
        .order_by(Perspective.position, Perspective.id, Objective.position, Objective.id)
    )
    return rows_as(Weighable, statement)
