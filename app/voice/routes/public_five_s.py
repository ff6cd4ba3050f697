"""5S 지수, 대외 공개: the first three of each peer group, without sign-in, only where the office has ticked it."""

from itertools import groupby

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.errors import Missing
from app.core.messages import _
from app.core.visits import PUBLIC, count_visit
from app.core.web import address
from app.voice.enums.five_s import FiveSShown
from app.voice.queries.five_s import heat_rows, shown_now, year_state
from app.voice.routes import bp
from app.voice.routes.five_s import wanted_year

PLACES = 3


@bp.get("/public/five-s")
def show_public_five_s() -> ResponseReturnValue:
    """Show who stands first. No person and no source of a figure is named."""
    count_visit(PUBLIC, address())
    if shown_now() is FiveSShown.NOTHING:
        raise Missing(_("There is nothing public here."))
    year, years = wanted_year()
    rows = [row for row in heat_rows(year) if row.rank is not None and row.rank <= PLACES]
    groups = [(name, list(members)) for name, members in groupby(rows, key=lambda row: row.peer_group)]
    return render_template("voice/five_s/public.html", year=year, years=years, groups=groups, state=year_state(year))
