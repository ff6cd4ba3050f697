"""원장 내보내기: asked for with a reason, written by a process of its own, downloaded once it is whole, then deleted.

The process calls `begin_run`, `tell_progress` and `finish_run` (or `break_off`); each names the attempt it belongs
to, so that a run that was given up can neither move the bar nor leave a file.
"""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import update

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db, writing
from app.core.errors import Conflict
from app.core.events import FreeText, publish
from app.core.instance import exports_dir
from app.core.messages import _
from app.mileage.enums import LedgerExportState, Permission
from app.mileage.ledger_export_events import (
    LedgerExportBrokenOff,
    LedgerExportDownloaded,
    LedgerExportMade,
    LedgerExportRemoved,
    LedgerExportRequested,
    LedgerExportRestarted,
)
from app.mileage.models import LedgerExport
from app.mileage.policy import POLICY
from app.mileage.queries.exports import Scope
from app.mileage.queries.ledger_exports import count_people, over_exports, unfinished_of
from app.mileage.rules import ledger_exports as rules

UNDER_WAY = _("An export of yours is being written. Wait for it, or open it to see how far it is.")
GIVEN_UP = _("This run was given up; another has taken its place.")


def request_ledger_export(
    *, actor: Actor, first: date, last: date, reason: str, address: str, unmasked: bool = False
) -> LedgerExport:
    """Ask for the ledger of some days. The caller starts the process once this is saved."""
    access.require(POLICY, Permission.LEDGER_EXPORT, actor)
    reason = reason.strip()
    rules.check_request(first, last, reason)
    _end_silent(actor)
    record_access(
        actor=actor,
        address=address,
        action=AccessAction.LEDGER_EXPORTED,
        concerned_count=count_people(Scope(first, last)),
        reason=reason,
    )
    now = clock.now()
    export = LedgerExport(
        person_id=actor.id,
        first_day=first,
        last_day=last,
        unmasked=unmasked,
        reason=reason,
        state=LedgerExportState.WAITING,
        requested_at=now,
        beat_at=now,
    )
    db.session.add(export)
    db.session.flush()
    publish(
        LedgerExportRequested(
            actor_id=actor.id,
            ledger_export_id=export.id,
            first_day=first.isoformat(),
            last_day=last.isoformat(),
            unmasked=unmasked,
            reason=FreeText(reason),
        )
    )
    return export


def restart_ledger_export(*, actor: Actor, export: LedgerExport) -> None:
    """Begin a run that was broken off anew: the same days for the same reason."""
    access.require(POLICY, Permission.LEDGER_EXPORT, actor)
    rules.check_restart(export.state, export.beat_at, clock.now())
    other = unfinished_of(actor.id)
    if other is not None and other.id != export.id:
        raise Conflict(UNDER_WAY)
    if export.state in rules.UNDER_WAY:
        _break_off(export)
    change_state(
        export,
        state=LedgerExportState.WAITING,
        attempt=export.attempt + 1,
        done_rows=0,
        total_rows=None,
        beat_at=clock.now(),
        ended_at=None,
    )
    publish(LedgerExportRestarted(actor_id=actor.id, ledger_export_id=export.id, attempt=export.attempt))


def record_ledger_download(*, actor: Actor, export: LedgerExport, address: str) -> Path:
    """Remember that the file is taken out, and return where it lies. Raises `Conflict` or `Missing` without one."""
    access.require(POLICY, Permission.LEDGER_EXPORT, actor)
    rules.check_download(export.state, export.ended_at, clock.now())
    record_access(
        actor=actor,
        address=address,
        action=AccessAction.LEDGER_DOWNLOADED,
        concerned_count=count_people(Scope(export.first_day, export.last_day)),
        reason=export.reason,
    )
    publish(LedgerExportDownloaded(actor_id=actor.id, ledger_export_id=export.id))
    return file_of(export.id, export.attempt)


