"""목록 내보내기: the outbox, which tells to whom a mail goes and how it stands, never what it is about."""

from functools import partial

from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, every_page, moment, number, widest
from app.core.messages import _
from app.notifications.enums import MailState
from app.notifications.queries.outbox import mails_page
from app.notifications.routes.mail import wanted_state


def _mails(_actor: Actor) -> Rows:
    for row in every_page(partial(mails_page, wanted_state())):
        next_try = row.next_try_at if row.state is MailState.WAITING and row.attempts else None
        said = row.reason if row.reason.msgid else None
        yield row.name, row.kind, row.created_at, row.state, row.sent_at, row.attempts, next_try, said


LISTS = (
    ListExport(
        name="mails",
        title=_("Outbox"),
        endpoint="notifications.list_mails",
        rows=_mails,
        personal=True,
        columns=columns(
            _("To"),
            _("Holds"),
            moment(_("Written")),
            _("State"),
            moment(_("Sent at")),
            number(_("Attempts")),
            moment(_("Next attempt")),
            widest(_("What the server said")),
        ),
    ),
)
