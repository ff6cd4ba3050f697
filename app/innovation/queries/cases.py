"""사례 한 건: the case with its names, its figures, its history, and who had which part in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, exists, false, func, literal, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import heads_on
from app.core import clock
from app.core.access import Actor, Role, satisfies
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import Message, _
from app.core.values import Value
from app.files.models import EvidenceFile
from app.files.queries import uploaders_of
from app.innovation.enums import ObstacleKind
from app.innovation.enums.cases import CaseState, CaseStepKind
from app.innovation.models import Case, CaseAuthor, CaseFigure, CaseStep, Task
from app.innovation.policy.cases import CaseWork
from app.innovation.policy.predicates import READERS
from app.organization.models import Department

EVIDENCE = "case"
"""Files of a case are kept under this subject."""

WROTE = (CaseStepKind.WRITING, CaseStepKind.CHANGE, CaseStepKind.SUBMISSION)
"""What makes somebody a writer of the case."""

AnyPerson = int | ColumnElement[int] | InstrumentedAttribute[int]

Author = aliased(Person, name="author")
Approver = aliased(Person, name="approver")
Publisher = aliased(Person, name="publisher")


@dataclass(frozen=True, kw_only=True)
class CaseRecord:
    """The case and the names around it."""

    case: Case
    department: str
    author: str
    approver: str | None
    publisher: str | None
    task_number: str | None
    task_title: str | None

    @property
    def values(self) -> tuple[Value, ...]:
        """The values it stands for."""
        return tuple(Value(value) for value in self.case.values)

    @property
    def obstacle_kinds(self) -> tuple[ObstacleKind, ...]:
        """The kinds of obstacle it tells of."""
        return tuple(ObstacleKind(kind) for kind in self.case.obstacle_kinds)


@dataclass(frozen=True, kw_only=True)
class CasePeople:
    """Who had which part. `authors` are (employee number, name), the first one first."""

    work: CaseWork
    authors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class CaseEvent:
    """One step in the life of the case."""

    when: datetime
    who: str
    what: Message
    note: str


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Cases the actor may read: published ones and those of the own department; control tower and auditor all."""
    units = {actor.department_id, *actor.headed_department_ids, *actor.coordinated_department_ids}
    own = sorted(unit for unit in units if unit is not None)
    return visible_by(actor.id, own, every=reads_every_case(actor), some=satisfies(READERS, actor))


def reads_every_case(actor: Actor) -> bool:
    """Whether the actor reads all cases, also those that are being written."""
    return actor.has(Role.CONTROL_TOWER) or actor.has(Role.AUDITOR)


def visible_by(
    person_id: int | ColumnElement[int], departments: Sequence[int] | BindParameter[Any], *, every: bool, some: bool
) -> ColumnElement[bool]:
    """Cases a person of these departments may read: every one, those below, or none."""
    if every or not some:
        return true() if every else false()
    return or_(
        Case.state == CaseState.PUBLISHED,
        Case.department_id.in_(departments),
        exists().where(CaseAuthor.case_id == Case.id, CaseAuthor.person_id == person_id),
    )


def case_or_404(case_id: int, actor: Actor) -> Case:
    """Return the case. `Missing` if there is none or the actor may not read it."""
    found = db.session.scalar(select(Case).where(Case.id == case_id, visible_to(actor)))
    if found is None:
        raise Missing(_("There is no such case."))
    return found


def may_see_case(actor: Actor, case_id: int) -> bool:
    """Whether the actor may read this case; the guard of its evidence."""
    return db.session.scalar(select(Case.id).where(Case.id == case_id, visible_to(actor))) is not None


