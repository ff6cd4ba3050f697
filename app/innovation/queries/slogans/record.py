"""슬로건 한 건: the slogan with its names, practice items, history and self-evaluations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.values import Value
from app.innovation.enums.slogan_steps import SloganStepKind
from app.innovation.models import Slogan, SloganItem, SloganReview, SloganStep
from app.innovation.queries.slogans.gallery import visible_to
from app.organization.models import Department

WROTE = (SloganStepKind.WRITING, SloganStepKind.CHANGE, SloganStepKind.SUBMISSION)
"""What makes somebody an author of the slogan."""

Author = aliased(Person, name="author")
Approver = aliased(Person, name="approver")


@dataclass(frozen=True, kw_only=True)
class SloganRecord:
    """The slogan and the names around it."""

    slogan: Slogan
    department: str
    author: str
    approver: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class SloganEvent:
    """One step in the life of the slogan."""

    when: datetime
    who: str
    what: Message
    note: str


def slogan_or_404(slogan_id: int, actor: Actor) -> Slogan:
    """Return the slogan. `Missing` if there is none or the actor may not read it."""
    found = db.session.scalar(select(Slogan).where(Slogan.id == slogan_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such slogan."))
    return found


def slogan_record(slogan_id: int, actor: Actor) -> SloganRecord:
    """Return the slogan with its names in one statement. `Missing` as above."""
    statement = (
        select(Slogan, Department.name, Author.name, Approver.name)
        .join(Department, Department.id == Slogan.department_id)
        .join(Author, Author.id == Slogan.author_id)
        .outerjoin(Approver, Approver.id == Slogan.approved_by_id)
        .where(Slogan.id == slogan_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such slogan."))
    slogan, department, author, approver = row
    values = tuple(Value(value) for value in slogan.values)
    return SloganRecord(slogan=slogan, department=department, author=author, approver=approver, values=values)


def writer_ids(slogan_id: int) -> frozenset[int]:
    """Return everybody who has ever written, changed or submitted the slogan: none of them may approve it."""
    wrote = SloganStep.kind.in_(WROTE)
    return frozenset(db.session.scalars(select(SloganStep.taken_by_id).where(SloganStep.slogan_id == slogan_id, wrote)))


def items_of(slogan: Slogan) -> Sequence[SloganItem]:
    """Return the practice items in their order."""
    statement = select(SloganItem).where(SloganItem.slogan_id == slogan.id).order_by(SloganItem.position)
    return db.session.scalars(statement).all()


def reviews_of(slogan: Slogan) -> Sequence[SloganReview]:
    """Return the half-year self-evaluations, the first half first."""
    statement = select(SloganReview).where(SloganReview.slogan_id == slogan.id).order_by(SloganReview.half)
    return db.session.scalars(statement).all()


def slogan_history(slogan: Slogan) -> Sequence[SloganEvent]:
    """Return the steps of the slogan, the last first, in one statement."""
    statement = (
        select(SloganStep, Person.name)
        .join(Person, Person.id == SloganStep.taken_by_id)
        .where(SloganStep.slogan_id == slogan.id)
        .order_by(SloganStep.id.desc())
    )
    return [
        SloganEvent(when=step.taken_at, who=name, what=step.kind.label, note=step.note)
        for step, name in db.session.execute(statement)
    ]
