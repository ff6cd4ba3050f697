"""목록 내보내기: what the list of people is taken out as."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.accounts.queries.people import find_people
from app.accounts.routes.people import wanted_people
from app.core.access import Actor
from app.core.list_exports import ListColumn, ListExport, Value, every_page
from app.core.messages import _
from app.core.sheets import Kind


def _people(_actor: Actor) -> Iterator[Sequence[Value]]:
    wanted = wanted_people()
    rows: Iterator[Any] = every_page(lambda cursor: find_people(*wanted, cursor))
    for _id, number, name, rank, department, left_on in rows:
        yield name, number, rank, department, left_on


LISTS = (
    ListExport(
        name="people",
        title=_("People"),
        endpoint="accounts.list_people",
        rows=_people,
        personal=True,
        columns=(
            ListColumn(_("Name")),
            ListColumn(_("Employee number")),
            ListColumn(_("Rank")),
            ListColumn(_("Department"), width=24),
            ListColumn(_("Left on"), Kind.DATE),
        ),
    ),
)
