"""목록 내보내기: tasks that stand still, collaboration projects, spread of results, practice items and lessons."""

from functools import partial

from app.core.access import Actor
from app.core.list_exports import (
    ListExport,
    Rows,
    columns,
    day,
    every_page,
    moment,
    number,
    place_given,
    wide,
    widest,
)
from app.core.messages import _
from app.innovation.queries.cooperations import list_cooperations
from app.innovation.queries.lessons import list_lessons
from app.innovation.queries.milestones import milestones_of
from app.innovation.queries.spreads import list_spreads
from app.innovation.queries.stage_limits import stage_limits
from app.innovation.queries.standstills import standstills
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes.cooperations import wanted_cooperations
from app.innovation.routes.lessons import wanted_lessons
from app.innovation.routes.spreads import wanted_spreads
from app.innovation.routes.standstills import wanted_standstills


def _standstills(actor: Actor) -> Rows:
    for row in every_page(partial(standstills, actor, wanted_standstills(), stage_limits())):
        stay = (row.stage.number, row.stage, row.department, row.leader, row.days, row.limit)
        yield row.number, row.title, row.kind, *stay, row.returns, row.open_obstacles, row.updated_at


def _cooperations(actor: Actor) -> Rows:
    for row in every_page(partial(list_cooperations, actor, wanted_cooperations())):
        answers = (row.asked, row.answered, row.opposed, row.next_due, row.days_left)
        yield row.number, row.title, row.department, row.stage.number, row.stage, row.state, *answers


def _spreads(actor: Actor) -> Rows:
    for row in every_page(partial(list_spreads, actor, wanted_spreads())):
        task = (row.number, row.title, row.origin)
        yield row.department, *task, row.state, row.due_on, row.days_left, row.adopted_on


def _milestones(actor: Actor) -> Rows:
    task = task_or_404(place_given("task_id"), actor)
    for row in milestones_of(task):
        obstacle = None if row.obstacle_id is None else _("Obstacle")
        state = row.outcome or (_("No day set") if row.days_left is None else None)
        yield task.number, row.text, row.owner, row.starts_on, row.ends_on, state, row.days_left, obstacle


def _lessons(actor: Actor) -> Rows:
    for row in every_page(partial(list_lessons, actor, wanted_lessons())):
        yield row.number, row.title, row.failed, row.advice, row.department, row.recorded_on, row.state


LISTS = (
    ListExport(
        name="standstills",
        title=_("Tasks that stand still"),
        endpoint="innovation.list_standstills",
        rows=_standstills,
        columns=columns(
            _("Task number"),
            widest(_("Title")),
            _("Kind"),
            number(_("Stage number")),
            wide(_("Stage")),
            wide(_("Lead department")),
            _("Team leader"),
            number(_("Days in the stage")),
            number(_("Limit (working days)")),
            number(_("Sent back")),
            number(_("Open obstacles")),
            moment(_("Last change")),
        ),
    ),
    ListExport(
        name="cooperations",
        title=_("Collaboration projects"),
        endpoint="innovation.list_cooperations",
        rows=_cooperations,
        columns=columns(
            _("Number of the room"),
            widest(_("Task")),
            wide(_("Lead department")),
            number(_("Stage number")),
            wide(_("Stage")),
            _("State"),
            number(_("Departments asked")),
            number(_("Answers")),
            number(_("Opposed")),
            day(_("Next answer due")),
            number(_("Days left")),
        ),
    ),
    ListExport(
        name="spreads",
        title=_("Spread of results"),
        endpoint="innovation.list_spreads",
        rows=_spreads,
        columns=columns(
            wide(_("Department")),
            _("Task number"),
            widest(_("Result of")),
            wide(_("Comes from")),
            _("State"),
            day(_("Answer until")),
            number(_("Days left")),
            day(_("Adopted on")),
        ),
    ),
    ListExport(
        name="practice-items",
        title=_("Practice items followed up"),
        endpoint="innovation.list_milestones",
        rows=_milestones,
        place=("task_id",),
        columns=columns(
            _("Task number"),
            widest(_("Practice item")),
            _("Owner"),
            day(_("First day")),
            day(_("Last day")),
            _("State"),
            number(_("Days left")),
            _("Obstacle"),
        ),
    ),
    ListExport(
        name="lessons",
        title=_("Lessons"),
        endpoint="innovation.list_lessons",
        rows=_lessons,
        columns=columns(
            _("Task number"),
            widest(_("Title")),
            widest(_("What did not work")),
            widest(_("What to do next time")),
            wide(_("Department")),
            day(_("Recorded on")),
            _("State"),
        ),
    ),
)
