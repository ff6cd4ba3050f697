"""Issues of kim: one reviewed by 민원봉사과, one it is asked about, one adopted, one refused and found again."""

from app.core.database import transaction
from app.innovation.enums import RefusalReason
from app.innovation.services.issue_aftermath import record_revival
from app.innovation.services.issue_opinions import ask_issue_opinion
from app.innovation.services.issue_reviews import transfer_issue
from app.innovation.services.triage import refuse_issue
from tests.factories import innovation as make

REASON = "정류장 시설은 민원봉사과의 자료가 있어야 합니다."


def build(cast):
    """Make the objects the paths name."""
    with transaction():
        issue, asked, adopted, refused = (make.an_issue(cast.kim) for _n in range(4))
        transfer_issue(actor=cast.choi, issue=issue, department_id=cast.civil, reason=REASON)
        opinion = ask_issue_opinion(actor=cast.choi, issue=asked, department_id=cast.civil, question=REASON)
        make.a_task(cast, issues=[adopted])
        refuse_issue(actor=cast.choi, issue=refused, refusal=RefusalReason.NO_MEANS, reason=REASON)
        revival = record_revival(actor=cast.choi, issue=refused, task=make.a_task(cast), likeness=REASON)
        return {
            "issue": issue.id,
            "asked": asked.id,
            "opinion": opinion.id,
            "adopted": adopted.id,
            "refused": refused.id,
            "revival": revival.id,
        }
