"""칭찬 신고와 그 처리, 상호 칭찬."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.enums import AccessAction
from app.accounts.services.access_records import record_access
from app.core import access, clock
from app.core.database import transaction
from app.core.messages import Message, _
from app.core.web import actor, address, code_of, keeping_words, own_transactions
from app.mileage.enums import Permission
from app.mileage.forms import ReasonForm
from app.mileage.policy import POLICY
from app.mileage.queries.thanks import thanks_or_404
from app.mileage.queries.thanks_reports import circles_of, reports_page
from app.mileage.routes import bp
from app.mileage.routes.thanks import thanks_page
from app.mileage.rules.thanks import first_of_month
from app.mileage.services import thanks_reports as services

MONTHS_BACK = 12


@bp.post("/mileage/thanks/<int:thanks_id>/reports")
def create_thanks_report(thanks_id: int) -> ResponseReturnValue:
    """Report a thank-you."""
    return _act(
        thanks_id, services.report_thanks, Permission.THANKS_REPORT, _("The control tower looks at your report.")
    )


@bp.post("/mileage/thanks/<int:thanks_id>/hidings")
def create_thanks_hiding(thanks_id: int) -> ResponseReturnValue:
    """Hide a reported thank-you."""
    done = _("The thank-you is hidden and its points are taken back.")
    return _act(thanks_id, services.hide_thanks, Permission.THANKS_DECIDE, done)


@bp.post("/mileage/thanks/<int:thanks_id>/dismissals")
def create_thanks_dismissal(thanks_id: int) -> ResponseReturnValue:
    """Leave a reported thank-you as it is."""
    return _act(thanks_id, services.dismiss_reports, Permission.THANKS_DECIDE, _("The report is dismissed."))


@bp.get("/mileage/thanks/reports")
def list_thanks_reports() -> ResponseReturnValue:
    """List the reports that wait, or the decided ones."""
    decided = wants_decided()
    page = reports_page(actor(), decided=decided, cursor=request.args.get("cursor"))
    scope = "decided" if decided else "open"
    following = url_for(".list_thanks_reports", scope=scope, cursor=page.next_cursor) if page.next_cursor else None
    return render_template("mileage/thanks/reports.html", rows=page.rows, scope=scope, next_url=following)


def wants_decided() -> bool:
    """Whether the address asks for the reports that are decided."""
    return request.args.get("scope") == "decided"


@bp.get("/mileage/thanks/circles")
@own_transactions
def list_thanks_circles() -> ResponseReturnValue:
    """Show who thanked one another closely in a month. The look is remembered; nothing else follows."""
    months, chosen = _months(clock.today()), wanted_month()
    rows = circles_of(chosen)
    people = {member.id for row in rows for member in row.members}
    if people:
        with transaction():
            record_access(
                actor=actor(), address=address(), action=AccessAction.CIRCLES_SHOWN, concerned_count=len(people)
            )
    return render_template("mileage/thanks/circles.html", rows=rows, months=months, chosen=chosen)


def wanted_month() -> date:
    """Return the month of the address, one of the last twelve; this one without."""
    months = _months(clock.today())
    return next((month for month in months if month.isoformat()[:7] == request.args.get("month")), months[0])


def _act(thanks_id: int, act: Callable[..., object], permission: Permission, done: Message) -> ResponseReturnValue:
    thanks, form = thanks_or_404(thanks_id, actor()), ReasonForm()
    access.require(POLICY, permission, actor(), thanks)
    if form.validate_on_submit():
        with keeping_words(form):
            act(thanks=thanks, actor=actor(), reason=form.reason.data)
            flash(str(done), "success")
            return redirect(url_for(".show_thanks", thanks_id=thanks.id))
    return thanks_page(thanks, form, asked=request.path), code_of(form)


def _months(today: date) -> list[date]:
    months = [first_of_month(today)]
    for _n in range(MONTHS_BACK - 1):
        last = months[-1]
        months.append(date(last.year - (last.month == 1), (last.month - 2) % 12 + 1, 1))
    return months
