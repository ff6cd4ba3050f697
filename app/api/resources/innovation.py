"""혁신: issues, tasks, obstacles, slogans and cases. No names of people: who needs them opens the page."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, select

from app.api.resources.shapes import Field, Filter, Kind, Resource, Row, equals, moment_text, since, year_of_days
from app.api.resources.shapes import year_of_moments as in_year
from app.audit.models import AuditEntry
from app.core.access import Actor
from app.core.database import db
from app.core.messages import _
from app.innovation.enums import (
    IssueKind,
    IssueState,
    ObstacleKind,
    ObstacleLevel,
    ObstacleSeverity,
    ObstacleState,
    ObstacleSubject,
    RefusalReason,
    SloganState,
    Stage,
    TaskField,
    TaskKind,
    TaskState,
)
from app.innovation.enums.cases import CaseKind, CaseState
from app.innovation.models import Case, CaseStep, Issue, Obstacle, ObstacleMove, Slogan, SloganStep, StageAdvance, Task
from app.innovation.queries import cases, issues, tasks
from app.innovation.queries.obstacles import visible_to as obstacles_visible_to
from app.innovation.queries.proposers import names_shown_to, shown_to
from app.innovation.queries.slogans.gallery import visible_to as slogans_visible_to

ME = bindparam("me", type_=Integer)
DECISIONS = (
    "issue_triaged",
    "issue_adopted",
    "issue_refused",
    "issue_linked",
    "issue_link_undone",
    "issue_supplemented",
    "issue_withdrawn",
    "issue_reexamination_asked",
    "issue_transferred",
    "issue_promised",
)
"""What changes a field of an issue. Votes and followers do not, and when somebody votes is nobody's business."""


def _last_step(step: Any, of: Any, at: Any, record: Any, begun: Any) -> ColumnElement[Any]:  # noqa: ANN401  columns
    """Return when the last step of a record was taken, or when it began."""
    last = select(func.max(at)).where(of == record).correlate_except(step).scalar_subquery()
    return func.coalesce(last, begun)


_DECIDED = (
    select(func.max(AuditEntry.at))
    .where(AuditEntry.subject_type == "issue", AuditEntry.subject_id == Issue.id, AuditEntry.event.in_(DECISIONS))
    .correlate_except(AuditEntry)
    .scalar_subquery()
)
_ISSUE_CHANGED = func.coalesce(_DECIDED, Issue.received_at)


def _of_department(department_id: int) -> ColumnElement[bool]:
    """Issues of a department, as far as the reader may know whose they are."""
    return and_(Issue.department_id == department_id, names_shown_to(ME))


ISSUES = Resource(
    name="issues",
    title=_("Issues and ideas"),
    about=_("What was handed in. Where the names are hidden, the department is null but for the proposers."),
    key=Issue.id,
    joined=lambda statement: statement.select_from(Issue),
    visible=issues.visible_to,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Issue.id),
        Field("number", Kind.TEXT, _("Receipt number"), Issue.number),
        Field("title", Kind.TEXT, _("Title"), Issue.title),
        Field("kind", Kind.CODE, _("Kind"), Issue.kind, vocabulary=IssueKind),
        Field("state", Kind.CODE, _("State"), Issue.state, vocabulary=IssueState),
        Field(
            "department_id",
            Kind.WHOLE,
            _("Department that proposed it"),
            shown_to(ME, Issue.department_id),
            optional=True,
        ),
        Field(
            "reviewing_department_id",
            Kind.WHOLE,
            _("Department that reviews it; null: the control tower"),
            Issue.reviewing_department_id,
            optional=True,
        ),
        Field("values", Kind.CODES, _("Values it serves"), Issue.values),
        Field("received_on", Kind.DAY, _("Day of receipt"), Issue.received_on),
        Field("decision_due_on", Kind.DAY, _("Last day for the decision"), Issue.decision_due_on),
        Field("promised_on", Kind.DAY, _("Later day that was promised"), Issue.promised_on, optional=True),
        Field("decided_on", Kind.DAY, _("Day of the decision"), Issue.decided_on, optional=True),
        Field("refusal", Kind.CODE, _("Reason of a refusal"), Issue.refusal, optional=True, vocabulary=RefusalReason),
        Field("task_id", Kind.WHOLE, _("Task it became"), Issue.task_id, optional=True),
        Field(
            "earlier_issue_id", Kind.WHOLE, _("Earlier issue it was linked to"), Issue.earlier_issue_id, optional=True
        ),
        Field("updated_at", Kind.MOMENT, _("Last decision or step, or receipt"), _ISSUE_CHANGED),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Changed at this moment or later"), since(_ISSUE_CHANGED)),
        Filter("year", Kind.WHOLE, _("Year of receipt"), year_of_days(Issue.received_on)),
        Filter("department_id", Kind.WHOLE, _("Department that proposed it"), _of_department),
        Filter("state", Kind.CODE, _("State"), equals(Issue.state), vocabulary=IssueState),
        Filter("kind", Kind.CODE, _("Kind"), equals(Issue.kind), vocabulary=IssueKind),
    ),
)


