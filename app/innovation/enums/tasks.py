"""Vocabulary of innovation tasks, their framing and their end."""

from app.core.messages import Labelled, _


class TaskKind(Labelled):
    """과제 구분: who set the task."""

    STRATEGIC = "strategic", _("Strategic (top-down)")
    DEPARTMENT = "department", _("Departmental (bottom-up)")


class TaskField(Labelled):
    """과제 분야."""

    CIVIL_AFFAIRS = "civil_affairs", _("Civil affairs")
    WELFARE = "welfare", _("Welfare and health")
    ECONOMY = "economy", _("Local economy and jobs")
    CULTURE = "culture", _("Culture, tourism and sport")
    FARMING = "farming", _("Farming and fishery")
    ENVIRONMENT = "environment", _("Environment")
    SAFETY = "safety", _("Safety and disasters")
    CITY = "city", _("City and traffic")
    WORKING = "working", _("Organization and way of working")
    DIGITAL = "digital", _("Digital and data")


class TaskState(Labelled):
    """과제 상태. `rules.stages.check_closing` decides how a task ends."""

    ACTIVE = "active", _("Being carried out")
    COMPLETED = "completed", _("Completed")
    ENDED_EARLY = "ended_early", _("Ended early")


class RatingKind(Labelled):
    """검토 항목: the four ratings of the framing stage. Source: the 5S5품 study of Seosan, section 5."""

    OFFICE = "office", _("Impact on the office")
    STAFF = "staff", _("Impact on staff")
    FEASIBILITY = "feasibility", _("Feasibility")
    OUTSIDE = "outside", _("Outside factors")


class Rating(Labelled):
    """평점 1–5: how favourable the answer is; 5 is the best for carrying the task out."""

    VERY_LOW = "1", _("Very low")
    LOW = "2", _("Low")
    MIDDLE = "3", _("Middle")
    HIGH = "4", _("High")
    VERY_HIGH = "5", _("Very high")

    @property
    def number(self) -> int:
        """The rating as a number from 1 to 5."""
        return int(self.value)


class CloseResult(Labelled):
    """과제 결과: the outcome against the targets of the approved plan."""

    ACHIEVED = "achieved", _("Goal reached")
    PARTLY = "partly", _("Partly reached")
    NOT_ACHIEVED = "not_achieved", _("Goal not reached")


class SpreadDecision(Labelled):
    """확산 결정: what happens with the result in other departments."""

    WHOLE_OFFICE = "whole_office", _("Spread to the whole office")
    SOME_DEPARTMENTS = "some_departments", _("Spread to related departments")
    KEEP = "keep", _("Keep in the department")
    STOP = "stop", _("Do not continue")
