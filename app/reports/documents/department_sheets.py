"""부서 한 장: what one department did in a year, with the annex of its scores."""

from collections.abc import Iterator, Sequence
from datetime import date

from app.core import access, clock
from app.core.access import Actor
from app.core.documents.content import (
    Bullets,
    Cell,
    Column,
    Document,
    Facts,
    Footer,
    Heading,
    Notice,
    Paragraph,
    Part,
    Progress,
    Table,
)
from app.core.i18n import format_day, format_number, language
from app.core.messages import _
from app.core.numbers import whole_number
from app.innovation.enums.measures import MeasureKind
from app.innovation.queries.gains import GainRow, gains_of_department
from app.innovation.queries.obstacle_requests import word_of_department
from app.innovation.rules.gains import totals
from app.organization.models import Department
from app.reports.documents.five_s_parts import department_index
from app.reports.documents.kinds import Arguments, DocumentKind, flag, year_number
from app.reports.documents.score_parts import derivations, line_table, mark_of, total_facts
from app.reports.enums import Permission
from app.reports.policy import POLICY
from app.reports.queries import departments
from app.reports.queries.departments import SheetScore, SheetTask
from app.reports.queries.document_settings import anchor_text, office_of

NAME = "department_sheet"
APPROVAL = ("담당", "팀장", "과장")


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether the actor may open the sheets of the department."""
    return access.allows(POLICY, Permission.SHEET_READ, actor, arguments["department_id"])


def title(actor: Actor, arguments: Arguments) -> str:
    """Return "Sheet of <department> <year>"."""
    return _title(departments.department_or_404(arguments["department_id"], actor), arguments["year"])


def _title(department: Department, year: int) -> str:
    return str(_("Sheet of %(department)s %(year)s", department=department.name, year=year))


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the sheet together. Raises `Missing` for a department whose sheet the actor may not open."""
    progress(0, 1, _("Reading the results"))
    year, with_annex = arguments["year"], bool(arguments["annex"])
    department = departments.department_or_404(arguments["department_id"], actor)
    scores = departments.scores_of(department.id, year, actor, with_annex=with_annex)
    seal = scores[0].seal if scores else None
    parts = [
        *_tasks(departments.tasks_of(department.id, year, actor)),
        *_gains(gains_of_department(department.id, year)),
        *_obstacles(department.id, year, actor),
        *_slogan(department.id, year, actor),
        *_scores(scores),
        *department_index(department.id, department.name, year, with_annex=with_annex),
        *(part for one in scores if with_annex for part in derivations(one.view)),
    ]
    progress(1, 1)
    return Document(
        title=_title(department, year),
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=_facts(department.id, year),
        parts=tuple(parts),
        mark=mark_of(seal) if scores else "",
        footer=Footer(hash=seal.sha256 if seal else None, anchor=anchor_text()),
        contents=with_annex,
    )


def _facts(department_id: int, year: int) -> tuple[tuple[str, Cell], ...]:
    counts, mileage = departments.report_counts(department_id, year), departments.mileage_of(department_id, year)
    late = _("%(late)s late, %(missing)s missing", late=counts.late, missing=counts.missing)
    points = _(
        "%(own)s own, %(members)s of its people",
        own=format_number(mileage.own_points),
        members=format_number(mileage.member_points),
    )
    share = None if mileage.percent is None else f"{format_number(mileage.percent)} %"
    return (
        (str(_("Reports on time")), f"{counts.on_time} / {counts.due} ({late})"),
        (
            str(_("Mileage of the department")),
            f"{format_number(mileage.own_points + mileage.member_points)} ({points})",
        ),
        (str(_("People who earned points")), share),
    )


def _tasks(tasks: Sequence[SheetTask]) -> Iterator[Part]:
    yield Heading(str(_("Innovation tasks")))
    columns = (
        Column(str(_("Task"))),
        Column(str(_("Stage"))),
        Column(str(_("State"))),
        Column(str(_("Leader"))),
        Column(str(_("Days in the stage")), "number"),
        Column(str(_("Sent back")), "number"),
        Column(str(_("Open obstacles")), "number"),
        Column(str(_("Waivers"))),
    )
    rows = [
        (
            f"{task.number} {task.title}",
            f"{task.stage.number}. {task.stage.label}",
            str(task.state.label),
            task.leader,
            task.days,
            task.returns,
            task.open_obstacles,
            _waivers(task),
        )
        for task in tasks
    ]
    yield Table(str(_("Tasks of the department")), columns, rows, empty=str(_("No task in this year")))


