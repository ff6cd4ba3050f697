"""검토: passing an issue on, the reviewing department's advice, a promised day."""

from flask.typing import ResponseReturnValue

from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.innovation.enums.permissions import Permission
from app.innovation.forms.answers import AdviceForm, PromiseForm
from app.innovation.routes import bp
from app.innovation.routes.issue_actions import transfer_form
from app.innovation.routes.issues import done, issue_page
from app.innovation.routes.loading import issue_for
from app.innovation.services import issue_reviews as services
from app.organization.queries import departments_on


@bp.post("/issues/<int:issue_id>/transfers")
def create_issue_transfer(issue_id: int) -> ResponseReturnValue:
    """Let another department review."""
    issue = issue_for(Permission.ISSUE_REVIEW, issue_id)
    form = transfer_form(issue)(prefix="transfer-")
    offer(form.department, [(unit.id, unit.name) for unit in departments_on()], blank=True)
    if form.validate_on_submit():
        with keeping_words(form):
            services.transfer_issue(
                actor=actor(), issue=issue, department_id=form.department.data, reason=form.reason.data
            )
            return done(issue, _("The issue was passed on; its day of receipt stays."))
    return issue_page(issue, transfer=form), code_of(form)


@bp.post("/issues/<int:issue_id>/reviews")
def create_issue_review(issue_id: int) -> ResponseReturnValue:
    """Give the reviewing department's advice."""
    issue = issue_for(Permission.ISSUE_ADVISE, issue_id)
    form = AdviceForm(prefix="advice-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.advise_on_issue(actor=actor(), issue=issue, advice=form.advice.data, words=form.words.data)
            return done(issue, _("The advice was given; the control tower decides."))
    return issue_page(issue, advice=form), code_of(form)


@bp.post("/issues/<int:issue_id>/promises")
def create_issue_promise(issue_id: int) -> ResponseReturnValue:
    """Tell the proposer another day for the decision."""
    issue = issue_for(Permission.ISSUE_REVIEW, issue_id)
    form = PromiseForm(prefix="promise-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.promise_day(actor=actor(), issue=issue, promised_on=form.promised_on.data, reason=form.reason.data)
            return done(issue, _("The proposer now reads the new day and the reason."))
    return issue_page(issue, promise=form), code_of(form)
