"""Obstacles and slogans of 교통과: 김 owns an obstacle there, 강 wrote the slogan."""

from app.core.database import transaction
from tests.factories.innovation_c import (
    approved_slogan,
    claimed_obstacle,
    obstacle_of,
    removed_obstacle,
    slogan_of,
    submitted_slogan,
    task_of,
)


def build(cast):
    with transaction():
        task = task_of(cast)
        return {
            "task": task.id,
            "department": cast.traffic,
            "obstacle": obstacle_of(cast, task=task, actor=cast.kim, suffering_department_id=cast.traffic).id,
            "claimed": claimed_obstacle(cast, task=task).id,
            "removed": removed_obstacle(cast, task=task).id,
            "draft": slogan_of(cast, year=2027).id,
            "submitted": submitted_slogan(cast, year=2025).id,
            "approved": approved_slogan(cast).id,
        }
