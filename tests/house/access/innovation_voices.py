"""An issue of kim that others support, joined and commented on, one like it, a refused one, and a task like that."""

from app.core.database import transaction
from app.innovation.enums import RefusalReason
from app.innovation.services import issue_voices as voices
from app.innovation.services.triage import refuse_issue
from tests.factories import innovation as make


def build(cast):
    with transaction():
        issue, like, refused = make.an_issue(cast.kim), make.an_issue(cast.han), make.an_issue(cast.kim)
        refuse_issue(
            actor=cast.choi, issue=refused, refusal=RefusalReason.NO_MEANS, reason="올해는 예산이 없어 채택하지 않는다."
        )
        voices.cast_vote(actor=cast.park, issue=issue)
        voices.join_issue(actor=cast.park, issue=issue, words="민원봉사과 앞 정류장도 같습니다.")
        comment = voices.write_comment(actor=cast.kim, issue=issue, text="현장을 더 보고 오겠습니다.")
        gone = voices.write_comment(actor=cast.seo, issue=issue, text="잘못 쓴 의견")
        voices.withdraw_comment(actor=cast.seo, comment=gone)
        return {"issue": issue.id, "like": like.id, "task": make.a_task(cast).id, "comment": comment.id}
