"""목록 내보내기: what the lists of innovation are taken out as."""

from collections.abc import Iterator, Sequence
from functools import partial

from app.core import clock
from app.core.access import Actor
from app.core.list_exports import ListColumn, ListExport, Value, every_page
from app.core.messages import _
from app.core.sheets import Kind
from app.core.values import Value as InnovationValue
from app.innovation.enums import TaskState
from app.innovation.queries import slogans
from app.innovation.queries.boards import list_tasks
from app.innovation.queries.issues import list_issues
from app.innovation.queries.library import list_library
from app.innovation.queries.obstacles import list_obstacles
from app.innovation.queries.reports import overdue_reports
from app.innovation.routes.boards import wanted_tasks
from app.innovation.routes.cases.library import wanted_cases
from app.innovation.routes.filters import member
from app.innovation.routes.issues import wanted_issues
from app.innovation.routes.obstacles.wall import wanted_obstacles
from app.innovation.routes.reports import wanted_overdue_reports
from app.innovation.routes.slogans.gallery import asked_year, wanted_wall

Rows = Iterator[Sequence[Value]]
WIDE, WIDEST = 24, 44


def _issues(actor: Actor) -> Rows:
    for row in every_page(partial(list_issues, actor, wanted_issues())):
        clock_due = row.clock.due_on if row.clock else None
        yield (
            row.number,
            row.title,
            row.kind,
            row.values,
            row.state,
            row.department,
            row.proposer,
            row.received_on,
            clock_due,
            row.awaited,
        )


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


def _obstacles(actor: Actor) -> Rows:
    for row in every_page(partial(list_obstacles, actor, wanted_obstacles())):
        yield (
            row.title,
            row.kind,
            row.subject,
            row.subject_title,
            row.state,
            row.severity,
            row.level,
            row.department,
            row.asked,
            row.owner,
            row.days_open,
            row.due_on,
            row.days_left,
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


LISTS = (
    ListExport(
        name="issues",
        title=_("Issues and ideas"),
        endpoint="innovation.list_issues",
        rows=_issues,
        columns=(
            ListColumn(_("Receipt number")),
            ListColumn(_("Title"), width=WIDEST),
            ListColumn(_("Kind")),
            ListColumn(_("Values"), width=WIDE),
            ListColumn(_("State")),
            ListColumn(_("Department"), width=WIDE),
            ListColumn(_("Proposer")),
            ListColumn(_("Received on"), Kind.DATE),
            ListColumn(_("Decision due"), Kind.DATE),
            ListColumn(_("Waiting for"), width=WIDE),
        ),
    ),
    ListExport(
        name="tasks",
        title=_("Innovation tasks"),
        endpoint="innovation.show_board",
        rows=_tasks,
        columns=(
            ListColumn(_("Task number")),
            ListColumn(_("Title"), width=WIDEST),
            ListColumn(_("Kind")),
            ListColumn(_("Stage number"), Kind.NUMBER),
            ListColumn(_("Stage"), width=WIDE),
            ListColumn(_("State")),
            ListColumn(_("Lead department"), width=WIDE),
            ListColumn(_("Other lead departments"), Kind.NUMBER),
            ListColumn(_("Team leader")),
            ListColumn(_("Days in the stage"), Kind.NUMBER),
            ListColumn(_("Open obstacles"), Kind.NUMBER),
        ),
    ),
    ListExport(
        name="obstacles",
        title=_("Obstacles"),
        endpoint="innovation.list_obstacles",
        rows=_obstacles,
        columns=(
            ListColumn(_("Obstacle"), width=WIDEST),
            ListColumn(_("Kind")),
            ListColumn(_("Stands in the way of")),
            ListColumn(_("Its title"), width=WIDEST),
            ListColumn(_("State")),
            ListColumn(_("Severity")),
            ListColumn(_("Level of escalation")),
            ListColumn(_("Department that suffers"), width=WIDE),
            ListColumn(_("Who is asked"), width=WIDE),
            ListColumn(_("Owner")),
            ListColumn(_("Days open"), Kind.NUMBER),
            ListColumn(_("Asked until"), Kind.DATE),
            ListColumn(_("Days left"), Kind.NUMBER),
        ),
    ),
    ListExport(
        name="slogans",
        title=_("Slogans"),
        endpoint="innovation.list_slogans",
        rows=_slogans,
        columns=(
            ListColumn(_("Year"), Kind.NUMBER, 8),
            ListColumn(_("Department"), width=WIDE),
            ListColumn(_("Slogan"), width=WIDEST),
            ListColumn(_("Meaning"), width=WIDEST),
            ListColumn(_("Values"), width=WIDE),
            ListColumn(_("State")),
        ),
    ),
    ListExport(
        name="slogan-wall",
        title=_("Wall of slogans"),
        endpoint="innovation.show_slogan_wall",
        rows=_slogan_wall,
        columns=(
            ListColumn(_("Year"), Kind.NUMBER, 8),
            ListColumn(_("Department"), width=WIDE),
            ListColumn(_("Slogan"), width=WIDEST),
            ListColumn(_("Meaning"), width=WIDEST),
            ListColumn(_("Values"), width=WIDE),
        ),
    ),
    ListExport(
        name="cases",
        title=_("Cases of the office"),
        endpoint="innovation.list_cases",
        rows=_cases,
        columns=(
            ListColumn(_("Kind")),
            ListColumn(_("Title"), width=WIDEST),
            ListColumn(_("Office"), width=WIDE),
            ListColumn(_("Year"), Kind.NUMBER, 8),
            ListColumn(_("Field")),
            ListColumn(_("Values"), width=WIDE),
            ListColumn(_("Begins with"), width=WIDEST),
        ),
    ),
    ListExport(
        name="overdue-reports",
        title=_("Overdue reports"),
        endpoint="innovation.list_overdue_reports",
        rows=_overdue_reports,
        columns=(
            ListColumn(_("Task number")),
            ListColumn(_("Task"), width=WIDEST),
            ListColumn(_("Lead department"), width=WIDE),
            ListColumn(_("Period")),
            ListColumn(_("Due on"), Kind.DATE),
            ListColumn(_("Days late"), Kind.NUMBER),
        ),
    ),
)
