"""증빙자료 내려받기."""

from io import BytesIO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from app.core.access import Actor
from app.core.database import transaction
from app.core.errors import Missing
from app.core.messages import _
from app.core.web import actor
from app.files import guards, queries, services, store
from app.files.store import DamagedFile

bp = Blueprint("files", __name__)

SANDBOX = "sandbox; default-src 'none'"


@bp.get("/evidence/<int:evidence_id>")
def show_evidence(evidence_id: int) -> ResponseReturnValue:
    """Hand out a file as a download, if its domain lets the actor see it and it is still what was handed in."""
    return hand_out(evidence_id, actor())


def hand_out(evidence_id: int, who: Actor) -> ResponseReturnValue:
    """Answer with a file as a download. Raises Missing unless its domain lets the actor see it."""
    evidence = queries.evidence_by_id(evidence_id)
    if evidence is None or not guards.may_see(who, evidence.subject_type, evidence.subject_id):
        raise Missing(_("There is no such file."))
    name, media_type, sha256 = evidence.name, evidence.media_type, evidence.sha256
    try:
        content = store.read(sha256)
    except DamagedFile:
        with transaction():
            services.report_damage(evidence_id=evidence_id, sha256=sha256, actor=who)
        raise
    response = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
