"""이슈에 모인 뜻: support, comments, joining and following, and the issue as a file."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import allows
from app.core.errors import Missing
from app.core.forms import clean_text
from app.core.messages import Message, _
from app.core.web import actor, code_of, keeping_words, own_transactions
from app.innovation.enums import IssueState
from app.innovation.enums.permissions import Permission
from app.innovation.forms.voices import CommentForm, ParticipationForm
from app.innovation.models import Issue
from app.innovation.policy import POLICY
from app.innovation.queries import issue_voices as queries
from app.innovation.queries.issue_export import canonical_export
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.proposers import proposers_of, shares_in
from app.innovation.routes import bp
from app.innovation.routes.issue_words import typed_in
from app.innovation.routes.loading import issue_for
from app.innovation.rules.issues import UNDECIDED
from app.innovation.rules.voices import COMMENT_LENGTH
from app.innovation.services import issue_voices as services
from app.innovation.services.shares import may_set_shares

TYPED = ("title", "problem", "idea")
"""Fields of the idea form that go along when its writer joins an earlier issue instead."""


@bp.get("/issues/<int:issue_id>/voices")
def show_voices(issue_id: int) -> ResponseReturnValue:
    """Show who supports, joined and said what; htmx gets the part that stands on the issue's page."""
    return _voices_page(issue_or_404(issue_id, actor()), CommentForm(formdata=None))


@bp.post("/issues/<int:issue_id>/votes")
def create_vote(issue_id: int) -> ResponseReturnValue:
    """Support the issue."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    services.cast_vote(actor=actor(), issue=issue)
    return _done(issue, _("You support this issue now."))


@bp.post("/issues/<int:issue_id>/vote-withdrawals")
def create_vote_withdrawal(issue_id: int) -> ResponseReturnValue:
    """Take the support back."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    services.withdraw_vote(actor=actor(), issue=issue)
    return _done(issue, _("You no longer support this issue."))


@bp.post("/issues/<int:issue_id>/comments")
def create_comment(issue_id: int) -> ResponseReturnValue:
    """Write a comment."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    form = CommentForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.write_comment(actor=actor(), issue=issue, text=form.text.data)
            return _done(issue, _("Your comment was added."))
    return _voices_page(issue, form), code_of(form)


@bp.post("/issues/<int:issue_id>/comments/<int:comment_id>/withdrawals")
def create_comment_withdrawal(issue_id: int, comment_id: int) -> ResponseReturnValue:
    """Take the own comment back."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    comment = queries.comment_or_404(comment_id, actor())
    if comment.issue_id != issue.id:
        raise Missing(_("There is no such comment."))
    services.withdraw_comment(actor=actor(), comment=comment)
    return _done(issue, _("Your comment was withdrawn; that one stood there stays visible."))


@bp.post("/issues/<int:issue_id>/follows")
def create_follow(issue_id: int) -> ResponseReturnValue:
    """Follow the issue."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    services.follow_issue(actor=actor(), issue=issue)
    return _done(issue, _("You follow this issue now."))


@bp.post("/issues/<int:issue_id>/follow-ends")
def create_follow_end(issue_id: int) -> ResponseReturnValue:
    """Follow the issue no longer."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    services.unfollow_issue(actor=actor(), issue=issue)
    return _done(issue, _("You no longer follow this issue."))


@bp.route("/issues/<int:issue_id>/participations/new", methods=["GET", "POST"])
@own_transactions
def new_participation(issue_id: int) -> ResponseReturnValue:
    """Show the form for joining; POST comes from the idea form and brings along what was typed there."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    typed = clean_text("\n\n".join(filter(None, (request.form.get(name) for name in TYPED))))
    return _joining_page(issue, ParticipationForm(formdata=None, words=typed[:COMMENT_LENGTH]))


@bp.post("/issues/<int:issue_id>/participations")
def create_participation(issue_id: int) -> ResponseReturnValue:
    """Join the issue."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    form = ParticipationForm()
    if form.validate_on_submit():
        with keeping_words(form):
            services.join_issue(actor=actor(), issue=issue, words=form.words.data)
            return _done(issue, _("You have joined this issue and follow it from now on."))
    return _joining_page(issue, form), code_of(form)


@bp.post("/issues/<int:issue_id>/participation-ends")
def create_participation_end(issue_id: int) -> ResponseReturnValue:
    """Take no part any more."""
    issue = issue_for(Permission.ISSUE_SPEAK, issue_id)
    services.leave_issue(actor=actor(), issue=issue)
    return _done(issue, _("You take no part in this issue any more."))


@bp.get("/issues/<int:issue_id>/export")
def export_issue(issue_id: int) -> ResponseReturnValue:
    """Send the issue as a file: what the reader sees on its page, always the same bytes for the same issue."""
    issue = issue_or_404(issue_id, actor())
    name = f"issue-{issue.number}.json"
    return Response(
        canonical_export(issue, actor()),
        mimetype="application/json",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _done(issue: Issue, sentence: Message) -> ResponseReturnValue:
    flash(str(sentence), "success")
    return redirect(url_for("innovation.show_issue", issue_id=issue.id, _anchor="voices"))


def _joining_page(issue: Issue, form: ParticipationForm) -> str:
    return render_template("innovation/voices/join.html", issue=issue, form=form)


def _voices_page(issue: Issue, form: CommentForm) -> str:
    who = actor()
    is_part = request.headers.get("HX-Request") == "true"
    comments = queries.comments_of(issue, who, request.args.get("cursor"))
    participants = queries.participants_of(issue, who)
    is_open = issue.state not in {IssueState.MERGED, IssueState.WITHDRAWN}
    may_speak = is_open and allows(POLICY, Permission.ISSUE_SPEAK, who)
    own = shares_in(who, issue)
    return render_template(
        "innovation/voices/_panel.html" if is_part else "innovation/voices/show.html",
        issue=issue,
        form=form,
        votes=queries.votes_of(issue, who),
        followers=queries.followers_of(issue, who),
        participants=participants,
        comments=comments,
        linked=queries.linked_issues(issue, who),
        own=own,
        may_speak=may_speak,
        left_over=[typed_in(form)] if form.errors and not may_speak else [],
        may_share=own and issue.state in UNDECIDED and may_set_shares(who, proposers_of(issue)),
        may_join=not own and issue.state in UNDECIDED and not any(person.is_me for person in participants),
        next_url=_next_url(issue, comments.next_cursor),
    )


def _next_url(issue: Issue, cursor: str | None) -> str | None:
    return url_for("innovation.show_voices", issue_id=issue.id, cursor=cursor) if cursor else None
