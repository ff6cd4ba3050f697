from datetime import date

import pytest

from app.core.database import db, transaction
from app.core.errors import Denied, Invalid
from app.innovation.enums import ObstacleLevel, ObstacleState, TaskState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.models import Task
from app.innovation.queries.obstacles import history, obstacle_facts
from app.innovation.services import obstacles as services
from app.innovation.services.stages import end_task
from tests.factories.innovation_c import DUE, again, obstacle_of, removed_obstacle
from tests.refusals import refused

REASON = "두 과의 의견이 갈려 국장님의 판단이 필요합니다."


def test_the_owner_begins_work(cast, write):
    obstacle = obstacle_of(cast)
    services.take_up(obstacle=obstacle, actor=cast.kim)
    assert obstacle.state is ObstacleState.IN_PROGRESS
    begun, reported = history(obstacle)
    assert begun.what.params == {
        "step": ObstacleStep.TAKE_UP.label,
        "before": ObstacleState.OPEN.label,
        "after": ObstacleState.IN_PROGRESS.label,
    }
    assert reported.what == ObstacleStep.REPORT.label


def test_work_needs_an_owner(cast, write):
    obstacle = obstacle_of(cast, owner_id=None)
    with refused("needs an owner"):
        services.take_up(obstacle=obstacle, actor=cast.lee)


def test_a_bystander_moves_nothing(cast, write):
    obstacle = obstacle_of(cast)
    for action in (services.bypass, services.accept, services.escalate, services.reopen):
        with pytest.raises(Denied):
            action(obstacle=obstacle, actor=cast.han, reason=REASON)


def test_it_rises_level_by_level_up_to_the_vice_mayor(cast, write):
    obstacle = obstacle_of(cast)
    services.escalate(obstacle=obstacle, actor=cast.park, reason=REASON)
    assert (obstacle.level, obstacle.state) == (ObstacleLevel.BUREAU, ObstacleState.ESCALATED)
    services.escalate(obstacle=obstacle, actor=cast.choi, reason=REASON)
    assert obstacle.level is ObstacleLevel.VICE_MAYOR
    with refused("already lies with the vice mayor"):
        services.escalate(obstacle=obstacle, actor=cast.choi, reason=REASON)


def test_an_owner_is_somebody_who_works_here(cast, write):
    obstacle = obstacle_of(cast, owner_id=None)
    services.assign_owner(obstacle=obstacle, actor=cast.lee, owner_id=cast.ahn.id, due_on=DUE)
    assert obstacle.owner_id == cast.ahn.id
    with pytest.raises(Invalid):
        services.assign_owner(obstacle=obstacle, actor=cast.lee, owner_id=cast.shin.id, due_on=DUE)
    with pytest.raises(Invalid):
        services.assign_owner(obstacle=obstacle, actor=cast.lee, owner_id=cast.kim.id, due_on=date(2026, 11, 1))


def test_a_handed_over_obstacle_holds_its_task_until_the_new_owner_takes_it_up(cast, write):
    obstacle = obstacle_of(cast)
    with refused("another department"):
        services.hand_over(obstacle=obstacle, actor=cast.lee, owner_id=cast.ahn.id, due_on=DUE, note=REASON)
    services.hand_over(obstacle=obstacle, actor=cast.lee, owner_id=cast.han.id, due_on=DUE, note=REASON)
    assert obstacle.state is ObstacleState.OPEN
    with pytest.raises(Denied):
        services.take_up(obstacle=obstacle, actor=cast.lee)
    assert obstacle_facts(obstacle.task_id) == (0, 1)
    services.take_up(obstacle=obstacle, actor=cast.han)
    assert obstacle_facts(obstacle.task_id) == (0, 0)
    services.escalate(obstacle=obstacle, actor=cast.han, reason=REASON)
    assert obstacle_facts(obstacle.task_id) == (0, 0)


def test_work_that_had_begun_is_taken_up_anew_after_a_handover(cast, write):
    obstacle = obstacle_of(cast)
    services.take_up(obstacle=obstacle, actor=cast.kim)
    services.hand_over(obstacle=obstacle, actor=cast.kim, owner_id=cast.han.id, due_on=DUE, note=REASON)
    assert (obstacle.state, obstacle_facts(obstacle.task_id)) == (ObstacleState.OPEN, (0, 1))


def test_an_owner_of_the_lead_department_ends_the_handover(cast, write):
    obstacle = obstacle_of(cast)
    services.hand_over(obstacle=obstacle, actor=cast.lee, owner_id=cast.han.id, due_on=DUE, note=REASON)
    services.assign_owner(obstacle=obstacle, actor=cast.lee, owner_id=cast.kim.id, due_on=DUE)
    services.take_up(obstacle=obstacle, actor=cast.kim)
    assert (obstacle.handed_over_at, obstacle_facts(obstacle.task_id)) == (None, (0, 1))


