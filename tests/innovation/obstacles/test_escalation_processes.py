"""Two processes of the operating system, not two threads: each obstacle moves up once, whoever comes first."""

import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.audit.models import AuditEntry
from app.audit.services import verify_chain
from app.core.database import db, transaction
from app.innovation.enums import ObstacleLevel
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.models import Obstacle, ObstacleMove
from tests.factories.innovation_c import obstacle_of, task_of

WORKER = Path(__file__).parent / "escalation_worker.py"
ROOT = WORKER.parents[3]
AFTER = datetime(2026, 12, 8, 0, 0, tzinfo=UTC)
"""The morning after the ten working days of an obstacle of Monday, 23 November 2026."""


def escalate_in_processes(app, number):
    """Start processes, let them go at the same moment, and return how many obstacles each of them moved."""
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    command = [sys.executable, str(WORKER), url, app.instance_path, AFTER.isoformat()]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with ExitStack() as ends:
        workers = [
            ends.enter_context(subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes))
            for _ in range(number)
        ]
        for worker in workers:
            ends.callback(worker.kill)
        assert [worker.stdout.readline() for worker in workers] == ["ready\n"] * number
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        said = [worker.communicate(timeout=60) for worker in workers]
        assert [worker.returncode for worker in workers] == [0] * number, said
    return [int(out) for out, _errors in said]


@pytest.mark.slow
def test_two_processes_at_the_same_moment_move_each_obstacle_once(app, cast):
    with transaction():
        task = task_of(cast)
        ids = [obstacle_of(cast, task=task, title=f"장애 {number}").id for number in range(12)]
    db.session.remove()
    db.engine.dispose()
    assert sum(escalate_in_processes(app, 2)) == len(ids)
    moves = db.session.query(ObstacleMove).filter_by(step=ObstacleStep.AUTOMATIC_ESCALATION).order_by(ObstacleMove.id)
    assert [(move.obstacle_id, move.level) for move in moves] == [(each, ObstacleLevel.BUREAU) for each in ids]
    assert {obstacle.level for obstacle in db.session.query(Obstacle)} == {ObstacleLevel.BUREAU}
    entries = db.session.query(AuditEntry).filter_by(event="obstacle_escalated")
    assert sorted(entry.subject_id for entry in entries) == sorted(ids)
    assert verify_chain().problems == ()
