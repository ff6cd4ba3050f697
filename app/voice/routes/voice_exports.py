"""목록 내보내기: what the list of voices is taken out as."""

from collections.abc import Iterator, Sequence
from functools import partial

from app.core.access import Actor
from app.core.list_exports import ListColumn, ListExport, Value, every_page
from app.core.messages import _
from app.core.sheets import Kind
from app.voice.queries.customer_voices import list_voices
from app.voice.routes.customer_voices import wanted_voices

WIDE, WIDEST = 24, 60


def _voices(actor: Actor) -> Iterator[Sequence[Value]]:
    for row in every_page(partial(list_voices, actor, wanted_voices())):
        in_time = None if row.in_time is None else _("In time") if row.in_time else _("Answered after its day")
        yield (
            row.number,
            row.kind,
            row.channel,
            row.state,
            row.department,
            row.place,
            row.excerpt,
            row.received_on,
            row.due_at,
            in_time,
            row.call_points,
        )


LISTS = (
    ListExport(
        name="customer-voices",
        title=_("Voices (VoC)"),
        endpoint="voice.list_customer_voices",
        rows=_voices,
        columns=(
            ListColumn(_("Receipt number"), width=16),
            ListColumn(_("Kind of voice")),
            ListColumn(_("How it came"), width=18),
            ListColumn(_("State"), width=18),
            ListColumn(_("Department"), width=WIDE),
            ListColumn(_("Where it is about"), width=WIDE),
            ListColumn(_("What was said"), width=WIDEST),
            ListColumn(_("Received on"), Kind.DATE),
            ListColumn(_("Answer due by"), width=18),
            ListColumn(_("Answered in time")),
            ListColumn(_("Satisfaction with the answer"), Kind.NUMBER),
        ),
    ),
)
