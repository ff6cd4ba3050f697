"""Figures of mileage: how many departments take part how much."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from app.core.charts import bar_chart
from app.core.messages import _
from app.reports.figures.frame import Figure, linked, number, text_column
from app.reports.links import ListLink
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


def participation_figure(rows: Sequence[Participation], behind: ListLink) -> Figure:
    """Departments by participation in mileage; each number leads to its departments (`behind`)."""
    known = [row.percent for row in rows if row.percent is not None]
    low = sum(percent < HALF for percent in known)
    title = _("Departments by the share of people who earned points this year")
    found = Counter(share_of(percent) for percent in known)
    counts = [found[place] for place in range(len(SHARES))]
    return Figure(
        id="mileage",
        title=title,
        finding=_("In %(low)s of %(all)s departments less than half of the people took part.", low=low, all=len(known)),
        json=bar_chart(str(title), [str(label) for label in SHARES], counts, sideways=True),
        columns=(text_column(_("Share of people")), number(_("Departments"))),
        rows=tuple(
            (label, linked(count, behind.to(share=place)) if count else count)
            for place, (label, count) in enumerate(zip(SHARES, counts, strict=True))
        ),
        url=behind.to(),
        url_label=_("All departments by participation"),
    )


def share_of(percent: Decimal) -> int:
    """Return the place in `SHARES` a percentage belongs to."""
    return 0 if percent == 0 else min(1 + int(percent // QUARTER), len(SHARES) - 1)
