"""사례 작성과 제출."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, exists, or_, select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.core.values import Value
from app.files.queries import evidence_of
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.enums.cases import CaseKind, CaseState, CaseStepKind
from app.innovation.enums.permissions import Permission
from app.innovation.enums.search import SearchNoun
from app.innovation.events import CaseChanged, CaseSubmitted, CaseWritten
from app.innovation.models import Case, CaseAuthor, CaseFigure, Opinion, Task, TeamMember
from app.innovation.policy import POLICY
from app.innovation.policy.cases import CaseOf
from app.innovation.queries.cases import EVIDENCE, case_people
from app.innovation.rules import cases as rules
from app.innovation.services.cases.history import keep
from app.innovation.services.numbers import next_number
from app.innovation.services.search import index_for_search
from app.organization.rules import fiscal_year


@dataclass(frozen=True, kw_only=True)
class FigureDraft:
    """결과 수치: before is None where nobody measured it."""

    name: str
    unit: str = ""
    before: Decimal | None = None
    after: Decimal


@dataclass(frozen=True, kw_only=True)
class CaseContent:
    """What was written. `texts` are by the field names of `rules.cases.TEXTS`; a draft may lack any."""

    title: str
    year: int
    texts: Mapping[str, str]
    field: TaskField | None = None
    values: tuple[Value, ...] = ()
    obstacle_kinds: tuple[ObstacleKind, ...] = ()
    figures: Sequence[FigureDraft] = ()
    co_author_ids: Collection[int] = ()
    task_id: int | None = None
    no_task_reason: str = ""


def write_case(*, actor: Actor, kind: CaseKind, department_id: int, content: CaseContent) -> Case:
    """Begin a case of a department as its first author."""
    access.require(POLICY, Permission.CASE_START, actor, CaseOf(department_id))
    _check(content, department_id, actor)
    today = clock.today()
    case = Case(
        number=rules.case_number(today.year, next_number("case", today.year)),
        kind=kind,
        department_id=department_id,
        author_id=actor.id,
        state=CaseState.DRAFT,
        written_at=clock.now(),
        **_columns(kind, content),
    )
    db.session.add(case)
    db.session.flush()
    _write_rows(case, content)
    keep(case, CaseStepKind.WRITING, actor=actor)
    index_for_search(SearchNoun.CASE, case)
    publish(
        CaseWritten(
            actor_id=actor.id,
            case_id=case.id,
            kind=kind.value,
            department_id=department_id,
            title=FreeText(case.title),
        )
    )
    return case


def change_case(*, actor: Actor, case: Case, content: CaseContent, seen_version: int) -> None:
    """Change a draft, or a case that came back. `Conflict` if it is no longer the version that was seen."""
    access.require(POLICY, Permission.CASE_WRITE, actor, case_people(case).work)
    rules.check_editing(case.state)
    if case.version != seen_version:
        raise Conflict(CHANGED)
    _check(content, case.department_id, actor)
    change_state(case, **_columns(case.kind, content))
    _write_rows(case, content)
    keep(case, CaseStepKind.CHANGE, actor=actor)
    index_for_search(SearchNoun.CASE, case)
    publish(CaseChanged(actor_id=actor.id, case_id=case.id, title=FreeText(case.title)))


def submit_case(*, actor: Actor, case: Case) -> None:
    """Put the case before the head of the department; it must be whole."""
    access.require(POLICY, Permission.CASE_WRITE, actor, case_people(case).work)
    facts = rules.CaseFacts(
        kind=case.kind,
        state=case.state,
        texts={name: getattr(case, name) for name, _label in rules.TEXTS[case.kind]},
        evidence_count=len(evidence_of(EVIDENCE, [case.id])[case.id]),
        has_task=case.task_id is not None,
        no_task_reason=case.no_task_reason,
    )
    rules.check_submission(facts)
    keep(case, CaseStepKind.SUBMISSION, actor=actor)
    change_state(case, state=CaseState.SUBMITTED, submitted_at=clock.now())
    publish(CaseSubmitted(actor_id=actor.id, case_id=case.id, department_id=case.department_id))


def _check(content: CaseContent, department_id: int, actor: Actor) -> None:
    rules.check_year(content.year, this_year=fiscal_year(clock.today()))
    if content.task_id is not None and not _has_part(content.task_id, department_id, actor):
        raise Refused(_("Choose a task in which your department or you have a part."))


def _has_part(task_id: int, department_id: int, actor: Actor) -> bool:
    """Whether the department leads the task or was asked about it, or the actor is on its team."""
    asked = exists().where(Opinion.task_id == Task.id, Opinion.department_id == department_id)
    member = exists().where(TeamMember.task_id == Task.id, TeamMember.person_id == actor.id)
    concerned = or_(Task.lead_department_id == department_id, asked, member)
    return db.session.scalar(select(Task.id).where(Task.id == task_id, concerned)) is not None


def _columns(kind: CaseKind, content: CaseContent) -> dict[str, Any]:
    texts = {name: content.texts.get(name, "").strip() for name, _label in rules.TEXTS[kind]}
    return {
        **texts,
        "title": content.title,
        "year": content.year,
        "field": content.field,
        "values": [value.value for value in content.values],
        "obstacle_kinds": [obstacle.value for obstacle in content.obstacle_kinds],
        "task_id": content.task_id,
        "no_task_reason": "" if content.task_id else content.no_task_reason.strip(),
    }


def _write_rows(case: Case, content: CaseContent) -> None:
    db.session.execute(delete(CaseFigure).where(CaseFigure.case_id == case.id))
    db.session.execute(delete(CaseAuthor).where(CaseAuthor.case_id == case.id))
    people = dict.fromkeys([case.author_id, *content.co_author_ids])
    db.session.add_all(
        CaseAuthor(case_id=case.id, person_id=person_id, position=position)
        for position, person_id in enumerate(people, start=1)
    )
    db.session.add_all(
        CaseFigure(
            case_id=case.id,
            position=position,
            name=figure.name,
            unit=figure.unit,
            before=figure.before,
            after=figure.after,
        )
        for position, figure in enumerate(content.figures, start=1)
    )
    db.session.flush()
