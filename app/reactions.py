"""What follows from a fact: the only file that links domains. Same transaction: all of it, or nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import app.api.services.tokens as api_tokens
import app.audit.services as audit
import app.innovation.events as facts
from app.accounts.events import AccountDisabled
from app.core.events import Event, Reaction
from app.core.messages import Message
from app.core.readings import RowKinds
from app.evaluation.conflicts import ConflictSource
from app.evaluation.sources import Source
from app.innovation.queries import sources as innovation_sources
from app.innovation.queries.team_departments import team_departments
from app.mileage.enums import EventCode
from app.mileage.queries import sources as mileage_sources
from app.mileage.rules.sources import source_of_adoption
from app.mileage.services import pay_department, pay_departments_of, pay_people
from app.mileage.services.awards import Fact
from app.notices import NOTICES

FIRST_PAID_STAGE = 5
"""The gate into this stage is the first one another office has a say in: by the ones before, a head alone could earn."""


def award_proposers(event: facts.IssueAdopted | facts.RevivalCredited) -> None:
    """Pay those whose issue became a task, at once or after a refusal, by their shares, and their departments."""
    fact = Fact(
        source=source_of_adoption(f"issue:{event.issue_id}"), actor_id=event.actor_id, root=f"task:{event.task_id}"
    )
    shares = {person_id: Decimal(share) for person_id, share in event.proposer_shares}
    pay_people(EventCode.ISSUE_ADOPTED, shares, fact)
    pay_departments_of(EventCode.ISSUE_ADOPTED, shares, fact)


def award_planners(event: facts.PlanApproved) -> None:
    """Pay the lead department and the team for an approved plan: once a task, however often it is revised."""
    fact = Fact(source=f"task:{event.task_id}:plan", actor_id=event.actor_id)
    pay_department(EventCode.PLAN_APPROVED, event.lead_department_id, fact)
    pay_people(EventCode.PLAN_APPROVED, _team(event.member_shares, event.member_ids), fact)


def award_stage(event: facts.StageAdvanced) -> None:
    """Pay the lead department from its approved plan on, once a stage; going back and forth earns nothing."""
    if event.to_stage < FIRST_PAID_STAGE:
        return
    fact = Fact(source=f"task:{event.task_id}:stage-{event.to_stage}", actor_id=event.actor_id)
    pay_department(EventCode.STAGE_REACHED, event.lead_department_id, fact)
    pay_people(EventCode.STAGE_REACHED, _team(event.member_shares, event.member_ids), fact)


def award_opinion(event: facts.OpinionAnswered) -> None:
    """Pay a cooperating department that answered by its day."""
    if event.in_time:
        source, root = f"opinion:{event.opinion_id}:in-time", f"task:{event.task_id}"
        fact = Fact(source=source, actor_id=event.actor_id, root=root)
        pay_department(EventCode.OPINION_IN_TIME, event.department_id, fact)


def award_report(event: facts.ProgressReportApproved) -> None:
    """Pay the author's department for a report that came by its day and was approved."""
    if event.on_time:
        source, root = f"report:{event.report_id}:on-time", f"task:{event.task_id}"
        fact = Fact(source=source, actor_id=event.actor_id, root=root)
        pay_department(EventCode.REPORT_ON_TIME, event.department_id, fact)


def award_removers(event: facts.ObstacleRemoved) -> None:
    """Pay the department and the people who removed an obstacle; an item may count the days it was open."""
    fact = Fact(
        source=f"obstacle:{event.obstacle_id}:removed",
        actor_id=event.actor_id,
        root=f"task:{event.task_id}" if event.task_id else f"issue:{event.issue_id}" if event.issue_id else None,
        figure=Decimal(event.days_open),
    )
    pay_department(EventCode.OBSTACLE_REMOVED, event.remover_department_id, fact)
    pay_people(EventCode.OBSTACLE_REMOVED, event.remover_ids, fact)


