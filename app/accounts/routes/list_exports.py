"""목록 내보내기: what the list of people and the access log are taken out as."""

from collections.abc import Iterator
from typing import Any

from app.accounts.queries.access_records import access_records
from app.accounts.queries.people import find_people
from app.accounts.routes.access_records import LABELS
from app.accounts.routes.people import wanted_people
from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, day, every_page, moment, number, wide, widest
from app.core.messages import _


def _people(_actor: Actor) -> Rows:
    wanted = wanted_people()
    rows: Iterator[Any] = every_page(lambda cursor: find_people(*wanted, cursor))
    for _id, employee_no, name, rank, department, left_on in rows:
        yield name, employee_no, rank, department, left_on


def _access_records(_actor: Actor) -> Rows:
    rows: Iterator[Any] = every_page(access_records)
    for at, who, address, action, whom, count, reason in rows:
        yield at, who, address, LABELS.get(action, action), whom, count, reason


LISTS = (
    ListExport(
        name="people",
        title=_("People"),
        endpoint="accounts.list_people",
        rows=_people,
        personal=True,
        columns=columns(_("Name"), _("Employee number"), _("Rank"), wide(_("Department")), day(_("Left on"))),
    ),
    ListExport(
        name="access-records",
        title=_("Access log"),
        endpoint="accounts.list_access_records",
        rows=_access_records,
        personal=True,
        columns=columns(
            moment(_("Time")),
            _("Who"),
            _("Address"),
            wide(_("What")),
            _("Whom"),
            number(_("People")),
            widest(_("Why")),
        ),
    ),
)
