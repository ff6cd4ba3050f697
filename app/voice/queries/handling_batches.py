"""민원처리기록 묶음: the list and one batch."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from app.accounts.models import Person
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.voice.enums.handling_records import BatchState
from app.voice.models import HandlingBatch, HandlingRecord


class BatchRow(NamedTuple):
    """One line of the list of batches."""

    id: int
    file_name: str
    row_count: int
    first_day: date
    last_day: date
    is_example: bool
    state: BatchState
    read_by: str
    read_at: datetime


_BATCHES = Keyset(
    select(
        HandlingBatch.id,
        HandlingBatch.file_name,
        HandlingBatch.row_count,
        HandlingBatch.first_day,
        HandlingBatch.last_day,
        HandlingBatch.is_example,
        HandlingBatch.state,
        Person.name,
        HandlingBatch.read_at,
    ).join(Person, Person.id == HandlingBatch.read_by_id),
    keys=[HandlingBatch.id],
)


def batches_page(cursor: str | None) -> Page[BatchRow]:
    """Return the batches, the newest first."""
    page = _BATCHES.page(cursor)
    return Page([BatchRow(*row) for row in page.rows], page.next_cursor)


def batch_or_404(batch_id: int) -> HandlingBatch:
    """Load a batch. Raises `Missing`."""
    found = db.session.get(HandlingBatch, batch_id)
    if found is None:
        raise Missing(_("There is no such batch of handling records."))
    return found


def names_of_batch(batch: HandlingBatch) -> Mapping[int, str]:
    """Return the names of who read it in and who withdrew it."""
    ids = {batch.read_by_id, batch.withdrawn_by_id} - {None}
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {person_id: name for person_id, name in found}  # noqa: C416  rows are no pairs to the type checker


def example_affairs(department_ids: Collection[int], start: date, end: date) -> frozenset[tuple[int, int]]:
    """Return (department id, affair id) of what was completed in the months of two days and is, in part, made up.

    The records are read by their batch: an office without examples pays nothing.
    """
    batches = select(HandlingBatch.id).where(HandlingBatch.is_example, HandlingBatch.state == BatchState.COUNTED)
    statement = (
        select(HandlingRecord.department_id, HandlingRecord.affair_id)
        .where(
            HandlingRecord.batch_id.in_(batches),
            HandlingRecord.department_id.in_(department_ids),
            HandlingRecord.month.between(start.replace(day=1), end),
        )
        .distinct()
    )
    return frozenset((unit, affair_id) for unit, affair_id in db.session.execute(statement))
