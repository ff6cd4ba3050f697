"""Who may see the evidence handed in for things of innovation; `app.registry` gives this to the evidence store."""

from collections.abc import Mapping

from app.core.access import Actor
from app.core.errors import Missing
from app.files.guards import Guard
from app.innovation.queries.issues import issue_or_404
from app.innovation.queries.obstacles import may_see_obstacle
from app.innovation.queries.reports import report_or_404


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


GUARDS: Mapping[str, Guard] = {"issue": may_see_issue, "obstacle": may_see_obstacle, "progress_report": may_see_report}
