"""원장 내보내기의 규칙: how long a run may be silent, and how long its file is kept."""

from datetime import date, datetime, timedelta

from app.core.errors import Conflict, Invalid, Missing, Refused
from app.core.messages import _
from app.mileage.enums import LedgerExportState

REASON_LENGTH = 10
SILENT_FOR = timedelta(minutes=2)
"""A run that gives no sign of life for so long is taken for dead: it tells how far it is every half second,
and only packing the last rows of a very large ledger keeps it quiet for longer."""
KEPT_FOR = timedelta(hours=24)
UNDER_WAY = frozenset({LedgerExportState.WAITING, LedgerExportState.RUNNING})


def check_request(first: date, last: date, reason: str) -> None:
    """Raise `Invalid` or `Refused` for days out of order or a reason that is too short."""
    if last < first:
        raise Invalid(
            _("The days are not in order."), fields={"last_day": [_("The last day lies before the first one.")]}
        )
    if len(reason) < REASON_LENGTH:
        raise Refused(_("Give a reason of at least %(count)s characters.", count=REASON_LENGTH))


def is_silent(state: LedgerExportState, beat_at: datetime, now: datetime) -> bool:
    """Whether a run that should be under way has given no sign of life for too long: it was broken off."""
    return state in UNDER_WAY and now - beat_at > SILENT_FOR


def check_restart(state: LedgerExportState, beat_at: datetime, now: datetime) -> None:
    """Raise `Conflict` unless the run was broken off."""
    if state is not LedgerExportState.BROKEN_OFF and not is_silent(state, beat_at, now):
        raise Conflict(_("Only an export that was broken off is started again."))


def check_download(state: LedgerExportState, ended_at: datetime | None, now: datetime) -> None:
    """Raise `Conflict` while there is no file yet, `Missing` when its time is over."""
    if state is LedgerExportState.REMOVED or (state is LedgerExportState.DONE and is_over(ended_at, now)):
        raise Missing(_("The file was deleted a day after it was made. Make the export again."))
    if state is not LedgerExportState.DONE:
        raise Conflict(_("There is no file yet."))


def is_over(ended_at: datetime | None, now: datetime) -> bool:
    """Whether the time of a file is over."""
    return ended_at is not None and now - ended_at >= KEPT_FOR
