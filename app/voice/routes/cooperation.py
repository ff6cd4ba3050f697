"""협력평가: whom one's department worked with and may rate, and how others rated it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.numbers import whole_number
from app.core.web import actor
from app.organization.queries import departments_on
from app.voice.enums.permissions import Permission
from app.voice.policy import POLICY
from app.voice.queries.cooperation import partners_of, ratings_of
from app.voice.routes import bp

YEARS_BACK = 5


@bp.get("/voice/cooperation")
def show_cooperation() -> ResponseReturnValue:
    """Show partners and ratings of a year: of the own department, or of all for those who oversee."""
    who, this = actor(), clock.today().year
    wanted = request.args.get("year", type=whole_number)
    year = wanted if wanted is not None and this - YEARS_BACK <= wanted <= this else this
    sees_all = access.allows(POLICY, Permission.COOPERATION_READ_ALL, who)
    own = [who.department_id] if who.department_id is not None else []
    units = [unit.id for unit in departments_on()] if sees_all else own
    return render_template(
        "voice/cooperation/show.html",
        year=year,
        years=range(this, this - YEARS_BACK - 1, -1),
        partners=partners_of(who.department_id, year) if who.department_id is not None else (),
        ratings=ratings_of(units, year),
        sees_all=sees_all,
    )
