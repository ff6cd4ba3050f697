"""검토의견: a department is asked about an issue, drafts, and its head answers."""

from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.events import publish
from app.innovation.enums import OpinionAnswer
from app.innovation.enums.answers import IssueOpinionState
from app.innovation.enums.permissions import Permission
from app.innovation.events import (
    IssueOpinionAnswered,
    IssueOpinionAsked,
    IssueOpinionDrafted,
    IssueOpinionsDropped,
)
from app.innovation.models import Issue, IssueOpinion
from app.innovation.policy import POLICY
from app.innovation.queries.clock_presets import clock_of
from app.innovation.rules.answers import check_opinion_open, check_opinion_request, check_undecided
from app.innovation.rules.clocks import opinion_due
from app.innovation.rules.common import check_reason
from app.innovation.services.issue_clocks import days_off, decision_day, term_start
from app.innovation.services.issue_shares import require_apart
from app.organization.queries import department_or_404

OPEN = (IssueOpinionState.ASKED, IssueOpinionState.DRAFTED)


def ask_issue_opinion(*, actor: Actor, issue: Issue, department_id: int, question: str) -> IssueOpinion:
    """Ask a department, once in a term; the days until it answers, or until its answer is due, are not counted.

    All departments together stop the clock for `rules.clocks.MOST_WAITING` days at most.
    """
    access.require(POLICY, Permission.ISSUE_REVIEW, actor, issue)
    require_apart(actor, issue)
    department_or_404(department_id)
    target = check_opinion_request(
        issue.state,
        department_id,
        reviewing_department_id=issue.reviewing_department_id,
        asked_departments=_asked_in_term(issue),
        question=question,
    )
    now, today, periods = clock.now(), clock.today(), clock_of(issue)
    due_on = opinion_due(clock.to_seoul(now), periods, days_off(today, periods.opinion_days))
    change_state(issue, state=target)
    opinion = IssueOpinion(
        issue_id=issue.id,
        department_id=department_id,
        question=question,
        asked_by_id=actor.id,
        asked_at=now,
        due_on=due_on,
    )
    db.session.add(opinion)
    db.session.flush()
    change_state(issue, decision_due_on=decision_day(issue))
    publish(
        IssueOpinionAsked(
            actor_id=actor.id,
            issue_id=issue.id,
            opinion_id=opinion.id,
            department_id=department_id,
            due_on=due_on.isoformat(),
        )
    )
    return opinion


def draft_issue_opinion(*, actor: Actor, issue: Issue, opinion: IssueOpinion, words: str) -> None:
    """Write, or write anew, what the head will be asked to answer with."""
    access.require(POLICY, Permission.ISSUE_OPINION_DRAFT, actor, opinion)
    check_undecided(issue.state)
    check_opinion_open(opinion.state)
    check_reason(words)
    change_state(opinion, state=IssueOpinionState.DRAFTED, words=words, drafted_by_id=actor.id)
    publish(
        IssueOpinionDrafted(
            actor_id=actor.id, issue_id=issue.id, opinion_id=opinion.id, department_id=opinion.department_id
        )
    )


def answer_issue_opinion(
    *, actor: Actor, issue: Issue, opinion: IssueOpinion, answer: OpinionAnswer, words: str
) -> None:
    """Answer for the department, once; the clock of the decision goes on."""
    access.require(POLICY, Permission.ISSUE_OPINION_ANSWER, actor, opinion)
    require_apart(actor, issue)
    check_opinion_open(opinion.state)
    check_undecided(issue.state)
    check_reason(words)
    in_time = clock.today() <= opinion.due_on
    change_state(
        opinion,
        state=IssueOpinionState.ANSWERED,
        words=words,
        answer=answer,
        answered_by_id=actor.id,
        answered_at=clock.now(),
        in_time=in_time,
    )
    change_state(issue, decision_due_on=decision_day(issue))
    publish(
        IssueOpinionAnswered(
            actor_id=actor.id,
            issue_id=issue.id,
            opinion_id=opinion.id,
            department_id=opinion.department_id,
            answer=answer.value,
            in_time=in_time,
        )
    )


def open_opinions(issue: Issue) -> list[IssueOpinion]:
    """Return the questions about the issue that wait for an answer."""
    statement = select(IssueOpinion).where(IssueOpinion.issue_id == issue.id, IssueOpinion.state.in_(OPEN))
    return list(db.session.scalars(statement.order_by(IssueOpinion.id)))


def _asked_in_term(issue: Issue) -> frozenset[int]:
    """Return the departments asked since the present term began."""
    asked = IssueOpinion.asked_at >= term_start(issue)
    statement = select(IssueOpinion.department_id).where(IssueOpinion.issue_id == issue.id, asked)
    return frozenset(db.session.scalars(statement))


def drop_opinions(*, actor: Actor, issue: Issue) -> None:
    """Let nobody answer any more what was asked about an issue that is decided or withdrawn."""
    dropped = open_opinions(issue)
    for opinion in dropped:
        change_state(opinion, state=IssueOpinionState.DROPPED, dropped_at=clock.now())
    if dropped:
        publish(
            IssueOpinionsDropped(
                actor_id=actor.id, issue_id=issue.id, opinion_ids=tuple(opinion.id for opinion in dropped)
            )
        )
