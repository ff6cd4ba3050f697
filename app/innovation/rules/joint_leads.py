"""공동과제: several departments lead a task, each with its part, and one head answers for the whole."""

from collections.abc import Mapping

from app.core.errors import Refused
from app.core.messages import _

WHOLE = 100


def check_joint_lead(shares: Mapping[int, int], *, lead_department_id: int, responsible_head_id: int | None) -> None:
    """Refuse parts that do not make a whole. `shares`: department id to whole percent; empty ends the joint lead.

    The department the task was set for stays among the lead departments. Source: 경기도 joint tasks, seeds/001.
    """
    if not shares:
        if responsible_head_id is not None:
            raise Refused(_("A responsible head is named together with at least two lead departments."))
        return
    if lead_department_id not in shares:
        raise Refused(_("The lead department of the task keeps a part of it."))
    if len(shares) == 1:
        raise Refused(_("A joint task has at least two lead departments."))
    if any(not 1 <= share < WHOLE for share in shares.values()) or sum(shares.values()) != WHOLE:
        raise Refused(_("The shares of the departments are whole percents that sum to 100."))
    if responsible_head_id is None:
        raise Refused(_("Name the head who answers for the joint task."))


def check_lead_change(*, awaits_decision: bool) -> None:
    """Refuse other lead departments while a plan or closing is with its approvers."""
    if awaits_decision:
        raise Refused(
            _("The lead departments stay as they are while a plan or the closing of the task waits for approval.")
        )
