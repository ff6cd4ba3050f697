"""교통과 suffers and asks 민원봉사과 for something; one promise stands; the meeting of November is recorded."""

from app.core.database import transaction
from app.innovation.services.obstacle_requests import promise
from tests.factories.innovation_c import obstacle_of, task_of
from tests.factories.obstacle_requests import PROMISED_FOR, decision_of, meeting_of, request_of


def build(cast):
    with transaction():
        obstacle = obstacle_of(
            cast,
            task=task_of(cast),
            actor=cast.kim,
            suffering_department_id=cast.traffic,
            asked_department_id=cast.civil,
        )
        asked, promised = (
            request_of(cast, obstacle=obstacle, actor=cast.kim, asked_department_id=cast.civil) for _one in range(2)
        )
        promise(actor=cast.yoon, request=promised, promised_on=PROMISED_FOR)
        meeting = meeting_of(cast, decision_of(cast, obstacle, asked_department_id=cast.civil))
        return {"obstacle": obstacle.id, "asked": asked.id, "promised": promised.id, "meeting": meeting.id}
