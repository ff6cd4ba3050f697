"""정체 목록: what stands still, by limits in working days that the office sets."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.core import clock
from app.core.database import transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import Stage, TaskKind
from app.innovation.queries.stage_limits import limit_changes, stage_limits
from app.innovation.queries.standstills import StandstillFilter, standstills
from app.innovation.queries.tasks import history_of, stays_of
from app.innovation.rules.stays import DEFAULT_LIMITS, stands_still_before
from app.innovation.services.stage_limits import set_stage_limits
from app.innovation.services.stages import advance_task, return_task
from app.organization.rules import working_days_between
from tests.factories import innovation as make
from tests.statements import count_statements

WHY = "작은 과제가 많아 기준을 줄인다."


def found(actor, cursor=None, **wanted):
    page = standstills(actor, StandstillFilter(**wanted), stage_limits(), cursor)
    return [row.title for row in page.rows]


def a_task_of(cast, day, title="그늘막", **changes):
    with clock.frozen_at(datetime(2026, *day, 3, tzinfo=UTC)):
        return make.a_task(cast, title=title, **changes)


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 11, 23), date(2026, 10, 5)])
@pytest.mark.parametrize("limit", [1, 5, 20])
def test_the_first_day_that_stands_still_has_more_working_days_after_it_than_the_limit(today, limit):
    holidays = {date(2026, 10, 9), date(2026, 9, 24), date(2026, 9, 25)}
    day = stands_still_before(today, limit, holidays)
    assert working_days_between(day - timedelta(days=1), today, holidays) > limit
    assert working_days_between(day, today, holidays) <= limit


def test_a_task_stands_still_after_the_limit_of_its_stage_not_before(write, cast):
    a_task_of(cast, (10, 23), "오래된 과제")
    a_task_of(cast, (10, 26), "아직은 괜찮은 과제")
    assert found(cast.choi) == ["오래된 과제"]
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        assert found(cast.choi) == ["오래된 과제", "아직은 괜찮은 과제"]
        assert found(cast.choi, latest_first=True) == ["아직은 괜찮은 과제", "오래된 과제"]


def test_the_list_is_narrowed_by_stage_kind_and_department(write, cast):
    a_task_of(cast, (9, 1), "교통과 전략", kind=TaskKind.STRATEGIC)
    a_task_of(cast, (9, 2), "도로과 과제", lead=cast.roads)
    assert found(cast.choi, kind=TaskKind.STRATEGIC) == ["교통과 전략"]
    assert found(cast.choi, department_id=cast.roads) == ["도로과 과제"]
    assert found(cast.choi, stage=Stage.PLAN) == []


def test_a_head_sees_the_own_tasks_and_the_auditor_all(write, cast):
    a_task_of(cast, (9, 1), "교통과 과제")
    a_task_of(cast, (9, 2), "도로과 과제", lead=cast.roads)
    assert found(cast.lee) == ["교통과 과제"]
    assert found(cast.gam) == ["교통과 과제", "도로과 과제"]
    assert found(cast.kim) == []


def test_the_tower_sets_limits_with_a_reason_and_they_count_at_once(write, cast):
    a_task_of(cast, (11, 16), "한 주 된 과제")
    assert found(cast.choi) == []
    assert set_stage_limits(actor=cast.choi, limits={**DEFAULT_LIMITS, Stage.COLLECTION: 3}, reason=WHY) == 1
    assert found(cast.choi) == ["한 주 된 과제"]
    assert [(change.stage, change.working_days, change.reason) for change in limit_changes()] == [
        (Stage.COLLECTION, 3, WHY)
    ]


@pytest.mark.parametrize("who", ["lee", "kang", "kim", "gam", "goh"])
def test_nobody_else_sets_limits(write, cast, who):
    with pytest.raises(Denied):
        set_stage_limits(actor=getattr(cast, who), limits={Stage.PLAN: 3}, reason=WHY)


@pytest.mark.parametrize(("days", "reason"), [(0, WHY), (401, WHY), (3, " ")])
def test_a_limit_needs_sense_and_a_reason(write, cast, days, reason):
    with pytest.raises(Refused):
        set_stage_limits(actor=cast.choi, limits={Stage.PLAN: days}, reason=reason)


def test_limits_that_do_not_change_are_refused(write, cast):
    with pytest.raises(Refused):
        set_stage_limits(actor=cast.choi, limits=DEFAULT_LIMITS, reason=WHY)


def test_the_page_of_a_task_counts_days_and_visits_over_returns(write, cast):
    start = clock.now()
    task = make.a_task(cast)
    with clock.frozen_at(start + timedelta(days=3)):
        advance_task(actor=cast.lee, task=task)
    with clock.frozen_at(start + timedelta(days=8)):
        return_task(actor=cast.lee, task=task, to_stage=Stage.COLLECTION, reason="분야를 다시 정해야 한다.")
    with clock.frozen_at(start + timedelta(days=10)):
        stays = [(stay.stage.number, stay.days, stay.visits) for stay in stays_of(task, history_of(task))]
    assert stays == [(1, 5, 2), (2, 5, 1)]


def test_the_list_takes_as_many_statements_for_three_rows_as_for_one(cast, as_, app):
    client = as_(cast.choi)
    with transaction():
        a_task_of(cast, (9, 1))
    client.get("/tasks/standstills")
    with count_statements() as one:
        assert client.get("/tasks/standstills").status_code == 200
    with transaction():
        for day in (2, 3):
            a_task_of(cast, (9, day))
    with count_statements() as three:
        client.get("/tasks/standstills")
    assert (len(one), len(three)) == (len(three), len(one))
    assert len(three) <= 6


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(cast, as_, app):
    client = as_(cast.choi)
    sent = {f"days_{stage.value}": "20" for stage in Stage} | {"days_plan": "2.5", "reason": WHY}
    answer = client.post("/stage-limits", data=sent)
    assert answer.status_code == 422
    assert "Give whole working days." in answer.text
    assert WHY in answer.text
    assert client.post("/stage-limits", data=sent | {"days_plan": "25"}).status_code == 302
    assert stage_limits()[Stage.PLAN] == 25


def test_a_long_list_goes_on_where_it_stopped(write, cast):
    for number in range(53):
        with clock.frozen_at(datetime(2026, 9, 1, 3, tzinfo=UTC) + timedelta(minutes=number // 2)):
            make.a_task(cast, title=f"과제 {number:02d}")
    first = standstills(cast.choi, StandstillFilter(), stage_limits())
    assert [row.title for row in first.rows] == [f"과제 {number:02d}" for number in range(50)]
    assert found(cast.choi, first.next_cursor) == ["과제 50", "과제 51", "과제 52"]
