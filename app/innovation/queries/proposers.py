"""제안자: who stands behind an issue, for those who may know it. Every page reads the names through this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, case, exists, not_, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core import clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.messages import Message, _
from app.innovation.enums.proposals import Consent
from app.innovation.enums.steps import PROPOSERS_STEPS
from app.innovation.models import FormerProposer, Issue, IssueProposer, IssueStep

Proposed = aliased(Issue, name="proposed")

HIDDEN_NAME: Message = _("Name hidden")
"""What stands where the name or the department of a hidden proposer would."""


@dataclass(frozen=True, kw_only=True)
class ProposerRow:
    """One proposer. `name` is `HIDDEN_NAME` to whom it is hidden; `is_here`: works in the office today."""

    person_id: int
    name: str | Message
    share: int
    consent: Consent
    decline_reason: str
    is_lead: bool
    is_here: bool

    @property
    def agrees(self) -> bool:
        """Whether the share is confirmed by somebody who is still here. The lead agreed by handing in."""
        return self.is_here and (self.is_lead or self.consent is Consent.CONFIRMED)


def is_of(actor: Actor) -> ColumnElement[bool]:
    """Issues in which the actor has a share."""
    return is_of_person(actor.id)


def is_of_person(person_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Issues in which the person has a share; statements that are built once leave open who it is."""
    shared = exists().where(IssueProposer.issue_id == Issue.id, IssueProposer.person_id == person_id)
    return or_(Issue.proposer_id == person_id, shared)


def names_shown_to(person_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Issues whose proposers the person may know: the open ones, and the blind ones of the person's own."""
    return or_(not_(Issue.blind), is_of_person(person_id))


def shown_to(person_id: int | ColumnElement[int], column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """Make the column that holds a name or department of the proposer, NULL where it is hidden from the person."""
    return case((names_shown_to(person_id), column))


def or_hidden(name: str | None) -> str | Message:
    """Return what to show for a column made by `shown_to`."""
    return HIDDEN_NAME if name is None else name


def shares_in(actor: Actor, issue: Issue) -> bool:
    """Whether the actor has a share in this issue."""
    return actor.id in {issue.proposer_id, *db.session.scalars(_sharers(issue.id))}


def proposers_of(issue: Issue) -> Sequence[ProposerRow]:
    """Return the proposers with their names, the lead first. For pages use `shown_proposers`."""
    statement = (
        select(IssueProposer, Person.name, Person.left_on)
        .join(Person, Person.id == IssueProposer.person_id)
        .where(IssueProposer.issue_id == issue.id)
        .order_by(IssueProposer.person_id != issue.proposer_id, IssueProposer.id)
    )
    return [
        ProposerRow(
            person_id=row.person_id,
            name=name,
            share=row.share,
            consent=row.consent,
            decline_reason=row.decline_reason,
            is_lead=row.person_id == issue.proposer_id,
            is_here=left_on is None or left_on >= clock.today(),
        )
        for row, name, left_on in db.session.execute(statement)
    ]


def shown_proposers(issue: Issue, actor: Actor) -> Sequence[ProposerRow]:
    """Return the proposers as the actor may see them: nobody of a blind issue, unless it is the actor's own."""
    return shown_of(proposers_of(issue), issue, actor)


def shown_of(rows: Sequence[ProposerRow], issue: Issue, actor: Actor) -> Sequence[ProposerRow]:
    """Return what the actor may see of the rows `proposers_of` the issue."""
    knows = not issue.blind or actor.id in {row.person_id for row in rows} | {issue.proposer_id}
    return rows if knows else ()


def is_behind(person_id: SQLColumnExpression[Any], issue_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Whether the person's name would tell who proposed the issue: who has a share, had one, or acted as a proposer."""
    leads = exists().where(Proposed.id == issue_id, Proposed.proposer_id == person_id)
    shares, shared = (
        exists().where(kind.issue_id == issue_id, kind.person_id == person_id).correlate_except(kind)
        for kind in (IssueProposer, FormerProposer)
    )
    acted = exists().where(
        IssueStep.issue_id == issue_id, IssueStep.taken_by_id == person_id, IssueStep.kind.in_(PROPOSERS_STEPS)
    )
    return or_(leads.correlate_except(Proposed), shares, shared, acted.correlate_except(IssueStep))


def _sharers(issue_id: int) -> AnySelect:
    return select(IssueProposer.person_id).where(IssueProposer.issue_id == issue_id)
