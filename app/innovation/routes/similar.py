"""유사 이슈: what resembles an idea while it is typed, an issue that is there, or a task. A hint; people decide."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import is_control_tower
from app.core.forms import clean_text
from app.core.web import actor, own_transactions
from app.innovation.models import Task
from app.innovation.queries import similar as queries
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.plans import latest_plan
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.rules.clocks import years_later

MOST_TYPED = 4000
"""Characters of a text that are compared."""
YEARS_BACK = 2
"""공무원 제안 규정: an idea carried out within two years of its refusal is credited."""


@bp.post("/issues/similar")
@own_transactions
def list_similar_issues() -> ResponseReturnValue:
    """Show what resembles the idea being typed. A POST only because the text may be long; nothing is written."""
    title, problem, idea = (clean_text(request.form.get(name))[:MOST_TYPED] for name in ("title", "problem", "idea"))
    found = queries.similar_issues(actor(), title, f"{problem}\n{idea}")
    typed = bool(title or problem or idea)
    return render_template("innovation/similar/_list.html", found=found, typed=typed, joining=True)


@bp.get("/issues/<int:issue_id>/similar")
def list_issues_like(issue_id: int) -> ResponseReturnValue:
    """Show what resembles an issue, for those who look for the same idea received earlier."""
    issue = issue_or_404(issue_id, actor())
    found = queries.similar_to(actor(), issue)
    if request.headers.get("HX-Request") == "true":
        return render_template("innovation/similar/_list.html", found=found, typed=True, joining=False)
    return render_template("innovation/similar/of_issue.html", issue=issue, found=found)


@bp.get("/tasks/<int:task_id>/refused-ideas")
def list_refused_like(task_id: int) -> ResponseReturnValue:
    """Show ideas not adopted in the last two years that the task or its plan resembles."""
    task = task_or_404(task_id, actor())
    since = years_later(clock.today(), -YEARS_BACK)
    found = queries.refused_like(actor(), task.title, _text_of(task), since)
    is_part = request.headers.get("HX-Request") == "true"
    return render_template(
        "innovation/similar/_refused_list.html" if is_part else "innovation/similar/refused.html",
        task=task,
        found=found,
        may_record=is_control_tower(actor(), None),
    )


def _text_of(task: Task) -> str:
    plan = latest_plan(task)
    return "\n".join([task.summary, *([plan.background, plan.goal] if plan else [])])
