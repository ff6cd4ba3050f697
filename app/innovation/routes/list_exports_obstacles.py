"""목록 내보내기: obstacles, what was asked and promised about them, the monthly meetings, and what recurs."""

from functools import partial

from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, day, every_page, number, wide, widest
from app.core.messages import _
from app.innovation.queries.obstacle_meetings import list_meetings
from app.innovation.queries.obstacle_requests import list_requests
from app.innovation.queries.obstacles import list_obstacles
from app.innovation.queries.obstacles.blockers import blockers
from app.innovation.routes.obstacles.blockers import wanted_blockers
from app.innovation.routes.obstacles.requests import wanted_requests
from app.innovation.routes.obstacles.wall import wanted_obstacles


def _obstacles(actor: Actor) -> Rows:
    for row in every_page(partial(list_obstacles, actor, wanted_obstacles())):
        what = (row.title, row.kind, row.subject, row.subject_title)
        who = (row.department, row.asked, row.owner)
        yield *what, row.state, row.severity, row.level, *who, row.days_open, row.due_on, row.days_left


def _requests(actor: Actor) -> Rows:
    for row in every_page(partial(list_requests, actor, wanted_requests())):
        text = row.request.text
        yield text, row.obstacle_title, row.asking, row.office, row.state, row.day, row.days_left


def _meetings(actor: Actor) -> Rows:
    for row in every_page(partial(list_meetings, actor)):
        yield row.month.strftime("%Y-%m"), row.held_on, row.participants, row.decisions, row.kept, row.not_kept


def _recurring(actor: Actor) -> Rows:
    for place, group in enumerate(blockers(actor, wanted_blockers()).groups, start=1):
        units = ", ".join(group.departments)
        counts = (len(group.departments), group.obstacles, group.unsettled)
        yield place, group.kind, group.common, units, *counts


LISTS = (
    ListExport(
        name="obstacles",
        title=_("Obstacles"),
        endpoint="innovation.list_obstacles",
        rows=_obstacles,
        columns=columns(
            widest(_("Obstacle")),
            _("Kind"),
            _("Stands in the way of"),
            widest(_("Its title")),
            _("State"),
            _("Severity"),
            _("Level of escalation"),
            wide(_("Department that suffers")),
            wide(_("Who is asked")),
            _("Owner"),
            number(_("Days open")),
            day(_("Asked until")),
            number(_("Days left")),
        ),
    ),
    ListExport(
        name="obstacle-requests",
        title=_("Requests and promises"),
        endpoint="innovation.list_obstacle_requests",
        rows=_requests,
        columns=columns(
            widest(_("What is asked")),
            widest(_("Obstacle")),
            wide(_("Who asks")),
            wide(_("Who is asked")),
            _("State"),
            day(_("Due on")),
            number(_("Days left")),
        ),
    ),
    ListExport(
        name="obstacle-meetings",
        title=_("Monthly meeting about obstacles"),
        endpoint="innovation.list_obstacle_meetings",
        rows=_meetings,
        columns=columns(
            _("Month"),
            day(_("Held on")),
            widest(_("Participants")),
            number(_("Decisions")),
            number(_("Promise kept")),
            number(_("Promise not kept")),
        ),
    ),
    ListExport(
        name="recurring-obstacles",
        title=_("Recurring obstacles"),
        endpoint="innovation.list_blockers",
        rows=_recurring,
        columns=columns(
            number(_("Place")),
            _("Kind"),
            widest(_("What they have in common")),
            widest(_("Departments")),
            number(_("Number of departments")),
            number(_("Number of obstacles")),
            number(_("Not yet settled")),
        ),
    ),
)
