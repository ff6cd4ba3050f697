"""통장 한 해: to print and as a workbook."""

from io import BytesIO

from flask import Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.errors import Missing
from app.core.i18n import language
from app.core.messages import _
from app.core.sheets import write_workbook
from app.core.web import actor
from app.mileage.enums import Permission
from app.mileage.policy import POLICY
from app.mileage.queries import statements
from app.mileage.queries import year_statements as queries
from app.mileage.queries.kept_back import kept_back
from app.mileage.queries.objections import objections_to
from app.mileage.queries.statement_sheets import statement_sheets
from app.mileage.queries.year_locks import is_closed
from app.mileage.routes import bp
from app.mileage.routes.links import explain_line, source_link
from app.mileage.rules.closings import first_day, last_day
from app.mileage.titles import titles_of

EARLIEST, LATEST = 2000, 9999
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/mileage/accounts/<int:account_id>/years/<int:year>")
def show_year_statement(account_id: int, year: int) -> ResponseReturnValue:
    """Show the statement of one year, from the opening to the closing balance."""
    account = _readable(account_id, year)
    who, cursor, today = actor(), request.args.get("cursor"), clock.today()
    kept = kept_back(account, who)
    found = queries.year_sums(account_id, year, without=kept.sources)
    page = queries.year_page(account_id, year, cursor, found.opening, without=kept.sources)
    titles = titles_of((line.source for line in page.rows), who)
    linked = [(line, source_link(line.source, titles)) for line in page.rows]
    following = url_for(".show_year_statement", account_id=account_id, year=year, cursor=page.next_cursor)
    provisional = [row for row in statements.provisional_of(account) if row.happened_on.year == year]
    return render_template(
        "mileage/accounts/year.html",
        account=account,
        year=year,
        first=first_day(year),
        last=min(last_day(year), today),
        found=found,
        lines=[(line, link, explain_line(line, link, owns=account.person_id == who.id)) for line, link in linked],
        objections=objections_to((line.id for line in page.rows if not line.is_cut), account_id),
        hidden=kept.by_year(year).get(year),
        tells_counts=not kept.sources,
        provisional=() if cursor else provisional,
        reserved=() if cursor or year != today.year else queries.reserved_of(account),
        expiries=[row for row in queries.expiries_of(account, today) if row.year == year] if not cursor else (),
        has_earlier=found.opening != 0 or found.count > 0,
        proof=queries.last_transfer(account_id, without=kept.sources),
        is_closed=is_closed(year),
        owns=access.allows(POLICY, Permission.OBJECTION_WRITE, who, account),
        printed_at=clock.now(),
        reader=language(),
        next_url=following if page.next_cursor else None,
        first_url=url_for(".show_year_statement", account_id=account_id, year=year) if cursor else None,
    )


@bp.get("/mileage/accounts/<int:account_id>/years/<int:year>/statement.xlsx")
def show_statement_sheet(account_id: int, year: int) -> ResponseReturnValue:
    """Send the statement of one's own year as a workbook; a department's to those who lead it."""
    account = _readable(account_id, year)
    access.require(POLICY, Permission.STATEMENT_TAKE, actor(), account)
    kept = kept_back(account, actor())
    target = BytesIO()
    write_workbook(target, statement_sheets(account, year, kept, actor()))
    return _file(target, f"통장 {account.owner} {year}.xlsx")


def _readable(account_id: int, year: int) -> statements.AccountView:
    """Return the account; the pools of the office have every row there is, and so no statement of a year."""
    account = statements.account_or_404(account_id, actor())
    is_pool = account.person_id is None and account.department_id is None
    if is_pool or not EARLIEST <= year <= LATEST:
        raise Missing(_("There is no such statement."))
    return account


def _file(target: BytesIO, name: str) -> Response:
    target.seek(0)
    response = send_file(target, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response