def _waivers(task: SheetTask) -> str | None:
    said = (
        f"{one.code.label}: {one.reason} ({one.by}, {format_day(clock.to_seoul(one.at).date())})"
        for one in task.waivers
    )
    return "\n".join(said) or None


def _gains(gains: Sequence[GainRow]) -> Iterator[Part]:
    if not gains:
        return
    yield Heading(str(_("What closed tasks have gained")))
    added = [
        (
            f"{row.kind.label} ({_('net of cost')})" if row.kind is MeasureKind.BUDGET_SAVED else str(row.kind.label),
            row.total,
            row.unit,
            str(_("%(known)s known, %(unknown)s not known", known=row.known, unknown=row.unknown)),
        )
        for row in totals(row.gain for row in gains)
    ]
    columns = (
        Column(str(_("Gain"))),
        Column(str(_("Sum")), "number"),
        Column(str(_("Unit"))),
        Column(str(_("Measures"))),
    )
    if added:
        yield Table(str(_("Gains added up")), columns, added)
    yield Table(str(_("Measures before and after")), _gain_columns(), [_gain(row) for row in gains])


def _gain_columns() -> tuple[Column, ...]:
    texts = (str(_("Measure")), str(_("Task")), str(_("Kind")), str(_("Unit")))
    figures = (str(_("Before")), str(_("After")), str(_("Difference")), str(_("Net of cost")))
    return (*(Column(one) for one in texts), *(Column(one, "number") for one in figures))


def _gain(row: GainRow) -> tuple[Cell, ...]:
    gain = row.gain
    task = f"{row.number} {row.title}"
    return row.name, task, str(gain.kind.label), gain.unit, gain.before, gain.after, gain.change, gain.net


def _obstacles(department_id: int, year: int, actor: Actor) -> Iterator[Part]:
    yield Heading(str(_("Obstacles")))
    word = word_of_department(department_id, year, actor)
    if word.kept or word.not_kept or word.overdue:
        yield Paragraph(
            str(
                _(
                    "Promises to other offices: kept %(kept)s, not kept %(not_kept)s, beyond their day %(overdue)s.",
                    kept=word.kept,
                    not_kept=word.not_kept,
                    overdue=word.overdue,
                )
            )
        )
    columns = (
        Column(str(_("Obstacle"))),
        Column(str(_("Kind"))),
        Column(str(_("Role"))),
        Column(str(_("Level"))),
        Column(str(_("State"))),
        Column(str(_("Due")), "date"),
    )
    asked, suffers = str(_("asked to remove it")), str(_("suffers from it"))
    rows = [
        (
            one.title,
            str(one.kind.label),
            asked if one.is_asked else suffers,
            str(one.level.label),
            str(one.state.label),
            one.due_on,
        )
        for one in departments.obstacles_of(department_id, year, actor)
    ]
    yield Table(str(_("Obstacles of the department")), columns, rows, empty=str(_("Nothing stands in the way.")))


def _slogan(department_id: int, year: int, actor: Actor) -> Iterator[Part]:
    yield Heading(str(_("Slogan")))
    slogan = departments.slogan_of(department_id, year, actor)
    if slogan is None:
        yield Paragraph(str(_("The department has no slogan for this year yet.")))
        return
    yield Facts(((str(_("Slogan")), slogan.text), (str(_("Meaning")), slogan.meaning)))
    if slogan.items:
        yield Bullets(tuple(_practice(what, due_on) for what, due_on in slogan.items))


def _practice(what: str, due_on: date) -> str:
    return f"{what} ({format_day(due_on)})"


def _scores(scores: Sequence[SheetScore]) -> Iterator[Part]:
    yield Heading(str(_("Indicator scores")))
    if not scores:
        yield Paragraph(str(_("No result of this year is published for the department.")))
    for one in scores:
        if one.seal is None:
            yield Notice(
                str(_("Draft: these results are not published. Only the control tower and the auditor see them."))
            )
        yield Facts(((str(_("Round")), f"{one.code} {one.name}"),))
        yield total_facts(one.view)
        yield line_table(one.view)


KIND = DocumentKind(
    name=NAME,
    label=_("Department sheet"),
    build=build,
    may=may,
    title=title,
    arguments={"department_id": whole_number, "year": year_number, "annex": flag},
    approval=APPROVAL,
)
