"""관점·전략목표·성과목표: where an indicator stands in the scorecard."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.messages import _
from app.evaluation import policy
from app.evaluation.enums import Permission
from app.evaluation.events import GoalSet
from app.evaluation.models import Objective, Perspective, StrategicGoal


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a definition sheet says of its place, in words; empty where it says nothing."""

    perspective: str = ""
    objective: str = ""
    strategic_goal: str = ""


def perspective_named(name: str) -> Perspective:
    """Return the perspective of that name, made at the end of the list if there is none."""
    found = db.session.scalar(select(Perspective).where(Perspective.name == name))
    if found is None:
        found = Perspective(name=name, position=(db.session.scalar(select(func.max(Perspective.position))) or 0) + 1)
        db.session.add(found)
        db.session.flush()
    return found


def goal_named(name: str) -> StrategicGoal:
    """Return the strategic goal of that name, made at the end of the list if there is none."""
    found = db.session.scalar(select(StrategicGoal).where(StrategicGoal.name == name))
    if found is None:
        last = db.session.scalar(select(func.max(StrategicGoal.position))) or 0
        found = StrategicGoal(name=name, position=last + 1)
        db.session.add(found)
        db.session.flush()
    return found


def objective_named(name: str, perspective: Perspective, strategic_goal: str = "") -> Objective:
    """Return the objective of that name under a perspective, made under its goal if there is none."""
    statement = select(Objective).where(Objective.name == name, Objective.perspective_id == perspective.id)
    found = db.session.scalar(statement)
    if found is None:
        last = db.session.scalar(select(func.max(Objective.position))) or 0
        goal = goal_named(strategic_goal) if strategic_goal else None
        found = Objective(
            name=name, perspective_id=perspective.id, strategic_goal_id=goal.id if goal else None, position=last + 1
        )
        db.session.add(found)
        db.session.flush()
    return found


def place_named(place: Place, *, actor: Actor | None) -> tuple[int | None, int | None]:
    """Return the ids of a perspective and an objective under it, made if there are none of these names.

    A goal the objective does not have yet becomes its goal, for all its indicators. Raises Refused for an objective
    without a perspective and a goal without an objective.
    """
    policy.require(Permission.INDICATOR_EDIT, actor)
    if place.objective and not place.perspective:
        raise Refused(_("An objective needs its perspective."))
    if place.strategic_goal and not place.objective:
        raise Refused(_("A strategic goal needs an objective that stands under it."))
    if not place.perspective:
        return None, None
    view = perspective_named(place.perspective)
    if not place.objective:
        return view.id, None
    objective = objective_named(place.objective, view, place.strategic_goal)
    if place.strategic_goal:
        set_goal(actor=actor, objective=objective, goal=goal_named(place.strategic_goal))
    return view.id, objective.id


def set_goal(*, actor: Actor | None, objective: Objective, goal: StrategicGoal) -> None:
    """Put an objective under a strategic goal; who may edit a definition sheet may do so."""
    before = objective.strategic_goal_id
    if before == goal.id:
        return
    objective.strategic_goal_id = goal.id
    db.session.flush()
    publish(GoalSet(actor_id=actor.id if actor else None, objective_id=objective.id, goal_id=goal.id, before_id=before))
