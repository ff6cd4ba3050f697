"""The monthly meeting: an agenda made by itself, minutes that keep it, decisions that are promises."""

from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied
from app.innovation.enums import Sensitivity
from app.innovation.enums.obstacle_requests import AgendaSection, RequestState
from app.innovation.models import Obstacle, ObstacleMeeting, ObstacleRequest
from app.innovation.queries import obstacle_agenda
from app.innovation.queries import obstacle_meetings as queries
from app.innovation.queries.obstacle_agenda import agenda_of, month_before, next_month
from app.innovation.queries.obstacle_requests import decisions_of
from app.innovation.services import obstacle_requests as requests
from app.innovation.services import obstacles
from tests.factories.innovation_c import obstacle_of, removed_obstacle, task_of
from tests.factories.obstacle_requests import MONTH, decision_of, meeting_of, promise_of, request_of
from tests.refusals import refused
from tests.statements import count_statements

S = AgendaSection
WHY = "국장님의 판단이 필요합니다."


def at(month, day):
    return clock.frozen_at(datetime(2026, month, day, 3, 0, tzinfo=UTC))


def lines(actor, month=MONTH):
    found = agenda_of(actor, month).sections
    return {section: [line.promise or line.title for line in rows] for section, rows in found.items()}


def test_each_part_of_the_agenda_keeps_its_most_urgent_lines(cast, monkeypatch):
    monkeypatch.setattr(obstacle_agenda, "MOST", 1)
    with at(8, 3), transaction():
        task = task_of(cast)
        risen = [obstacle_of(cast, task=task, title=title, due_on=date(2026, 12, 7)) for title in ("국장", "부시장")]
        for title in ("가만히 1", "가만히 2"):
            obstacle_of(cast, task=task, title=title, due_on=date(2026, 12, 7))
        for obstacle, times in zip(risen, (1, 2), strict=True):
            for _level in range(times):
                obstacles.escalate(obstacle=obstacle, actor=cast.park, reason=WHY)
        for text, day in (("나중 약속", 10), ("먼저 약속", 9)):
            promise_of(cast, obstacle=risen[0], text=text, promised_on=date(2026, 11, day))
    with at(11, 11):
        assert lines(cast.han) == {
            S.COMMITMENTS: ["먼저 약속"],
            S.ESCALATED: ["부시장"],
            S.NEW: [],
            S.STANDING_STILL: ["가만히 1"],
        }


def test_months_follow_one_another():
    assert next_month(date(2026, 12, 31)) == date(2027, 1, 1)
    assert month_before(date(2026, 1, 15)) == date(2025, 12, 1)


def test_the_agenda_speaks_of_old_promises_first_and_names_each_obstacle_once(cast):
    with at(8, 3), transaction():
        task = task_of(cast)
        obstacle_of(cast, task=task, title="움직임 없음", due_on=date(2026, 12, 7))
        risen = obstacle_of(cast, task=task, title="국장에게", due_on=date(2026, 12, 7))
        higher = obstacle_of(cast, task=task, title="부시장에게", due_on=date(2026, 12, 7))
        obstacle_of(cast, task=task, title="요즘 손댄 것", due_on=date(2026, 12, 7), owner_id=cast.kim.id)
        removed_obstacle(cast, task=task, title="끝난 것")
    with at(11, 2), transaction():
        obstacle_of(cast, task=task, title="새것")
        touched = db.session.query(Obstacle).filter_by(title="요즘 손댄 것").one()
        obstacles.take_up(obstacle=touched, actor=cast.kim)
        risen, higher = db.session.get(Obstacle, risen.id), db.session.get(Obstacle, higher.id)
        for obstacle, times in ((risen, 1), (higher, 2)):
            for _level in range(times):
                obstacles.escalate(obstacle=obstacle, actor=cast.park, reason=WHY)
        late = promise_of(cast, obstacle=risen, text="지난 약속", promised_on=date(2026, 11, 10))
        missed = promise_of(cast, obstacle=risen, text="못 지킨 약속", promised_on=date(2026, 11, 9))
        kept = promise_of(cast, obstacle=risen, text="지킨 약속", promised_on=date(2026, 11, 12))
        promise_of(cast, obstacle=risen, text="다음 달 약속", promised_on=date(2026, 12, 9))
        request_of(cast, obstacle=risen, text="답 없는 요청")
    with at(11, 11), transaction():
        requests.record_not_kept(actor=cast.park, request=db.session.get(ObstacleRequest, missed.id), reason=WHY)
        requests.record_kept(
            actor=cast.park, request=db.session.get(ObstacleRequest, kept.id), kept_on=date(2026, 11, 11)
        )
    assert lines(cast.han) == {
        S.COMMITMENTS: ["못 지킨 약속", "지난 약속", "지킨 약속"],
        S.ESCALATED: ["부시장에게", "국장에게"],
        S.NEW: ["새것"],
        S.STANDING_STILL: ["움직임 없음"],
    }
    first = agenda_of(cast.han, MONTH).sections[S.COMMITMENTS]
    assert [(line.request_id, line.is_late) for line in first] == [
        (missed.id, False),
        (late.id, True),
        (kept.id, False),
    ]


