"""What can be done with obstacles; import it from here."""

from app.innovation.services.obstacles.escalations import escalate_overdue
from app.innovation.services.obstacles.ladder import set_escalation_days
from app.innovation.services.obstacles.moves import accept, bypass, escalate, reopen, take_up, write_strategy
from app.innovation.services.obstacles.ownership import assign_owner, hand_over
from app.innovation.services.obstacles.possible import possible_steps
from app.innovation.services.obstacles.removals import claim_removal, confirm_removal, confirmation_of, reject_removal
from app.innovation.services.obstacles.reporting import ObstacleContent, report_obstacle

__all__ = [
    "ObstacleContent",
    "accept",
    "assign_owner",
    "bypass",
    "claim_removal",
    "confirm_removal",
    "confirmation_of",
    "escalate",
    "escalate_overdue",
    "hand_over",
    "possible_steps",
    "reject_removal",
    "reopen",
    "report_obstacle",
    "set_escalation_days",
    "take_up",
    "write_strategy",
]
