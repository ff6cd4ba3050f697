"""검토의견: asking a department about an issue, its draft, its answer."""

from flask.typing import ResponseReturnValue

from app.core import access
from app.core.forms import offer
from app.core.messages import _
from app.core.web import actor, code_of, keeping_words
from app.innovation.enums.permissions import Permission
from app.innovation.forms.answers import OpinionAnswerForm, OpinionDraftForm, OpinionRequestForm
from app.innovation.models import Issue, IssueOpinion
from app.innovation.policy import POLICY
from app.innovation.queries.issue_answers import opinion_or_404
from app.innovation.queries.issues import issue_or_404
from app.innovation.routes import bp
from app.innovation.routes.issues import done, issue_page
from app.innovation.routes.loading import issue_for
from app.innovation.services import issue_opinions as services
from app.organization.queries import departments_on


@bp.post("/issues/<int:issue_id>/opinions")
def create_issue_opinion(issue_id: int) -> ResponseReturnValue:
    """Ask a department for its opinion."""
    issue = issue_for(Permission.ISSUE_REVIEW, issue_id)
    form = OpinionRequestForm(prefix="question-")
    offer(form.department, [(unit.id, unit.name) for unit in departments_on()], blank=True)
    if form.validate_on_submit():
        with keeping_words(form):
            services.ask_issue_opinion(
                actor=actor(), issue=issue, department_id=form.department.data, question=form.question.data
            )
            return done(issue, _("The department was asked."))
    return issue_page(issue, question=form), code_of(form)


@bp.post("/issues/<int:issue_id>/opinions/<int:opinion_id>/drafts")
def create_issue_opinion_draft(issue_id: int, opinion_id: int) -> ResponseReturnValue:
    """Keep a draft for the head of the department."""
    issue, opinion = _opinion_for(Permission.ISSUE_OPINION_DRAFT, issue_id, opinion_id)
    form = OpinionDraftForm(prefix="draft-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.draft_issue_opinion(actor=actor(), issue=issue, opinion=opinion, words=form.words.data)
            return done(issue, _("The draft is kept; the head answers."))
    return issue_page(issue, draft=form), code_of(form)


@bp.post("/issues/<int:issue_id>/opinions/<int:opinion_id>/answers")
def create_issue_opinion_answer(issue_id: int, opinion_id: int) -> ResponseReturnValue:
    """Answer for the department."""
    issue, opinion = _opinion_for(Permission.ISSUE_OPINION_ANSWER, issue_id, opinion_id)
    form = OpinionAnswerForm(prefix="answer-")
    if form.validate_on_submit():
        with keeping_words(form):
            services.answer_issue_opinion(
                actor=actor(), issue=issue, opinion=opinion, answer=form.answer.data, words=form.words.data
            )
            return done(issue, _("The opinion was given."))
    return issue_page(issue, answer=form), code_of(form)


def _opinion_for(permission: Permission, issue_id: int, opinion_id: int) -> tuple[Issue, IssueOpinion]:
    issue = issue_or_404(issue_id, actor())
    opinion = opinion_or_404(issue, opinion_id)
    access.require(POLICY, permission, actor(), opinion)
    return issue, opinion
