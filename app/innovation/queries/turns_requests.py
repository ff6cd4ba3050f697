"""내 차례: what is asked of an office about an obstacle, what it promised, and what has to be said about a promise."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, and_, or_

from app.core import clock
from app.core.access import Actor
from app.core.messages import Message, _
from app.core.turns import AnyColumn, Asked, lines_of
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import Obstacle, ObstacleRequest
from app.innovation.queries.obstacle_requests import is_overdue
from app.innovation.rules.obstacles import ACTIVE

ASKED = and_(ObstacleRequest.state == RequestState.ASKED, Obstacle.state.in_(ACTIVE))
PROMISED = ObstacleRequest.state == RequestState.COMMITTED


def owed(actor: Actor) -> Sequence[Asked]:
    """Return the requests the actor has to answer, the promises to keep, and those to speak about."""
    return [*_as_asked(actor), *_as_asker(actor)]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return what the actor has asked others for."""
    mine = and_(ObstacleRequest.asked_by_id == actor.id, ObstacleRequest.asked_department_id.is_not(None))
    running = and_(PROMISED, ObstacleRequest.promised_on >= clock.today())
    return [
        _requests(_("Answer of an office to your request"), and_(mine, ASKED), due_on=ObstacleRequest.due_on),
        _requests(_("Promise of an office to you"), and_(mine, running), due_on=ObstacleRequest.promised_on),
    ]


def _as_asked(actor: Actor) -> Iterator[Asked]:
    headed = actor.headed_department_ids
    if headed:
        mine = and_(ASKED, ObstacleRequest.asked_department_id.in_(headed))
        yield _requests(_("Request to answer for your department"), mine, due_on=ObstacleRequest.due_on)
    acted_for = [*headed, *actor.coordinated_department_ids]
    if acted_for:
        promised = and_(PROMISED, ObstacleRequest.asked_department_id.in_(acted_for))
        yield _requests(_("Promise to keep"), promised, due_on=ObstacleRequest.promised_on)


def _as_asker(actor: Actor) -> Iterator[Asked]:
    """The clause says what `policy.obstacle_requests` says of the office that asked."""
    if actor.department_id is None:
        return
    acted_for = [*actor.headed_department_ids, *actor.coordinated_department_ids]
    own = and_(ObstacleRequest.asked_by_id == actor.id, ObstacleRequest.asking_department_id == actor.department_id)
    asking = or_(own, ObstacleRequest.asking_department_id.in_(acted_for)) if acted_for else own
    outside = and_(ASKED, asking, ObstacleRequest.asked_department_id.is_(None))
    yield _requests(_("Write down the answer of a body outside"), outside, due_on=ObstacleRequest.due_on)
    overdue = and_(is_overdue(), asking, _is_not_of_the_asked(actor, acted_for))
    yield _requests(_("Say whether the promise was kept"), overdue, due_on=ObstacleRequest.promised_on)


def _is_not_of_the_asked(actor: Actor, acted_for: Sequence[int]) -> ColumnElement[bool]:
    asked = ObstacleRequest.asked_department_id
    return or_(asked.is_(None), asked.not_in([*acted_for, actor.department_id]))


def _requests(what: Message, condition: ColumnElement[bool], *, due_on: AnyColumn) -> Asked:
    lines = lines_of(Obstacle.id, Obstacle.title, due_on=due_on, since=ObstacleRequest.asked_at)
    joined = lines.join(ObstacleRequest, ObstacleRequest.obstacle_id == Obstacle.id).where(condition)
    return Asked(what=what, endpoint="innovation.show_obstacle", param="obstacle_id", lines=joined)