def test_what_the_reader_may_not_see_is_not_on_the_agenda(cast):
    with transaction():
        obstacle_of(cast, sensitivity=Sensitivity.RESTRICTED)
    assert agenda_of(cast.han, MONTH).count == 0
    assert agenda_of(cast.choi, MONTH).count == 1


def test_a_decision_of_the_meeting_is_a_promise_that_those_who_suffer_judge(cast, write):
    obstacle = obstacle_of(cast)
    meeting = meeting_of(cast, decision_of(cast, obstacle))
    decision = decisions_of(meeting.id, cast.han)[0].request
    assert (decision.state, decision.promised_on, decision.asking_department_id, decision.asked_by_id) == (
        RequestState.COMMITTED,
        date(2026, 12, 18),
        cast.civil,
        cast.choi.id,
    )
    with pytest.raises(Denied):
        requests.record_kept(actor=cast.choi, request=decision, kept_on=date(2026, 11, 23))
    requests.record_kept(actor=cast.yoon, request=decision, kept_on=date(2026, 11, 23))
    row = queries.list_meetings(cast.han).rows[0]
    assert (row.decisions, row.kept, row.not_kept) == (1, 1, 0)


def test_where_those_who_suffer_act_themselves_the_control_tower_judges(cast, write):
    meeting = meeting_of(cast, decision_of(cast, obstacle_of(cast), asked_department_id=cast.civil))
    decision = decisions_of(meeting.id, cast.han)[0].request
    assert (decision.asking_department_id, decision.asked_department_id) == (cast.tower, cast.civil)
    requests.record_kept(actor=cast.choi, request=decision, kept_on=date(2026, 11, 23))


def test_nobody_is_left_to_judge_the_control_towers_own_obstacle(cast, write):
    obstacle = obstacle_of(cast, suffering_department_id=cast.tower)
    with refused("Decision %(row)s"):
        meeting_of(cast, decision_of(cast, obstacle, asked_department_id=cast.tower))


def test_the_minutes_keep_the_agenda_as_it_stood(cast):
    with transaction():
        obstacle = obstacle_of(cast)
        secret = obstacle_of(cast, title="민감한 것", sensitivity=Sensitivity.RESTRICTED)
        meeting = meeting_of(cast)
        for one in (obstacle, secret):
            obstacles.escalate(obstacle=one, actor=cast.park, reason=WHY)
    kept = queries.kept_agenda(meeting.id, cast.han)
    assert {section: [line.title for line in found] for section, found in kept.items()} == {
        S.COMMITMENTS: [],
        S.ESCALATED: [],
        S.NEW: [obstacle.title],
        S.STANDING_STILL: [],
    }
    assert len(queries.kept_agenda(meeting.id, cast.choi)[S.NEW]) == 2
    assert agenda_of(cast.han, MONTH).meeting_id == meeting.id
    assert agenda_of(cast.han, next_month(MONTH)).since == meeting.held_on