def case_record(case_id: int, actor: Actor) -> CaseRecord:
    """Return the case with its names in one statement. `Missing` as above."""
    statement = (
        select(Case, Department.name, Author.name, Approver.name, Publisher.name, Task.number, Task.title)
        .join(Department, Department.id == Case.department_id)
        .join(Author, Author.id == Case.author_id)
        .outerjoin(Approver, Approver.id == Case.approver_id)
        .outerjoin(Publisher, Publisher.id == Case.publisher_id)
        .outerjoin(Task, Task.id == Case.task_id)
        .where(Case.id == case_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such case."))
    case, department, author, approver, publisher, number, title = row
    return CaseRecord(
        case=case,
        department=department,
        author=author,
        approver=approver,
        publisher=publisher,
        task_number=number,
        task_title=title,
    )


def figures_of(case_id: int) -> Sequence[CaseFigure]:
    """Return the result figures in their order."""
    return db.session.scalars(
        select(CaseFigure).where(CaseFigure.case_id == case_id).order_by(CaseFigure.position)
    ).all()


def case_people(case: Case) -> CasePeople:
    """Return the authors of a case and who has written it, in one statement."""
    parts = _parts(case.id).subquery()
    place = func.min(parts.c.place)
    statement = (
        select(Person.id, Person.employee_no, Person.name, place, heads_had_a_part())
        .join(parts, parts.c.person_id == Person.id)
        .join(Case, Case.id == case.id)
        .group_by(Person.id, Person.employee_no, Person.name, Case.id, Case.department_id)
        .order_by(place, Person.id)
    )
    rows = db.session.execute(statement).all()
    authors = [(person_id, number, name) for person_id, number, name, at, _bound in rows if at < _NO_AUTHOR]
    work = CaseWork(
        department_id=case.department_id,
        author_ids=tuple(person_id for person_id, _number, _name in authors),
        writer_ids=frozenset(row[0] for row in rows),
        heads_are_writers=bool(rows and rows[0][4]),
    )
    return CasePeople(work=work, authors=tuple((number, name) for _id, number, name in authors))


_NO_AUTHOR = 1000
"""Place of those who have only written it or handed in its files."""


def had_a_part(person_id: AnyPerson, case: Any = Case) -> ColumnElement[bool]:  # noqa: ANN401  or an alias of it
    """Whether a person is an author of the `case` of the statement, has written it or handed in its files."""
    is_author = exists().where(CaseAuthor.case_id == case.id, CaseAuthor.person_id == person_id)
    wrote = exists().where(CaseStep.case_id == case.id, CaseStep.taken_by_id == person_id, CaseStep.kind.in_(WROTE))
    handed_in = uploaders_of(EVIDENCE, case.id).where(EvidenceFile.uploaded_by_id == person_id).exists()
    return or_(
        is_author.correlate_except(CaseAuthor),
        wrote.correlate_except(CaseStep),
        handed_in.correlate_except(EvidenceFile),
    )


def heads_had_a_part() -> ColumnElement[bool]:
    """Whether everybody who heads the department of the `Case` of the statement today has had a part in it."""
    heads, belongs = heads_on(clock.today(), Case.department_id), had_a_part(RoleAssignment.person_id)
    return and_(heads.where(belongs).exists(), ~heads.where(~belongs).exists())


def _parts(case_id: int) -> AnySelect:
    """Select (person_id, place) of everybody with a part in the case; authors have places below `_NO_AUTHOR`."""
    authors = select(CaseAuthor.person_id.label("person_id"), CaseAuthor.position.label("place")).where(
        CaseAuthor.case_id == case_id
    )
    writers = select(CaseStep.taken_by_id, literal(_NO_AUTHOR)).where(
        CaseStep.case_id == case_id, CaseStep.kind.in_(WROTE)
    )
    uploaders = uploaders_of(EVIDENCE, case_id).add_columns(literal(_NO_AUTHOR))
    both = union_all(authors, writers, uploaders).subquery()
    return select(both.c.person_id, both.c.place)


def case_history(case_id: int) -> Sequence[CaseEvent]:
    """Return the steps of the case, the last first, in one statement."""
    statement = (
        select(CaseStep, Person.name)
        .join(Person, Person.id == CaseStep.taken_by_id)
        .where(CaseStep.case_id == case_id)
        .order_by(CaseStep.id.desc())
    )
    return [
        CaseEvent(when=step.taken_at, who=name, what=step.kind.label, note=step.note)
        for step, name in db.session.execute(statement)
    ]
