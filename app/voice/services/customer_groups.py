"""고객군: entered, changed and retired by the department it belongs to, or by the control tower."""

from dataclasses import dataclass

from sqlalchemy import select

from app.core import clock
from app.core.access import Actor, require
from app.core.database import change_state, db
from app.core.errors import Invalid, WrongState
from app.core.events import publish
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.enums.surveys import GroupKind
from app.voice.events.surveys import CustomerGroupSaved
from app.voice.models import CustomerGroup
from app.voice.policy import POLICY

TAKEN = _("The department has a group of this name already.")


@dataclass(frozen=True, kw_only=True)
class GroupContent:
    """What is typed of a group. `department_id` None: of the whole office; `size`: an estimate of how many they are."""

    department_id: int | None
    name: str
    kind: GroupKind
    size: int | None
    note: str


def save_group(*, actor: Actor, content: GroupContent, group: CustomerGroup | None = None) -> CustomerGroup:
    """Enter a group, or change one that is in use. Raises Invalid for a name the department uses already."""
    require(POLICY, Permission.CUSTOMER_GROUP_WRITE, actor, group or content)
    require(POLICY, Permission.CUSTOMER_GROUP_WRITE, actor, content)
    _check_name(content, group)
    if group is None:
        group = CustomerGroup(**vars(content), created_by_id=actor.id, created_at=clock.now(), version=1)
        db.session.add(group)
        db.session.flush()
    else:
        _require_in_use(group)
        change_state(group, **vars(content))
    _tell(actor, group)
    return group


def retire_group(*, actor: Actor, group: CustomerGroup) -> None:
    """Use a group no longer from today on; what it answered stays."""
    require(POLICY, Permission.CUSTOMER_GROUP_WRITE, actor, group)
    _require_in_use(group)
    change_state(group, retired_on=clock.today())
    _tell(actor, group)


def _require_in_use(group: CustomerGroup) -> None:
    if group.retired_on is not None:
        raise WrongState(_("The customer group is no longer used."))


def _check_name(content: GroupContent, group: CustomerGroup | None) -> None:
    same = select(CustomerGroup.id).where(
        CustomerGroup.name == content.name, CustomerGroup.department_id.is_not_distinct_from(content.department_id)
    )
    if db.session.scalar(same.where(CustomerGroup.id != (group.id if group else 0))) is not None:
        raise Invalid(TAKEN, fields={"name": [TAKEN]})


def _tell(actor: Actor, group: CustomerGroup) -> None:
    publish(
        CustomerGroupSaved(
            actor_id=actor.id,
            customer_group_id=group.id,
            department_id=group.department_id,
            kind=group.kind.value,
            retired=group.retired_on is not None,
        )
    )
