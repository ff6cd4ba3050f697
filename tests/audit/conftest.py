from dataclasses import dataclass
from typing import ClassVar

import pytest

from app.audit import services
from app.core.database import db, transaction
from app.core.events import Event, FreeText


@dataclass(frozen=True, kw_only=True)
class TaskClosed(Event):
    """An invented fact."""

    subject: ClassVar[str] = "task"
    task_id: int
    department_id: int | None = None
    note: FreeText | None = None
    remarks: tuple[FreeText, ...] = ()


@pytest.fixture
def record():
    """Record a fact in a transaction of its own."""

    def record(number=1, **fields):
        with transaction():
            services.record(TaskClosed(actor_id=None, task_id=number, **fields))

    return record


@pytest.fixture
def chain(app, record):
    """A chain of five entries on top of whatever the cast left."""
    for number in range(1, 6):
        record(number)
    return db
