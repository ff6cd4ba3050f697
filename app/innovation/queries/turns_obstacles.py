"""내 차례: what somebody owes, and waits for, with obstacles and slogans."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select, true

from app.core import clock
from app.core.access import Actor, Role
from app.core.database import db
from app.core.messages import Message, _
from app.core.turns import Turn
from app.innovation.enums import ObstacleState, SloganState
from app.innovation.models import Obstacle, Slogan
from app.innovation.rules.obstacles import ACTIVE, SETTLED
from app.organization.models import Department
from app.organization.queries import control_tower_department_id
from app.organization.rules import fiscal_year

MOST = 50
"""Rows of one kind on the first page at most."""


def owed_by(actor: Actor) -> Sequence[Turn]:
    """Return the obstacles the actor has to see to or to confirm, and the slogans to approve, repair or write."""
    return [*_obstacles_to_act_on(actor), *_removals_to_confirm(actor), *_slogans_owed(actor), *_missing_slogans(actor)]


def awaited_by(actor: Actor) -> Sequence[Turn]:
    """Return the obstacles the actor reported or claims to be gone, and the own slogan with the head."""
    mine = or_(
        and_(Obstacle.reported_by_id == actor.id, Obstacle.state.not_in(SETTLED)),
        and_(Obstacle.claimed_by_id == actor.id, Obstacle.state == ObstacleState.REMOVAL_CLAIMED),
    )
    submitted = and_(Slogan.author_id == actor.id, Slogan.state == SloganState.SUBMITTED)
    return [
        *_obstacles(_("Obstacle waits for others"), mine),
        *_slogans(_("Slogan waits for approval"), submitted),
    ]


def _obstacles_to_act_on(actor: Actor) -> Sequence[Turn]:
    acted_for = [*actor.headed_department_ids, *actor.coordinated_department_ids]
    asked = or_(Obstacle.owner_id == actor.id, Obstacle.asked_department_id.in_(acted_for))
    return _obstacles(_("Obstacle to see to"), and_(asked, Obstacle.state.in_(ACTIVE)))


def _removals_to_confirm(actor: Actor) -> Sequence[Turn]:
    """The clause says what `rules.obstacles.confirming_department` says."""
    headed = list(actor.headed_department_ids)
    tower = control_tower_department_id()
    for_tower = tower if actor.has(Role.CONTROL_TOWER) and actor.department_id == tower else None
    if not headed and for_tower is None:
        return []
    acted_for = [*headed, *([for_tower] if for_tower else [])]
    suffers = Obstacle.suffering_department_id == Obstacle.claimed_by_department_id
    tower_claims = Obstacle.claimed_by_department_id == tower
    responsible = or_(
        and_(~suffers, Obstacle.suffering_department_id.in_(headed)),
        and_(suffers, ~tower_claims, true() if tower in acted_for else false()),
        and_(suffers, tower_claims, Obstacle.asked_department_id.in_(headed)),
    )
    others = and_(Obstacle.claimed_by_id != actor.id, Obstacle.claimed_by_department_id != actor.department_id)
    claimed = Obstacle.state == ObstacleState.REMOVAL_CLAIMED
    return _obstacles(_("Removal to confirm"), and_(claimed, responsible, others))


def _slogans_owed(actor: Actor) -> Sequence[Turn]:
    to_approve = and_(
        Slogan.state == SloganState.SUBMITTED,
        Slogan.department_id.in_(actor.headed_department_ids),
        Slogan.author_id != actor.id,
        Slogan.edited_by_id != actor.id,
    )
    returned = and_(Slogan.state == SloganState.RETURNED, Slogan.author_id == actor.id)
    turns = _slogans(_("Slogan came back"), returned)
    return [*_slogans(_("Slogan to approve"), to_approve), *turns] if actor.headed_department_ids else turns


def _missing_slogans(actor: Actor) -> Sequence[Turn]:
    coordinated = actor.coordinated_department_ids
    if not coordinated:
        return []
    year = fiscal_year(clock.today())
    written = exists().where(Slogan.department_id == Department.id, Slogan.year == year)
    statement = select(Department.id, Department.name).where(Department.id.in_(coordinated), ~written)
    return [
        Turn(
            what=_("Slogan of %(year)s is missing", year=year),
            title=name,
            endpoint="innovation.new_slogan",
            params={"department": department_id, "year": year},
        )
        for department_id, name in db.session.execute(statement.order_by(Department.id))
    ]


def _obstacles(what: Message, condition: ColumnElement[bool]) -> Sequence[Turn]:
    since = func.coalesce(Obstacle.claimed_at, Obstacle.reported_at, type_=Obstacle.reported_at.type)
    statement = (
        select(Obstacle.id, Obstacle.title, Obstacle.due_on, since)
        .where(condition)
        .order_by(Obstacle.due_on, Obstacle.id)
        .limit(MOST)
    )
    return [
        Turn(
            what=what,
            title=title,
            endpoint="innovation.show_obstacle",
            params={"obstacle_id": obstacle_id},
            due_on=due_on,
            since=moment,
        )
        for obstacle_id, title, due_on, moment in db.session.execute(statement)
    ]


def _slogans(what: Message, condition: ColumnElement[bool]) -> Sequence[Turn]:
    statement = select(Slogan.id, Slogan.text, Slogan.submitted_at).where(condition).order_by(Slogan.id).limit(MOST)
    return [
        Turn(
            what=what,
            title=text,
            endpoint="innovation.show_slogan",
            params={"slogan_id": slogan_id},
            since=submitted_at,
        )
        for slogan_id, text, submitted_at in db.session.execute(statement)
    ]
