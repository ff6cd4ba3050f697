"""Who may do what with votes, comments, joining and following: whoever belongs to the office, but no auditor."""

from app.core.access import Alternatives, Policy
from app.innovation.enums.permissions import Permission
from app.innovation.policy.predicates import READERS, is_no_auditor, works_in_a_department

SPEAKERS: Alternatives = ((works_in_a_department, is_no_auditor),)

POLICY: Policy = {Permission.ISSUE_SPEAK: SPEAKERS}

ENDPOINTS: dict[str, Alternatives] = {
    "innovation.list_similar_issues": SPEAKERS,
    "innovation.list_issues_like": READERS,
    "innovation.list_refused_like": READERS,
    "innovation.show_voices": READERS,
    "innovation.export_issue": READERS,
    "innovation.create_vote": SPEAKERS,
    "innovation.create_vote_withdrawal": SPEAKERS,
    "innovation.create_comment": SPEAKERS,
    "innovation.create_comment_withdrawal": SPEAKERS,
    "innovation.create_follow": SPEAKERS,
    "innovation.create_follow_end": SPEAKERS,
    "innovation.new_participation": SPEAKERS,
    "innovation.create_participation": SPEAKERS,
    "innovation.create_participation_end": SPEAKERS,
}
