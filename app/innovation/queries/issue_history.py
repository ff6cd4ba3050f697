"""이슈 이력: everything that happened to one issue on one line of time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Subquery, and_, case, cast, literal, null, or_, select, union_all

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.messages import Message, _
from app.core.turns import AnyColumn
from app.innovation.enums import OpinionAnswer, RefusalReason, TriageDecision
from app.innovation.enums.answers import FollowUpResult, ReviewAdvice
from app.innovation.enums.steps import PROPOSERS_STEPS, IssueStepKind
from app.innovation.models import (
    FollowUp,
    Issue,
    IssueOpinion,
    IssuePromise,
    IssueReview,
    IssueStep,
    IssueTransfer,
    Revival,
    Task,
    Triage,
)
from app.innovation.queries.proposers import names_shown_to, or_hidden
from app.innovation.rules.common import day_text
from app.organization.models import Department

NOTHING = cast(null(), String)


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One fact: who, when, what, and the words that were given."""

    when: datetime
    who: str | Message
    what: Message
    note: str


@dataclass(frozen=True, kw_only=True)
class _Line:
    """One kind of fact: its columns, and where the name of who did it is shown."""

    kind: str
    model: type[Triage | IssueStep | IssueOpinion | IssueTransfer | IssueReview | IssuePromise | FollowUp | Revival]
    at: AnyColumn
    who: AnyColumn
    note: AnyColumn
    code: AnyColumn = NOTHING
    detail: AnyColumn = NOTHING
    named: ColumnElement[bool] | None = None


def history_of(issue: Issue, actor: Actor) -> Sequence[HistoryEntry]:
    """Return what happened, the last first, in one statement. Who proposed a blind issue stays hidden."""
    every = every_fact(names_shown_to(actor.id), lambda issue_id: issue_id == issue.id)
    rows = db.session.execute(select(every).order_by(*last_first(every)))
    return [
        HistoryEntry(when=at, who=or_hidden(who), what=SAID[kind](code or "", detail or ""), note=note)
        for kind, at, who, code, detail, note, _id, _issue_id in rows
    ]


def every_fact(shown: ColumnElement[bool], of: Callable[[AnyColumn], ColumnElement[bool]]) -> Subquery:
    """Put together what happened to the issues whose ids meet the condition `of`; `SAID` has the words.

    `shown`: the reader may know who proposed the issue.
    """
    return union_all(*(_select(line, of) for line in _lines(shown))).subquery()


def last_first(every: Subquery) -> Sequence[ColumnElement[Any]]:
    """Return the order of facts from the last to the first."""
    return every.c.at.desc(), every.c.kind, every.c.id.desc()


def _select(line: _Line, of: Callable[[AnyColumn], ColumnElement[bool]]) -> AnySelect:
    name = Person.name if line.named is None else case((line.named, Person.name))
    return (
        select(
            literal(line.kind).label("kind"),
            line.at.label("at"),
            name.label("who"),
            cast(line.code, String).label("code"),
            cast(line.detail, String).label("detail"),
            line.note.label("note"),
            line.model.id.label("id"),
            line.model.issue_id.label("issue_id"),
        )
        .join(Person, Person.id == line.who)
        .join(Issue, Issue.id == line.model.issue_id)
        .where(of(line.model.issue_id), line.at.is_not(None))
    )


def _lines(shown: ColumnElement[bool]) -> Iterator[_Line]:
    """Every kind of fact. `shown`: the reader may know who proposed the issue."""
    not_the_proposer = or_(IssueStep.kind.not_in(PROPOSERS_STEPS), shown)
    yield _Line(
        kind="decision",
        model=Triage,
        at=Triage.decided_at,
        who=Triage.decided_by_id,
        note=Triage.reason,
        code=Triage.decision,
        detail=Triage.refusal,
    )
    yield _Line(
        kind="step",
        model=IssueStep,
        at=IssueStep.taken_at,
        who=IssueStep.taken_by_id,
        note=IssueStep.note,
        code=IssueStep.kind,
        named=not_the_proposer,
    )
    yield from _of_departments()
    yield from _aftermath(shown)