def _with_stages(_actor: Actor, rows: list[Row]) -> list[Row]:
    """Add when each stage was entered, in one statement for all rows."""
    entered: dict[int, list[Row]] = {row["id"]: [] for row in rows}
    statement = (
        select(StageAdvance.task_id, StageAdvance.to_stage, StageAdvance.advanced_at)
        .where(StageAdvance.task_id.in_(list(entered)))
        .order_by(StageAdvance.id)
    )
    for task_id, stage, at in db.session.execute(statement):
        entered[task_id].append({"stage": stage.value, "entered_at": moment_text(at)})
    return [row | {"stages": entered[row["id"]]} for row in rows]


TASKS = Resource(
    name="tasks",
    title=_("Innovation tasks"),
    about=_("Tasks with their stage and the moments each stage was entered."),
    key=Task.id,
    joined=lambda statement: statement.select_from(Task),
    visible=tasks.visible_to,
    finish=_with_stages,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Task.id),
        Field("number", Kind.TEXT, _("Number of the task"), Task.number),
        Field("title", Kind.TEXT, _("Title"), Task.title),
        Field("kind", Kind.CODE, _("Kind"), Task.kind, vocabulary=TaskKind),
        Field("field", Kind.CODE, _("Field"), Task.field, optional=True, vocabulary=TaskField),
        Field("values", Kind.CODES, _("Values it serves"), Task.values),
        Field("lead_department_id", Kind.WHOLE, _("Department that leads it"), Task.lead_department_id),
        Field("state", Kind.CODE, _("State"), Task.state, vocabulary=TaskState),
        Field("stage", Kind.CODE, _("Stage"), Task.stage, vocabulary=Stage),
        Field("framed_at", Kind.MOMENT, _("When it was set"), Task.framed_at),
        Field("stage_entered_at", Kind.MOMENT, _("Since when it is in its stage"), Task.stage_entered_at),
        Field("stages", Kind.STAYS, _("Stages entered after the first, in order"), None),
        Field("issue_count", Kind.WHOLE, _("Issues it comes from"), Task.issue_count),
        Field("return_count", Kind.WHOLE, _("How often it went back a stage"), Task.return_count),
        Field("open_obstacle_count", Kind.WHOLE, _("Obstacles that are open"), Task.open_obstacle_count),
        Field("updated_at", Kind.MOMENT, _("Last change"), Task.updated_at),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Changed at this moment or later"), since(Task.updated_at)),
        Filter("year", Kind.WHOLE, _("Year in which it was set"), in_year(Task.framed_at)),
        Filter("department_id", Kind.WHOLE, _("Department that leads it"), equals(Task.lead_department_id)),
        Filter("state", Kind.CODE, _("State"), equals(Task.state), vocabulary=TaskState),
        Filter("stage", Kind.CODE, _("Stage"), equals(Task.stage), vocabulary=Stage),
    ),
)

_OBSTACLE_CHANGED = _last_step(
    ObstacleMove, ObstacleMove.obstacle_id, ObstacleMove.moved_at, Obstacle.id, Obstacle.reported_at
)

