"""결과."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core import access, clock
from app.core.access import Actor
from app.core.charts import line_chart
from app.core.errors import Missing
from app.core.i18n import format_moment
from app.core.messages import _
from app.core.numbers import whole_number
from app.core.snapshots import to_plain
from app.core.web import actor
from app.evaluation import policy
from app.evaluation.appeal_policy import POLICY as APPEALS
from app.evaluation.enums import Permission
from app.evaluation.models import EvaluationRound
from app.evaluation.queries import results as queries
from app.evaluation.queries.appeal_terms import window_of
from app.evaluation.queries.moves import MoveRow, move_rows, moves_of_version
from app.evaluation.queries.releases import release_awaited
from app.evaluation.queries.results import DepartmentView, Origin, PublicationView
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.score_sections import explained_views
from app.evaluation.queries.trends import TrendPoint, finding_of, trend_of
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services.publications import snapshot
from app.evaluation.services.scoring import compute_round


class ResultsShown(NamedTuple):
    """What the page of the results shows: the departments of the chosen peer group and grade, and the groups to choose.

    `everybody`: those of the group, whatever their grade.
    """

    views: Sequence[DepartmentView]
    groups: Mapping[int, str]
    group_id: int | None
    grade: str | None
    everybody: Sequence[DepartmentView]
    origin: Origin
    publication: PublicationView | None


@bp.get("/rounds/<int:round_id>/results")
def list_results(round_id: int) -> ResponseReturnValue:
    """Show the results per peer group: all of them, or those of the own department."""
    record = round_or_404(round_id)
    found = results_shown(record, actor())
    if found is None:
        return embargo_page(record)
    return render_template(
        "evaluation/results/list.html",
        record=record,
        **found._asdict(),
        counts=queries.grade_counts(found.everybody),
        embargo=embargo_of(found.publication),
        sees_all=policy.allows(Permission.RESULTS_READ_ALL, actor()),
    )


def results_shown(record: EvaluationRound, who: Actor) -> ResultsShown | None:
    """Return what the reader sees of the peer group in the address, or of their own; None under embargo."""
    found = _content(record, who)
    if found is None:
        return None
    content, origin, publication = found
    views = queries.department_views(content, origin)
    if not policy.allows(Permission.RESULTS_READ_ALL, who):
        views = [view for view in views if view.department_id == who.department_id]
    groups = {view.peer_group_id: view.peer_group for view in views}
    chosen = request.args.get("group", type=whole_number)
    own = next((view.peer_group_id for view in views if view.department_id == who.department_id), None)
    group_id = chosen if chosen in groups else own or next(iter(groups), None)
    everybody = [view for view in views if view.peer_group_id == group_id]
    asked = request.args.get("grade")
    grade = asked if asked in {view.grade for view in everybody} else None
    shown = [view for view in everybody if grade is None or view.grade == grade]
    return ResultsShown(shown, groups, group_id, grade, everybody, origin, publication)


@bp.get("/rounds/<int:round_id>/results/<int:department_id>")
def show_result(round_id: int, department_id: int) -> ResponseReturnValue:
    """Show every line of a department's result."""
    record = round_or_404(round_id)
    found = _content(record, actor())
    if found is None:
        return embargo_page(record)
    content, origin, publication = found
    view = queries.department_view(content, department_id, origin)
    own = actor().department_id == department_id
    if view is None or not (own or policy.allows(Permission.RESULTS_READ_ALL, actor())):
        raise Missing(_("There is no such result."))
    trend = trend_of(department_id)
    return render_template(
        "evaluation/results/show.html",
        record=record,
        view=view,
        origin=origin,
        publication=publication,
        embargo=embargo_of(publication),
        trend=trend,
        trend_finding=finding_of(trend),
        trend_figure=trend_figure(trend),
        moved=_moved(record, publication, department_id),
        may_appeal=_may_appeal(record, department_id),
        window=window_of(record.id) if phases.may_appeal(record.phase) else None,
    )


@bp.get("/rounds/<int:round_id>/results/<int:department_id>/derivation")
def show_derivation(round_id: int, department_id: int) -> ResponseReturnValue:
    """Show where every figure of a department comes from, or only its total (`part=total`) or one line of it."""
    record = round_or_404(round_id)
    found = _content(record, actor())
    if found is None:
        return embargo_page(record)
    content, origin, publication = found
    own = actor().department_id == department_id
    if not (own or policy.allows(Permission.RESULTS_READ_ALL, actor())):
        raise Missing(_("There is no such result."))
    known = {row["department_id"] for row in content["departments"]}
    views = explained_views(record.id, content, [department_id] if department_id in known else [], origin, actor())
    chosen, only_total = request.args.get("indicator", type=whole_number), request.args.get("part") == "total"
    if not views or chosen not in {None, *(line.indicator_id for line in views[0].lines)}:
        raise Missing(_("There is no such result."))
    return render_template(
        "evaluation/results/derivation.html",
        record=record,
        view=views[0],
        lines=[line for line in views[0].lines if not only_total and chosen in {None, line.indicator_id}],
        has_total=chosen is None,
        origin=origin,
        publication=publication,
        embargo=embargo_of(publication),
    )


def embargo_of(publication: PublicationView | None) -> datetime | None:
    """Return until when a publication the reader sees is hidden from others; None once it is released."""
    moment = publication.release_at if publication else None
    return moment if moment is not None and moment > clock.now() else None


def embargo_page(record: EvaluationRound) -> str:
    """Say when the results come, and nothing of them."""
    moment = release_awaited(record.id)
    return render_template("evaluation/results/embargo.html", record=record, moment=moment)


def trend_figure(trend: Sequence[TrendPoint]) -> str:
    """Draw the totals of a department over the rounds."""
    title = str(_("Total"))
    return line_chart(title, [point.code for point in trend], {title: [point.total for point in trend]})


def _moved(record: EvaluationRound, publication: PublicationView | None, department_id: int) -> Sequence[MoveRow]:
    """Return what the newest version changed for the department."""
    if publication is None or publication.version == 1:
        return ()
    found = moves_of_version(record.id, publication.version, actor())
    return [row for row in move_rows(found) if row.department_id == department_id]


def _may_appeal(record: EvaluationRound, department_id: int) -> bool:
    in_phase = phases.may_appeal(record.phase)
    return in_phase and access.allows(APPEALS, Permission.APPEAL_FILE, actor(), department_id)


def _content(record: EvaluationRound, who: Actor) -> tuple[Mapping[str, Any], Origin, PublicationView | None] | None:
    """Return the newest publication the reader may see, or before it, for those who may, what would be published now.

    None under embargo. Raises Missing before publication.
    """
    found = queries.publications_of(record.id, who)
    if found and phases.results_visible(record.phase):
        newest = found[0]
        origin = Origin(newest.published_by, format_moment(newest.published_at), newest.version)
        return queries.content_of(newest.id), origin, newest
    if not policy.allows(Permission.RESULTS_PREVIEW, who):
        if release_awaited(record.id) is not None:
            return None
        raise Missing(_("The results of this round are not published yet."))
    result = compute_round(record, with_marks=phases.marks_visible(record.phase))
    content: Any = to_plain(snapshot(record, result, version=0, correction_reason=""))
    return content, Origin(_("Computed now, not published"), format_moment(clock.now())), None
