"""감점 점검: what was decided, what was taken and the rows of the ledger say the same."""

from collections.abc import Iterator

from sqlalchemy import String, cast, literal, or_, select

from app.core.database import db
from app.core.messages import Message, _
from app.mileage.enums import DeductionState, TransferKind
from app.mileage.models import Deduction, Transfer


def deduction_problems() -> Iterator[Message]:
    """Yield the rows that no posted deduction stands behind, and posted deductions whose row says something else."""
    own = Transfer.source == literal("deduction:") + cast(Deduction.id, String)
    rows = (
        select(Transfer.id)
        .outerjoin(Deduction, own)
        .where(Transfer.kind == TransferKind.DEDUCTION)
        .where(or_(Deduction.id.is_(None), Deduction.transfer_id.is_(None), Deduction.transfer_id != Transfer.id))
        .order_by(Transfer.id)
    )
    for transfer_id in db.session.scalars(rows):
        yield _("Transfer %(id)s deducts points without a posted deduction.", id=transfer_id)
    posted = (
        select(Deduction.id)
        .outerjoin(Transfer, Transfer.id == Deduction.transfer_id)
        .where(Deduction.state == DeductionState.POSTED, Deduction.taken > 0)
        .where(or_(Transfer.id.is_(None), Transfer.points != Deduction.taken))
        .order_by(Deduction.id)
    )
    for deduction_id in db.session.scalars(posted):
        yield _("Deduction %(id)s says more or less than its row of the ledger.", id=deduction_id)
