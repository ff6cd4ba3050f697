"""단계별 소요일: how long a task has stood in each stage, worked out from its moves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.innovation.enums import Stage


def time_in_stages(
    started_at: datetime, moves: Iterable[tuple[datetime, Stage]], until: datetime
) -> dict[Stage, timedelta]:
    """Add up the stays in each stage from the start in COLLECTION to `until`.

    `moves` are (moment, stage entered), forward or back. Stages the task has not been in are left out.
    """
    stays: dict[Stage, timedelta] = {}
    stage, entered_at = Stage.COLLECTION, started_at
    for at, target in sorted(moves, key=lambda move: move[0]):
        stays[stage] = stays.get(stage, timedelta()) + (at - entered_at)
        stage, entered_at = target, at
    stays[stage] = stays.get(stage, timedelta()) + (until - entered_at)
    return stays
