"""Tasks of 교통과 with everything the pipeline adds: a room, a plan with a practice item, a joint lead, a spread result."""

from app.core.database import db, transaction
from app.innovation.enums import Stage
from app.innovation.models import PracticeItem
from app.innovation.services.joint_leads import set_joint_lead
from app.innovation.services.plans import start_version
from app.innovation.services.practice_changes import Practices, set_practice_change
from app.innovation.services.spreads import answer_spread, recommend_spread
from tests.factories import innovation as make
from tests.factories.innovation_b import a_closed_task, a_managed_task

NOTE = "민원 대기실에도 같은 방법으로 순서를 정할 수 있다."


def build(cast):
    """Make the objects the paths name."""
    with transaction():
        closed, closing = a_closed_task(cast)
        managed, plan = a_managed_task(cast)
        start_version(actor=cast.kim, task=managed, plan=plan, reason="예산이 줄었다.")
        task = make.teamed(make.a_task_in(Stage.TEAM, cast), cast)
        opinion = make.an_opinion(task, cast)
        shares = {cast.traffic: 60, cast.roads: 40}
        set_joint_lead(actor=cast.choi, task=task, responsible_head_id=cast.lee.id, shares=shares, reason=NOTE)
        set_practice_change(actor=cast.lee, task=task, practices=Practices(first_new="예약 민원"))
        asked = recommend_spread(
            actor=cast.choi, task=closed, department_ids=[cast.civil, cast.roads], note=NOTE, due_on=opinion.due_on
        )
        waiting, accepted = sorted(asked, key=lambda spread: spread.department_id != cast.roads)
        answer_spread(actor=cast.yoon, task=closed, spread=accepted, accepts=True)
        return {
            "task": task.id,
            "managed": managed.id,
            "closed": closed.id,
            "closing": closing.id,
            "opinion": opinion.id,
            "item": db.session.query(PracticeItem.id).filter_by(plan_id=plan.id).scalar(),
            "spread": waiting.id,
            "accepted": accepted.id,
        }
