"""Requests to an office and the monthly meeting, made through the services."""

from datetime import date

from app.core.access import Actor
from app.innovation.models import Obstacle, ObstacleMeeting, ObstacleRequest
from app.innovation.services import obstacle_requests as services
from app.innovation.services.obstacle_meetings import (
    DecisionContent,
    ObstacleMeetingContent,
    record_obstacle_meeting,
)
from app.innovation.services.obstacle_requests import RequestContent
from tests.cast import Cast
from tests.factories.innovation_c import obstacle_of

ASKED_UNTIL = date(2026, 12, 4)
PROMISED_FOR = date(2026, 12, 2)
MONTH = date(2026, 11, 1)


def request_of(
    cast: Cast, *, obstacle: Obstacle | None = None, actor: Actor | None = None, **changes: object
) -> ObstacleRequest:
    """박 of 민원봉사과 asks 교통과."""
    values: dict[str, object] = {
        "text": "허가 창구를 하나로 모아 주십시오.",
        "due_on": ASKED_UNTIL,
        "asked_department_id": cast.traffic,
    }
    return services.ask_office(
        actor=actor or cast.park,
        obstacle=obstacle or obstacle_of(cast),
        content=RequestContent(**{**values, **changes}),
    )


def promise_of(cast: Cast, *, promised_on: date = PROMISED_FOR, **changes: object) -> ObstacleRequest:
    """이, head of 교통과, promised it."""
    request = request_of(cast, **changes)
    services.promise(actor=cast.lee, request=request, promised_on=promised_on, answer="창구를 합치겠습니다.")
    return request


def decision_of(cast: Cast, obstacle: Obstacle, **changes: object) -> DecisionContent:
    """The meeting decides that 교통과 acts."""
    values: dict[str, object] = {
        "obstacle_id": obstacle.id,
        "text": "허가 절차를 12월 안에 합친다.",
        "due_on": date(2026, 12, 18),
        "asked_department_id": cast.traffic,
    }
    return DecisionContent(**{**values, **changes})


def meeting_of(cast: Cast, *decisions: DecisionContent, **changes: object) -> ObstacleMeeting:
    """최 recorded the meeting of November."""
    values: dict[str, object] = {
        "month": MONTH,
        "held_on": date(2026, 11, 20),
        "participants": "부시장, 국장 5명",
        "minutes": "지난 약속을 먼저 점검하였다.",
        "decisions": decisions,
    }
    return record_obstacle_meeting(actor=cast.choi, content=ObstacleMeetingContent(**{**values, **changes}))
