"""What follows from a fact: the only file that links domains. Same transaction: all of it, or nothing."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import app.api.services.tokens as api_tokens
import app.audit.services as audit
import app.innovation.events as facts
from app.accounts.events import AccountDisabled
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Denied
from app.core.events import Event, Reaction
from app.core.messages import Message, _
from app.core.readings import RowKinds
from app.core.values import Value
from app.evaluation.conflicts import ConflictSource
from app.evaluation.sources import Source
from app.innovation.enums import IssueKind, IssueSource, TaskState
from app.innovation.models import Task
from app.innovation.origins import Origin, Origins
from app.innovation.queries import sources as innovation_sources
from app.innovation.queries.issues import issue_by_number
from app.innovation.queries.tasks import task_by_number
from app.innovation.queries.team_departments import team_departments
from app.innovation.services.issues import IssueContent, receive_issue
from app.mileage.enums import EventCode, RunState
from app.mileage.queries import sources as mileage_sources
from app.mileage.queries.shortening import latest_rules, runs_of_handovers, saved_rule_or_404
from app.mileage.queries.twins import claims_like
from app.mileage.rules.shortening import Case
from app.mileage.rules.sources import source_of_adoption
from app.mileage.services import pay_department, pay_departments_of, pay_people, pay_person_by_code
from app.mileage.services.accounts import lock_pool
from app.mileage.services.awards import Fact
from app.mileage.services.shortening import RunRows, draft_run_of_rows, withdraw_run
from app.mileage.services.shortening_sheets import SheetCase
from app.notices import NOTICES
from app.voice.events.customer_voices import CitizenPraiseConfirmed
from app.voice.events.handling_records import HandlingBatchWithdrawn, ShorteningHandedOver
from app.voice.events.survey_links import SurveyWaveClosed
from app.voice.issues import Found
from app.voice.neighbours import SentRun
from app.voice.queries import sources as voice_sources
from app.voice.queries import voice_origins
from app.voice.queries.affairs import affairs_of_task
from app.voice.queries.handling_batches import batch_or_404
from app.voice.queries.shortening_cases import handovers_of_batch, shortening_cases
from app.voice.services.monthly_questions import note_closing
from app.voice.services.voice_issues import note_task, note_task_end

MOST_NOTE = 200
"""Characters of the note that says where an issue comes from."""
CITIZEN_THANKS = "P14"
"""Code of the preset item for thanks from a citizen; claimed with a letter, or paid when a head confirms praise."""
SAME_LETTER_DAYS = 60
"""A claim for thanks so near to the day praise was received may be about the same letter."""
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


def award_praised(event: CitizenPraiseConfirmed) -> None:
    """Pay the colleague a citizen praised by the item for thanks from citizens: once a voice.

    Nothing is paid where a claim for thanks of about that day is on its way or was posted: it may be the same letter. If
    it is another one, it is claimed too, and whoever verifies says so.
    """
    if event.person_id is None:
        return
    received, near = date.fromisoformat(event.received_on), timedelta(days=SAME_LETTER_DAYS)
    lock_pool()
    if claims_like(CITIZEN_THANKS, event.person_id, received - near, received + near):
        return
    fact = Fact(source=f"voice:{event.customer_voice_id}:praise", actor_id=event.actor_id)
    pay_person_by_code(CITIZEN_THANKS, event.person_id, fact)


def tell_voices_of_task(event: facts.IssueAdopted) -> None:
    """Tell the voices of an issue which task it became."""
    note_task(issue_id=event.issue_id, task_id=event.task_id, actor_id=event.actor_id)


def tell_voices_of_end(event: facts.TaskCompleted) -> None:
    """Tell the voices of a task that it is completed."""
    note_task_end(task_id=event.task_id, actor_id=event.actor_id)


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
    CitizenPraiseConfirmed: [award_praised],
}


def simulate_shortening(event: ShorteningHandedOver) -> None:
    """Draft the count of shortened handling times that was asked for, from the records of the voice."""
    actor = actor_of_person(event.actor_id or 0)
    if actor is None:
        raise Denied(_("You may not do this."))
    first, last = date.fromisoformat(event.starts_on), date.fromisoformat(event.ends_on)
    cases = [
        SheetCase(
            row=one.row,
            department=one.department,
            employee_no=one.employee_no,
            receipt_no=one.receipt_no,
            case=Case(
                affair=one.affair,
                statutory=one.statutory,
                actual=one.actual,
                compound=one.compound,
                outcome=one.outcome,
            ),
        )
        for one in shortening_cases(first, last)
    ]
    name = str(_("Handling records, sending %(number)s", number=event.shortening_handover_id))
    rows = RunRows(
        saved_rule=saved_rule_or_404(event.rule_id),
        starts_on=first,
        ends_on=last,
        name=name,
        cases=cases,
        handover_id=event.shortening_handover_id,
    )
    draft_run_of_rows(actor=actor, text=rows)


def withdraw_simulations(event: HandlingBatchWithdrawn) -> None:
    """Take back the simulations that count records of a withdrawn batch: nobody is paid for them. Posted points stay."""
    actor = actor_of_person(event.actor_id or 0)
    if actor is None:
        raise Denied(_("You may not do this."))
    reason = _("Batch %(batch)s of the handling records it counts was withdrawn.", batch=event.handling_batch_id)
    for run in runs_of_handovers(handovers_of_batch(batch_or_404(event.handling_batch_id))):
        if run.state is RunState.DRAFT:
            withdraw_run(run=run, actor=actor, reason=str(reason))


def set_days_of_question(event: SurveyWaveClosed) -> None:
    """Let the two public days of a question of the month run from the day on which it really closed."""
    note_closing(event.survey_wave_id)


VOICES: Mapping[type[Event], Sequence[Reaction]] = {
    SurveyWaveClosed: [set_days_of_question],
    ShorteningHandedOver: [simulate_shortening],
    HandlingBatchWithdrawn: [withdraw_simulations],
    facts.IssueAdopted: [tell_voices_of_task],
    facts.TaskCompleted: [tell_voices_of_end],
}

REACTIONS: Mapping[type[Event], Sequence[Reaction]] = {
    Event: [audit.record],
    **{
        fact: [*AWARDS.get(fact, ()), *VOICES.get(fact, ()), *NOTICES.get(fact, ())]
        for fact in {**AWARDS, **VOICES, **NOTICES}
    },
    AccountDisabled: [api_tokens.revoke_tokens_of_closed_account],
}

_NAMED = {**innovation_sources.SOURCES, **mileage_sources.SOURCES, **voice_sources.SOURCES}
INDICATOR_SOURCES: Mapping[str, Source] = _NAMED
"""What an indicator may read from the product itself; `app.registry` gives it to evaluation."""

SOURCE_LABELS: Mapping[str, Message] = {name: source.label for name, source in _NAMED.items()}
"""What people read for each source."""

SOURCE_ROWS: RowKinds = {**innovation_sources.KINDS, **mileage_sources.KINDS, **voice_sources.KINDS}
"""What the rows behind a figure are called, and where one opens."""


def _voices_of_issue(issue_id: int, actor: Actor) -> Sequence[Origin]:
    return [Origin(*line) for line in voice_origins.of_issue(issue_id, actor)]


def _voices_of_task(task_id: int, actor: Actor) -> Sequence[Origin]:
    return [Origin(*line) for line in voice_origins.of_task(task_id, actor)]


def _affairs_of_task(task_id: int, _actor: Actor) -> Sequence[Origin]:
    return [Origin(*line) for line in affairs_of_task(task_id)]


ORIGINS: Mapping[str, Sequence[Origins]] = {
    "issue": (_voices_of_issue,),
    "task": (_voices_of_task, _affairs_of_task),
}
"""What other rooms say about an issue or a task; `app.registry` gives it to innovation."""


def task_named(number: str, actor: Actor) -> int | None:
    """Return the id of the task with a number, if the actor may read it."""
    task = task_by_number(number, actor)
    return task.id if task else None


def shortening_runs(handover_ids: Collection[int]) -> Sequence[SentRun]:
    """Return what mileage made of sendings of handling records, with the path of the run."""
    return [
        SentRun(run.starts_on, run.ends_on, f"/mileage/shortening/{run.id}", run.state is RunState.POSTED)
        for run in runs_of_handovers(handover_ids)
    ]


def shortening_rules() -> Sequence[tuple[int, str]]:
    """Return the latest version of every rule for handling times, for a choice."""
    return [(rule.id, f"{rule.name} ({rule.code})") for rule in latest_rules()]


def find_issue(number: str, actor: Actor) -> Found | None:
    """Return an issue that is there, with its task and the day that was completed; see `app.voice.issues`."""
    issue = issue_by_number(number, actor)
    if issue is None:
        return None
    task = db.session.get(Task, issue.task_id) if issue.task_id else None
    done = task is not None and task.state is TaskState.COMPLETED
    return Found(issue.id, issue.task_id, clock.to_seoul(task.updated_at).date() if task and done else None)


def hand_in_issue(
    *,
    actor: Actor,
    title: str,
    problem: str,
    remedy: str,
    effect: str,
    values: Sequence[Value],
    source_voices: Sequence[str],
    expected_obstacle: str = "",
) -> int:
    """Hand in an issue that comes from voices of customers; see `app.voice.issues.HandingIn`."""
    content = IssueContent(
        kind=IssueKind.FREE,
        source=IssueSource.RESIDENT,
        title=title,
        problem=problem,
        idea=remedy,
        effect=effect,
        expected_obstacle=expected_obstacle,
        no_obstacle_expected=not expected_obstacle,
        values=tuple(values),
        origin_note=", ".join(source_voices)[:MOST_NOTE],
    )
    return receive_issue(actor=actor, content=content).id


CONFLICT_SOURCES: Mapping[str, ConflictSource] = {"innovation.team_departments": team_departments}
"""Whom an evaluator is too close to, as far as other domains know; `app.registry` gives it to evaluation."""
