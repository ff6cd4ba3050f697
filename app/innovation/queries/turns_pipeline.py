"""내 차례: practice items whose day comes, results recommended to the own department, and their adoption."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import and_, exists, or_, select

from app.core import clock
from app.core.access import Actor, offices_of
from app.core.database import AnySelect
from app.core.messages import Message, _
from app.core.turns import Asked, lines_of
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.enums.spreads import SpreadState
from app.innovation.models import MilestoneResult, Obstacle, Plan, PracticeItem, Spread, Task
from app.innovation.queries.boards import IS_ACTIVE
from app.innovation.queries.joint_leads import led_by
from app.innovation.queries.milestones import is_valid, latest_result_id
from app.organization.models import Department

AHEAD = timedelta(days=14)
"""A practice item is its owner's turn from two weeks before its last day."""


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must do."""
    return [_milestones(actor), *_spreads_owed(actor)]


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return the answers to the actor's recommendations."""
    mine = and_(Spread.recommended_by_id == actor.id, Spread.state == SpreadState.RECOMMENDED)
    lines = _spreads(title_of_department=True).where(mine)
    return [_asked(_("Answer to a recommended result"), lines)]


def _milestones(actor: Actor) -> Asked:
    """Items held up by an obstacle that is not settled wait for others."""
    settled = exists().where(MilestoneResult.id == latest_result_id(), MilestoneResult.outcome == MilestoneOutcome.DONE)
    held_up = (
        select(MilestoneResult.id)
        .join(Obstacle, Obstacle.id == MilestoneResult.obstacle_id)
        .where(MilestoneResult.id == latest_result_id(), Obstacle.closed_on.is_(None))
        .exists()
    )
    lines = (
        lines_of(PracticeItem.id, Task.number + " " + PracticeItem.text, due_on=PracticeItem.ends_on)
        .select_from(PracticeItem)
        .join(Plan, Plan.id == PracticeItem.plan_id)
        .join(Task, Task.id == Plan.task_id)
        .where(
            PracticeItem.owner_id == actor.id,
            PracticeItem.ends_on <= clock.today() + AHEAD,
            is_valid(),
            IS_ACTIVE,
            ~settled,
            ~held_up,
        )
    )
    what = _("Say what has become of the practice item")
    return Asked(what=what, endpoint="innovation.show_practice_item", param="practice_item_id", lines=lines)


def _spreads_owed(actor: Actor) -> Iterator[Asked]:
    headed, coordinated = actor.headed_department_ids, actor.coordinated_department_ids
    apart = and_(Spread.recommended_by_id != actor.id, ~led_by(offices_of(actor)))
    if headed:
        waiting = and_(Spread.department_id.in_(headed), Spread.state == SpreadState.RECOMMENDED, apart)
        yield _asked(_("Answer the recommended result"), _spreads().where(waiting))
    if headed or coordinated:
        own = or_(Spread.department_id.in_(headed), Spread.department_id.in_(coordinated))
        accepted = and_(own, Spread.state == SpreadState.ACCEPTED, apart)
        lines = (
            lines_of(Spread.id, Task.number + " " + Task.title, since=Spread.answered_at)
            .join(Task, Task.id == Spread.task_id)
            .where(accepted)
        )
        yield _asked(_("Report the adoption of the result"), lines)


def _spreads(*, title_of_department: bool = False) -> AnySelect:
    title = Task.number + " " + Task.title
    if title_of_department:
        title = title + " · " + Department.name
    return (
        lines_of(Spread.id, title, due_on=Spread.due_on, since=Spread.recommended_at)
        .join(Task, Task.id == Spread.task_id)
        .join(Department, Department.id == Spread.department_id)
    )


def _asked(what: Message, lines: AnySelect) -> Asked:
    return Asked(what=what, endpoint="innovation.show_spread", param="spread_id", lines=lines)
