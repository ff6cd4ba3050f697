"""목록 내보내기: the rules of the 5S index of a year."""

from app.core.access import Actor
from app.core.list_exports import ListExport, Rows, columns, number, widest
from app.core.messages import _
from app.voice.queries.five_s import rule_of, rule_row
from app.voice.routes.five_s import wanted_year


def _rules(_actor: Actor) -> Rows:
    year, _years = wanted_year()
    row = rule_row(year)
    if row is None:
        return
    rule = rule_of(row)
    for one in rule.sources:
        part = one.source.of
        yield year, part, rule.weights[part], one.source, one.weight, one.worst, one.best, one.minimum


LISTS = (
    ListExport(
        name="five-s-rules",
        title=_("Rules of the 5S index"),
        endpoint="voice.list_five_s_rules",
        rows=_rules,
        columns=columns(
            number(_("Year")),
            _("S"),
            number(_("Weight of the S")),
            widest(_("Source")),
            number(_("Weight within its S")),
            number(_("Value for 0 points")),
            number(_("Value for 100 points")),
            number(_("Least number behind it")),
        ),
    ),
)
