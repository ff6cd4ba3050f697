"""단계별 건수: how many active tasks stand in each stage, kept with every move."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.core.database import db
from app.core.messages import Message, _
from app.innovation.enums import Stage, TaskState
from app.innovation.models import StageCounter, Task


def count_tasks(*, entered: Stage | None = None, left: Stage | None = None) -> None:
    """Count a task into the stage it entered and out of the one it left.

    The rows are locked in the order of the stages, so that two moves at once cannot wait for each other.
    """
    steps = {stage: step for stage, step in ((left, -1), (entered, 1)) if stage is not None}
    for stage in sorted(steps, key=lambda stage: stage.number):
        _add(stage, steps[stage])


def _add(stage: Stage, step: int) -> None:
    insert = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert
    statement = insert(StageCounter).values(stage=stage, task_count=max(step, 0))
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["stage"], set_={"task_count": StageCounter.task_count + step})
    )


def check_stage_counts() -> Iterator[Message]:
    """Yield a sentence for every stage whose counter differs from the active tasks in it (`flask check`)."""
    active = select(Task.stage, func.count().label("found")).where(Task.state == TaskState.ACTIVE)
    found = {row.stage: row.found for row in db.session.execute(active.group_by(Task.stage))}
    counted = {row.stage: row.task_count for row in db.session.scalars(select(StageCounter))}
    for stage in Stage:
        if found.get(stage, 0) != counted.get(stage, 0):
            yield _(
                "Stage %(stage)s counts %(counted)s tasks but has %(found)s.",
                stage=stage.number,
                counted=counted.get(stage, 0),
                found=found.get(stage, 0),
            )
