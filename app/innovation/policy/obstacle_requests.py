"""Who may ask an office to act on an obstacle, answer for it, say whether it kept its word, and record the meeting."""

from app.core.access import Actor, Alternatives, Policy, is_control_tower
from app.innovation.enums.permissions import Permission
from app.innovation.models import ObstacleRequest
from app.innovation.policy.obstacles import SUFFERS, has_reported, is_asked_to_act, owns_the_obstacle
from app.innovation.policy.predicates import READERS, is_no_auditor, works_in_a_department


def heads_the_asked_office(actor: Actor, request: ObstacleRequest) -> bool:
    """Whether the actor is head or acting head of the department that is asked."""
    return actor.heads(request.asked_department_id)


def asks_a_body_outside(_actor: Actor, request: ObstacleRequest) -> bool:
    """Whether who is asked has no account here: the office that asked then writes down the answer."""
    return request.asked_department_id is None


def acts_for_the_asking_office(actor: Actor, request: ObstacleRequest) -> bool:
    """Whether the actor leads the department that asked, or asked in its name and still belongs to it."""
    asking = request.asking_department_id
    asked_for_it = request.asked_by_id == actor.id and actor.department_id == asking
    return asked_for_it or actor.heads(asking) or actor.coordinates(asking)


def is_not_of_the_asked_office(actor: Actor, request: ObstacleRequest) -> bool:
    """Whether the actor neither belongs to the department that promised nor leads it, nor gave its answer."""
    asked = request.asked_department_id
    if asked is None:
        return True
    involved = actor.department_id == asked or actor.heads(asked) or actor.coordinates(asked)
    return not involved and request.answered_by_id != actor.id


POLICY: Policy = {
    Permission.OBSTACLE_REQUEST_ASK: [
        [has_reported, works_in_a_department, is_no_auditor],
        [owns_the_obstacle, works_in_a_department],
        [is_asked_to_act],
        *SUFFERS,
        [is_control_tower],
    ],
    Permission.OBSTACLE_REQUEST_ANSWER: [
        [heads_the_asked_office],
        [asks_a_body_outside, acts_for_the_asking_office, is_no_auditor],
    ],
    Permission.OBSTACLE_REQUEST_JUDGE: [[acts_for_the_asking_office, is_not_of_the_asked_office, is_no_auditor]],
    Permission.OBSTACLE_MEETING_RECORD: [[is_control_tower]],
}

_WRITE: Alternatives = ((works_in_a_department, is_no_auditor),)

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_obstacle_requests": READERS,
    "innovation.create_obstacle_request": _WRITE,
    "innovation.create_request_promise": _WRITE,
    "innovation.create_request_refusal": _WRITE,
    "innovation.create_promise_fulfilment": _WRITE,
    "innovation.create_promise_failure": _WRITE,
    "innovation.list_obstacle_meetings": READERS,
    "innovation.show_obstacle_agenda": READERS,
    "innovation.show_obstacle_meeting": READERS,
    "innovation.new_obstacle_meeting": ((is_control_tower,),),
    "innovation.create_obstacle_meeting": ((is_control_tower,),),
}
