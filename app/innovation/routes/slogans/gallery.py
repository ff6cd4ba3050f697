"""슬로건 갤러리, 역사의 벽, 부서별 슬로건 이력."""

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Role, allows
from app.core.errors import Missing
from app.core.messages import _
from app.core.values import Value
from app.core.web import actor
from app.innovation.enums.permissions import Permission
from app.innovation.models import SloganCall
from app.innovation.policy import POLICY
from app.innovation.policy.slogans import SloganOf
from app.innovation.queries import slogans as queries
from app.innovation.routes import bp
from app.innovation.routes.filters import member, record_id
from app.organization.queries import department_names
from app.organization.rules import fiscal_year


class WantedWall(NamedTuple):
    """Which slogans of the wall: of a year, of a value, of a department; None for all."""

    year: int | None
    value: Value | None
    department_id: int | None


@bp.get("/slogans")
def list_slogans() -> ResponseReturnValue:
    """Show the slogans of a year as a wall of cards; the control tower sees who has none."""
    year = asked_year()
    cards = queries.gallery(actor(), year, member(Value, "value"))
    call = queries.call_of(year)
    tower = actor().has(Role.CONTROL_TOWER)
    own = actor().department_id
    writes = own is not None and allows(POLICY, Permission.SLOGAN_WRITE, actor(), SloganOf(own))
    return render_template(
        "innovation/slogans/list.html",
        cards=cards,
        year=year,
        years=queries.years(),
        call=call,
        may_call=allows(POLICY, Permission.SLOGAN_CALL, actor()),
        today=clock.today(),
        value=member(Value, "value"),
        values=Value,
        missing=queries.departments_without_slogan(year) if tower else None,
        may_write=writes and _is_open(call) and not any(card.department_id == own for card in cards),
    )


@bp.get("/slogans/wall")
def show_slogan_wall() -> ResponseReturnValue:
    """Show the approved slogans of all years and departments, to read and to print."""
    chosen = wanted_wall()
    cards = queries.wall(actor(), **chosen._asdict())
    return render_template(
        "innovation/slogans/wall.html",
        by_year=[(year, list(group)) for year, group in groupby(cards, key=attrgetter("year"))],
        years=queries.years(),
        departments=department_names(),
        values=Value,
        chosen=chosen,
        count=len(cards),
    )


@bp.get("/departments/<int:department_id>/slogans")
def list_slogans_of_department(department_id: int) -> ResponseReturnValue:
    """Show the slogans of a department over the years."""
    name = department_names().get(department_id)
    if name is None:
        raise Missing(_("There is no such department."))
    return render_template(
        "innovation/slogans/department.html",
        name=name,
        cards=queries.slogans_of_department(actor(), department_id),
    )


def wanted_wall() -> WantedWall:
    """Return the filters of the wall in the address."""
    return WantedWall(record_id("year"), member(Value, "value"), record_id("department"))


def asked_year() -> int:
    """Return the year in the address, or the present one."""
    year = record_id("year")
    return year if year in set(queries.years()) else fiscal_year(clock.today())


def year_or_404() -> int:
    """Return the year in the address, or the present one; `Missing` for a year out of reach."""
    year = record_id("year")
    if "year" in request.args and year not in set(queries.years()):
        raise Missing(_("There are no slogans of this year to write or to call for."))
    return asked_year()


def _is_open(call: SloganCall | None) -> bool:
    return call is None or call.starts_on <= clock.today() <= call.ends_on
