"""목록 내보내기: batches of handling records, what was sent to mileage, and the questions of the month."""

from app.core.access import Actor
from app.core.i18n import language
from app.core.list_exports import ListExport, Rows, Value, columns, day, every_page, moment, number, wide, widest
from app.core.messages import _
from app.voice.queries.handling_batches import batches_page
from app.voice.queries.monthly_questions import STAGES, list_questions
from app.voice.queries.shortening_cases import handovers
from app.voice.rules.monthly_questions import Promise


def _batches(_actor: Actor) -> Rows:
    for row in every_page(batches_page):
        example = _("Example") if row.is_example else None
        read = (row.first_day, row.last_day, row.read_by, row.read_at)
        yield row.id, row.file_name, example, row.row_count, *read, row.state


def _handovers(_actor: Actor) -> Rows:
    for row in handovers():
        yield row.starts_on, row.ends_on, row.row_count, row.left_out, row.sent_by, row.sent_at


def _questions(_actor: Actor) -> Rows:
    for row in every_page(list_questions):
        days = (row.first_day, row.last_day)
        was_asked = row.stage != "withdrawn"
        promises = (*_promise(row.result), *_promise(row.reflection)) if was_asked else (None,) * 4
        yield row.title(language()), *days, STAGES[row.stage], *promises


def _promise(one: Promise) -> tuple[Value, Value]:
    return one.due_on, one.done_on


LISTS = (
    ListExport(
        name="handling-batches",
        title=_("Batches of handling records"),
        endpoint="voice.list_handling_batches",
        rows=_batches,
        columns=columns(
            number(_("Batch")),
            widest(_("File")),
            _("Example"),
            number(_("Number of records")),
            day(_("First day")),
            day(_("Last day")),
            _("Brought in by"),
            moment(_("Read in at")),
            _("State"),
        ),
    ),
    ListExport(
        name="shortening-handovers",
        title=_("Records sent to mileage"),
        endpoint="voice.list_shortening_handovers",
        rows=_handovers,
        columns=columns(
            day(_("First day")),
            day(_("Last day")),
            number(_("Sent")),
            number(_("Left out")),
            _("Sent by"),
            moment(_("Sent at")),
        ),
    ),
    ListExport(
        name="monthly-questions",
        title=_("Question of the month"),
        endpoint="voice.list_monthly_questions",
        rows=_questions,
        columns=columns(
            widest(_("Question asked")),
            day(_("First day")),
            day(_("Last day")),
            wide(_("State")),
            day(_("Result due")),
            day(_("Result published on")),
            day(_("What was reflected: due")),
            day(_("What was reflected: published")),
        ),
    ),
)
