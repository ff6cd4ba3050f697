"""What can be done with obstacles; import it from here."""

from app.innovation.services.obstacles.moves import accept, bypass, escalate, reopen, take_up
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
    "hand_over",
    "possible_steps",
    "reject_removal",
    "reopen",
    "report_obstacle",
    "take_up",
]
