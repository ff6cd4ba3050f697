"""점검회의록: what a check meeting about a task decided, and what became of it."""

from collections.abc import Iterator, Sequence

from app.core import clock
from app.core.access import Actor
from app.core.documents.content import Column, Document, Footer, Heading, Part, Progress, Signatures, Table
from app.core.i18n import format_day, format_moment, language
from app.core.messages import _
from app.core.numbers import whole_number
from app.innovation.queries.meetings import DecisionRow, MeetingRecord, decisions_of, meeting_or_404
from app.reports.documents.kinds import Arguments, DocumentKind, is_there
from app.reports.documents.obstacle_minutes import minutes
from app.reports.queries.document_settings import anchor_text, office_of

NAME = "meeting_minutes"
APPROVAL = ("담당", "팀장", "과장")


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether the actor may read the task the meeting was about."""
    return is_there(lambda: meeting_or_404(arguments["meeting_id"], actor))


def title(actor: Actor, arguments: Arguments) -> str:
    """Return "Minutes of the check meeting of <day>, <task>"."""
    record = meeting_or_404(arguments["meeting_id"], actor)
    return f"{_title(record)} {record.task.number}"


def _title(record: MeetingRecord) -> str:
    return str(_("Minutes of the check meeting of %(day)s", day=format_day(record.meeting.held_on)))


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the minutes together. Raises `Missing` for a meeting about a task the actor may not read."""
    progress(0, 1, _("Reading the minutes"))
    record = meeting_or_404(arguments["meeting_id"], actor)
    meeting, task = record.meeting, record.task
    parts = [
        *_decisions(decisions_of(meeting.id)),
        *minutes(meeting.minutes),
        Signatures(((str(_("Recorded by")), record.recorded_by), (str(_("Chair")), None))),
    ]
    progress(1, 1)
    return Document(
        title=_title(record),
        subtitle=f"{task.number} {task.title}",
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=(
            (str(_("Kind of meeting")), str(meeting.kind.label)),
            (str(_("Held on")), meeting.held_on),
            (str(_("Participants")), meeting.participants),
            (str(_("Recorded by")), f"{record.recorded_by} · {format_moment(meeting.recorded_at)}"),
        ),
        parts=tuple(parts),
        footer=Footer(anchor=anchor_text()),
    )


def _decisions(rows: Sequence[DecisionRow]) -> Iterator[Part]:
    yield Heading(str(_("Decisions")))
    columns = (
        Column(str(_("What was decided"))),
        Column(str(_("Who acts"))),
        Column(str(_("By when")), "date"),
        Column(str(_("State"))),
        Column(str(_("How it was done"))),
    )
    cells = [
        (
            row.decision.text,
            " · ".join(filter(None, (row.department, row.person))),
            row.decision.due_on,
            str(row.decision.state.label),
            _done(row),
        )
        for row in rows
    ]
    yield Table(str(_("Decisions")), columns, cells, empty=str(_("Nothing was decided.")))


def _done(row: DecisionRow) -> str | None:
    if row.done_at is None:
        return None
    return f"{row.decision.done_note}\n{row.done_by} · {format_moment(row.done_at)}"


KIND = DocumentKind(
    name=NAME,
    label=_("Minutes of a check meeting"),
    build=build,
    may=may,
    title=title,
    arguments={"meeting_id": whole_number},
    approval=APPROVAL,
)
