"""슬로건 승인과 반려."""

from flask.typing import ResponseReturnValue

from app.core.errors import Refused
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.slogans import SloganReasonForm
from app.innovation.routes import bp
from app.innovation.routes.slogans.pages import done, slogan_for, slogan_page
from app.innovation.services import slogans as services


@bp.post("/slogans/<int:slogan_id>/approvals")
def create_slogan_approval(slogan_id: int) -> ResponseReturnValue:
    """Make it the slogan of the department."""
    slogan = slogan_for(Permission.SLOGAN_APPROVE, slogan_id)
    try:
        services.approve_slogan(actor=actor(), slogan=slogan)
    except Refused as refusal:
        return slogan_page(slogan_id, problem=refusal.reason), 422
    return done(slogan, _("The slogan is approved."))


@bp.post("/slogans/<int:slogan_id>/returns")
def create_slogan_return(slogan_id: int) -> ResponseReturnValue:
    """Send the slogan back with a reason."""
    slogan = slogan_for(Permission.SLOGAN_APPROVE, slogan_id)
    form = SloganReasonForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.return_slogan(actor=actor(), slogan=slogan, reason=form.reason.data)
            return done(slogan, _("The slogan went back to the department."))
    return slogan_page(slogan_id, returning=form), 422