def file_of(export_id: int, attempt: int) -> Path:
    """Return where the file of a run is put when it is whole."""
    return exports_dir() / f"{export_id}-{attempt}.xlsx"


def begin_run(*, export_id: int, attempt: int, total: int) -> None:
    """Say that the run has begun and how many rows there are. Raises `Conflict` if it is not the run awaited."""
    _progress(export_id, attempt, {"state": LedgerExportState.RUNNING, "total_rows": total})


def tell_progress(*, export_id: int, attempt: int, done: int) -> None:
    """Say how far the run is. Raises `Conflict` if it was given up meanwhile."""
    _progress(export_id, attempt, {"done_rows": done})


def finish_run(*, export_id: int, attempt: int, rows: int, sha256: str, size: int) -> None:
    """Say that the file is whole. Raises `Conflict` if the run was given up meanwhile."""
    now = clock.now()
    values = {"done_rows": rows, "total_rows": rows, "sha256": sha256, "size": size, "ended_at": now}
    person_id = _write(export_id, attempt, {**values, "state": LedgerExportState.DONE, "beat_at": now})
    publish(LedgerExportMade(actor_id=person_id, ledger_export_id=export_id, rows=rows, sha256=sha256))


def break_off(*, export_id: int, attempt: int) -> None:
    """Say that the run failed. Raises `Conflict` if it was given up meanwhile."""
    person_id = _write(export_id, attempt, {"state": LedgerExportState.BROKEN_OFF, "ended_at": clock.now()})
    publish(LedgerExportBrokenOff(actor_id=person_id, ledger_export_id=export_id, attempt=attempt))


def remove_old_exports() -> int:
    """Delete the files whose time is over, and what broken-off runs have left. Returns how many files went."""
    going = []
    for export in over_exports():
        change_state(export, state=LedgerExportState.REMOVED)
        publish(LedgerExportRemoved(actor_id=None, ledger_export_id=export.id))
        going.append(file_of(export.id, export.attempt))
    limit = (clock.now() - 2 * rules.KEPT_FOR).timestamp()
    left = [path for path in exports_dir().iterdir() if path.is_file() and path.stat().st_mtime <= limit]
    going = [path for path in {*going, *left} if path.is_file()]
    for path in going:
        path.unlink()
    return len(going)


def _end_silent(actor: Actor) -> None:
    """End the actor's run that died in silence; refuse while one is alive."""
    earlier = unfinished_of(actor.id)
    if earlier is None:
        return
    if not rules.is_silent(earlier.state, earlier.beat_at, clock.now()):
        raise Conflict(UNDER_WAY)
    _break_off(earlier)


def _break_off(export: LedgerExport) -> None:
    change_state(export, state=LedgerExportState.BROKEN_OFF, ended_at=clock.now())
    publish(LedgerExportBrokenOff(actor_id=None, ledger_export_id=export.id, attempt=export.attempt))


def _progress(export_id: int, attempt: int, values: dict[str, Any]) -> None:
    """Write how far it is in a transaction of its own: the session is reading the ledger, and the bar cannot wait."""
    statement = _of_run(export_id, attempt).values(**values, beat_at=clock.now())
    with writing(), db.engine.begin() as connection:
        if connection.execute(statement).rowcount != 1:
            raise Conflict(GIVEN_UP)


def _write(export_id: int, attempt: int, values: dict[str, Any]) -> int:
    statement = _of_run(export_id, attempt).values(**values).returning(LedgerExport.person_id)
    person_id = db.session.scalar(statement.execution_options(synchronize_session=False))
    if person_id is None:
        raise Conflict(GIVEN_UP)
    return int(person_id)


def _of_run(export_id: int, attempt: int) -> Any:  # noqa: ANN401  an update that takes values
    return update(LedgerExport).where(
        LedgerExport.id == export_id, LedgerExport.attempt == attempt, LedgerExport.state.in_(rules.UNDER_WAY)
    )
