"""Vocabulary of obstacles (장애요인)."""

from app.core.messages import Labelled, _


class ObstacleKind(Labelled):
    """장애 유형."""

    REGULATION = "regulation", _("Law and regulation")
    BUDGET = "budget", _("Budget")
    STAFFING = "staffing", _("Staffing")
    COOPERATION = "cooperation", _("Cooperation of departments")
    OUTSIDE_BODY = "outside_body", _("Outside body")
    TECHNOLOGY = "technology", _("Technology and systems")
    INTERESTS = "interests", _("Complaints and interests")
    TIME = "time", _("Time and holidays")
    RESISTANCE = "resistance", _("Resistance inside")


class ObstaclePhase(Labelled):
    """발생 국면: when in the life of the work it stands in the way."""

    BUILDING = "building", _("While building it")
    RUNNING = "running", _("While running it")
    SETTLING = "settling", _("While it takes root")


class ObstacleControl(Labelled):
    """통제 가능성: whether removing it is in our own power."""

    INSIDE = "inside", _("In our own power")
    OUTSIDE = "outside", _("Outside our power")


class ObstacleSubject(Labelled):
    """장애 대상: what the obstacle stands in the way of."""

    ISSUE = "issue", _("Innovation issue")
    TASK = "task", _("Innovation task")
    PRACTICE_ITEM = "practice_item", _("Practice item")
    SLOGAN = "slogan", _("Slogan")


class ObstacleSeverity(Labelled):
    """피해 정도: how much the suffering department is held up."""

    SLOWS = "slows", _("Slows the work")
    HURTS = "hurts", _("Puts the goal at risk")
    BLOCKS = "blocks", _("Stops the work")


class ObstacleState(Labelled):
    """장애요인 상태. Moves are in `rules.obstacles`."""

    OPEN = "open", _("Raised")
    IN_PROGRESS = "in_progress", _("Being worked on")
    ESCALATED = "escalated", _("Escalated")
    REMOVAL_CLAIMED = "removal_claimed", _("Removal to be confirmed")
    REMOVED = "removed", _("Removed and confirmed")
    BYPASSED = "bypassed", _("Bypassed")
    ACCEPTED = "accepted", _("Accepted as it is")
    REOPENED = "reopened", _("Reopened")


class ObstacleLevel(Labelled):
    """조정 단계: at whose desk the obstacle lies; each level has its days."""

    DEPARTMENT = "department", _("Department")
    BUREAU = "bureau", _("Bureau head")
    VICE_MAYOR = "vice_mayor", _("Vice mayor")

    @property
    def number(self) -> int:
        """Place on the ladder, 1 to 3."""
        return list(ObstacleLevel).index(self) + 1


class Sensitivity(Labelled):
    """공개 범위: who may read the record."""

    OPEN = "open", _("Everybody in the office")
    DEPARTMENTS = "departments", _("Departments concerned")
    RESTRICTED = "restricted", _("Owner, reporter, the heads concerned, control tower and auditors")
