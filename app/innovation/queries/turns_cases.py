"""내 차례: cases that wait for their head, for the control tower, or for their authors."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_

from app.core.access import Actor, Role
from app.core.messages import Message, _
from app.core.turns import AnyColumn, Asked, lines_of
from app.innovation.enums.cases import CaseState
from app.innovation.models import Case, CaseAuthor
from app.innovation.queries.cases import had_a_part, heads_had_a_part


def owed(actor: Actor) -> Sequence[Asked]:
    """Return what the actor must do."""
    returned = and_(Case.state == CaseState.RETURNED, _is_an_author(actor))
    asked = [_cases(_("Rework the returned case"), returned, since=Case.written_at)]
    submitted = and_(Case.state == CaseState.SUBMITTED, ~had_a_part(actor.id))
    if actor.headed_department_ids:
        headed = and_(submitted, Case.department_id.in_(actor.headed_department_ids))
        asked.append(_cases(_("Approve the case as head"), headed, since=Case.submitted_at))
    if actor.has(Role.CONTROL_TOWER):
        mine = and_(Case.state == CaseState.APPROVED, Case.approver_id != actor.id, ~had_a_part(actor.id))
        asked.append(_cases(_("Publish the case"), mine, since=Case.approved_at))
        in_place = and_(submitted, heads_had_a_part())
        asked.append(_cases(_("Approve the case in the head's place"), in_place, since=Case.submitted_at))
    return asked


def awaited(actor: Actor) -> Sequence[Asked]:
    """Return what the actor waits for."""
    waiting = or_(Case.state == CaseState.SUBMITTED, Case.state == CaseState.APPROVED)
    mine = and_(waiting, _is_an_author(actor))
    return [_cases(_("Decision about your case"), mine, since=Case.submitted_at)]


def _is_an_author(actor: Actor) -> ColumnElement[bool]:
    return exists().where(CaseAuthor.case_id == Case.id, CaseAuthor.person_id == actor.id)


def _cases(what: Message, condition: ColumnElement[bool], *, since: AnyColumn) -> Asked:
    lines = lines_of(Case.id, Case.number + " " + Case.title, since=since).where(condition)
    return Asked(what=what, endpoint="innovation.show_case", param="case_id", lines=lines)
