"""관문: the checklist of the stage a task is in, from all tables that have something to say about it."""

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import Integer, bindparam, func, select

from app.core.database import db
from app.innovation.enums import GateCode, Stage
from app.innovation.models import GateWaiver, Issue, Opinion, Task, TeamMember, Triage
from app.innovation.queries.gate_facts import management_facts, monitoring_facts, plan_facts
from app.innovation.rules.gates import CollectionFacts, Facts, FramingFacts, GateItem, TeamFacts, gate_items
from app.organization.models import Department


def collection_facts(task: Task) -> CollectionFacts:
    """Stage 1: a source issue was decided, or the reason why there is none is stated."""
    reasoned = bool(task.reason_without_issue.strip()) or bool(db.session.scalar(_DECIDED, {"task_id": task.id}))
    return CollectionFacts(decided=reasoned, reason_given=reasoned)


def framing_facts(task: Task) -> FramingFacts:
    """Stage 2: read from the task itself."""
    return FramingFacts(
        has_field=task.field is not None,
        rated=frozenset(kind for kind, rating in task.ratings().items() if rating is not None),
        has_lead_department=True,
        source_issue_count=task.issue_count,
        reason_without_issue=task.reason_without_issue,
    )


def team_facts(task: Task) -> TeamFacts:
    """Stage 3: leader, other members, and the departments that have not answered, in one statement."""
    rows = db.session.execute(_TEAM, {"task_id": task.id, "leader_id": task.leader_id}).all()
    return TeamFacts(
        has_leader=task.leader_id is not None,
        member_count=rows[0][0] if task.leader_id is not None else 0,
        waiting_departments=tuple(name for _count, name in rows if name is not None),
    )


_TASK = bindparam("task_id", type_=Integer)

_DECIDED = select(
    select(Triage.id)
    .join(Issue, Issue.id == Triage.issue_id)
    .where(Issue.task_id == _TASK, Triage.task_id == _TASK, Triage.reason != "")
    .exists()
)

_TEAM = (
    select(
        select(func.count())
        .where(TeamMember.task_id == _TASK, TeamMember.person_id != bindparam("leader_id", type_=Integer))
        .scalar_subquery(),
        Department.name,
    )
    .select_from(Task)
    .outerjoin(Opinion, (Opinion.task_id == Task.id) & Opinion.answered_at.is_(None))
    .outerjoin(Department, Department.id == Opinion.department_id)
    .where(Task.id == _TASK)
    .order_by(Opinion.due_on, Opinion.id)
)


COLLECTORS: Mapping[Stage, Callable[[Task], Facts]] = {
    Stage.COLLECTION: collection_facts,
    Stage.FRAMING: framing_facts,
    Stage.TEAM: team_facts,
    Stage.PLAN: plan_facts,
    Stage.MANAGEMENT: management_facts,
    Stage.MONITORING: monitoring_facts,
}


def waived_codes(task: Task) -> frozenset[GateCode]:
    """Return the items waived during the present stay in the stage; a return ends earlier waivers."""
    statement = select(GateWaiver.code).where(
        GateWaiver.task_id == task.id,
        GateWaiver.stage == task.stage,
        GateWaiver.waived_at >= task.stage_entered_at,
    )
    return frozenset(db.session.scalars(statement))


def gate_items_of(task: Task, waived: Collection[GateCode] | None = None) -> tuple[GateItem, ...]:
    """Return the checklist of the stage the task is in, with what the control tower has waived.

    Whoever has read the waivers already gives them; else they are read here.
    """
    let_go = waived_codes(task) if waived is None else waived
    return gate_items(task.stage, COLLECTORS[task.stage](task), let_go)
