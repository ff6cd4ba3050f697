"""목록 내보내기: the members of the citizens' panel, with names and contacts: a reason is asked for."""

from collections.abc import Iterator, Sequence

from app.core.access import Actor
from app.core.list_exports import ListColumn, ListExport, Value, every_page
from app.core.messages import _
from app.core.sheets import Kind
from app.voice.queries.panel_members import members_page


def _members(_actor: Actor) -> Iterator[Sequence[Value]]:
    for row in every_page(members_page):
        yield row.name, row.contact, row.consent_id, row.consented_on, row.kept_until, row.asked


LISTS = (
    ListExport(
        name="panel_members",
        title=_("Citizens' panel"),
        endpoint="voice.list_panel_members",
        rows=_members,
        columns=(
            ListColumn(_("Name")),
            ListColumn(_("Contact"), width=26),
            ListColumn(_("Version of the consent"), Kind.NUMBER),
            ListColumn(_("Agreed on"), Kind.DATE),
            ListColumn(_("Kept until"), Kind.DATE),
            ListColumn(_("Surveys asked"), Kind.NUMBER),
        ),
        personal=True,
    ),
)
