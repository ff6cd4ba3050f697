"""원장 내보내기: asked for here; the page of the background work shows how far it is and has the file."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.web import actor, address, code_of, keeping_words, require_recent_password
from app.mileage.forms.ledger_exports import LedgerExportForm
from app.mileage.queries.exports import Scope, count_rows
from app.mileage.routes import bp
from app.mileage.services import ledger_exports as services


@bp.get("/mileage/ledger-exports/new")
def new_ledger_export() -> ResponseReturnValue:
    """Ask for the days and the reason; say on demand how many rows go out."""
    today = clock.today()
    asked = (_day("first_day"), _day("last_day"))
    first, last = asked[0] or today.replace(month=1, day=1), asked[1] or today
    count = count_rows(Scope(first, last)) if all(asked) else None
    return _page(LedgerExportForm(formdata=None, data={"first_day": first, "last_day": last}), first, last, count)


@bp.post("/mileage/ledger-exports")
def create_ledger_export() -> ResponseReturnValue:
    """Start an export as background work."""
    require_recent_password(back=url_for("mileage.new_ledger_export"))
    form = LedgerExportForm()
    if form.validate_on_submit():
        with keeping_words(form):
            job = services.request_ledger_export(
                actor=actor(),
                first=form.first_day.data,
                last=form.last_day.data,
                reason=form.reason.data,
                address=address(),
                unmasked=form.unmasked.data,
            )
            return redirect(url_for("jobs.show_job", job_id=job.id))
    return _page(form, form.first_day.data, form.last_day.data), code_of(form)


def _page(form: LedgerExportForm, first: date | None, last: date | None, count: int | None = None) -> str:
    return render_template("mileage/ledger_exports/new.html", form=form, first=first, last=last, count=count)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
