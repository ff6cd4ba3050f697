"""장애요인 회의록: what the monthly meeting decided, its minutes, and the agenda as it stood."""

from collections.abc import Iterator, Sequence

from app.core import clock
from app.core.access import Actor, satisfies
from app.core.documents.content import (
    Column,
    Document,
    Footer,
    Heading,
    Paragraph,
    Part,
    Progress,
    Signatures,
    Table,
)
from app.core.i18n import format_moment, language
from app.core.messages import _
from app.core.numbers import whole_number
from app.innovation.policy.predicates import READERS
from app.innovation.queries.obstacle_meetings import MeetingRecord, kept_agenda, obstacle_meeting_or_404
from app.innovation.queries.obstacle_requests import RequestRow, decisions_of
from app.reports.documents.agenda_parts import kept_sections, month_name
from app.reports.documents.kinds import Arguments, DocumentKind, is_there
from app.reports.queries.document_settings import anchor_text, office_of

NAME = "obstacle_minutes"
APPROVAL = ("담당", "팀장", "과장")


def may(actor: Actor, arguments: Arguments) -> bool:
    """Whether there is such a meeting and the actor reads obstacles; which of them is asked of each."""
    return satisfies(READERS, actor) and is_there(lambda: obstacle_meeting_or_404(arguments["meeting_id"]))


def title(_actor: Actor, arguments: Arguments) -> str:
    """Return "Minutes of the meeting about obstacles: <month>"."""
    return _title(obstacle_meeting_or_404(arguments["meeting_id"]))


def _title(record: MeetingRecord) -> str:
    month = month_name(record.meeting.month)
    return str(_("Minutes of the meeting about obstacles: %(month)s", month=month))


def build(actor: Actor, arguments: Arguments, progress: Progress) -> Document:
    """Put the minutes together, of the obstacles the actor may read. Raises `Missing` where there is no meeting."""
    progress(0, 1, _("Reading the minutes"))
    record = obstacle_meeting_or_404(arguments["meeting_id"])
    meeting = record.meeting
    parts = [
        *_decisions(decisions_of(meeting.id, actor)),
        *minutes(meeting.minutes),
        Heading(str(_("The agenda as it stood"))),
        *kept_sections(kept_agenda(meeting.id, actor)),
        Signatures(((str(_("Recorded by")), record.recorded_by), (str(_("Chair")), None))),
    ]
    progress(1, 1)
    return Document(
        title=_title(record),
        language=language(),
        office=office_of(NAME, APPROVAL),
        issued=clock.now(),
        facts=(
            (str(_("Held on")), meeting.held_on),
            (str(_("Participants")), meeting.participants),
            (str(_("Recorded by")), f"{record.recorded_by} · {format_moment(meeting.recorded_at)}"),
        ),
        parts=tuple(parts),
        footer=Footer(anchor=anchor_text()),
    )


def _decisions(rows: Sequence[RequestRow]) -> Iterator[Part]:
    yield Heading(str(_("Decisions")))
    columns = (
        Column(str(_("What was decided"))),
        Column(str(_("Obstacle"))),
        Column(str(_("Who acts"))),
        Column(str(_("By when")), "date"),
        Column(str(_("State"))),
    )
    cells = [(row.request.text, row.obstacle_title, row.office, row.day, str(row.state.label)) for row in rows]
    yield Table(str(_("Decisions")), columns, cells, empty=str(_("Nothing was decided.")))


def minutes(text: str) -> Iterator[Part]:
    """Return what was written down of a meeting; nothing where nothing was."""
    if text:
        yield Heading(str(_("Minutes")))
        yield Paragraph(text)


KIND = DocumentKind(
    name=NAME,
    label=_("Minutes of a meeting about obstacles"),
    build=build,
    may=may,
    title=title,
    arguments={"meeting_id": whole_number},
    approval=APPROVAL,
)
