"""작성 중인 사례: what is not public yet, for those who write it and those who decide."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.core.pages import Page, keyset_page
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.models import Case
from app.innovation.queries.cases import visible_to
from app.organization.models import Department


@dataclass(frozen=True)
class CaseInHand:
    """One case that is not published."""

    id: int
    number: str
    title: str
    kind: CaseKind
    state: CaseState
    department: str
    author: str
    written_at: datetime


def list_cases_in_hand(actor: Actor, state: CaseState | None, cursor: str | None = None) -> Page[CaseInHand]:
    """Return one page of the cases the actor may read that are not published, the last written first."""
    statement = (
        select(
            Case.id,
            Case.number,
            Case.title,
            Case.kind,
            Case.state,
            Department.name,
            Person.name,
            Case.written_at,
        )
        .join(Department, Department.id == Case.department_id)
        .join(Person, Person.id == Case.author_id)
        .where(visible_to(actor), Case.state != CaseState.PUBLISHED)
    )
    if state is not None:
        statement = statement.where(Case.state == state)
    page = keyset_page(statement, keys=[Case.id], cursor=cursor)
    return Page([CaseInHand(*row) for row in page.rows], page.next_cursor)


def cases_of_task(task_id: int, actor: Actor) -> list[tuple[int, str, CaseKind]]:
    """Return (id, title, kind) of the published cases of a task."""
    statement = (
        select(Case.id, Case.title, Case.kind)
        .where(Case.task_id == task_id, Case.state == CaseState.PUBLISHED, visible_to(actor))
        .order_by(Case.id)
    )
    return [(case_id, title, kind) for case_id, title, kind in db.session.execute(statement)]
