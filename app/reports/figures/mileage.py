"""Figures of mileage: how many departments take part how much."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from app.core.charts import bar_chart
from app.core.messages import _
from app.reports.figures.frame import Figure, number, text_column
from app.reports.queries.tower.mileage import Participation

HALF = Decimal(50)
QUARTER = Decimal(25)
SHARES = (
    _("nobody"),
    _("under 25 percent"),
    _("25 to under 50 percent"),
    _("50 to under 75 percent"),
    _("75 percent and more"),
)


def participation_figure(rows: Sequence[Participation], url: str | None = None) -> Figure:
    """Departments by participation in mileage; the list of them all is on the board of mileage."""
    known = [row.percent for row in rows if row.percent is not None]
    low = sum(percent < HALF for percent in known)
    title = _("Departments by the share of people who earned points this year")
    found = Counter(_share_of(percent) for percent in known)
    counts = [found[place] for place in range(len(SHARES))]
    return Figure(
        id="mileage",
        title=title,
        finding=_("In %(low)s of %(all)s departments less than half of the people took part.", low=low, all=len(known)),
        json=bar_chart(str(title), [str(label) for label in SHARES], counts),
        columns=(text_column(_("Share of people")), number(_("Departments"))),
        rows=tuple(zip(SHARES, counts, strict=True)),
        url=url,
        url_label=_("Mileage board of the departments"),
    )


def _share_of(percent: Decimal) -> int:
    """Return the place in `SHARES` a percentage belongs to."""
    return 0 if percent == 0 else min(1 + int(percent // QUARTER), len(SHARES) - 1)
