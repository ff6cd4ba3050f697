"""실행팀: who may be asked to cooperate, and what an answer must say."""

from collections.abc import Collection

from app.core.errors import Refused
from app.core.messages import _
from app.innovation.enums import OpinionAnswer
from app.innovation.rules.common import check_reason


def check_cooperation_request(department_id: int, *, lead_department_id: int, asked: Collection[int]) -> None:
    """Refuse to ask the lead department itself, or a department that has been asked already."""
    if department_id == lead_department_id:
        raise Refused(_("The lead department cannot be its own cooperating department."))
    if department_id in asked:
        raise Refused(_("This department has been asked already."))


def check_team_change(*, awaits_decision: bool, waived: bool = False) -> None:
    """Refuse another team while a plan or closing is with its approvers: they decide about the team they see.

    `waived`: somebody on the new team has let a gate item of the task go.
    """
    if waived:
        raise Refused(_("Whoever waived a gate item of the task does not join its team."))
    if awaits_decision:
        raise Refused(_("The team stays as it is while a plan or the closing of its task waits for approval."))


def check_opinion(answer: OpinionAnswer, reason: str | None) -> None:
    """Refuse a condition or an objection that does not say why."""
    if answer is not OpinionAnswer.AGREE:
        check_reason(reason)
