"""한도 초과 한 건: a fact that earned nothing, with everything that explains it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core.access import Actor, allows
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.mileage.concealment import hidden_sources
from app.mileage.enums import AccountKind, Permission
from app.mileage.models import CapCut, MileageAccount
from app.mileage.policy import POLICY
from app.organization.models import Department


@dataclass(frozen=True)
class CutView:
    """What a cap left nothing of, and whose it was."""

    cut: CapCut
    account_id: int
    kind: AccountKind
    person_id: int | None
    department_id: int | None
    owner: str | None
    actor: str | None


def cut_or_404(cut_id: int, actor: Actor) -> CutView:
    """Load what a cap left nothing of, for readers of the account: one statement, or two. Raises `Missing`.

    What concerns an idea with hidden names has a page only for its owner.
    """
    recorder = select(Person.name).where(Person.id == CapCut.actor_id).correlate(CapCut).scalar_subquery()
    found = db.session.execute(
        select(
            CapCut,
            MileageAccount.id,
            MileageAccount.kind,
            MileageAccount.person_id,
            MileageAccount.department_id,
            func.coalesce(Person.name, Department.name),
            recorder,
        )
        .join(MileageAccount, MileageAccount.id == CapCut.account_id)
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
        .where(CapCut.id == cut_id)
    ).first()
    view = CutView(*found) if found else None
    if view is None or not allows(POLICY, Permission.ACCOUNT_READ, actor, view):
        raise Missing(_("There is no such row."))
    if view.person_id != actor.id and hidden_sources([view.cut.source]):
        raise Missing(_("There is no such row."))
    return view
