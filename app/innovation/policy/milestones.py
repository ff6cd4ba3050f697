"""Who may say what has become of a practice item."""

from dataclasses import dataclass

from app.core.access import Actor, Alternatives, Policy
from app.innovation.enums.permissions import Permission
from app.innovation.policy.plans import WRITE, WRITES_FOR_THE_TASK, TeamWork
from app.innovation.policy.predicates import READERS, is_no_auditor


@dataclass(frozen=True)
class ItemWork(TeamWork):
    """The work of a task's team with the owner of one of its practice items."""

    owner_id: int | None = None


def owns_the_item(actor: Actor, work: ItemWork) -> bool:
    """Whether the practice item is the actor's own."""
    return work.owner_id == actor.id


POLICY: Policy = {Permission.MILESTONE_RECORD: [*WRITES_FOR_THE_TASK, [owns_the_item, is_no_auditor]]}

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_milestones": READERS,
    "innovation.show_practice_item": READERS,
    "innovation.create_milestone_result": WRITE,
    "innovation.show_plan_comparison": READERS,
}
