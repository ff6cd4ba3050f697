"""What the tables of `innovation.policy` speak about."""

from app.core.messages import Labelled, _


class Permission(Labelled):
    """권한: one line of the policy tables of innovation."""

    ISSUE_HAND_IN = "issue_hand_in", _("Hand in an issue")
    ISSUE_READ_WITHDRAWN = "issue_read_withdrawn", _("Read withdrawn issues of others")
    ISSUE_TRIAGE = "issue_triage", _("Decide about an issue")
    ISSUE_OWN = "issue_own", _("Supplement, withdraw or ask again")
    TASK_FRAME_STRATEGIC = "task_frame_strategic", _("Set a strategic task")
    TASK_FRAME_DEPARTMENT = "task_frame_department", _("Set a departmental task")
    TASK_EDIT_FRAMING = "task_edit_framing", _("Edit the framing of a task")
    TEAM_SET = "team_set", _("Set the team of a task")
    OPINION_ASK = "opinion_ask", _("Ask a department for its opinion")
    OPINION_ANSWER = "opinion_answer", _("Answer for the cooperating department")
    STAGE_ADVANCE = "stage_advance", _("Advance a task")
    STAGE_ADVANCE_FRAMED = "stage_advance_framed", _("Let a framed task build its team")
    STAGE_RETURN = "stage_return", _("Send a task back")
    GATE_WAIVE = "gate_waive", _("Waive a gate item")
