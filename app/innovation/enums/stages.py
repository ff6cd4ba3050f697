"""The six stages and the codes of what their gates ask."""

from app.core.messages import Labelled, _


class Stage(Labelled):
    """단계. Source: the 5S5품 study of Seosan, section 5."""

    COLLECTION = "collection", _("Collecting issues")
    FRAMING = "framing", _("Framing the task")
    TEAM = "team", _("Building the team")
    PLAN = "plan", _("Action plan")
    MANAGEMENT = "management", _("Managing progress")
    MONITORING = "monitoring", _("Monitoring and feedback")

    @property
    def number(self) -> int:
        """Place in the order, 1 to 6."""
        return list(Stage).index(self) + 1

    @classmethod
    def of_number(cls, number: int) -> "Stage":
        """Return the stage with the number 1 to 6; ValueError for any other."""
        if not 1 <= number <= len(cls):
            raise ValueError(number)
        return list(cls)[number - 1]


class GateCode(Labelled):
    """관문 항목: the label says what must be true before the stage may be left."""

    TRIAGE_DECIDED = "triage_decided", _("The issue is decided")
    TRIAGE_REASON = "triage_reason", _("The decision has a reason")
    FIELD_CHOSEN = "field_chosen", _("The field is chosen")
    RATINGS_GIVEN = "ratings_given", _("All four ratings are given")
    LEAD_DEPARTMENT = "lead_department", _("The lead department is named")
    SOURCE_ISSUE = "source_issue", _("There is a source issue or a stated reason")
    LEADER_NAMED = "leader_named", _("The team has a leader")
    MEMBER_NAMED = "member_named", _("The team has at least one member")
    OPINIONS_ANSWERED = "opinions_answered", _("Every cooperating department has answered")
    FORM_COMPLETE = "form_complete", _("The standard form is complete")
    MEASURE_SET = "measure_set", _("There is at least one measure with baseline and target")
    OBSTACLES_CONSIDERED = "obstacles_considered", _("Expected obstacles are named or ruled out")
    HEAD_APPROVED = "head_approved", _("The department head has approved the plan")
    TOWER_APPROVED = "tower_approved", _("The control tower has approved the plan")
    REPORT_APPROVED = "report_approved", _("At least one progress report is approved")
    NO_REPORT_OVERDUE = "no_report_overdue", _("No progress report is overdue")
    OBSTACLES_OWNED = "obstacles_owned", _("Every obstacle has an owner")
    RESULTS_ENTERED = "results_entered", _("Every measure has its result")
    OBSTACLES_SETTLED = "obstacles_settled", _("Every obstacle is closed, or taken over by another department")
    PRACTICE_CHANGED = "practice_changed", _("The two new practices and the abolished one are named")
    SPREAD_DECIDED = "spread_decided", _("The spread to others is decided")
