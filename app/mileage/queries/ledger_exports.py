"""원장 내보내기: what would go out, and the export a background job makes."""

from sqlalchemy import exists, func, or_, select

from app.core.database import db
from app.mileage.models import LedgerExport, MileageAccount, Transfer
from app.mileage.queries.exports import Scope


def export_of_job(job_id: int) -> LedgerExport:
    """Return the export a job was asked to make."""
    return db.session.scalars(select(LedgerExport).where(LedgerExport.job_id == job_id)).one()


def is_exported_by(job_id: int) -> bool:
    """Whether the job is of an export that was asked for before."""
    return bool(db.session.scalar(select(exists().where(LedgerExport.job_id == job_id))))


def count_people(scope: Scope) -> int:
    """Return how many people's points are among the transfers of these days."""
    sides = or_(Transfer.credit_account_id == MileageAccount.id, Transfer.debit_account_id == MileageAccount.id)
    moved = exists().where(sides, scope.within(Transfer.occurred_on))
    statement = select(func.count()).select_from(MileageAccount).where(MileageAccount.person_id.is_not(None), moved)
    return db.session.scalar(statement) or 0
