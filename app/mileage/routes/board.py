"""현황판: departments per head and what improved most, people who agreed to be shown, and who takes part."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.errors import Missing
from app.core.forms import Form
from app.core.messages import _
from app.core.web import actor, code_of, showing_refusal
from app.mileage.enums import Permission
from app.mileage.policy import POLICY
from app.mileage.queries.board import board_of
from app.mileage.queries.improvement import improvements
from app.mileage.queries.mileage_terms import terms_now
from app.mileage.queries.participation import participation_in
from app.mileage.queries.personal_board import board_of_people, has_agreed
from app.mileage.routes import bp
from app.mileage.routes.explanations import explain_board_row, explain_improvement
from app.mileage.rules.boards import Span, quarters, since_half_began, since_new_year
from app.mileage.services import mileage_terms as services

SPANS = {"year": since_new_year, "half": since_half_began}
PERIODS = 4


class Period(NamedTuple):
    """A quarter to choose."""

    key: str
    first: date
    last: date


@bp.get("/mileage/board")
def show_board() -> ResponseReturnValue:
    """Show the departments of this year in bands, inside their peer groups."""
    today = clock.today()
    rows = board_of(today.year, today)
    groups = [(name, list(members)) for name, members in groupby(rows, key=attrgetter("group"))]
    own = next((row for row in rows if row.department_id == actor().department_id), None)
    return render_template("mileage/board/show.html", groups=groups, year=today.year, own=own)


@bp.get("/mileage/board/departments/<int:department_id>")
def show_board_row(department_id: int) -> ResponseReturnValue:
    """Explain the points per head and the band of a department of this year's board."""
    today = clock.today()
    row = next((row for row in board_of(today.year, today) if row.department_id == department_id), None)
    if row is None:
        raise Missing(_("There is no such department."))
    return render_template("mileage/board/row.html", explanation=explain_board_row(row, today))


@bp.get("/mileage/board/improvement")
def show_improvement() -> ResponseReturnValue:
    """Show which departments improved most against an earlier period."""
    chosen, span = wanted_span()
    rows = [(row, explain_improvement(row, span)) for row in improvements(span)]
    return render_template(
        "mileage/board/improvement.html",
        compared=[pair for pair in rows if pair[0].change is not None],
        missing=[row for row, _explanation in rows if row.change is None],
        span=span,
        chosen=chosen,
        own_id=actor().department_id,
    )


@bp.get("/mileage/board/people")
def show_personal_board() -> ResponseReturnValue:
    """Show those who agreed to be shown, where the office has such a board."""
    return _people_page(Form(formdata=None))


@bp.post("/mileage/board/people/showings")
def create_showing() -> ResponseReturnValue:
    """Agree to be shown, or end it."""
    form = Form()
    with showing_refusal(form):
        agreed = request.form.get("agreed") == "yes"
        services.choose_showing(actor=actor(), agreed=agreed)
        flash(str(_("You are shown on the board.") if agreed else _("You are not shown any more.")), "success")
        return redirect(url_for(".show_personal_board"))
    return _people_page(form), code_of(form)


@bp.get("/mileage/participation")
def show_participation() -> ResponseReturnValue:
    """Show which share of each department took part in a quarter."""
    spans, chosen = wanted_quarter()
    return render_template(
        "mileage/board/participation.html",
        found=participation_in(chosen.first, chosen.last, clock.today()),
        spans=spans,
        chosen=chosen,
    )


def wanted_span() -> tuple[str, Span]:
    """Return the name and the days of the comparison in the address."""
    asked = request.args.get("span", "year")
    chosen = asked if asked in SPANS else "year"
    return chosen, SPANS[chosen](clock.today())


def wanted_quarter() -> tuple[Sequence[Period], Period]:
    """Return the quarters there are to choose, and the one in the address, or the latest."""
    found = quarters(clock.today(), PERIODS)
    spans = [Period(f"{first:%Y}-{(first.month + 2) // 3}", first, last) for first, last in found]
    return spans, next((span for span in spans if span.key == request.args.get("quarter")), spans[-1])


def _people_page(form: Form) -> str:
    today, who, terms = clock.today(), actor(), terms_now()
    return render_template(
        "mileage/board/people.html",
        board=board_of_people(today.year, today) if terms.personal_board else None,
        year=today.year,
        form=form,
        is_on=terms.personal_board,
        is_shown=has_agreed(who.id),
        may_choose=access.allows(POLICY, Permission.SHOWING_CHOOSE, who),
        may_set=access.allows(POLICY, Permission.TERMS_SET, who),
        own_id=who.id,
    )
