"""계측값: what the database knows about how the work goes, for whoever watches the server."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, text

from app.audit.models import AuditHead
from app.core.database import AnySelect, database_path, db
from app.core.messages import Labelled
from app.jobs.enums import JobState
from app.jobs.models import BackgroundJob, ScheduledRun
from app.jobs.queries.scheduled_runs import RunState, last_finished_run, timetable_lines
from app.mileage.queries.nightly import last_comparison
from app.notifications.enums import MailState
from app.notifications.models import Mail

AUDIT_JOB = "verify audit chain"
SHOWN_JOBS = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)
SHOWN_MAILS = (MailState.WAITING, MailState.GIVEN_UP)


class Gauge(NamedTuple):
    """A figure as it is now: name, what it says, and the values by label (None: no label)."""

    name: str
    about: str
    values: tuple[tuple[tuple[str, str] | None, float], ...]


def gauges() -> Iterator[Gauge]:
    """Yield every figure: a fixed number of statements, however many rows there are."""
    yield _by_state("opum_jobs", "Background jobs by state.", BackgroundJob.state, SHOWN_JOBS)
    yield _by_state("opum_mails", "Mails that wait, and those given up.", Mail.state, SHOWN_MAILS)
    yield from _runs()
    yield Gauge("opum_database_bytes", "Size of the database.", ((None, float(_database_size())),))
    yield from _proofs()


def _by_state(name: str, about: str, column: Any, shown: tuple[Labelled, ...]) -> Gauge:  # noqa: ANN401  a column
    counted: AnySelect = select(column, func.count()).where(column.in_(shown)).group_by(column)
    found = {row[0]: int(row[1]) for row in db.session.execute(counted)}
    return Gauge(name, about, tuple((("state", state.value), float(found.get(state, 0))) for state in shown))


def _runs() -> Iterator[Gauge]:
    statement = (
        select(ScheduledRun.job, func.max(ScheduledRun.finished_at))
        .where(ScheduledRun.finished_at.is_not(None))
        .group_by(ScheduledRun.job)
        .order_by(ScheduledRun.job)
    )
    ended = tuple((("job", job), _seconds(at)) for job, at in db.session.execute(statement) if at is not None)
    yield Gauge("opum_schedule_last_finished_seconds", "When each scheduled job last came to its end.", ended)
    lines = timetable_lines()
    late = tuple((("job", line.job.name), float(line.is_late)) for line in lines)
    yield Gauge("opum_schedule_late", "Whether the latest due time of a job has not been run.", late)
    broken = tuple((("job", line.job.name), float(line.state is RunState.BROKEN_OFF)) for line in lines)
    yield Gauge("opum_schedule_broken_off", "Whether the last run of a job broke off.", broken)


def _proofs() -> Iterator[Gauge]:
    """What the last nightly checks said: 1 all is well, 0 it is not; nothing before the first check."""
    compared = last_comparison()
    if compared is not None:
        yield Gauge("opum_ledger_agrees", "Whether balances agreed last night.", ((None, float(compared.agrees)),))
        yield Gauge("opum_ledger_checked_seconds", "When they were compared.", ((None, _seconds(compared.at)),))
    verified = last_finished_run(AUDIT_JOB)
    if verified is not None and verified.finished_at is not None and verified.told is not None:
        intact = verified.told["params"].get("count") == 0
        yield Gauge("opum_audit_intact", "Whether the audit chain was whole last night.", ((None, float(intact)),))
        yield Gauge("opum_audit_checked_seconds", "When it was read.", ((None, _seconds(verified.finished_at)),))
    length = db.session.scalar(select(AuditHead.seq)) or 0
    yield Gauge("opum_audit_entries", "Entries of the audit chain.", ((None, float(length)),))


def _seconds(moment: datetime) -> float:
    return float(int(moment.timestamp()))


def _database_size() -> int:
    path = database_path(db.engine.url.render_as_string(hide_password=False))
    if path is None:
        return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
    wal = path.with_name(f"{path.name}-wal")
    return sum(part.stat().st_size for part in (path, wal) if part.exists())