OBSTACLES = Resource(
    name="obstacles",
    title=_("Obstacles"),
    about=_("What stands in the way, who is asked, and how far it has come."),
    key=Obstacle.id,
    joined=lambda statement: statement.select_from(Obstacle),
    visible=obstacles_visible_to,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Obstacle.id),
        Field("title", Kind.TEXT, _("Title"), Obstacle.title),
        Field("subject", Kind.CODE, _("What it stands in the way of"), Obstacle.subject, vocabulary=ObstacleSubject),
        Field("task_id", Kind.WHOLE, _("The task, if it is one"), Obstacle.task_id, optional=True),
        Field("kind", Kind.CODE, _("Kind"), Obstacle.kind, vocabulary=ObstacleKind),
        Field("severity", Kind.CODE, _("How hard it hits"), Obstacle.severity, vocabulary=ObstacleSeverity),
        Field("state", Kind.CODE, _("State"), Obstacle.state, vocabulary=ObstacleState),
        Field("level", Kind.CODE, _("Level that has to act"), Obstacle.level, vocabulary=ObstacleLevel),
        Field("suffering_department_id", Kind.WHOLE, _("Department that suffers"), Obstacle.suffering_department_id),
        Field(
            "asked_department_id",
            Kind.WHOLE,
            _("Department that is asked"),
            Obstacle.asked_department_id,
            optional=True,
        ),
        Field("asked_body", Kind.TEXT, _("Body outside the office that is asked; empty: none"), Obstacle.asked_body),
        Field("reported_at", Kind.MOMENT, _("When it was reported"), Obstacle.reported_at),
        Field("due_on", Kind.DAY, _("Until when it should be gone"), Obstacle.due_on),
        Field("level_due_on", Kind.DAY, _("Until when its level has to act"), Obstacle.level_due_on, optional=True),
        Field("closed_on", Kind.DAY, _("Day it was settled"), Obstacle.closed_on, optional=True),
        Field("updated_at", Kind.MOMENT, _("Last step, or the report"), _OBSTACLE_CHANGED),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Changed at this moment or later"), since(_OBSTACLE_CHANGED)),
        Filter("year", Kind.WHOLE, _("Year of the report"), in_year(Obstacle.reported_at)),
        Filter("department_id", Kind.WHOLE, _("Department that suffers"), equals(Obstacle.suffering_department_id)),
        Filter("asked_department_id", Kind.WHOLE, _("Department that is asked"), equals(Obstacle.asked_department_id)),
        Filter("state", Kind.CODE, _("State"), equals(Obstacle.state), vocabulary=ObstacleState),
        Filter("level", Kind.CODE, _("Level that has to act"), equals(Obstacle.level), vocabulary=ObstacleLevel),
    ),
)

_SLOGAN_CHANGED = _last_step(SloganStep, SloganStep.slogan_id, SloganStep.taken_at, Slogan.id, Slogan.written_at)

SLOGANS = Resource(
    name="slogans",
    title=_("Slogans"),
    about=_("Slogans of the departments; drafts of other departments are left out."),
    key=Slogan.id,
    joined=lambda statement: statement.select_from(Slogan),
    visible=slogans_visible_to,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Slogan.id),
        Field("department_id", Kind.WHOLE, _("Department"), Slogan.department_id),
        Field("year", Kind.WHOLE, _("Year"), Slogan.year),
        Field("text", Kind.TEXT, _("Slogan"), Slogan.text),
        Field("meaning", Kind.TEXT, _("What it means"), Slogan.meaning),
        Field("values", Kind.CODES, _("Values it serves"), Slogan.values),
        Field("state", Kind.CODE, _("State"), Slogan.state, vocabulary=SloganState),
        Field("approved_at", Kind.MOMENT, _("When it was approved"), Slogan.approved_at, optional=True),
        Field("updated_at", Kind.MOMENT, _("Last step"), _SLOGAN_CHANGED),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Changed at this moment or later"), since(_SLOGAN_CHANGED)),
        Filter("year", Kind.WHOLE, _("Year"), equals(Slogan.year)),
        Filter("department_id", Kind.WHOLE, _("Department"), equals(Slogan.department_id)),
        Filter("state", Kind.CODE, _("State"), equals(Slogan.state), vocabulary=SloganState),
    ),
)

_CASE_CHANGED = _last_step(CaseStep, CaseStep.case_id, CaseStep.taken_at, Case.id, Case.written_at)

CASES = Resource(
    name="cases",
    title=_("Best practices and failures"),
    about=_("Best practices and failures told; those in hand only for whoever works on them."),
    key=Case.id,
    joined=lambda statement: statement.select_from(Case),
    visible=cases.visible_to,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Case.id),
        Field("number", Kind.TEXT, _("Number of the case"), Case.number),
        Field("title", Kind.TEXT, _("Title"), Case.title),
        Field("kind", Kind.CODE, _("Kind"), Case.kind, vocabulary=CaseKind),
        Field("department_id", Kind.WHOLE, _("Department"), Case.department_id),
        Field("year", Kind.WHOLE, _("Year"), Case.year),
        Field("field", Kind.CODE, _("Field"), Case.field, optional=True, vocabulary=TaskField),
        Field("values", Kind.CODES, _("Values it serves"), Case.values),
        Field("task_id", Kind.WHOLE, _("Task it tells of"), Case.task_id, optional=True),
        Field("state", Kind.CODE, _("State"), Case.state, vocabulary=CaseState),
        Field("published_on", Kind.DAY, _("Day it became public"), Case.published_on, optional=True),
        Field("updated_at", Kind.MOMENT, _("Last step"), _CASE_CHANGED),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Changed at this moment or later"), since(_CASE_CHANGED)),
        Filter("year", Kind.WHOLE, _("Year"), equals(Case.year)),
        Filter("department_id", Kind.WHOLE, _("Department"), equals(Case.department_id)),
        Filter("state", Kind.CODE, _("State"), equals(Case.state), vocabulary=CaseState),
    ),
)
