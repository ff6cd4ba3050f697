"""제안 내기: the form of a new issue, with the draft that is kept while somebody writes."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.core.forms import offer
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor, showing_refusal
from app.drafts.queries import Kept, own_draft
from app.drafts.services import discard_draft
from app.innovation.enums import IssueKind, IssueSource
from app.innovation.forms.issues import IssueForm
from app.innovation.queries.campaigns import open_campaigns
from app.innovation.queries.people import colleagues
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.routes.benchmark_issues import benchmark_defaults, offer_benchmark
from app.innovation.routes.filters import record_id
from app.innovation.services import issues as services


@bp.get("/issues/new")
def new_issue() -> ResponseReturnValue:
    """Show the form, with the draft if there is one.

    `?origin_task=12` marks the issue as feedback from that task, `?campaign=3` as an answer to that call,
    `?benchmark=4` copies what another office has done.
    """
    kept = own_draft(actor(), _draft_name())
    form = IssueForm(formdata=MultiDict(kept.payload)) if kept else IssueForm(formdata=None, data=_defaults())
    return _form_page(form, kept)


@bp.post("/issues")
def create_issue() -> ResponseReturnValue:
    """Take in an issue with its co-proposers and files; its draft is gone with it."""
    form = IssueForm()
    _offer_choices(form)
    if form.validate_on_submit():
        with showing_refusal(form):
            issue = services.receive_issue(
                actor=actor(), content=form.content(), shares=form.shares_with(actor().id), files=form.uploads()
            )
            discard_draft(actor=actor(), form=_draft_name())
            flash(str(_("Received. The receipt number is %(number)s.", number=issue.number)), "success")
            return redirect(url_for("innovation.show_issue", issue_id=issue.id))
    return _form_page(form), 422


def _origin() -> tuple[str, int] | None:
    """Return where the form was opened from, as its address says and its hidden field repeats."""
    for name in ("origin_task", "campaign", "benchmark"):
        found = record_id(name)
        if found is not None:
            return name, found
    return None


def _begun_at() -> str:
    """Return the address of the empty form."""
    origin = _origin()
    parameters: dict[str, Any] = {origin[0]: origin[1]} if origin else {}
    return url_for("innovation.new_issue", **parameters)


def _draft_name() -> str:
    """Name the draft: one for a free idea, one for each task or call the form was opened from."""
    sent = request.form.get("draft", "")
    if sent:
        return sent
    origin = _origin()
    return f"issue-{origin[0].removeprefix('origin_')}-{origin[1]}" if origin else "issue"


def _defaults() -> dict[str, Any]:
    match _origin():
        case ("origin_task", task_id):
            return {"origin_task": task_id, "source": IssueSource.FEEDBACK}
        case ("campaign", campaign_id):
            return {"campaign": campaign_id, "kind": IssueKind.CAMPAIGN}
        case ("benchmark", benchmark_id):
            return benchmark_defaults(benchmark_id)
    return {}


def _form_page(form: IssueForm, kept: Kept | None = None) -> str:
    _offer_choices(form)
    return render_template(
        "innovation/issues/new.html",
        form=form,
        people=colleagues(actor().department_id),
        draft=_draft_name(),
        kept=kept,
        begun_at=_begun_at(),
    )


def _offer_choices(form: IssueForm) -> None:
    offer(form.campaign, open_campaigns(), blank=True)
    _offer_origin(form)


def _offer_origin(form: IssueForm) -> None:
    """Offer only the task or the benchmark the issue comes from; without one the field is left out."""
    offer_benchmark(form)
    raw = request.form.get("origin_task", type=whole_number) or record_id("origin_task")
    pairs = []
    if raw:
        task = task_or_404(raw, actor())
        pairs = [(task.id, f"{task.number} {task.title}")]
    offer(form.origin_task, pairs, blank=True)
