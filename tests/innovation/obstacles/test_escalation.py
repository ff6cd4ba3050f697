"""The ladder: days per level, moved by the timetable once, however often and wherever it runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app import schedule
from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.models import Obstacle, ObstacleMove
from app.innovation.queries.obstacles import current_ladder, history
from app.innovation.rules.obstacles import EscalationLadder, text_mark
from app.innovation.services import obstacles as services
from app.organization.enums import HolidayKind
from app.organization.services import add_holiday
from tests.factories.innovation_c import claimed_obstacle, obstacle_of, removed_obstacle, task_of
from tests.refusals import refused
from tests.statements import count_statements

DUE = date(2026, 12, 7)
"""Ten working days after Monday, 23 November 2026."""
AFTER = datetime(2026, 12, 8, 0, 0, tzinfo=UTC)
WHY = "조정이 늦다는 의견이 많아 줄입니다."


def automatic_moves():
    moves = db.session.query(ObstacleMove).filter_by(step=ObstacleStep.AUTOMATIC_ESCALATION).order_by(ObstacleMove.id)
    return [(move.obstacle_id, move.level, move.moved_by_id) for move in moves]


def test_the_last_day_at_a_level_is_ten_working_days_on(cast, write):
    assert obstacle_of(cast).level_due_on == DUE


def test_it_moves_up_the_day_after_and_leaves_a_row_and_an_entry_of_nobody(cast):
    with transaction():
        obstacle = obstacle_of(cast)
        assert services.escalate_overdue(DUE) == 0
    with clock.frozen_at(AFTER), transaction():
        assert services.escalate_overdue(date(2026, 12, 8)) == 1
    db.session.refresh(obstacle)
    assert (obstacle.state, obstacle.level) == (ObstacleState.ESCALATED, ObstacleLevel.BUREAU)
    assert (obstacle.level_reached_on, obstacle.level_due_on) == (date(2026, 12, 8), date(2026, 12, 22))
    assert automatic_moves() == [(obstacle.id, ObstacleLevel.BUREAU, None)]
    entry = db.session.query(AuditEntry).filter_by(event="obstacle_escalated").one()
    assert (entry.actor_id, entry.subject_id) == (None, obstacle.id)
    last = history(obstacle)[0]
    assert last.who.msgid == "The timetable"
    assert last.what.msgid == "Its days were over, escalated by itself: %(level)s"


def test_a_second_run_of_the_day_moves_nothing(cast):
    with transaction():
        obstacle_of(cast)
    with clock.frozen_at(AFTER):
        for expected in (1, 0, 0):
            with transaction():
                assert services.escalate_overdue(date(2026, 12, 8)) == expected
    assert len(automatic_moves()) == 1


def test_after_a_long_stop_it_goes_up_one_level_and_gets_its_days_there(cast):
    with transaction():
        obstacle = obstacle_of(cast)
    for day, expected in ((date(2027, 3, 2), ObstacleLevel.BUREAU), (date(2027, 3, 3), ObstacleLevel.BUREAU)):
        with clock.frozen_at(datetime(day.year, day.month, day.day, 0, 0, tzinfo=UTC)), transaction():
            services.escalate_overdue(day)
        db.session.refresh(obstacle)
        assert obstacle.level is expected


def test_with_the_vice_mayor_it_stays(cast):
    with transaction():
        obstacle = obstacle_of(cast)
        for _level in range(2):
            services.escalate(obstacle=obstacle, actor=cast.park, reason=WHY)
    with clock.frozen_at(datetime(2027, 6, 1, tzinfo=UTC)), transaction():
        assert services.escalate_overdue(date(2027, 6, 1)) == 0


def test_what_is_closed_or_waits_for_a_confirmation_never_moves_up(cast):
    with transaction():
        task = task_of(cast)
        removed = removed_obstacle(cast, task=task)
        claimed_obstacle(cast, task=task)
        bypassed = obstacle_of(cast, task=task)
        services.bypass(obstacle=bypassed, actor=cast.seo, reason=WHY)
        for closed in (removed, bypassed):
            with refused("being dealt with"):
                services.escalate(obstacle=closed, actor=cast.choi, reason=WHY)
    with clock.frozen_at(datetime(2027, 6, 1, tzinfo=UTC)), transaction():
        assert services.escalate_overdue(date(2027, 6, 1)) == 0


def test_the_days_of_the_levels_are_read_once_for_all(cast):
    with transaction():
        for _number in range(3):
            obstacle_of(cast)
    with clock.frozen_at(AFTER), count_statements() as sent, transaction():
        assert services.escalate_overdue(clock.today()) == 3
    assert len([statement for statement in sent if "FROM escalation_days" in statement]) == 2


def test_the_timetable_does_it_once_a_day(cast):
    with transaction():
        obstacle_of(cast)
    job = next(job for job in schedule.TIMETABLE if job.name == "escalate obstacles")
    with clock.frozen_at(AFTER):
        assert schedule.run_due(job) == "1 obstacles moved up"
        assert schedule.run_due(job) is None


def test_processes_at_the_same_moment_move_each_obstacle_once(session_app, cast):
    with transaction():
        task = task_of(cast)
        ids = [obstacle_of(cast, task=task, title=f"장애 {number}").id for number in range(6)]
    barrier = Barrier(4, timeout=30)

    def run(_process):
        with session_app.app_context(), clock.frozen_at(AFTER):
            try:
                barrier.wait()
                with transaction():
                    return services.escalate_overdue(date(2026, 12, 8))
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        moved = sum(pool.map(run, range(4)))
    assert moved == 6
    assert automatic_moves() == [(obstacle_id, ObstacleLevel.BUREAU, None) for obstacle_id in ids]
    assert {o.level for o in db.session.query(Obstacle)} == {ObstacleLevel.BUREAU}


def test_a_day_off_that_is_entered_later_moves_the_last_day(cast):
    with transaction():
        obstacle = obstacle_of(cast)
        add_holiday(day=date(2026, 12, 1), name="기관의 날", kind=HolidayKind.OWN, actor=None)
    with clock.frozen_at(AFTER), transaction():
        assert services.escalate_overdue(date(2026, 12, 8)) == 0
    db.session.refresh(obstacle)
    assert obstacle.level_due_on == date(2026, 12, 8)


def test_what_was_never_counted_gets_its_days_from_now_on(cast):
    with transaction():
        obstacle = obstacle_of(cast)
        db.session.execute(update(Obstacle).values(level_due_on=None))
    with clock.frozen_at(AFTER), transaction():
        assert services.escalate_overdue(date(2026, 12, 8)) == 0
    db.session.refresh(obstacle)
    assert (obstacle.level_reached_on, obstacle.level_due_on) == (date(2026, 12, 8), date(2026, 12, 22))


def test_escalating_a_closed_obstacle_by_hand_says_why_not(cast, as_):
    with transaction():
        obstacle = removed_obstacle(cast)
    answer = as_(cast.choi).post(f"/obstacles/{obstacle.id}/escalations", data={"reason": WHY})
    assert answer.status_code == 422
    assert "Only an obstacle that is being dealt with can be escalated." in answer.text


def test_other_days_count_for_everything_on_its_way(cast, write):
    obstacle = obstacle_of(cast)
    closed = removed_obstacle(cast, task=task_of(cast, title="다른 과제"))
    ladder = EscalationLadder(department_days=3, bureau_days=4, vice_mayor_days=5)
    days = services.set_escalation_days(actor=cast.choi, ladder=ladder, reason=WHY, seen_id=None)
    for one in (obstacle, closed):
        db.session.refresh(one)
    assert (obstacle.level_due_on, closed.level_due_on) == (date(2026, 11, 26), DUE)
    assert current_ladder() == ladder
    with pytest.raises(Conflict):
        services.set_escalation_days(actor=cast.bae, ladder=EscalationLadder(), reason=WHY, seen_id=None)
    services.set_escalation_days(actor=cast.bae, ladder=EscalationLadder(), reason=WHY, seen_id=days.id)
    with pytest.raises(Denied):
        services.set_escalation_days(actor=cast.lee, ladder=ladder, reason=WHY, seen_id=None)


def test_the_days_are_set_on_their_page(cast, as_):
    client = as_(cast.choi)
    days = {"department_days": 5, "bureau_days": 5, "vice_mayor_days": 7, "seen_id": ""}
    assert client.post("/obstacles/escalation-days", data={**days, "reason": "짧다"}).status_code == 422
    assert client.post("/obstacles/escalation-days", data={**days, "bureau_days": 0, "reason": WHY}).status_code == 422
    assert client.post("/obstacles/escalation-days", data={**days, "reason": WHY}).status_code == 302
    assert client.post("/obstacles/escalation-days", data={**days, "reason": WHY}).status_code == 409
    assert WHY in as_(cast.han).get("/obstacles/escalation-days").text


def test_who_brings_it_back_gets_new_days(cast):
    with transaction():
        obstacle = removed_obstacle(cast)
    with clock.frozen_at(AFTER + timedelta(days=30)), transaction():
        obstacle = db.session.get(Obstacle, obstacle.id)
        services.reopen(obstacle=obstacle, actor=cast.seo, reason="허가가 다시 늦어지고 있습니다.")
        assert obstacle.level_due_on == date(2027, 1, 21)


def test_the_win_win_strategy_is_kept_with_its_earlier_words(cast, as_):
    with transaction():
        obstacle = obstacle_of(cast, win_win="은행은 손님을 얻습니다.")
    client = as_(cast.park)
    words = "은행은 손님을, 시는 사무실을 얻습니다."
    assert client.post(f"/obstacles/{obstacle.id}/strategies", data={"strategy": words}).status_code == 302
    assert client.post(f"/obstacles/{obstacle.id}/strategies", data={"strategy": ""}).status_code == 422
    db.session.expire_all()
    assert db.session.get(Obstacle, obstacle.id).win_win == words
    assert words in client.get(f"/obstacles/{obstacle.id}").text
    assert as_(cast.han).post(f"/obstacles/{obstacle.id}/strategies", data={"strategy": words}).status_code == 403


def test_two_who_write_the_strategy_at_once_see_both_texts(cast, as_):
    with transaction():
        obstacle = obstacle_of(cast)
    seen = text_mark("")
    address = f"/obstacles/{obstacle.id}/strategies"
    assert as_(cast.park).post(address, data={"strategy": "먼저 쓴 전략", "seen": seen}).status_code == 302
    late = as_(cast.kim).post(address, data={"strategy": "나중에 쓴 전략", "seen": seen})
    assert late.status_code == 409
    assert "먼저 쓴 전략" in late.text
    assert "나중에 쓴 전략" in late.text
    again = as_(cast.kim).post(address, data={"strategy": "나중에 쓴 전략", "seen": text_mark("먼저 쓴 전략")})
    assert again.status_code == 302


def entered(**move):
    with transaction():
        db.session.add(ObstacleMove(to_state="open", level="bureau", note="", moved_at=clock.now(), **move))


def test_no_person_can_pass_for_the_timetable(cast):
    with transaction():
        obstacle = obstacle_of(cast)
    for step, person in ((ObstacleStep.AUTOMATIC_ESCALATION, cast.kim.id), (ObstacleStep.ESCALATION, None)):
        with pytest.raises(IntegrityError):
            entered(obstacle_id=obstacle.id, step=step, moved_by_id=person)
