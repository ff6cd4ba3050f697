"""안건의 표: the tables of an agenda about obstacles, as it stands today or as it stood at a meeting."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.core.documents.content import Cell, Column, Heading, Notice, Part, Table
from app.core.i18n import language
from app.core.messages import _
from app.innovation.enums.obstacle_requests import AgendaSection
from app.innovation.queries.obstacle_agenda import MOST, AgendaLine
from app.innovation.queries.obstacle_meetings import KeptLine
from app.innovation.queries.obstacle_requests import OfficeWord


def month_name(month: date) -> str:
    """Return "2026년 11월", in English "November 2026"."""
    if language() == "en":
        return f"{month:%B %Y}"
    return str(_("Month %(month)s of %(year)s", month=month.month, year=month.year))


def live_sections(sections: Mapping[AgendaSection, Sequence[AgendaLine]]) -> Iterator[Part]:
    """Return the parts of an agenda as it stands now."""
    for place, (kind, lines) in enumerate(sections.items(), start=1):
        yield _heading(place, kind, len(lines))
        if len(lines) >= MOST:
            yield Notice(str(_("The %(most)s most urgent ones stand in this part.", most=MOST)))
        if kind is AgendaSection.COMMITMENTS:
            yield _promises(kind, [(_promise(line), line.is_late) for line in lines])
        else:
            yield _obstacles(kind, lines)


def kept_sections(sections: Mapping[AgendaSection, Sequence[KeptLine]]) -> Iterator[Part]:
    """Return the parts of an agenda as it stood when the meeting was recorded."""
    for place, (kind, lines) in enumerate(sections.items(), start=1):
        yield _heading(place, kind, len(lines))
        if kind is AgendaSection.COMMITMENTS:
            yield _promises(kind, [(_promise(line), False) for line in lines])
        else:
            yield _kept_obstacles(kind, lines)


def word_table(words: Sequence[OfficeWord]) -> Table:
    """Return how each office keeps its word."""
    labels = (
        _("Waits for an answer"),
        _("Promised"),
        _("Beyond the promised day"),
        _("Declined"),
        _("Promise kept"),
        _("Promise not kept"),
    )
    columns = (Column(str(_("Who is asked"))), *(Column(str(label), "number") for label in labels))
    rows = [(one.office, one.waiting, one.running, one.overdue, one.declined, one.kept, one.not_kept) for one in words]
    caption = str(_("How each office keeps its word"))
    return Table(caption, columns, rows, empty=str(_("No office has been asked for anything yet.")))


def _heading(place: int, kind: AgendaSection, count: int) -> Heading:
    return Heading(f"{place}. {kind.label} ({count})", 2)


Promise = tuple[str | None, str, str | None, date | None, str]


def _promise(line: AgendaLine | KeptLine) -> Promise:
    state = "" if line.request_state is None else str(line.request_state.label)
    return line.promise, line.title, line.office, line.promised_on, state


def _promises(kind: AgendaSection, lines: Sequence[tuple[Promise, bool]]) -> Table:
    late = str(_("Beyond the promised day"))
    columns = (
        Column(str(_("What was promised"))),
        Column(str(_("Obstacle"))),
        Column(str(_("Who promised"))),
        Column(str(_("Promised for")), "date"),
        Column(str(_("State"))),
    )
    rows = [(*promise[:-1], late if is_late else promise[-1]) for promise, is_late in lines]
    return Table(str(kind.label), columns, rows, empty=_nothing())


def _obstacles(kind: AgendaSection, lines: Sequence[AgendaLine]) -> Table:
    columns = (
        Column(str(_("Obstacle"))),
        Column(str(_("Level of escalation"))),
        Column(str(_("State"))),
        Column(str(_("Department that suffers"))),
        Column(str(_("Who is asked"))),
        Column(str(_("Days open")), "number"),
    )
    rows: list[tuple[Cell, ...]] = [
        (line.title, _level(line), str(line.state.label), line.department, line.asked, line.days_open) for line in lines
    ]
    return Table(str(kind.label), columns, rows, empty=_nothing())


def _level(line: AgendaLine) -> str:
    level = str(line.level.label)
    return f"{level} ({_('Its days are over')})" if line.is_late else level


def _kept_obstacles(kind: AgendaSection, lines: Sequence[KeptLine]) -> Table:
    columns = (
        Column(str(_("Obstacle"))),
        Column(str(_("Level of escalation"))),
        Column(str(_("State"))),
        Column(str(_("Days open")), "number"),
    )
    rows = [(line.title, str(line.level.label), str(line.state.label), line.days_open) for line in lines]
    return Table(str(kind.label), columns, rows, empty=_nothing())


def _nothing() -> str:
    return str(_("Nothing in this part."))
