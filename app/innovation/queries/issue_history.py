"""이슈 이력: decisions and steps of one issue on one line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, literal, null, select, union_all

from app.accounts.models import Person
from app.core.database import AnySelect, db
from app.core.messages import Message, _
from app.innovation.enums import RefusalReason, TriageDecision
from app.innovation.enums.steps import IssueStepKind
from app.innovation.models import Issue, IssueStep, Triage


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One decision or step: who, when, what, and the words that were given."""

    when: datetime
    who: str
    what: Message
    note: str


def history_of(issue: Issue) -> Sequence[HistoryEntry]:
    """Return decisions and steps, the last first, in one statement."""
    rows = db.session.execute(_history(issue.id)).all()
    entries = [
        HistoryEntry(when=at, who=who, what=_what(decision, refusal, step), note=note)
        for at, who, decision, refusal, step, note, _id in rows
    ]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _history(issue_id: int) -> AnySelect:
    decisions = (
        select(
            Triage.decided_at.label("at"),
            Person.name.label("who"),
            cast(Triage.decision, String).label("decision"),
            cast(Triage.refusal, String).label("refusal"),
            cast(null(), String).label("step"),
            Triage.reason.label("note"),
            Triage.id.label("id"),
        )
        .join(Person, Person.id == Triage.decided_by_id)
        .where(Triage.issue_id == issue_id)
    )
    steps = (
        select(
            IssueStep.taken_at,
            Person.name,
            cast(null(), String),
            cast(null(), String),
            cast(IssueStep.kind, String),
            IssueStep.note,
            literal(0) + IssueStep.id,
        )
        .join(Person, Person.id == IssueStep.taken_by_id)
        .where(IssueStep.issue_id == issue_id)
    )
    both = union_all(decisions, steps).subquery()
    return select(both).order_by(both.c.at, both.c.id)


def _what(decision: str | None, refusal: str | None, step: str | None) -> Message:
    if step is not None:
        return IssueStepKind(step).label
    label = TriageDecision(decision or "").label
    if refusal is None:
        return label
    return _("%(decision)s: %(reason)s", decision=label, reason=RefusalReason(refusal).label)