def test_a_month_has_one_meeting_which_was_held_in_it(cast, write):
    meeting_of(cast)
    with pytest.raises(Conflict):
        meeting_of(cast)
    with refused("recorded after it was held"):
        meeting_of(cast, held_on=date(2026, 11, 24))
    with refused("not held in this month"):
        meeting_of(cast, month=date(2026, 10, 1))
    with pytest.raises(Denied):
        requests_by_a_head(cast)


def requests_by_a_head(cast):
    content = {"month": date(2026, 10, 1), "held_on": date(2026, 10, 20)}
    return meeting_of(type("Other", (), {**vars(cast), "choi": cast.lee})(), **content)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": date(2026, 11, 22)}, "Decision"),
        ({"asked_department_id": None}, "Decision"),
        ({"text": " "}, "Decision"),
    ],
)
def test_a_decision_says_who_does_what_by_when(cast, write, changes, sentence):
    with refused(sentence):
        meeting_of(cast, decision_of(cast, obstacle_of(cast), **changes))


def test_a_meeting_is_recorded_on_its_page(cast, as_):
    with transaction():
        obstacle = obstacle_of(cast)
    client = as_(cast.choi)
    assert obstacle.title in client.get("/obstacles/meetings/agenda?month=2026-11").text
    assert client.get("/obstacles/meetings/new?month=2026-11").status_code == 200
    sent = {
        "held_on": "2026-11-20",
        "participants": "부시장, 국장 5명",
        "minutes": "지난 약속을 점검하였다.",
        "decisions-0-text": "허가 절차를 합친다.",
        "decisions-0-obstacle": str(obstacle.id),
        "decisions-0-department": str(cast.traffic),
    }
    without_day = client.post("/obstacles/meetings?month=2026-11", data=sent)
    assert without_day.status_code == 422
    assert "허가 절차를 합친다." in without_day.text
    assert db.session.query(ObstacleMeeting).count() == 0
    sent["decisions-0-due_on"] = "2026-12-18"
    answer = client.post("/obstacles/meetings?month=2026-11", data=sent)
    assert answer.status_code == 302
    page = as_(cast.han).get(answer.location)
    assert "허가 절차를 합친다." in page.text
    assert "지난 약속을 점검하였다." in page.text
    assert client.post("/obstacles/meetings?month=2026-11", data=sent).status_code == 409
    assert as_(cast.han).post("/obstacles/meetings?month=2026-11", data=sent).status_code == 403


@pytest.mark.parametrize("address", ["/obstacles/meetings/agenda", "/obstacles/meetings/agenda?month=1999-99"])
def test_the_agenda_takes_as_many_statements_for_none_as_for_some(cast, as_, address):
    client, counts = as_(cast.kim), []
    for _round in range(2):
        with count_statements() as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
        with transaction():
            task = task_of(cast)
            for _obstacle in range(3):
                promise_of(cast, obstacle=obstacle_of(cast, task=task), promised_on=date(2026, 11, 25))
    assert counts == [4, 4]


def test_the_list_and_the_minutes_take_as_many_statements_for_more(cast, as_):
    client, counts = as_(cast.kim), []
    for month in (10, 11):
        with at(month, 20), transaction():
            task = task_of(cast)
            found = [obstacle_of(cast, task=task) for _one in range(3 if month == 11 else 1)]
            decisions = [decision_of(cast, one) for one in found]
            meeting = meeting_of(cast, *decisions, month=date(2026, month, 1), held_on=date(2026, month, 20))
        with count_statements() as seen:
            assert client.get("/obstacles/meetings").status_code == 200
            assert client.get(f"/obstacles/meetings/{meeting.id}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 9
