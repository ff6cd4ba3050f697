"""슬로건 한 건: the slogan with its names, practice items, history and self-evaluations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, literal, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.values import Value
from app.innovation.enums.slogan_reviews import ReviewStepKind
from app.innovation.enums.slogan_steps import SloganStepKind
from app.innovation.models import Slogan, SloganItem, SloganReview, SloganReviewStep, SloganStep
from app.innovation.queries.slogans.gallery import visible_to
from app.organization.models import Department

WROTE = (SloganStepKind.WRITING, SloganStepKind.CHANGE, SloganStepKind.SUBMISSION)
"""What makes somebody an author of the slogan."""

_KINDS: Mapping[str, type[SloganStepKind | ReviewStepKind]] = {"slogan": SloganStepKind, "review": ReviewStepKind}

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


def slogan_history(slogan: Slogan, *, with_drafts: bool) -> Sequence[SloganEvent]:
    """Return the steps of the slogan and of its self-evaluations, the last first, in one statement.

    Only insiders (`with_drafts`) read of self-evaluations that were written or came back.
    """
    own = select(
        SloganStep.taken_at,
        Person.name,
        cast(SloganStep.kind, String),
        SloganStep.note,
        literal("slogan"),
        SloganStep.id,
    )
    own = own.join(Person, Person.id == SloganStep.taken_by_id).where(SloganStep.slogan_id == slogan.id)
    kinds = tuple(ReviewStepKind) if with_drafts else (ReviewStepKind.SUBMISSION, ReviewStepKind.APPROVAL)
    step = SloganReviewStep
    reviews = (
        select(step.taken_at, Person.name, cast(step.kind, String), step.note, literal("review"), step.id)
        .join(Person, Person.id == step.taken_by_id)
        .join(SloganReview, SloganReview.id == step.review_id)
        .where(SloganReview.slogan_id == slogan.id, step.kind.in_(kinds))
    )
    rows = sorted(db.session.execute(union_all(own, reviews)), key=lambda row: (row[0], row[5]), reverse=True)
    return [
        SloganEvent(when=when, who=who, what=_KINDS[source](kind).label, note=note)
        for when, who, kind, note, source, _step_id in rows
    ]
