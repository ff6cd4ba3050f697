"""목록 내보내기: what the list of departments is taken out as."""

from collections.abc import Iterator, Sequence

from app.core.access import Actor
from app.core.list_exports import ListColumn, ListExport, Value
from app.core.messages import _
from app.core.sheets import Kind
from app.organization.queries import department_rows


def _departments(_actor: Actor) -> Iterator[Sequence[Value]]:
    for row in department_rows():
        yield row.name, row.code, row.kind, row.bureau, row.peer_group, row.valid_from, row.valid_until


LISTS = (
    ListExport(
        name="departments",
        title=_("Departments"),
        endpoint="organization.list_departments",
        rows=_departments,
        columns=(
            ListColumn(_("Name"), width=24),
            ListColumn(_("Code")),
            ListColumn(_("Kind")),
            ListColumn(_("Bureau"), width=24),
            ListColumn(_("Peer group"), width=18),
            ListColumn(_("Exists from"), Kind.DATE),
            ListColumn(_("Exists until"), Kind.DATE),
        ),
    ),
)
