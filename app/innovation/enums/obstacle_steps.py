"""What can happen to an obstacle, one word for each row of its history."""

from app.core.messages import Labelled, _


class ObstacleStep(Labelled):
    """장애요인 이력 구분."""

    REPORT = "report", _("Obstacle reported")
    OWNER_ASSIGNMENT = "owner_assignment", _("Owner named")
    HANDOVER = "handover", _("Obstacle handed over")
    TAKE_UP = "take_up", _("Work begun")
    ESCALATION = "escalation", _("Escalated to the next level")
    AUTOMATIC_ESCALATION = "automatic_escalation", _("Escalated by the timetable")
    STRATEGY = "strategy", _("Win-win strategy written")
    REMOVAL_CLAIM = "removal_claim", _("Removal claimed")
    REMOVAL_CONFIRMATION = "removal_confirmation", _("Removal confirmed")
    REMOVAL_REJECTION = "removal_rejection", _("Removal not confirmed")
    BYPASS = "bypass", _("Way around it found")
    ACCEPTANCE = "acceptance", _("Accepted as it is")
    REOPENING = "reopening", _("Reopened")
