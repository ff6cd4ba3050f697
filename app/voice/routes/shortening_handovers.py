"""마일리지 단축 집계로 보내기."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.forms import offer
from app.core.web import actor
from app.jobs.services import request_job
from app.voice.forms.handling_records import ShorteningHandoverForm
from app.voice.handling_jobs import SHORTENING_HANDOVER
from app.voice.neighbours import rules_to_choose
from app.voice.queries.shortening_cases import handovers
from app.voice.routes import bp


@bp.get("/voice/handling/shortening-handovers")
def list_shortening_handovers() -> ResponseReturnValue:
    """List what was sent to mileage."""
    return render_template("voice/handling/handovers.html", rows=handovers())


@bp.get("/voice/handling/shortening-handovers/new")
def new_shortening_handover() -> ResponseReturnValue:
    """Ask for the days and the rule."""
    form = _form()
    return render_template("voice/handling/handover_form.html", form=form)


@bp.post("/voice/handling/shortening-handovers")
def create_shortening_handover() -> ResponseReturnValue:
    """Let the records be sent beside the pages."""
    form = _form()
    if not form.validate_on_submit():
        return render_template("voice/handling/handover_form.html", form=form), 422
    first, last = form.starts_on.data.isoformat(), form.ends_on.data.isoformat()
    arguments = {"rule_id": form.rule_id.data, "starts_on": first, "ends_on": last}
    job = request_job(actor=actor(), kind=SHORTENING_HANDOVER, title=f"{first} – {last}", arguments=arguments)
    return redirect(url_for("jobs.show_job", job_id=job.id))


def _form() -> ShorteningHandoverForm:
    form = ShorteningHandoverForm()
    offer(form.rule_id, rules_to_choose())
    return form
