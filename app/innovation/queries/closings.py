"""과제 종료."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import cast, func, literal, null, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor
from app.core.database import ExactDecimal, db
from app.core.errors import Missing
from app.core.messages import _
from app.innovation.models import Closing, ClosingStep, ClosingValue, PlanMeasure, Task
from app.innovation.policy.plans import TeamWork
from app.innovation.queries.plans import StepRow, is_on_the_team, part_in
from app.innovation.queries.reports import ValueRow
from app.innovation.queries.tasks import visible_to


@dataclass(frozen=True, kw_only=True)
class ClosingRecord:
    """A closing with its task and the names around it."""

    closing: Closing
    task: Task
    author: str
    submitter: str | None
    closer: str | None


def closing_of(task: Task) -> Closing | None:
    """Return the closing of a task, in whatever state."""
    return db.session.scalar(select(Closing).where(Closing.task_id == task.id))


def closing_and_team(task: Task, actor: Actor) -> tuple[Closing | None, TeamWork]:
    """Return the closing of a task and the actor's part in the team, in one statement."""
    statement = (
        select(Closing, is_on_the_team(actor.id))
        .select_from(Task)
        .outerjoin(Closing, Closing.task_id == Task.id)
        .where(Task.id == task.id)
    )
    closing, is_member = db.session.execute(statement).one()
    return closing, part_in(task, actor, is_member=is_member)


def closing_or_404(closing_id: int, actor: Actor) -> ClosingRecord:
    """Return a closing. `Missing` if there is none or the actor may not read its task."""
    author, submitter, closer = aliased(Person), aliased(Person), aliased(Person)
    statement = (
        select(Closing, Task, author.name, submitter.name, closer.name)
        .join(Task, Task.id == Closing.task_id)
        .join(author, author.id == Closing.author_id)
        .outerjoin(submitter, submitter.id == Closing.submitter_id)
        .outerjoin(closer, closer.id == Closing.closer_id)
        .where(Closing.id == closing_id, visible_to(actor))
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Missing(_("There is no such closing."))
    closing, task, author_name, submitter_name, closer_name = row
    return ClosingRecord(closing=closing, task=task, author=author_name, submitter=submitter_name, closer=closer_name)


def empty_results(plan_id: int) -> Sequence[ValueRow]:
    """Return every measure of a plan with its kind, with nothing said about its result yet."""
    nothing, no_words = cast(null(), ExactDecimal), literal("")
    columns = (PlanMeasure.id, PlanMeasure.name, PlanMeasure.unit, PlanMeasure.baseline, PlanMeasure.target)
    statement = (
        select(*columns, nothing.label("value"), no_words.label("words"), PlanMeasure.kind)
        .where(PlanMeasure.plan_id == plan_id)
        .order_by(PlanMeasure.position)
    )
    return [ValueRow(*row) for row in db.session.execute(statement)]


def results_of(closing: Closing) -> Sequence[ValueRow]:
    """Return every measure of the plan with its result, in one statement; none without a plan."""
    if closing.plan_id is None:
        return []
    told = (ClosingValue.measure_id == PlanMeasure.id) & (ClosingValue.closing_id == closing.id)
    statement = (
        select(
            PlanMeasure.id,
            PlanMeasure.name,
            PlanMeasure.unit,
            PlanMeasure.baseline,
            PlanMeasure.target,
            ClosingValue.value,
            func.coalesce(ClosingValue.no_value_reason, ""),
            PlanMeasure.kind,
            ClosingValue.cost,
        )
        .outerjoin(ClosingValue, told)
        .where(PlanMeasure.plan_id == closing.plan_id)
        .order_by(PlanMeasure.position)
    )
    return [ValueRow(*row) for row in db.session.execute(statement)]


def steps_of(closing_id: int) -> Sequence[StepRow]:
    """Return the history of a closing, the last step first."""
    statement = (
        select(ClosingStep.step, ClosingStep.note, Person.name, ClosingStep.taken_at)
        .join(Person, Person.id == ClosingStep.taken_by_id)
        .where(ClosingStep.closing_id == closing_id)
        .order_by(ClosingStep.id.desc())
    )
    return [
        StepRow(step=step, note=note, who=who, when=when) for step, note, who, when in db.session.execute(statement)
    ]
