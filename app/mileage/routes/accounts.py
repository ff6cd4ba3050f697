"""통장."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import allows
from app.core.i18n import language
from app.core.web import actor
from app.mileage.enums import AccountKind, Permission
from app.mileage.policy import POLICY
from app.mileage.queries import statements
from app.mileage.queries.kept_back import kept_back
from app.mileage.queries.nightly import last_comparison
from app.mileage.queries.objections import RowObjection, objections_to
from app.mileage.queries.statements import AccountView, Line
from app.mileage.queries.year_closings import closed_years_of
from app.mileage.queries.year_statements import account_sums, expiries_of
from app.mileage.routes import bp
from app.mileage.routes.links import explain_line, source_link
from app.mileage.titles import titles_of

EARLIEST, LATEST = 2000, 9999
OWNED = {AccountKind.PERSON, AccountKind.DEPARTMENT}
"""Accounts whose rows are added up on the page; the pools have all rows of the office."""


@bp.get("/mileage")
def show_statement() -> ResponseReturnValue:
    """Show the actor's own statement, with the way to those of the departments they lead."""
    who = actor()
    return _statement_page(statements.own_account(who), led=statements.led_accounts(who))


@bp.get("/mileage/accounts/<int:account_id>")
def show_account(account_id: int) -> ResponseReturnValue:
    """Show the statement of an account the actor may read."""
    return _statement_page(statements.account_or_404(account_id, actor()))


@bp.get("/mileage/accounts")
def list_accounts() -> ResponseReturnValue:
    """List the accounts for those who read them all."""
    chosen, text = wanted_accounts()
    kind = chosen.value if chosen else ""
    page = statements.accounts_page(chosen, text, request.args.get("cursor"))
    following = url_for(".list_accounts", kind=kind, q=text, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/accounts/list.html",
        compared=last_comparison(),
        rows=page.rows,
        kinds=AccountKind,
        chosen=chosen,
        text=text,
        next_url=following,
        may_export=allows(POLICY, Permission.LEDGER_EXPORT, actor()),
    )


def wanted_accounts() -> tuple[AccountKind | None, str]:
    """Return the kind of account and the words in the owner's name the address asks for."""
    kind = request.args.get("kind", "")
    return AccountKind(kind) if kind in set(AccountKind) else None, request.args.get("q", "").strip()[:100]


def _statement_page(account: AccountView, led: Sequence[AccountView] = ()) -> str:
    year = _year()
    cursor = request.args.get("cursor")
    kept = kept_back(account, actor())
    page = statements.statement_page(account.id, year, cursor, without=kept.sources) if account.id else None
    sums, years = account_sums(account.id) if account.id and account.kind in OWNED else ((), {})
    rows = kept.shown(page.rows) if page else []
    titles = titles_of((line.source for line in rows), actor())
    linked = [(line, source_link(line.source, titles)) for line in rows]
    owns = account.person_id == actor().id
    lines = [(line, link, explain_line(line, link, owns=owns)) for line, link in linked]
    following = _url(account, year=year, cursor=page.next_cursor) if page and page.next_cursor else None
    return render_template(
        "mileage/accounts/show.html",
        account=account,
        led=led,
        lines=lines,
        kept=() if cursor else kept.by_year(year).items(),
        years=years,
        sums=() if cursor else sums,
        tells_counts=not kept.sources,
        objections=_objections(account, rows),
        may_object=not cursor and allows(POLICY, Permission.OBJECTION_WRITE, actor(), account),
        this_year=clock.today().year,
        closed_years=() if cursor or not account.id or not _has_past(years) else closed_years_of(account.id, year),
        expiries=() if cursor else expiries_of(account, clock.today()),
        year=year,
        reader=language(),
        may_deduct=account.id is not None
        and account.kind in {AccountKind.PERSON, AccountKind.DEPARTMENT}
        and account.person_id != actor().id
        and allows(POLICY, Permission.DEDUCTION_PROPOSE, actor()),
        may_claim=allows(POLICY, Permission.CLAIM_WRITE, actor()),
        provisional=() if cursor else statements.provisional_of(account),
        next_url=following,
        first_url=_url(account, year=year) if cursor else None,
    )


def _has_past(years: Collection[int]) -> bool:
    """Whether anything was earned in a year that may be closed."""
    return min(years, default=clock.today().year) < clock.today().year


def _objections(account: AccountView, rows: Sequence[Line]) -> Mapping[int, RowObjection]:
    if account.id is None or not account.has_objections:
        return {}
    return objections_to((line.id for line in rows if not line.is_cut), account.id)


def _url(account: AccountView, **parameters: Any) -> str:
    if request.endpoint == "mileage.show_statement":
        return url_for(".show_statement", **parameters)
    return url_for(".show_account", account_id=account.id, **parameters)


def _year() -> int | None:
    text = request.args.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST else None
