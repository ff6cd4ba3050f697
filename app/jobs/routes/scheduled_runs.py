"""예약 작업: the timetable for administrators and auditors; a run in between for administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import Role
from app.core.messages import _
from app.core.web import actor
from app.jobs import services
from app.jobs.queries.scheduled_runs import timetable_lines
from app.jobs.routes import bp
from app.jobs.scheduled import RUN_NOW
from app.jobs.timetable import job_named


@bp.get("/admin/schedule")
def show_schedule() -> ResponseReturnValue:
    """Show each job of the timetable: when it ran, how that went, when it is due again."""
    return render_template("jobs/schedule.html", lines=timetable_lines(), may_run=actor().has(Role.ADMINISTRATOR))


@bp.post("/admin/schedule/runs")
def create_scheduled_run() -> ResponseReturnValue:
    """Run a job of the timetable now, as background work."""
    job = job_named(request.form.get("job", ""))
    title = str(job.label or job.name)
    asked = services.request_job(actor=actor(), kind=RUN_NOW, title=title, arguments={"job": job.name})
    flash(str(_("The job is being run. The audit log keeps who asked for it.")), "success")
    return redirect(url_for("jobs.show_job", job_id=asked.id))
