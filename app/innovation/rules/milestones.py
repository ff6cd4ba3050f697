"""이행 점검: a practice item is done when there is evidence, and held up only by an obstacle somebody can remove."""

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.rules.common import clean_text


def check_milestone(latest: MilestoneOutcome | None, *, is_valid_plan: bool) -> None:
    """Refuse to say anything about an item that is done already, or about one of a plan that is not valid."""
    if not is_valid_plan:
        raise Refused(_("Only the practice items of the valid plan are followed."))
    if latest is MilestoneOutcome.DONE:
        raise Refused(_("This practice item is done already."))


def check_done(note: str | None, *, evidence_count: int) -> None:
    """Refuse a "done" nobody can check."""
    if not clean_text(note):
        raise Refused(_("Say in a sentence what was done."))
    if evidence_count == 0:
        raise Refused(_("Attach at least one file that shows that it is done."))
