"""공동과제: the control tower lets several departments lead a task."""

from collections.abc import Mapping

from sqlalchemy import delete

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import db
from app.core.errors import Denied, Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.innovation.enums.permissions import Permission
from app.innovation.events import JointLeadSet
from app.innovation.models import LeadSetting, LeadShare, Task
from app.innovation.policy import POLICY
from app.innovation.queries.joint_leads import lead_parts, possible_heads
from app.innovation.queries.teams import awaits_decision
from app.innovation.rules.common import check_reason
from app.innovation.rules.joint_leads import check_joint_lead, check_lead_change
from app.innovation.rules.stages import check_active
from app.innovation.services.tasks import touch


def set_joint_lead(
    *, actor: Actor, task: Task, responsible_head_id: int | None, shares: Mapping[int, int], reason: str
) -> None:
    """Set the lead departments (department id → whole percent) and the head who answers; empty shares end it.

    The shares are credit in the evaluation: nobody sets them for the own department, or while somebody decides.
    """
    access.require(POLICY, Permission.LEAD_SHARE_SET, actor, task)
    check_active(task.state)
    if offices_of(actor) & {*shares, *(part.department_id for part in lead_parts(task))}:
        raise Denied(_("Nobody sets shares of a department they belong to, head or coordinate."))
    check_reason(reason)
    check_joint_lead(shares, lead_department_id=task.lead_department_id, responsible_head_id=responsible_head_id)
    if responsible_head_id is not None and responsible_head_id not in dict(possible_heads()):
        raise Refused(_("Only somebody who heads a bureau or a department today answers for a joint task."))
    touch(task, responsible_head_id=responsible_head_id)
    check_lead_change(awaits_decision=awaits_decision(task))
    db.session.execute(delete(LeadShare).where(LeadShare.task_id == task.id))
    db.session.add_all(
        LeadShare(task_id=task.id, department_id=department_id, share=share) for department_id, share in shares.items()
    )
    db.session.add(
        LeadSetting(
            task_id=task.id,
            shares=[[department_id, share] for department_id, share in shares.items()],
            responsible_head_id=responsible_head_id,
            reason=reason,
            set_by_id=actor.id,
            set_at=clock.now(),
        )
    )
    db.session.flush()
    publish(
        JointLeadSet(
            actor_id=actor.id,
            task_id=task.id,
            responsible_head_id=responsible_head_id,
            shares=tuple(shares.items()),
            reason=FreeText(reason),
        )
    )
