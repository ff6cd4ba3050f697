"""장애요인 안건: what lies before the monthly meeting, and behind it every open obstacle by level."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from app.core import clock
from app.core.access import Actor, satisfies
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
from app.core.i18n import NO_BREAK_SPACE, format_day, format_number, language
from app.core.messages import _
from app.innovation.enums import ObstacleLevel
from app.innovation.policy.predicates import READERS
from app.innovation.queries.obstacle_agenda import Agenda, agenda_of
from app.innovation.queries.obstacle_requests import OfficeWord, words_of_offices
from app.innovation.queries.obstacles import ObstacleRow
from app.reports.documents.agenda_parts import live_sections, month_name, word_table
from app.reports.documents.kinds import FIRST_YEAR, Arguments, DocumentKind
from app.reports.queries.document_settings import anchor_text, office_of
from app.reports.queries.open_obstacles import OpenRequest, open_obstacles, open_requests

NAME = "obstacle_agenda"
APPROVAL = ("담당", "팀장", "과장")
Levels = Mapping[ObstacleLevel, Sequence[ObstacleRow]]


def month_of(text: str) -> str:
    """Read a month ("2026-11"); nothing is this one. Raises `ValueError`."""
    today = clock.today()
    month = date.fromisoformat(f"{text}-01") if text else today
    if not FIRST_YEAR <= month.year <= today.year + 1:
        raise ValueError(text)
    return month.strftime("%Y-%m")


def may(actor: Actor, _arguments: Arguments) -> bool:
    """Whether the actor reads obstacles at all; which ones is asked of each."""
    return satisfies(READERS, actor)


def title(_actor: Actor, arguments: Arguments) -> str:
    """Return "Agenda of the meeting about obstacles: <month>"."""
    return _title(_month(arguments))


def _title(month: date) -> str:
    return str(_("Agenda of the meeting about obstacles: %(month)s", month=month_name(month)))


def _month(arguments: Arguments) -> date:
    return date.fromisoformat(f"{arguments['month']}-01")


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the agenda of a month together, of the obstacles the actor may read."""
    month = _month(arguments)
    progress(0, len(ObstacleLevel) + 1, _("Reading the obstacles"))
    agenda, words = agenda_of(actor, month), words_of_offices(actor)
    levels = {}
    for place, level in enumerate(reversed(ObstacleLevel), start=1):
        levels[level] = open_obstacles(actor, level)
        progress(place, len(ObstacleLevel) + 1, level.label)
    parts = [
        *_notices(agenda),
        *live_sections(agenda.sections),
        Heading(str(_("How each office keeps its word"))),
        word_table(words),
        *_by_level(levels, open_requests(actor)),
    ]
    return Document(
        title=_title(month),
        subtitle=str(
            _(
                "Old promises first, then what was escalated, what is new, and what stands still. What happened since "
                "%(day)s is on it.",
                day=_day(agenda.since),
            )
        ),
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=_facts(levels, words),
        parts=tuple(parts),
        footer=Footer(anchor=anchor_text()),
        orientation="landscape",
    )


def _facts(levels: Levels, words: Sequence[OfficeWord]) -> tuple[tuple[str, Cell], ...]:
    rows = [row for found in levels.values() for row in found]
    kept, not_kept = sum(one.kept for one in words), sum(one.not_kept for one in words)
    word = _("Kept %(kept)s · not kept %(not_kept)s", kept=format_number(kept), not_kept=format_number(not_kept))
    return (
        (str(_("Open obstacles")), len(rows)),
        (str(_("of these beyond their day")), sum(row.days_left is not None and row.days_left < 0 for row in rows)),
        (str(_("Promises that run")), sum(one.running for one in words)),
        (str(_("Promises beyond their day")), sum(one.overdue for one in words)),
        (str(_("What became of promises")), str(word)),
    )


def _notices(agenda: Agenda) -> Iterator[Part]:
    if agenda.meeting_id is not None:
        yield Notice(str(_("This meeting has been held. Its minutes show the agenda as it stood.")))
    elif agenda.month < clock.today().replace(day=1):
        yield Notice(str(_("No meeting was recorded for this month: the agenda shows how things stand today.")))
    yield Heading(str(_("Agenda")))


def _by_level(levels: Levels, requests: Mapping[int, Sequence[OpenRequest]]) -> Iterator[Part]:
    yield Heading(str(_("All open obstacles by level")))
    if not any(levels.values()):
        yield Paragraph(str(_("No obstacle is open.")))
        return
    columns = (
        Column(str(_("Obstacle"))),
        Column(str(_("Department that suffers"))),
        Column(str(_("Who is asked"))),
        Column(str(_("State"))),
        Column(str(_("Open since")), "date"),
        Column(str(_("Days open")), "number"),
        Column(str(_("Due")), "date"),
        Column(str(_("Requests and promises"))),
    )
    for level, rows in levels.items():
        if rows:
            yield Heading(f"{level.label} ({len(rows)})", 2)
            cells = [_obstacle(row, requests.get(row.id, ())) for row in rows]
            yield Table(str(level.label), columns, cells, sheet=str(_("Open obstacles")))


def _obstacle(row: ObstacleRow, requests: Sequence[OpenRequest]) -> tuple[Cell, ...]:
    since = clock.today() - timedelta(days=row.days_open)
    said = "\n".join(_request(one) for one in requests) or None
    return row.title, row.department, row.asked, str(row.state.label), since, row.days_open, row.due_on, said


def _request(one: OpenRequest) -> str:
    return f"{one.office}: {one.text} ({one.state.label}, {_day(one.day)})"


def _day(day: date) -> str:
    """A day in a sentence, which no line breaks."""
    return format_day(day).replace(" ", NO_BREAK_SPACE)


KIND = DocumentKind(
    name=NAME,
    label=_("Obstacle agenda"),
    build=build,
    may=may,
    title=title,
    arguments={"month": month_of},
    approval=APPROVAL,
)
