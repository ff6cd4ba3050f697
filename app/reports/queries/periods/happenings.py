"""기록된 일: what the product itself saw happen in a period, as sentences the department may take over.

Only what is recorded as done is said: what was asked, planned or drafted is not.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, not_, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core import clock
from app.core.database import AnySelect, db
from app.innovation.enums import PlanState
from app.innovation.enums.documents import DocumentStep
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.enums.obstacle_requests import RequestState
from app.innovation.models import (
    Closing,
    ClosingStep,
    MilestoneResult,
    Obstacle,
    ObstacleMove,
    ObstacleRequest,
    Opinion,
    Plan,
    Slogan,
    SloganReview,
    StageAdvance,
    StageReturn,
    Task,
)
from app.organization.models import Department
from app.reports.enums import LineKind
from app.reports.rules.lines import LineKey
from app.reports.rules.period_sentences import TELLING_STEPS, Happening, sentence_of
from app.reports.rules.periods import Period

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
Span = tuple[datetime, datetime]


def happenings(
    task_ids: Collection[int], obstacle_ids: Collection[int], department_id: int, period: Period
) -> Mapping[LineKey, Sequence[str]]:
    """Return what is recorded about tasks, obstacles and the slogan, in the order in which it happened.

    One statement. The caller chooses the obstacles: those only a few may know of are not among them.
    """
    span = clock.start_of_day(period.starts_on), clock.start_of_day(period.ends_on + timedelta(days=1))
    parts = [
        *_of_tasks(task_ids, span),
        *_of_obstacles(obstacle_ids, task_ids, span),
        *_of_slogans(department_id, span),
    ]
    every = union_all(*parts).subquery()
    found: dict[LineKey, list[str]] = defaultdict(list)
    for row in db.session.execute(select(every).order_by(every.c.at, every.c.rank)):
        words = sentence_of(Happening(row.what), clock.to_seoul(row.at).date(), row.first, row.second)
        found[LineKind(row.kind), row.record_id].append(str(words))
    return found


def _of_tasks(task_ids: Collection[int], span: Span) -> Sequence[AnySelect]:
    later = aliased(MilestoneResult)
    taken_back = exists().where(
        later.task_id == MilestoneResult.task_id, later.text == MilestoneResult.text, later.id > MilestoneResult.id
    )
    taken_back = taken_back.correlate_except(later)
    is_done = and_(MilestoneResult.outcome == MilestoneOutcome.DONE, not_(taken_back))
    part = partial(_part, LineKind.TASK, span, task_ids)
    return [
        part(Happening.TAKEN_UP, Task.id, Task.framed_at),
        part(Happening.ADVANCED, StageAdvance.task_id, StageAdvance.advanced_at, *_stages(StageAdvance)),
        part(Happening.WENT_BACK, StageReturn.task_id, StageReturn.returned_at, *_stages(StageReturn)),
        part(Happening.PLAN, Plan.task_id, Plan.tower_approved_at, Plan.number).where(Plan.state == PlanState.APPROVED),
        part(Happening.ITEM_DONE, MilestoneResult.task_id, MilestoneResult.recorded_at, MilestoneResult.text).where(
            is_done
        ),
        part(Happening.OPINION, Opinion.task_id, Opinion.answered_at, Department.name, Opinion.answer).join(
            Department, Department.id == Opinion.department_id
        ),
        part(Happening.CLOSED, Closing.task_id, ClosingStep.taken_at, Closing.result)
        .join(ClosingStep, ClosingStep.closing_id == Closing.id)
        .where(ClosingStep.step == DocumentStep.APPROVED),
    ]


def _of_obstacles(obstacle_ids: Collection[int], task_ids: Collection[int], span: Span) -> Sequence[AnySelect]:
    """Steps beside the obstacle itself, and beside the task it stands in the way of."""
    part = partial(_part, LineKind.OBSTACLE, span, obstacle_ids)
    tells = ObstacleMove.step.in_(TELLING_STEPS)
    of_task = _part(
        LineKind.TASK,
        span,
        task_ids,
        Happening.OBSTACLE_OF_TASK,
        Obstacle.task_id,
        ObstacleMove.moved_at,
        Obstacle.title,
        ObstacleMove.step,
    )
    return [
        part(Happening.OBSTACLE, ObstacleMove.obstacle_id, ObstacleMove.moved_at, ObstacleMove.step).where(tells),
        of_task.join(Obstacle, Obstacle.id == ObstacleMove.obstacle_id).where(tells, Obstacle.id.in_(obstacle_ids)),
        _answers(part, Happening.DECLINED).where(ObstacleRequest.state == RequestState.REFUSED),
        _answers(part, Happening.PROMISED, ObstacleRequest.promised_on).where(
            ObstacleRequest.state != RequestState.REFUSED
        ),
    ]


def _answers(part: Callable[..., AnySelect], what: Happening, *words: Column) -> AnySelect:
    """Answers of the offices that were asked; the asked office is the first word."""
    who = func.coalesce(Department.name, ObstacleRequest.asked_body)
    answers = part(what, ObstacleRequest.obstacle_id, ObstacleRequest.answered_at, who, *words)
    return answers.outerjoin(Department, Department.id == ObstacleRequest.asked_department_id)


def _of_slogans(department_id: int, span: Span) -> Sequence[AnySelect]:
    own = select(Slogan.id).where(Slogan.department_id == department_id)
    part = partial(_part, LineKind.SLOGAN, span, own)
    return [
        part(Happening.SLOGAN, Slogan.id, Slogan.approved_at),
        part(Happening.SELF_EVALUATION, SloganReview.slogan_id, SloganReview.approved_at),
    ]


def _part(
    kind: LineKind,
    span: Span,
    about: Collection[int] | AnySelect,
    what: Happening,
    record_id: Column,
    at: Column,
    *words: Column,
) -> AnySelect:
    """Make the select of one kind of happening, about some records and in a span."""
    first, second = (*words, null(), null())[:2]
    return select(
        literal(kind.value, String).label("kind"),
        record_id.label("record_id"),
        literal(what.value, String).label("what"),
        literal(list(Happening).index(what)).label("rank"),
        at.label("at"),
        cast(first, String).label("first"),
        cast(second, String).label("second"),
    ).where(record_id.in_(about), at >= span[0], at < span[1])


def _stages(move: type[StageAdvance | StageReturn]) -> tuple[Column, Column]:
    return move.from_stage, move.to_stage
