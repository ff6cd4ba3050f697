"""통장."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.i18n import language
from app.core.web import actor
from app.mileage.enums import AccountKind, Permission
from app.mileage.policy import POLICY
from app.mileage.queries import statements
from app.mileage.queries.kept_back import kept_back
from app.mileage.queries.statements import AccountView
from app.mileage.queries.year_closings import closed_years_of
from app.mileage.routes import bp
from app.mileage.routes.links import explain_line, source_link
from app.mileage.titles import titles_of

EARLIEST, LATEST = 2000, 9999


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
    kind = request.args.get("kind", "")
    chosen = AccountKind(kind) if kind in set(AccountKind) else None
    text = request.args.get("q", "").strip()[:100]
    page = statements.accounts_page(chosen, text, request.args.get("cursor"))
    following = url_for(".list_accounts", kind=kind, q=text, cursor=page.next_cursor) if page.next_cursor else None
    return render_template(
        "mileage/accounts/list.html", rows=page.rows, kinds=AccountKind, chosen=chosen, text=text, next_url=following
    )


def _statement_page(account: AccountView, led: Sequence[AccountView] = ()) -> str:
    year = _year()
    cursor = request.args.get("cursor")
    kept = kept_back(account, actor())
    page = statements.statement_page(account.id, year, cursor, without=kept.sources) if account.id else None
    years = statements.years_of(account.id) if account.id else {}
    rows = kept.shown(page.rows) if page else []
    titles = titles_of((line.source for line in rows), actor())
    linked = [(line, source_link(line.source, titles)) for line in rows]
    lines = [(line, link, explain_line(line, link)) for line, link in linked]
    following = _url(account, year=year, cursor=page.next_cursor) if page and page.next_cursor else None
    return render_template(
        "mileage/accounts/show.html",
        account=account,
        led=led,
        lines=lines,
        kept=() if cursor else kept.by_year(year).items(),
        years=years,
        closed_years=() if cursor or not account.id else closed_years_of(account.id, year),
        year=year,
        reader=language(),
        may_claim=allows(POLICY, Permission.CLAIM_WRITE, actor()),
        provisional=() if cursor else statements.provisional_of(account),
        next_url=following,
        first_url=_url(account, year=year) if cursor else None,
    )


def _url(account: AccountView, **parameters: Any) -> str:
    if request.endpoint == "mileage.show_statement":
        return url_for(".show_statement", **parameters)
    return url_for(".show_account", account_id=account.id, **parameters)


def _year() -> int | None:
    text = request.args.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and EARLIEST <= int(text) <= LATEST else None
