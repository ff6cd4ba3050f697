"""원장 내보내기: the exports somebody asked for, and what would go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, or_, select

from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.mileage.enums import LedgerExportState
from app.mileage.models import LedgerExport, MileageAccount, Transfer
from app.mileage.queries.exports import Scope
from app.mileage.rules import ledger_exports as rules

SHOWN = 20


@dataclass(frozen=True)
class Standing:
    """How an export stands now. `state` also tells a run that died in silence and a file whose time is over."""

    state: LedgerExportState
    is_under_way: bool
    is_broken: bool
    kept_until: datetime | None


def standing_of(export: LedgerExport) -> Standing:
    """Return how an export stands at this moment."""
    now, state = clock.now(), export.state
    if rules.is_silent(state, export.beat_at, now):
        state = LedgerExportState.BROKEN_OFF
    if state is LedgerExportState.DONE and rules.is_over(export.ended_at, now):
        state = LedgerExportState.REMOVED
    kept = export.ended_at + rules.KEPT_FOR if state is LedgerExportState.DONE and export.ended_at else None
    return Standing(state, state in rules.UNDER_WAY, state is LedgerExportState.BROKEN_OFF, kept)


def own_export_or_404(export_id: int, actor: Actor) -> LedgerExport:
    """Load an export the actor asked for. Raises `Missing` for everybody else's."""
    found = db.session.get(LedgerExport, export_id)
    if found is None or found.person_id != actor.id:
        raise Missing(_("There is no such export."))
    return found


def own_exports(actor: Actor) -> Sequence[LedgerExport]:
    """Return the actor's latest exports, the newest first."""
    statement = select(LedgerExport).where(LedgerExport.person_id == actor.id).order_by(LedgerExport.id.desc())
    return db.session.scalars(statement.limit(SHOWN)).all()


def unfinished_of(person_id: int) -> LedgerExport | None:
    """Return the export of a person that has not ended, if there is one: the database knows one at most."""
    statement = select(LedgerExport).where(LedgerExport.person_id == person_id, LedgerExport.ended_at.is_(None))
    return db.session.scalars(statement).first()


def count_people(scope: Scope) -> int:
    """Return how many people's points are among the transfers of these days."""
    sides = or_(Transfer.credit_account_id == MileageAccount.id, Transfer.debit_account_id == MileageAccount.id)
    moved = exists().where(sides, scope.within(Transfer.occurred_on))
    statement = select(func.count()).select_from(MileageAccount).where(MileageAccount.person_id.is_not(None), moved)
    return db.session.scalar(statement) or 0


def over_exports() -> Sequence[LedgerExport]:
    """Return the exports whose file has had its time."""
    limit = clock.now() - rules.KEPT_FOR
    statement = select(LedgerExport).where(LedgerExport.state == LedgerExportState.DONE, LedgerExport.ended_at <= limit)
    return db.session.scalars(statement.order_by(LedgerExport.id)).all()
