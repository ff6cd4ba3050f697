"""Obstacles and slogans for tests, made through the services."""

from datetime import date

from app.core.access import Actor
from app.core.database import db
from app.core.values import Value
from app.innovation.enums import (
    ObstacleControl,
    ObstacleKind,
    ObstaclePhase,
    ObstacleSeverity,
    ObstacleSubject,
    TaskKind,
)
from app.innovation.models import Obstacle, Slogan, Task
from app.innovation.services import obstacles, slogans
from app.innovation.services.obstacles import ObstacleContent
from app.innovation.services.slogans import PracticeItem, SloganContent
from app.innovation.services.tasks import TaskContent, frame_task
from tests.cast import Cast

DUE = date(2026, 12, 7)
HOW = "광고비 대신 은행 이자로 재원을 마련했습니다."


def task_of(cast: Cast, *, title: str = "버스 정류장 안내 개선", department_id: int | None = None) -> Task:
    """A strategic task led by 교통과."""
    content = TaskContent(
        title=title,
        summary="정류장 안내가 낡아 민원이 잦습니다.",
        kind=TaskKind.STRATEGIC,
        lead_department_id=department_id or cast.traffic,
        reason_without_issue="시장 지시사항",
    )
    return frame_task(actor=cast.choi, content=content)


def content_of(cast: Cast, **changes: object) -> ObstacleContent:
    """An obstacle from which 민원봉사과 suffers and about which 교통과 is asked."""
    values: dict[str, object] = {
        "title": "도로점용 허가가 늦다",
        "kind": ObstacleKind.COOPERATION,
        "phase": ObstaclePhase.BUILDING,
        "control": ObstacleControl.INSIDE,
        "severity": ObstacleSeverity.HURTS,
        "suffering_department_id": cast.civil,
        "harm": "민원인이 3주를 더 기다립니다.",
        "tried": "두 번 전화로 부탁했습니다.",
        "asked": "허가 절차를 한 번에 처리해 주십시오.",
        "asked_department_id": cast.traffic,
        "due_on": DUE,
        "owner_id": cast.kim.id,
    }
    return ObstacleContent(**{**values, **changes})


def obstacle_of(cast: Cast, *, actor: Actor | None = None, task: Task | None = None, **changes: object) -> Obstacle:
    """Reported by 박 of 민원봉사과 on a task, owned by 김 of 교통과."""
    task = task or task_of(cast)
    return obstacles.report_obstacle(
        actor=actor or cast.park,
        subject=ObstacleSubject.TASK,
        subject_id=task.id,
        content=content_of(cast, **changes),
    )


def claimed_obstacle(cast: Cast, **changes: object) -> Obstacle:
    """김 says that it is gone."""
    obstacle = obstacle_of(cast, **changes)
    obstacles.claim_removal(obstacle=obstacle, actor=cast.kim, how=HOW)
    return obstacle


def removed_obstacle(cast: Cast, **changes: object) -> Obstacle:
    """김 removed it, 윤 confirmed."""
    obstacle = claimed_obstacle(cast, **changes)
    obstacles.confirm_removal(obstacle=obstacle, actor=cast.yoon)
    return obstacle


def slogan_content(**changes: object) -> SloganContent:
    """What the coordinator of 교통과 wrote."""
    values: dict[str, object] = {
        "text": "기다림은 줄이고 안전은 늘리고",
        "meaning": "시민이 길에서 보내는 시간을 줄입니다.",
        "values": (Value.SPEED, Value.FOOT),
        "items": [PracticeItem("신호체계 점검", date(2026, 12, 20))],
    }
    return SloganContent(**{**values, **changes})


def slogan_of(
    cast: Cast, *, actor: Actor | None = None, department_id: int | None = None, year: int = 2026, **changes: object
) -> Slogan:
    """A draft of 강 for 교통과."""
    return slogans.write_slogan(
        actor=actor or cast.kang,
        department_id=department_id or cast.traffic,
        year=year,
        content=slogan_content(**changes),
    )


def submitted_slogan(cast: Cast, **changes: object) -> Slogan:
    """강 wrote it and put it before 이."""
    slogan = slogan_of(cast, **changes)
    slogans.submit_slogan(actor=changes.get("actor") or cast.kang, slogan=slogan)
    return slogan


def approved_slogan(cast: Cast, **changes: object) -> Slogan:
    """이 approved it."""
    slogan = submitted_slogan(cast, **changes)
    slogans.approve_slogan(actor=cast.lee, slogan=slogan)
    return slogan


def again(record: Obstacle | Slogan | Task) -> Obstacle | Slogan | Task:
    """Read a record anew."""
    found = db.session.get(type(record), record.id, populate_existing=True)
    assert found is not None
    return found
