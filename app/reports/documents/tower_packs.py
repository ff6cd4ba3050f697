"""컨트롤타워 보고: the dashboard of the control tower on paper, narrowed as the page was, as it stands on the day.

It is no report of a month: what is overdue, open or standing still is a state of today and was kept for no other day.
"""

from collections.abc import Iterator, Sequence

from app.core import access, clock
from app.core.access import Actor
from app.core.documents.content import (
    Cell,
    Column,
    Document,
    Footer,
    Heading,
    Notice,
    Paragraph,
    Part,
    Progress,
    Table,
)
from app.core.errors import Missing
from app.core.i18n import format_day, language
from app.core.messages import _
from app.core.values import Value
from app.evaluation.enums import Phase
from app.evaluation.queries.releases import release_awaited
from app.innovation.queries.obstacle_requests import words_of_offices
from app.reports import figures
from app.reports.documents.agenda_parts import word_table
from app.reports.documents.figure_parts import figure_parts
from app.reports.documents.kinds import Arguments, DocumentKind, optional_number, year_number
from app.reports.documents.score_parts import mark_of, mark_until
from app.reports.enums import Permission
from app.reports.links import ListLink
from app.reports.policy import POLICY
from app.reports.queries.document_settings import anchor_text, office_of
from app.reports.queries.tower import evaluation, lead_times, mileage, obstacles, reporting, risks, scores, values
from app.reports.queries.tower.choices import Choices, choices_for
from app.reports.queries.tower.evaluation import GradeDistribution
from app.reports.queries.tower.reporting import OverdueReport, StageStay
from app.reports.queries.tower.scope import STILL_DAYS, Scope

NAME = "tower_pack"
APPROVAL = ("담당", "팀장", "과장", "부시장")
MOST_DAYS = 366
NO_LIST = ListLink(None)
"""Paper leads nowhere."""


def value_of(text: str) -> str:
    """Read a value (5S, 5품), or nothing. Raises `ValueError`."""
    return Value(text).value if text else ""


def days_of(text: str) -> int | None:
    """Read after how many days a task stands still, or nothing. Raises `ValueError` for what no page offers."""
    days = optional_number(text)
    if days is not None and not 0 < days <= MOST_DAYS:
        raise ValueError(text)
    return days


def may(actor: Actor, _arguments: Arguments) -> bool:
    """Whether the actor may open the dashboard."""
    return access.allows(POLICY, Permission.TOWER_READ, actor)


