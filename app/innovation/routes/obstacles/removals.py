"""해소 신청, 확인, 미해소 회신."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.files.services import store_uploads
from app.innovation.enums.permissions import Permission
from app.innovation.forms.obstacles import NoteForm, ObstacleReasonForm
from app.innovation.models import Obstacle
from app.innovation.routes import bp
from app.innovation.routes.obstacles.pages import EVIDENCE, done, obstacle_for, obstacle_page
from app.innovation.services import obstacles as services


@bp.post("/obstacles/<int:obstacle_id>/removal-claims")
def create_removal_claim(obstacle_id: int) -> ResponseReturnValue:
    """Say that the obstacle is gone, and show it."""
    obstacle = obstacle_for(Permission.OBSTACLE_CLAIM_REMOVAL, obstacle_id)
    form = ObstacleReasonForm(prefix="claim-")
    if form.validate_on_submit():
        with showing_refusal(form):
            services.claim_removal(obstacle=obstacle, actor=actor(), how=form.reason.data)
            _store_files(obstacle)
            return done(obstacle, _("The department that suffers is asked to confirm it."))
    return obstacle_page(obstacle_id, removal_claim=form), 422


@bp.post("/obstacles/<int:obstacle_id>/removal-confirmations")
def create_removal_confirmation(obstacle_id: int) -> ResponseReturnValue:
    """Confirm that the obstacle is gone."""
    obstacle = obstacle_for(Permission.OBSTACLE_CONFIRM_REMOVAL, obstacle_id)
    form = NoteForm(prefix="confirmation-")
    if form.validate_on_submit():
        with showing_refusal(form):
            services.confirm_removal(obstacle=obstacle, actor=actor(), note=form.note.data)
            return done(obstacle, _("The removal is confirmed. The obstacle is closed."))
    return obstacle_page(obstacle_id, removal_confirmation=form), 422


@bp.post("/obstacles/<int:obstacle_id>/removal-rejections")
def create_removal_rejection(obstacle_id: int) -> ResponseReturnValue:
    """Say that the obstacle is still there."""
    obstacle = obstacle_for(Permission.OBSTACLE_CONFIRM_REMOVAL, obstacle_id)
    form = ObstacleReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.reject_removal(obstacle=obstacle, actor=actor(), reason=form.reason.data)
            return done(obstacle, _("The obstacle is worked on again."))
    return obstacle_page(obstacle_id, removal_rejection=form), 422


def _store_files(obstacle: Obstacle) -> None:
    uploads = [upload for upload in request.files.getlist("files") if upload.filename]
    store_uploads(uploads=uploads, subject_type=EVIDENCE, subject_id=obstacle.id, actor=actor())