def award_completion(event: facts.TaskCompleted) -> None:
    """Pay the lead department and the team of a completed task."""
    fact = Fact(source=f"task:{event.task_id}:completed", actor_id=event.actor_id)
    pay_department(EventCode.TASK_COMPLETED, event.lead_department_id, fact)
    team = (event.leader_id, *event.member_ids)
    pay_people(EventCode.TASK_COMPLETED, _team(event.member_shares, team), fact)


def award_lesson(event: facts.TaskEndedEarly) -> None:
    """Pay for the lesson of a task that ended early: a failure told is never held against anybody."""
    fact = Fact(source=f"task:{event.task_id}:lesson", actor_id=event.actor_id)
    pay_department(EventCode.LESSON_RECORDED, event.lead_department_id, fact)
    pay_people(EventCode.LESSON_RECORDED, (event.lesson_author_id,), fact)


def award_case(event: facts.CasePublished) -> None:
    """Pay for a best practice in the library: once a task, however many cases are written about it."""
    told = f"task:{event.task_id}:case" if event.task_id else f"case:{event.case_id}:published"
    fact = Fact(source=told, actor_id=event.actor_id)
    pay_department(EventCode.CASE_PUBLISHED, event.department_id, fact)
    pay_people(EventCode.CASE_PUBLISHED, event.author_ids, fact)


def award_failure_case(event: facts.FailureCasePublished) -> None:
    """Pay for a failure told, like the lesson of a task: the same task's failure is paid once, whichever came first."""
    told = f"task:{event.task_id}:lesson" if event.task_id else f"case:{event.case_id}:lesson"
    fact = Fact(source=told, actor_id=event.actor_id)
    pay_department(EventCode.LESSON_RECORDED, event.department_id, fact)
    pay_people(EventCode.LESSON_RECORDED, event.author_ids, fact)


def award_slogan(event: facts.SloganApproved) -> None:
    """Pay a department whose slogan of the year is approved."""
    fact = Fact(source=f"slogan:{event.slogan_id}:approved", actor_id=event.actor_id)
    pay_department(EventCode.SLOGAN_APPROVED, event.department_id, fact)


def _team(agreed: Sequence[tuple[int, str]], members: Sequence[int]) -> Mapping[int, Decimal] | Sequence[int]:
    """Return the agreed shares; where none are agreed, the members, who then get equal parts."""
    return {person_id: Decimal(share) for person_id, share in agreed} or members


AWARDS: Mapping[type[Event], Sequence[Reaction]] = {
    facts.IssueAdopted: [award_proposers],
    facts.RevivalCredited: [award_proposers],
    facts.PlanApproved: [award_planners],
    facts.StageAdvanced: [award_stage],
    facts.OpinionAnswered: [award_opinion],
    facts.ProgressReportApproved: [award_report],
    facts.ObstacleRemoved: [award_removers],
    facts.TaskCompleted: [award_completion],
    facts.TaskEndedEarly: [award_lesson],
    facts.SloganApproved: [award_slogan],
    facts.CasePublished: [award_case],
    facts.FailureCasePublished: [award_failure_case],
}

REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    Event: [audit.record],
    **{fact: [*AWARDS.get(fact, ()), *NOTICES.get(fact, ())] for fact in {**AWARDS, **NOTICES}},
    AccountDisabled: [api_tokens.revoke_tokens_of_closed_account],
}

INDICATOR_SOURCES: Mapping[str, Source] = {**innovation_sources.SOURCES, **mileage_sources.SOURCES}
"""What an indicator may read from the product itself; `app.registry` gives it to evaluation."""

SOURCE_LABELS: Mapping[str, Message] = {
    name: source.label for name, source in {**innovation_sources.SOURCES, **mileage_sources.SOURCES}.items()
}
"""What people read for each source."""

SOURCE_ROWS: RowKinds = {**innovation_sources.KINDS, **mileage_sources.KINDS}
"""What the rows behind a figure are called, and where one opens."""

CONFLICT_SOURCES: Mapping[str, ConflictSource] = {"innovation.team_departments": team_departments}
"""Whom an evaluator is too close to, as far as other domains know; `app.registry` gives it to evaluation."""
