"""사례 승인, 공개, 반려, 철회."""

from flask.typing import ResponseReturnValue

from app.core.errors import Refused
from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.issues import ReasonForm
from app.innovation.queries.cases import case_or_404
from app.innovation.routes import bp
from app.innovation.routes.cases.pages import case_for, case_page, done
from app.innovation.services import cases as services


@bp.post("/cases/<int:case_id>/approvals")
def create_case_approval(case_id: int) -> ResponseReturnValue:
    """Approve as head."""
    case = case_for(Permission.CASE_APPROVE, case_id)
    try:
        services.approve_case(actor=actor(), case=case)
    except Refused as refusal:
        return case_page(case_id, problem=refusal.reason), 422
    return done(case_id, _("Approved. The control tower publishes it next."))


@bp.post("/cases/<int:case_id>/publications")
def create_case_publication(case_id: int) -> ResponseReturnValue:
    """Put the case into the library."""
    case = case_for(Permission.CASE_PUBLISH, case_id)
    try:
        services.publish_case(actor=actor(), case=case)
    except Refused as refusal:
        return case_page(case_id, problem=refusal.reason), 422
    return done(case_id, _("The case is published. Everybody finds it in the library."))


@bp.post("/cases/<int:case_id>/returns")
def create_case_return(case_id: int) -> ResponseReturnValue:
    """Send the case back to its authors."""
    case, form = case_or_404(case_id, actor()), ReasonForm()
    services.check_may_return(actor(), case)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.return_case(actor=actor(), case=case, reason=form.reason.data)
            return done(case_id, _("The case went back to its authors."))
    return case_page(case_id, returning=form), 422


@bp.post("/cases/<int:case_id>/withdrawals")
def create_case_withdrawal(case_id: int) -> ResponseReturnValue:
    """Take a case back, or out of the library."""
    case, form = case_or_404(case_id, actor()), ReasonForm()
    services.check_may_withdraw(actor(), case)
    if form.validate_on_submit():
        with showing_refusal(form):
            services.withdraw_case(actor=actor(), case=case, reason=form.reason.data)
            return done(case_id, _("The case was withdrawn."))
    return case_page(case_id, withdrawing=form), 422
