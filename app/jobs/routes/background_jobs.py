"""백그라운드 작업: watched, stopped, started again, its result taken out."""

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import Role
from app.core.database import transaction
from app.core.errors import Missing
from app.core.messages import _
from app.core.web import actor, address, own_transactions, require_recent_password
from app.jobs import services
from app.jobs.enums import REPEATABLE, JobState
from app.jobs.models import BackgroundJob
from app.jobs.queries.background_jobs import (
    all_jobs,
    needs_mending,
    own_jobs,
    standing_of,
    state_now,
    visible_job_or_404,
)
from app.jobs.routes import bp
from app.jobs.work import asks_password, hand_in_of, is_personal, label_of, page_of


@bp.get("/jobs")
def list_jobs() -> ResponseReturnValue:
    """Show one's own jobs; administrators may ask for everybody's, without what they are about."""
    who = actor()
    everybody = who.has(Role.ADMINISTRATOR) and request.args.get("of") == "everybody"
    cursor = request.args.get("after")
    page = all_jobs(cursor) if everybody else own_jobs(who, cursor)
    return render_template(
        "jobs/list.html",
        page=page,
        rows=[(*row, None)[:8] for row in page.rows],
        everybody=everybody,
        may_see_all=who.has(Role.ADMINISTRATOR),
        base=f"{url_for('jobs.list_jobs')}/",
        state_now=state_now,
        label_of=label_of,
        cursor=cursor,
        most=services.MOST_RESULTS,
    )


@bp.get("/jobs/<int:job_id>")
def show_job(job_id: int) -> ResponseReturnValue:
    """Show how far a job is, or what came of it."""
    job = visible_job_or_404(job_id, actor())
    standing, is_mine = standing_of(job), job.person_id == actor().id
    is_bad = needs_mending(job, standing.state)
    return render_template(
        "jobs/show.html",
        job=job,
        standing=standing,
        is_mine=is_mine,
        label=label_of(job.kind),
        about_url=page_of(job.kind, job.arguments) if is_mine else None,
        may_repeat=standing.state in REPEATABLE and not is_bad,
        mend_url=hand_in_of(actor(), job.kind, job.arguments) if is_bad and is_mine else None,
        has_file=standing.state is JobState.DONE and job.file_name is not None,
        made_room=job.kept_until is not None and job.kept_until > clock.now(),
        most=services.MOST_RESULTS,
    )


@bp.post("/jobs/<int:job_id>/cancellations")
@own_transactions
def create_cancellation(job_id: int) -> ResponseReturnValue:
    """Stop a job. One that runs is stopped without the database: its own work may be holding it."""
    job = visible_job_or_404(job_id, actor())
    if job.state is JobState.QUEUED:
        with transaction():
            services.cancel_job(actor=actor(), job=visible_job_or_404(job_id, actor()))
    else:
        services.cancel_job(actor=actor(), job=job)
    flash(str(_("The work is being stopped. Nothing of it is kept.")), "success")
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.post("/jobs/<int:job_id>/runs")
def create_run(job_id: int) -> ResponseReturnValue:
    """Start a job again that did not come to its end, or whose result is gone."""
    job = _own_job(job_id)
    if asks_password(job.kind):
        require_recent_password(back=url_for("jobs.show_job", job_id=job_id))
    services.restart_job(actor=actor(), job=job)
    flash(str(_("The work has been started again. You may leave this page.")), "success")
    return redirect(url_for("jobs.show_job", job_id=job_id))


@bp.get("/jobs/<int:job_id>/result")
@own_transactions
def download_result(job_id: int) -> ResponseReturnValue:
    """Send the file of a job to whoever asked for it, and keep that it was taken out."""
    if is_personal(_own_job(job_id).kind):
        require_recent_password()
    with transaction():
        job = _own_job(job_id)
        path = services.record_download(actor=actor(), job=job, address=address())
        name, content_type = job.file_name, job.content_type
    response = send_file(path, mimetype=content_type, as_attachment=True, download_name=name, conditional=False)
    response.headers["Cache-Control"] = "no-store"
    return response


def _own_job(job_id: int) -> BackgroundJob:
    job = visible_job_or_404(job_id, actor())
    if job.person_id != actor().id:
        raise Missing(_("There is no such work."))
    return job