def _of_departments() -> Iterator[_Line]:
    """The words of questions and opinions stand in a section of their own."""
    asked, moved, advised = (
        _name_of(column)
        for column in (IssueOpinion.department_id, IssueTransfer.to_department_id, IssueReview.department_id)
    )
    yield _Line(
        kind="question",
        model=IssueOpinion,
        at=IssueOpinion.asked_at,
        who=IssueOpinion.asked_by_id,
        note=literal(""),
        detail=asked,
    )
    yield _Line(
        kind="opinion",
        model=IssueOpinion,
        at=IssueOpinion.answered_at,
        who=IssueOpinion.answered_by_id,
        note=literal(""),
        code=IssueOpinion.answer,
        detail=asked,
    )
    yield _Line(
        kind="transfer",
        model=IssueTransfer,
        at=IssueTransfer.transferred_at,
        who=IssueTransfer.transferred_by_id,
        note=IssueTransfer.reason,
        detail=moved,
    )
    yield _Line(
        kind="advice",
        model=IssueReview,
        at=IssueReview.reviewed_at,
        who=IssueReview.reviewed_by_id,
        note=IssueReview.words,
        code=IssueReview.advice,
        detail=advised,
    )
    yield _Line(
        kind="promise",
        model=IssuePromise,
        at=IssuePromise.promised_at,
        who=IssuePromise.promised_by_id,
        note=IssuePromise.reason,
        code=case((IssuePromise.in_time, "in_time"), else_="late"),
        detail=IssuePromise.promised_on,
    )


def _aftermath(shown: ColumnElement[bool]) -> Iterator[_Line]:
    found = select(Task.number).where(Task.id == Revival.task_id).scalar_subquery()
    told = Revival.recorded_by_id != Issue.proposer_id
    yield _Line(
        kind="follow_up",
        model=FollowUp,
        at=FollowUp.recorded_at,
        who=FollowUp.recorded_by_id,
        note=FollowUp.words,
        code=FollowUp.result,
        detail=FollowUp.year_number,
    )
    yield _Line(
        kind="revival",
        model=Revival,
        at=Revival.recorded_at,
        who=Revival.recorded_by_id,
        note=Revival.likeness,
        detail=found,
        named=or_(told, shown),
    )
    yield _Line(
        kind="claim",
        model=Revival,
        at=case((and_(told, Revival.claimed_at.is_not(None)), Revival.claimed_at)),
        who=Revival.claimed_by_id,
        note=Revival.claim_words,
        detail=found,
        named=shown,
    )
    yield _Line(
        kind="credit",
        model=Revival,
        at=Revival.decided_at,
        who=Revival.decided_by_id,
        note=Revival.decision_words,
        code=Revival.state,
        detail=found,
    )


def _name_of(column: AnyColumn) -> ColumnElement[str]:
    return select(Department.name).where(Department.id == column).scalar_subquery()


def _decided(decision: str, refusal: str) -> Message:
    label = TriageDecision(decision).label
    if not refusal:
        return label
    return _("%(decision)s: %(reason)s", decision=label, reason=RefusalReason(refusal).label)


def _transferred(_code: str, department: str) -> Message:
    if department:
        return _("Passed on to %(department)s for review", department=department)
    return _("Given back to the control tower")


def _promised(code: str, iso: str) -> Message:
    day = day_text(date.fromisoformat(iso))
    if code == "late":
        return _("Decision promised for %(day)s; told after the due day", day=day)
    return _("Decision promised for %(day)s", day=day)


def _credited(state: str, task: str) -> Message:
    if state == "credited":
        return _("Credited: the idea is carried out in %(task)s", task=task)
    return _("Not credited: %(task)s is another idea", task=task)


SAID: Mapping[str, Callable[[str, str], Message]] = {
    "decision": _decided,
    "step": lambda kind, _detail: IssueStepKind(kind).label,
    "question": lambda _code, department: _("Opinion of %(department)s asked", department=department),
    "opinion": lambda answer, department: _(
        "Opinion of %(department)s: %(answer)s", department=department, answer=OpinionAnswer(answer).label
    ),
    "transfer": _transferred,
    "advice": lambda advice, department: _(
        "%(department)s: %(advice)s", department=department, advice=ReviewAdvice(advice).label
    ),
    "promise": _promised,
    "follow_up": lambda result, year: _(
        "Follow-up of year %(year)s: %(result)s", year=year, result=FollowUpResult(result).label
    ),
    "revival": lambda _code, task: _("Found again in the task %(task)s", task=task),
    "claim": lambda _code, task: _("Credit claimed for the task %(task)s", task=task),
    "credit": _credited,
}
"""How each kind of fact is said, from its code and its detail."""
