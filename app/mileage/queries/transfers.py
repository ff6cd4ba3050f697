"""이체 한 건: with everything that explains it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, allows
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.mileage.concealment import hidden_sources
from app.mileage.enums import AccountKind, Permission
from app.mileage.models import MileageAccount, Transfer
from app.mileage.policy import POLICY
from app.organization.models import Department


@dataclass(frozen=True)
class Side:
    """One of the two accounts of a transfer. `owner` is None for a pool."""

    id: int
    kind: AccountKind
    person_id: int | None
    department_id: int | None
    owner: str | None


@dataclass(frozen=True)
class TransferView:
    """A transfer, its accounts, who recorded it, the department it counts for and the row that took it back."""

    transfer: Transfer
    debit: Side
    credit: Side
    actor: str | None
    department: str | None
    reversed_by_id: int | None

    @property
    def earner(self) -> Side:
        """The account of a person or department."""
        earners = {AccountKind.PERSON, AccountKind.DEPARTMENT}
        return self.debit if self.credit.kind not in earners else self.credit


def transfer_or_404(transfer_id: int, actor: Actor) -> TransferView:
    """Load a transfer of which the actor may read one of the two accounts: two statements, or three. Raises `Missing`.

    What was paid for an idea with hidden names has a page only for the person it was paid to.
    """
    reversal = aliased(Transfer)
    found = db.session.execute(
        select(Transfer, Person.name, Department.name, reversal.id)
        .outerjoin(Person, Person.id == Transfer.actor_id)
        .outerjoin(Department, Department.id == Transfer.department_id)
        .outerjoin(reversal, reversal.reverses_id == Transfer.id)
        .where(Transfer.id == transfer_id)
    ).first()
    if found is None:
        raise Missing(_("There is no such transfer."))
    transfer, actor_name, department, reversed_by = found
    sides = _sides(transfer)
    if not any(allows(POLICY, Permission.ACCOUNT_READ, actor, side) for side in sides.values()):
        raise Missing(_("There is no such transfer."))
    debit, credit = sides[transfer.debit_account_id], sides[transfer.credit_account_id]
    view = TransferView(transfer, debit, credit, actor_name, department, reversed_by)
    if view.earner.person_id != actor.id and hidden_sources([transfer.source]):
        raise Missing(_("There is no such transfer."))
    return view


def _sides(transfer: Transfer) -> dict[int, Side]:
    columns: tuple[Any, ...] = (
        MileageAccount.id,
        MileageAccount.kind,
        MileageAccount.person_id,
        MileageAccount.department_id,
        func.coalesce(Person.name, Department.name),
    )
    rows = db.session.execute(
        select(*columns)
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
        .where(or_(MileageAccount.id == transfer.debit_account_id, MileageAccount.id == transfer.credit_account_id))
    )
    return {row[0]: Side(*row) for row in rows}
