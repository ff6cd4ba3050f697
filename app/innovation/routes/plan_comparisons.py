"""실행계획 비교: any two versions of a task's plan, field by field."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import Missing
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.web import actor
from app.innovation.queries.plans import VersionRow, plan_or_404, rows_of, versions_of
from app.innovation.queries.tasks import task_or_404
from app.innovation.routes import bp
from app.innovation.routes.plan_differences import compare_fields, compare_tables


@bp.get("/tasks/<int:task_id>/plan-comparison")
def show_plan_comparison(task_id: int) -> ResponseReturnValue:
    """Compare `?old=1` with `?new=2`; without numbers the two newest versions."""
    task = task_or_404(task_id, actor())
    versions, _work = versions_of(task, actor())
    old, new = _chosen(versions, "old", 1), _chosen(versions, "new", 0)
    before, after = plan_or_404(old.id, actor()).plan, plan_or_404(new.id, actor()).plan
    return render_template(
        "innovation/plans/comparison.html",
        task=task,
        versions=versions,
        old=old,
        new=new,
        reason=after.change_reason,
        fields=compare_fields(before, after),
        tables=compare_tables(rows_of(old.id), rows_of(new.id)),
    )


def _chosen(versions: Sequence[VersionRow], name: str, place: int) -> VersionRow:
    """Return the version the address names; the newest comes first in `versions`."""
    number = request.args.get(name, type=whole_number)
    found = [version for version in versions if version.number == number]
    if number is None and len(versions) > place:
        found = [versions[place]]
    if not found:
        raise Missing(_("There is no such version of this plan."))
    return found[0]