def title(_actor: Actor, _arguments: Arguments) -> str:
    """Return "Control tower report as of <day>": states as they are, not those of a month that is over."""
    return str(_("Control tower report as of %(day)s", day=format_day(clock.today())))


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the report together. Raises `Missing` where it is narrowed to what there is not."""
    offered = choices_for(actor)
    scope = _scope(arguments, offered)
    grades = evaluation.grade_distribution(scope)
    parts: list[Part] = []
    sections = {
        _("Reports and stages"): _tasks(actor, scope),
        _("Obstacles"): _obstacles(actor, scope),
        _("Evaluation"): _evaluation(scope, grades),
        _("Perspectives"): _perspectives(scope),
        _("Values and mileage"): _values(actor, scope),
    }
    for done, (name, section) in enumerate(sections.items()):
        progress(done, len(sections), name)
        parts.extend((Heading(str(name)), *section))
    return Document(
        title=title(actor, arguments),
        subtitle=str(_("What stands still, what is late, and who can move it")),
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=(*_narrowed(scope, offered), *_at_a_glance(actor, scope)),
        parts=tuple(parts),
        mark=_mark(grades),
        footer=Footer(anchor=anchor_text()),
        contents=True,
        front_page=True,
    )


def _mark(grades: GradeDistribution | None) -> str:
    """Return what stands on every page as long as grades or totals in it are not for everybody."""
    if grades is None or not grades.totals:
        return ""
    return mark_of(None) if grades.phase is Phase.CALIBRATION else mark_until(release_awaited(grades.round_id))


def _scope(arguments: Arguments, offered: Choices) -> Scope:
    asked = {
        arguments["round"]: {number for number, _name in offered.rounds},
        arguments["bureau"]: {unit.id for unit in offered.bureaus},
        arguments["group"]: {group.id for group in offered.groups},
    }
    if any(number is not None and number not in known for number, known in asked.items()):
        raise Missing(_("There is no such document."))
    return Scope(
        year=arguments["year"],
        round_id=arguments["round"],
        bureau_id=arguments["bureau"],
        group_id=arguments["group"],
        value=Value(arguments["value"]) if arguments["value"] else None,
        days=arguments["days"] or STILL_DAYS,
    )


def _narrowed(scope: Scope, offered: Choices) -> Iterator[tuple[str, Cell]]:
    yield str(_("Year")), str(scope.year)
    chosen = (
        (_("Round"), dict(offered.rounds).get(scope.round_id or 0)),
        (_("Bureau"), next((unit.name for unit in offered.bureaus if unit.id == scope.bureau_id), None)),
        (_("Peer group"), next((group.name for group in offered.groups if group.id == scope.group_id), None)),
        (_("Value"), str(scope.value.label) if scope.value else None),
    )
    yield from ((str(label), name) for label, name in chosen if name is not None)


def _at_a_glance(actor: Actor, scope: Scope) -> Iterator[tuple[str, Cell]]:
    """The figures at the top of the page."""
    levels, words = obstacles.ages_by_level(actor, scope), words_of_offices(actor)
    yield str(_("Overdue reports")), sum(row.count for row in reporting.overdue_counts(actor, scope))
    yield str(_("Tasks standing still")), sum(row.still for row in reporting.stage_counts(actor, scope))
    yield str(_("Open obstacles")), sum(level.total for level in levels)
    yield str(_("of these beyond their day")), sum(level.late for level in levels)
    yield str(_("Promises beyond their day")), sum(one.overdue for one in words)
    kept, not_kept = sum(one.kept for one in words), sum(one.not_kept for one in words)
    yield (
        str(_("What became of promises")),
        str(_("Kept %(kept)s · not kept %(not_kept)s", kept=kept, not_kept=not_kept)),
    )


def _tasks(actor: Actor, scope: Scope) -> Iterator[Part]:
    counts = reporting.overdue_counts(actor, scope)
    overdue = figures.overdue_figure(counts, NO_LIST) if counts else None
    yield from figure_parts(overdue, _("No progress report is overdue."), bars=(1,))
    if counts:
        yield _overdue(reporting.overdue_reports(actor, scope))
    stages = reporting.stage_counts(actor, scope)
    found = figures.stages_figure(stages, scope.days, NO_LIST) if any(r.moving + r.still for r in stages) else None
    yield from figure_parts(found, _("There are no active tasks."), bars=(1, 2))
    if any(row.still for row in stages):
        yield _still(reporting.stays(actor, scope.days, scope))
    durations = lead_times.lead_times(actor, scope)
    lead = figures.lead_times_figure(durations, scope.year, NO_LIST) if any(r.stays for r in durations) else None
    yield from figure_parts(lead, _("No task has left a stage in this year."))


def _overdue(rows: Sequence[OverdueReport]) -> Table:
    columns = (
        Column(str(_("Department"))),
        Column(str(_("Task"))),
        Column(str(_("Period"))),
        Column(str(_("Leader"))),
        Column(str(_("Due")), "date"),
        Column(str(_("Days late")), "number"),
    )
    cells = [
        (row.department, f"{row.number} {row.title}", row.period, row.leader, row.due_on, row.days) for row in rows
    ]
    return Table(str(_("The longest overdue progress reports")), columns, cells)


def _still(rows: Sequence[StageStay]) -> Table:
    columns = (
        Column(str(_("Department"))),
        Column(str(_("Task"))),
        Column(str(_("Stage"))),
        Column(str(_("Days without movement")), "number"),
    )
    cells = [
        (row.department, f"{row.number} {row.title}", f"{row.stage.number}. {row.stage.label}", row.days)
        for row in rows
    ]
    return Table(str(_("Tasks standing still, those longest in their stage first")), columns, cells)


def _obstacles(actor: Actor, scope: Scope) -> Iterator[Part]:
    levels = obstacles.ages_by_level(actor, scope)
    kinds, offices = obstacles.causes_by_kind(actor, scope), obstacles.causes_by_asked(actor, scope)
    found = figures.obstacles_figure(levels, NO_LIST) if any(level.total for level in levels) else None
    yield from figure_parts(found, _("No obstacle is open."))
    yield from figure_parts(figures.kinds_figure(kinds, NO_LIST) if kinds.rows else None, bars=(1,))
    yield from figure_parts(figures.offices_figure(offices, NO_LIST) if offices.rows else None, bars=(1,))
    words = words_of_offices(actor)
    if words:
        yield Heading(str(_("How each office keeps its word")), 2)
        if scope.shape.bureau or scope.shape.group:
            yield Paragraph(str(_("Of the whole office: a promise binds who gave it, whoever asked.")))
        yield word_table(words)


def _evaluation(scope: Scope, grades: GradeDistribution | None) -> Iterator[Part]:
    found = risks.risks(scope)
    at_risk = figures.risks_figure(found, NO_LIST) if found else None
    nothing = _("No indicator is late or unlikely to reach its target.") if found else _("No round is being measured.")
    yield from figure_parts(at_risk, nothing)
    progress = evaluation.scoring_progress(scope)
    scoring = figures.scoring_figure(progress, NO_LIST) if progress and progress.evaluators else None
    yield from figure_parts(scoring, _("No round is being scored by evaluators."))
    if grades and grades.problem:
        yield Notice(str(grades.problem))
    given = figures.grades_figure(grades, None, NO_LIST) if grades and grades.grades else None
    yield from figure_parts(given, _("No round has reached calibration yet."))
    if grades:
        yield from figure_parts(figures.spread_figure(grades, None, NO_LIST))


def _perspectives(scope: Scope) -> Iterator[Part]:
    rounds = scores.published_rounds(scope)
    found = None
    if rounds:
        last = rounds[-1]
        axes, means = scores.means_by_perspective(last)
        found = figures.radar_figure(last.name, means, axes, NO_LIST)
    yield from figure_parts(found, _("No results are published yet."))


def _values(actor: Actor, scope: Scope) -> Iterator[Part]:
    found = values.value_counts(actor, scope)
    wanted = [scope.value] if scope.value else list(Value)
    by_department = figures.values_figure(found, scope.year, wanted, NO_LIST)
    yield from figure_parts(by_department, _("Nothing of this year carries a value yet."))
    yield from figure_parts(figures.value_years_figure(found, wanted, NO_LIST))
    rows = mileage.participation_by_department(scope)
    share = figures.participation_figure(rows, NO_LIST) if any(row.percent is not None for row in rows) else None
    yield from figure_parts(share, _("No departments yet."), bars=(1,))


KIND = DocumentKind(
    name=NAME,
    label=_("Control tower report as of today"),
    build=build,
    may=may,
    title=title,
    arguments={
        "year": year_number,
        "round": optional_number,
        "bureau": optional_number,
        "group": optional_number,
        "value": value_of,
        "days": days_of,
    },
    approval=APPROVAL,
)
