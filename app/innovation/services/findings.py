"""모니터링 의견: recording one, and the answer of the lead department."""

from dataclasses import dataclass
from datetime import date

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import Conflict, Refused
from app.core.events import publish
from app.core.messages import _
from app.innovation.enums import FindingKind
from app.innovation.enums.permissions import Permission
from app.innovation.events import FindingAnswered, FindingRecorded
from app.innovation.models import Finding, Task
from app.innovation.policy import POLICY
from app.innovation.queries.plans import team_work
from app.innovation.rules.common import check_reason
from app.innovation.rules.stages import check_active


@dataclass(frozen=True, kw_only=True)
class FindingContent:
    """What was found: `source` says in words who found it (an office, a group of residents, a person)."""

    kind: FindingKind
    found_on: date
    source: str
    text: str


def record_finding(*, actor: Actor, task: Task, content: FindingContent) -> Finding:
    """Record what somebody inside or outside has found about a task."""
    access.require(POLICY, Permission.FINDING_RECORD, actor, team_work(task))
    check_active(task.state)
    if content.found_on > clock.today():
        raise Refused(_("A finding cannot lie in the future."))
    finding = Finding(task_id=task.id, recorded_by_id=actor.id, recorded_at=clock.now(), **vars(content))
    db.session.add(finding)
    db.session.flush()
    publish(FindingRecorded(actor_id=actor.id, task_id=task.id, finding_id=finding.id))
    return finding


def answer_finding(*, actor: Actor, task: Task, finding: Finding, answer: str) -> None:
    """Answer for the lead department, once."""
    access.require(POLICY, Permission.FINDING_ANSWER, actor, task)
    if finding.answered_at is not None:
        raise Conflict(_("This finding is answered already."))
    check_reason(answer)
    change_state(finding, answer=answer, answered_by_id=actor.id, answered_at=clock.now())
    publish(FindingAnswered(actor_id=actor.id, task_id=task.id, finding_id=finding.id))
