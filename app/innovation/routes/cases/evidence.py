"""사례의 증빙자료."""

from flask.typing import ResponseReturnValue

from app.core.messages import _
from app.core.web import actor, showing_refusal
from app.innovation.enums.permissions import Permission
from app.innovation.forms.reports import EvidenceForm
from app.innovation.routes import bp
from app.innovation.routes.cases.pages import case_for, case_page, done
from app.innovation.services import cases as services


@bp.post("/cases/<int:case_id>/evidence-files")
def create_case_evidence(case_id: int) -> ResponseReturnValue:
    """Attach files to a case that is not handed in."""
    case, form = case_for(Permission.CASE_WRITE, case_id), EvidenceForm()
    if form.validate_on_submit():
        with showing_refusal(form):
            services.add_files(actor=actor(), case=case, uploads=form.files.data)
            return done(case_id, _("The evidence was attached."))
    return case_page(case_id, evidence=form), 422


@bp.post("/cases/<int:case_id>/evidence-files/<int:evidence_id>/withdrawals")
def create_case_evidence_withdrawal(case_id: int, evidence_id: int) -> ResponseReturnValue:
    """Take an own file back."""
    case = case_for(Permission.CASE_WRITE, case_id)
    services.take_file_back(actor=actor(), case=case, evidence_id=evidence_id)
    return done(case_id, _("The file was withdrawn."))
