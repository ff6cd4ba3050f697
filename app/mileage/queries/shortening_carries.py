"""이월 감점: what posted runs of overlapping days leave to be counted by the next, and the runs that overlap."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Float, SQLColumnExpression, case, cast, func, select

from app.core.database import db
from app.mileage.enums import ItemSubject, RunState
from app.mileage.models import ProcessingRecord, ShorteningCount, ShorteningRun
from app.mileage.rules.shortening import Carried
from app.mileage.rules.shortening_runs import Stretch, carried, connected

Carries = Mapping[tuple[ItemSubject, int], Carried]
"""(kind of account, id of person or department) → what is carried; nothing where nothing is."""


def carries_into(run: ShorteningRun) -> Carries:
    """Return what runs posted before this one carry into it: those whose days overlap, directly or over others.

    A late case handed in by a run of its own so weighs on what its time pays next, and once only.
    """
    before = connected(_posted_before(run), run.starts_on, run.ends_on)
    if not before:
        return {}
    found: dict[tuple[ItemSubject, int], Carried] = {}
    for subject, owner in (
        (ItemSubject.PERSON, ProcessingRecord.person_id),
        (ItemSubject.DEPARTMENT, ProcessingRecord.department_id),
    ):
        for owner_id, counted in _counted(owner, [stretch.run_id for stretch in before]).items():
            left = carried(before, counted, run.starts_on, run.ends_on)
            if left.points or left.late:
                found[subject, owner_id] = left
    return found


def overlapping_runs(run: ShorteningRun) -> Sequence[ShorteningRun]:
    """Return the other runs, simulated or posted, that share a day with this one, the oldest first."""
    statement = select(ShorteningRun).where(
        ShorteningRun.id != run.id,
        ShorteningRun.state != RunState.WITHDRAWN,
        ShorteningRun.starts_on <= run.ends_on,
        ShorteningRun.ends_on >= run.starts_on,
    )
    return db.session.scalars(statement.order_by(ShorteningRun.id)).all()


def _posted_before(run: ShorteningRun) -> Sequence[Stretch]:
    year = run.ends_on.year
    statement = (
        select(ShorteningRun.id, ShorteningRun.starts_on, ShorteningRun.ends_on, ShorteningRun.posted_at)
        .where(ShorteningRun.state == RunState.POSTED, ShorteningRun.id != run.id)
        .where(ShorteningRun.ends_on.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(ShorteningRun.posted_at, ShorteningRun.id)
    )
    own = None if run.posted_at is None else (run.posted_at, run.id)
    rows = [row for row in db.session.execute(statement) if own is None or (row.posted_at, row.id) < own]
    return [Stretch(row.id, row.starts_on, row.ends_on) for row in rows]


def _counted(owner: SQLColumnExpression[int], run_ids: Sequence[int]) -> Mapping[int, Mapping[int, Carried]]:
    """Return id of person or department → run id → its points and late cases there."""
    is_late = case((cast(ProcessingRecord.actual, Float) > ProcessingRecord.statutory, 1), else_=0)
    statement = (
        select(
            owner,
            ProcessingRecord.run_id,
            func.sum(ProcessingRecord.points, type_=ProcessingRecord.points.type),
            func.sum(is_late),
        )
        .join(ShorteningCount, ShorteningCount.case_id == ProcessingRecord.id)
        .where(ProcessingRecord.run_id.in_(run_ids))
        .group_by(owner, ProcessingRecord.run_id)
    )
    found: dict[int, dict[int, Carried]] = {}
    for owner_id, run_id, points, late in db.session.execute(statement):
        found.setdefault(owner_id, {})[run_id] = Carried(points=points, late=late)
    return found
