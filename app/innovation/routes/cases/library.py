"""사례 검색, and the cases that are not public yet."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows
from app.core.forms import clean_text
from app.core.values import Value
from app.core.web import actor
from app.innovation.enums import ObstacleKind, TaskField
from app.innovation.enums.cases import CaseState, LibraryKind
from app.innovation.enums.permissions import Permission
from app.innovation.policy import POLICY
from app.innovation.policy.cases import CaseOf
from app.innovation.queries.cases_in_hand import list_cases_in_hand as read_cases_in_hand
from app.innovation.queries.library import LibraryFilter, list_library
from app.innovation.routes import bp
from app.innovation.routes.filters import first_url, member, page_url, record_id
from app.organization.queries import departments_on

FIRST_YEAR = 2000


@bp.get("/cases")
def list_cases() -> ResponseReturnValue:
    """Show the library, narrowed by what the address says."""
    wanted = wanted_cases()
    page = list_library(actor(), wanted, request.args.get("cursor"))
    return render_template(
        "innovation/cases/list.html",
        page=page,
        wanted=wanted,
        is_narrowed=wanted != LibraryFilter(),
        departments=departments_on(),
        vocabularies={"kind": LibraryKind, "value": Value, "field": TaskField, "obstacle": ObstacleKind},
        years=range(clock.today().year, FIRST_YEAR - 1, -1),
        next_url=page_url("innovation.list_cases", page.next_cursor),
        first_url=first_url("innovation.list_cases"),
        may_write=may_write(),
        may_add_benchmark=allows(POLICY, Permission.BENCHMARK_WRITE, actor()),
    )


def wanted_cases() -> LibraryFilter:
    """Return the filters in the address."""
    return LibraryFilter(
        words=clean_text(request.args.get("words"))[:100],
        kind=member(LibraryKind, "kind"),
        value=member(Value, "value"),
        field=member(TaskField, "field"),
        obstacle=member(ObstacleKind, "obstacle"),
        department_id=record_id("department"),
        year=_year(),
    )


@bp.get("/cases/in-hand")
def list_cases_in_hand() -> ResponseReturnValue:
    """Show the cases that are being written or wait for a decision."""
    state = wanted_state()
    page = read_cases_in_hand(actor(), state, request.args.get("cursor"))
    return render_template(
        "innovation/cases/in_hand.html",
        page=page,
        state=state,
        states=[item for item in CaseState if item is not CaseState.PUBLISHED],
        next_url=page_url("innovation.list_cases_in_hand", page.next_cursor),
        first_url=first_url("innovation.list_cases_in_hand"),
        may_write=may_write(),
    )


def wanted_state() -> CaseState | None:
    """Return the state of the cases in hand the address asks for."""
    return member(CaseState, "state")


def may_write() -> bool:
    """Whether the actor may begin a case of their own department."""
    own = actor().department_id
    return own is not None and allows(POLICY, Permission.CASE_START, actor(), CaseOf(own))


def _year() -> int | None:
    year = record_id("year")
    return year if year is not None and FIRST_YEAR <= year <= clock.today().year else None
