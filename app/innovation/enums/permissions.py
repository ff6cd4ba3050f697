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
    OBSTACLE_REPORT = "obstacle_report", _("Report an obstacle")
    OBSTACLE_ASSIGN = "obstacle_assign", _("Name the owner of an obstacle")
    OBSTACLE_TAKE_UP = "obstacle_take_up", _("Begin work on an obstacle")
    OBSTACLE_ESCALATE = "obstacle_escalate", _("Escalate an obstacle")
    OBSTACLE_CLAIM_REMOVAL = "obstacle_claim_removal", _("Say that an obstacle is removed")
    OBSTACLE_CONFIRM_REMOVAL = "obstacle_confirm_removal", _("Confirm that an obstacle is removed")
    OBSTACLE_SETTLE = "obstacle_settle", _("Bypass or accept an obstacle")
    OBSTACLE_REOPEN = "obstacle_reopen", _("Reopen an obstacle")
    SLOGAN_WRITE = "slogan_write", _("Write the slogan of a department")
    SLOGAN_APPROVE = "slogan_approve", _("Approve the slogan of a department")
    PLAN_WRITE = "plan_write", _("Write and submit the plan")
    PLAN_APPROVE_HEAD = "plan_approve_head", _("Approve a plan as head")
    PLAN_APPROVE_TOWER = "plan_approve_tower", _("Approve a plan as control tower")
    REPORT_WRITE = "report_write", _("Write and submit progress reports")
    REPORT_APPROVE = "report_approve", _("Approve progress reports")
    MEETING_RECORD = "meeting_record", _("Record a check meeting")
    DECISION_COMPLETE = "decision_complete", _("Report a decision as done")
    FINDING_RECORD = "finding_record", _("Record a finding")
    FINDING_ANSWER = "finding_answer", _("Answer a finding")
    CLOSING_WRITE = "closing_write", _("Write the closing")
    CLOSING_SUBMIT = "closing_submit", _("Hand in the closing")
    CLOSING_DECIDE = "closing_decide", _("Close a task")
