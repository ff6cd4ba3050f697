"""문서 내려받기: whoever asks for a document gets a job that makes it."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Missing
from app.core.messages import _
from app.core.web import actor
from app.jobs.services import request_job
from app.jobs.work import with_format
from app.reports.documents.registry import FORMAT, job_name, read_request
from app.reports.enums import DocumentFormat
from app.reports.routes import bp


@bp.post("/reports/documents")
def create_document() -> ResponseReturnValue:
    """Ask for a document in one of its formats; who asks for the same twice is led to the same job."""
    kind, arguments = read_request(request.form)
    who = actor()
    if not kind.may(who, arguments):
        raise Missing(_("There is no such document."))
    title = with_format(kind.title(who, arguments), DocumentFormat(arguments[FORMAT]).label)
    job = request_job(actor=who, kind=job_name(kind), title=title, arguments=arguments)
    return redirect(url_for("jobs.show_job", job_id=job.id))