def test_nothing_is_handed_over_for_a_task_that_has_ended(cast, write):
    obstacle = obstacle_of(cast)
    end_task(task=db.session.get(Task, obstacle.task_id), state=TaskState.ENDED_EARLY)
    with refused("ended"):
        services.hand_over(obstacle=obstacle, actor=cast.lee, owner_id=cast.han.id, due_on=DUE, note=REASON)


@pytest.mark.parametrize("name", ["kim", "lee", "kang", "park", "han"])
def test_who_is_asked_does_not_let_itself_off(cast, write, name):
    obstacle = obstacle_of(cast)
    with pytest.raises(Denied):
        services.bypass(obstacle=obstacle, actor=getattr(cast, name), reason=REASON)


def test_the_control_tower_does_not_let_itself_off_either(cast, write):
    obstacle = obstacle_of(cast, asked_department_id=cast.tower, owner_id=cast.bae.id)
    with pytest.raises(Denied):
        services.bypass(obstacle=obstacle, actor=cast.choi, reason=REASON)


@pytest.mark.parametrize("name", ["yoon", "seo", "choi"])
def test_those_who_suffer_or_the_control_tower_find_a_way_around(cast, write, name):
    obstacle = obstacle_of(cast)
    services.bypass(obstacle=obstacle, actor=getattr(cast, name), reason=REASON)
    assert obstacle.state is ObstacleState.BYPASSED


def test_an_owner_who_suffers_finds_a_way_around(cast, write):
    obstacle = obstacle_of(cast, suffering_department_id=cast.traffic, asked_department_id=cast.civil)
    services.bypass(obstacle=obstacle, actor=cast.kim, reason=REASON)
    assert obstacle.state is ObstacleState.BYPASSED


@pytest.mark.parametrize("name", ["kim", "lee", "seo", "park", "choi"])
def test_only_the_head_of_those_who_suffer_decides_to_live_with_it(cast, write, name):
    obstacle = obstacle_of(cast)
    with pytest.raises(Denied):
        services.accept(obstacle=obstacle, actor=getattr(cast, name), reason=REASON)


def test_a_closed_obstacle_can_come_back_and_needs_a_new_confirmation(cast, write):
    obstacle = removed_obstacle(cast)
    services.reopen(obstacle=obstacle, actor=cast.seo, reason="허가가 다시 늦어지고 있습니다.")
    assert obstacle.state is ObstacleState.REOPENED
    assert (obstacle.confirmed_at, obstacle.claimed_at, obstacle.closed_on) == (None, None, None)
    assert obstacle_facts(obstacle.task_id) == (0, 1)


@pytest.mark.parametrize(
    ("who", "noun", "data", "state"),
    [
        ("kim", "take-ups", {}, ObstacleState.IN_PROGRESS),
        ("park", "escalations", {"reason": REASON}, ObstacleState.ESCALATED),
        ("yoon", "acceptances", {"reason": REASON}, ObstacleState.ACCEPTED),
        ("seo", "bypasses", {"reason": REASON}, ObstacleState.BYPASSED),
    ],
)
def test_each_move_is_a_noun_on_the_page(cast, as_, who, noun, data, state):
    with transaction():
        obstacle = obstacle_of(cast)
    answer = as_(getattr(cast, who)).post(f"/obstacles/{obstacle.id}/{noun}", data=data)
    assert answer.status_code == 302
    assert answer.location == f"/obstacles/{obstacle.id}"
    assert again(obstacle).state is state


def test_a_move_without_its_reason_comes_back_with_the_form_open(cast, as_):
    with transaction():
        obstacle = obstacle_of(cast)
    answer = as_(cast.park).post(f"/obstacles/{obstacle.id}/escalations", data={"reason": "짧다"})
    assert answer.status_code == 422
    assert '<details class="reason-action" open>' in answer.text
    assert ">짧다</textarea>" in answer.text
    assert again(obstacle).state is ObstacleState.OPEN


def test_the_owner_is_named_on_the_page(cast, as_):
    with transaction():
        obstacle = obstacle_of(cast, owner_id=None)
    sent = {"owner-owner_id": cast.ahn.id, "owner-due_on": "2026-12-01", "owner-note": ""}
    assert as_(cast.kang).post(f"/obstacles/{obstacle.id}/owner-assignments", data=sent).status_code == 302
    assert (again(obstacle).owner_id, obstacle.due_on) == (cast.ahn.id, date(2026, 12, 1))
    handover = {"handover-owner_id": cast.park.id, "handover-due_on": "2026-12-01", "handover-note": REASON}
    assert as_(cast.kang).post(f"/obstacles/{obstacle.id}/handovers", data=handover).status_code == 302
    assert again(obstacle).handed_over_at is not None
