"""Who may see the evidence handed in for things of innovation; `app.registry` gives this to the evidence store."""

from collections.abc import Mapping

from app.core.access import Actor
from app.core.errors import Missing
from app.files.guards import Guard
from app.innovation.queries.cases import may_see_case
from app.innovation.queries.contest_marks import may_judge_case
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.milestones import may_see_result
from app.innovation.queries.obstacles import may_see_obstacle
from app.innovation.queries.reports import report_or_404
from app.innovation.queries.slogans import may_see_item_result


def may_see_issue(actor: Actor, issue_id: int) -> bool:
    """Whoever may read the issue may read its files."""
    try:
        issue_or_404(issue_id, actor)
    except Missing:
        return False
    return True


def may_see_report(actor: Actor, report_id: int) -> bool:
    """Whoever may read the progress report may read its evidence."""
    try:
        report_or_404(report_id, actor)
    except Missing:
        return False
    return True


def may_see_evidence_of_case(actor: Actor, case_id: int) -> bool:
    """Whoever may read the case, or is to score it in a contest, may read its files."""
    return may_see_case(actor, case_id) or may_judge_case(actor, case_id)


GUARDS: Mapping[str, Guard] = {
    "case": may_see_evidence_of_case,
    "issue": may_see_issue,
    "milestone_result": may_see_result,
    "obstacle": may_see_obstacle,
    "progress_report": may_see_report,
    "slogan_item_result": may_see_item_result,
}
