"""목록 내보내기: all lists of innovation that can be taken out, a module per noun where there are several."""

from functools import partial

from app.core import clock
from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, day, every_page, number, wide, widest
from app.core.messages import _
from app.core.values import Value as InnovationValue
from app.innovation.enums import TaskState
from app.innovation.queries import slogans
from app.innovation.queries.boards import list_tasks
from app.innovation.queries.library import list_library
from app.innovation.queries.reports import overdue_reports
from app.innovation.routes import list_exports_obstacles, list_exports_proposals, list_exports_tasks
from app.innovation.routes.boards import wanted_tasks
from app.innovation.routes.cases.library import wanted_cases
from app.innovation.routes.filters import member
from app.innovation.routes.reports import wanted_overdue_reports
from app.innovation.routes.slogans.gallery import asked_year, wanted_wall


def _tasks(actor: Actor) -> Rows:
    for row in every_page(partial(list_tasks, actor, wanted_tasks())):
        yield (
            row.number,
            row.title,
            row.kind,
            row.stage.number,
            row.stage,
            row.state,
            row.department,
            row.other_leads,
            row.leader,
            row.days if row.state is TaskState.ACTIVE else None,
            row.open_obstacles,
        )


def _slogans(actor: Actor) -> Rows:
    for card in slogans.gallery(actor, asked_year(), member(InnovationValue, "value")):
        yield card.year, card.department, card.text, card.meaning, card.values, card.state


def _slogan_wall(actor: Actor) -> Rows:
    for card in slogans.wall(actor, **wanted_wall()._asdict()):
        yield card.year, card.department, card.text, card.meaning, card.values


def _cases(actor: Actor) -> Rows:
    for row in every_page(partial(list_library, actor, wanted_cases())):
        yield row.kind, row.title, row.office, row.year, row.field, row.values, row.teaser


def _overdue_reports(_actor: Actor) -> Rows:
    for row in overdue_reports(clock.today(), wanted_overdue_reports()):
        yield row.number, row.title, row.department, row.period, row.due_on, row.days_late


LISTS: tuple[ListExport, ...] = (
    *list_exports_proposals.LISTS,
    *list_exports_tasks.LISTS,
    *list_exports_obstacles.LISTS,
    ListExport(
        name="tasks",
        title=_("Innovation tasks"),
        endpoint="innovation.show_board",
        rows=_tasks,
        columns=columns(
            _("Task number"),
            widest(_("Title")),
            _("Kind"),
            number(_("Stage number")),
            wide(_("Stage")),
            _("State"),
            wide(_("Lead department")),
            number(_("Other lead departments")),
            _("Team leader"),
            number(_("Days in the stage")),
            number(_("Open obstacles")),
        ),
    ),
    ListExport(
        name="slogans",
        title=_("Slogans"),
        endpoint="innovation.list_slogans",
        rows=_slogans,
        columns=columns(
            number(_("Year")),
            wide(_("Department")),
            widest(_("Slogan")),
            widest(_("Meaning")),
            wide(_("Values")),
            _("State"),
        ),
    ),
    ListExport(
        name="slogan-wall",
        title=_("Wall of slogans"),
        endpoint="innovation.show_slogan_wall",
        rows=_slogan_wall,
        columns=columns(
            number(_("Year")),
            wide(_("Department")),
            widest(_("Slogan")),
            widest(_("Meaning")),
            wide(_("Values")),
        ),
    ),
    ListExport(
        name="cases",
        title=_("Cases of the office"),
        endpoint="innovation.list_cases",
        rows=_cases,
        columns=columns(
            _("Kind"),
            widest(_("Title")),
            wide(_("Office")),
            number(_("Year")),
            _("Field"),
            wide(_("Values")),
            widest(_("Begins with")),
        ),
    ),
    ListExport(
        name="overdue-reports",
        title=_("Overdue reports"),
        endpoint="innovation.list_overdue_reports",
        rows=_overdue_reports,
        columns=columns(
            _("Task number"),
            widest(_("Task")),
            wide(_("Lead department")),
            _("Period"),
            day(_("Due on")),
            number(_("Days late")),
        ),
    ),
)
