"""목록 내보내기: what the audit log is taken out as."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import request

from app.audit.forms import SearchForm
from app.audit.labels import event_label, subject_label
from app.audit.queries import find_entries
from app.core.access import Actor
from app.core.errors import Refused
from app.core.list_exports import ListColumn, ListExport, Value, every_page
from app.core.messages import _
from app.core.sheets import Kind


def _entries(_actor: Actor) -> Iterator[Sequence[Value]]:
    form = SearchForm(request.args)
    if not form.validate():
        raise Refused(_("The search cannot be read. Correct it on the page of the list."))
    search = form.search()
    rows: Iterator[Any] = every_page(lambda cursor: find_entries(search, cursor))
    for seq, at, name, event, subject_type, subject_id, is_hidden in rows:
        who = _("Name hidden") if is_hidden else name or _("System")
        yield seq, at, who, event_label(event), subject_label(subject_type), subject_id


LISTS = (
    ListExport(
        name="audit-entries",
        title=_("Audit log"),
        endpoint="audit.list_entries",
        rows=_entries,
        personal=True,
        columns=(
            ListColumn(_("No."), Kind.NUMBER),
            ListColumn(_("Time"), width=18),
            ListColumn(_("Actor"), width=18),
            ListColumn(_("Event"), width=44),
            ListColumn(_("Subject"), width=24),
            ListColumn(_("Number of the subject"), Kind.NUMBER),
        ),
    ),
)
