"""내 차례: what somebody owes, and waits for, with obstacles and slogans."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Integer, and_, exists, func, literal, or_

from app.core import clock
from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import Asked, lines_of
from app.innovation.enums import ObstacleState, SloganState
from app.innovation.models import Obstacle, Slogan, SloganStep
from app.innovation.queries.slogans import WROTE
from app.innovation.rules.obstacles import ACTIVE, SETTLED
from app.organization.models import Department
from app.organization.queries import control_tower_department_id
from app.organization.rules import fiscal_year


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the obstacles the actor has to see to or to confirm, and the slogans to approve, repair or write."""
    asked = _is_asked(actor)
    return [
        _obstacles(_("Obstacle to see to"), and_(asked, Obstacle.state.in_(ACTIVE))),
        *_escalated(actor, asked),
        *_removals_to_confirm(actor),
        *_slogans_owed(actor),
        *_missing_slogans(actor),
    ]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the obstacles the actor reported or claims to be gone, and the own slogan with the head."""
    mine = or_(
        and_(Obstacle.reported_by_id == actor.id, Obstacle.state.not_in(SETTLED)),
        and_(Obstacle.claimed_by_id == actor.id, Obstacle.state == ObstacleState.REMOVAL_CLAIMED),
    )
    submitted = and_(Slogan.author_id == actor.id, Slogan.state == SloganState.SUBMITTED)
    return [
        _obstacles(_("Obstacle waits for others"), mine),
        _slogans(_("Slogan waits for approval"), submitted),
    ]


def _is_asked(actor: Actor) -> ColumnElement[bool]:
    acted_for = [*actor.headed_department_ids, *actor.coordinated_department_ids]
    asked = and_(Obstacle.asked_department_id.is_not(None), Obstacle.asked_department_id.in_(acted_for))
    return or_(and_(Obstacle.owner_id.is_not(None), Obstacle.owner_id == actor.id), asked)


def _escalated(actor: Actor, asked: ColumnElement[bool]) -> Iterator[Asked]:
    """What was passed upward has to be put before whoever can decide: the control tower sees to that."""
    if actor.has(Role.CONTROL_TOWER):
        escalated = and_(Obstacle.state == ObstacleState.ESCALATED, ~asked)
        yield _obstacles(_("Bring the escalated obstacle before its level"), escalated)


def _removals_to_confirm(actor: Actor) -> Iterator[Asked]:
    """The clause says what `rules.obstacles.confirming_department` says."""
    headed = list(actor.headed_department_ids)
    if not headed and not actor.has(Role.CONTROL_TOWER):
        return
    tower = control_tower_department_id()
    in_tower = actor.has(Role.CONTROL_TOWER) and actor.department_id is not None
    acts_for_tower = literal(tower, Integer).in_([*headed, *([actor.department_id] if in_tower else [])])
    suffers = Obstacle.suffering_department_id == Obstacle.claimed_by_department_id
    tower_claims = Obstacle.claimed_by_department_id == tower
    responsible = or_(
        and_(~suffers, Obstacle.suffering_department_id.in_(headed)),
        and_(suffers, ~tower_claims, acts_for_tower),
        and_(suffers, tower_claims, Obstacle.asked_department_id.in_(headed)),
    )
    others = and_(Obstacle.claimed_by_id != actor.id, Obstacle.claimed_by_department_id != actor.department_id)
    claimed = Obstacle.state == ObstacleState.REMOVAL_CLAIMED
    yield _obstacles(_("Removal to confirm"), and_(claimed, responsible, others))


def _slogans_owed(actor: Actor) -> Iterator[Asked]:
    if actor.headed_department_ids:
        to_approve = and_(
            Slogan.state == SloganState.SUBMITTED,
            Slogan.department_id.in_(actor.headed_department_ids),
            Slogan.author_id != actor.id,
            ~exists().where(
                SloganStep.slogan_id == Slogan.id, SloganStep.kind.in_(WROTE), SloganStep.taken_by_id == actor.id
            ),
        )
        yield _slogans(_("Slogan to approve"), to_approve)
    returned = and_(Slogan.state == SloganState.RETURNED, Slogan.author_id == actor.id)
    yield _slogans(_("Slogan came back"), returned)


def _missing_slogans(actor: Actor) -> Iterator[Asked]:
    coordinated = actor.coordinated_department_ids
    if coordinated:
        year = fiscal_year(clock.today())
        written = exists().where(Slogan.department_id == Department.id, Slogan.year == year)
        yield Asked(
            what=_("Slogan of %(year)s is missing", year=year),
            endpoint="innovation.new_slogan",
            param="department",
            fixed={"year": year},
            lines=lines_of(Department.id, Department.name).where(Department.id.in_(coordinated), ~written),
        )


def _obstacles(what: Message, condition: ColumnElement[bool]) -> Asked:
    since = func.coalesce(Obstacle.claimed_at, Obstacle.reported_at, type_=Obstacle.reported_at.type)
    lines = lines_of(Obstacle.id, Obstacle.title, due_on=Obstacle.due_on, since=since).where(condition)
    return Asked(what=what, endpoint="innovation.show_obstacle", param="obstacle_id", lines=lines)


def _slogans(what: Message, condition: ColumnElement[bool]) -> Asked:
    lines = lines_of(Slogan.id, Slogan.text, since=Slogan.submitted_at).where(condition)
    return Asked(what=what, endpoint="innovation.show_slogan", param="slogan_id", lines=lines)
