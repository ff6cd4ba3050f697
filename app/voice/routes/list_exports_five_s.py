"""목록 내보내기: awards and visits, and the 5S index of a year."""

from app.core.access import Actor
from app.core.list_exports import ListColumn, ListExport, Rows, columns, day, every_page, number, wide, widest
from app.core.messages import _
from app.core.sheets import Kind
from app.voice.enums.five_s import FiveSPart
from app.voice.queries.five_s import heat_rows
from app.voice.queries.recognitions import recognitions_page
from app.voice.routes.five_s import wanted_year
from app.voice.routes.recognitions import wanted_recognitions


def _recognitions(actor: Actor) -> Rows:
    wanted = wanted_recognitions()
    for row in every_page(lambda cursor: recognitions_page(wanted, actor, cursor)):
        example = _("Example") if row.is_example else None
        facts = (row.title, row.kind, row.level, row.giver, row.happened_on, row.department)
        yield *facts, row.state, row.weight, example


def _index(_actor: Actor) -> Rows:
    year, _years = wanted_year()
    for row in heat_rows(year):
        scores = (row.scores.get(part) for part in FiveSPart)
        yield row.peer_group or _("Without a peer group"), row.department, *scores, row.rank


LISTS = (
    ListExport(
        name="recognitions",
        title=_("Awards and visits"),
        endpoint="voice.list_recognitions",
        rows=_recognitions,
        columns=columns(
            widest(_("Title")),
            wide(_("Kind")),
            wide(_("Level of the giver")),
            wide(_("Given by, or who came")),
            day(_("Day of the award or visit")),
            wide(_("Department")),
            wide(_("State")),
            number(_("Weight")),
            _("Example"),
        ),
    ),
    ListExport(
        name="five-s",
        title=_("5S index"),
        endpoint="voice.show_five_s",
        rows=_index,
        columns=columns(
            wide(_("Peer group")),
            wide(_("Department")),
            *(ListColumn(part.label, Kind.POINTS, width=18) for part in FiveSPart),
            number(_("Place in the ranking")),
        ),
    ),
)
