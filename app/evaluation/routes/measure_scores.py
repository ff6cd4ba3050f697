"""「이 점수는」 of an entered value, before there is a result."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Missing
from app.core.i18n import format_moment
from app.core.messages import _
from app.core.snapshots import to_plain
from app.core.web import actor
from app.evaluation.models import EvaluationRound, RoundMember
from app.evaluation.queries.measures import MeasureRow, measure_rows, member_or_404
from app.evaluation.queries.results import Explanation, line_view
from app.evaluation.queries.rounds import round_or_404
from app.evaluation.queries.score_sections import sections_of_entry
from app.evaluation.routes import bp
from app.evaluation.rules import phases
from app.evaluation.services.publications import line_content, round_content
from app.evaluation.services.scoring import compute_one


@bp.get("/rounds/<int:round_id>/departments/<int:department_id>/measures/<int:indicator_id>/score")
def show_measure_score(round_id: int, department_id: int, indicator_id: int) -> ResponseReturnValue:
    """Show what an entered value scores by its formula; once there is a result, the line of the result, as far as it is released."""
    record = round_or_404(round_id)
    member = member_or_404(record, department_id, actor())
    row = next((row for row in measure_rows(record, member) if row.indicator_id == indicator_id), None)
    if row is None or row.is_scored_by_panel:
        raise Missing(_("The department has no such indicator in this round."))
    if phases.results_visible(record.phase):
        return redirect(
            url_for(".show_derivation", round_id=round_id, department_id=department_id, indicator=indicator_id)
        )
    return render_template(
        "evaluation/measures/score.html", record=record, member=member, explanation=_explanation(record, member, row)
    )


def _explanation(record: EvaluationRound, member: RoundMember, row: MeasureRow) -> Explanation:
    """Explain the value as it was entered: corrections decided since then are told with the results."""
    score = compute_one(record, member.department_id, version=0)
    lines = () if score is None else score.lines
    found = next((line for line in lines if line.indicator_id == row.indicator_id), None)
    if found is None:
        raise Missing(_("The department has no such indicator in this round."))
    content: Any = to_plain({"line": line_content(found), "round": round_content(record)})
    view = line_view(content["line"])
    department = (member.department_id, member.peer_group_id)
    return Explanation(
        title=view.explanation.title,
        formula=view.explanation.formula,
        lines=view.explanation.lines,
        result=view.score or "–",
        by=_("Reckoned now from what was entered; it is no result yet."),
        at=format_moment(clock.now()),
        sections=sections_of_entry(record.id, content["round"], department, view, actor()),
    )
