import pytest

from app.core.errors import Refused
from app.innovation.enums import CloseResult, GateCode, Stage, TaskState
from app.innovation.rules.stages import (
    MonitoringFacts,
    TeamFacts,
    check_active,
    check_advance,
    check_closing,
    check_going_back,
    gate_items,
    next_stage,
    previous_stages,
)

ALL_MET = gate_items(Stage.MONITORING, MonitoringFacts(spread_decided=True))
UNSETTLED = gate_items(Stage.MONITORING, MonitoringFacts(spread_decided=True, unsettled_obstacle_count=1))
NO_RESULTS = gate_items(Stage.MONITORING, MonitoringFacts(spread_decided=False, measures_without_result=("이용자",)))


def test_each_stage_leads_to_the_next_and_the_last_to_none():
    assert [next_stage(stage) for stage in Stage] == [*list(Stage)[1:], None]


def test_an_open_gate_lets_through():
    check_advance(Stage.TEAM, gate_items(Stage.TEAM, TeamFacts(has_leader=True, member_count=1)))


def test_a_closed_gate_names_everything_that_is_missing():
    items = gate_items(Stage.TEAM, TeamFacts(has_leader=False, member_count=0))
    with pytest.raises(Refused) as refusal:
        check_advance(Stage.TEAM, items)
    assert str(refusal.value) == (
        "The gate is still closed. Not yet met: The team has a leader, The team has at least one member."
    )


def test_a_waived_item_does_not_hold_the_task_back():
    items = gate_items(Stage.TEAM, TeamFacts(has_leader=True, member_count=0))
    check_advance(Stage.TEAM, items, {GateCode.MEMBER_NAMED})


def test_the_last_stage_is_closed_and_not_advanced():
    with pytest.raises(Refused):
        check_advance(Stage.MONITORING, ALL_MET)


@pytest.mark.parametrize("current", Stage)
@pytest.mark.parametrize("target", Stage)
def test_a_task_goes_back_only_to_an_earlier_stage(current, target):
    if target.number < current.number:
        check_going_back(current, target, "범위 변경")
        assert target in previous_stages(current)
    else:
        with pytest.raises(Refused):
            check_going_back(current, target, "범위 변경")


@pytest.mark.parametrize("reason", [None, "", "   ", "..."])
def test_going_back_needs_a_reason(reason):
    with pytest.raises(Refused):
        check_going_back(Stage.PLAN, Stage.TEAM, reason)


@pytest.mark.parametrize("state", [TaskState.COMPLETED, TaskState.ENDED_EARLY])
def test_an_ended_task_is_not_changed_any_more(state):
    check_active(TaskState.ACTIVE)
    with pytest.raises(Refused):
        check_active(state)


@pytest.mark.parametrize("result", [CloseResult.ACHIEVED, CloseResult.PARTLY])
def test_a_task_with_everything_settled_is_completed(result):
    closed = check_closing(stage=Stage.MONITORING, items=ALL_MET, early=False, result=result)
    assert closed is TaskState.COMPLETED


@pytest.mark.parametrize("items", [UNSETTLED, NO_RESULTS])
@pytest.mark.parametrize("early", [True, False])
def test_a_task_in_monitoring_ends_only_through_its_gate(items, early):
    with pytest.raises(Refused):
        check_closing(
            stage=Stage.MONITORING,
            items=items,
            early=early,
            result=CloseResult.PARTLY,
            reason="예산 삭감",
            lesson="사전 협의 필요",
        )


@pytest.mark.parametrize("stage", list(Stage)[:-1])
def test_a_task_is_completed_only_from_the_last_stage(stage):
    with pytest.raises(Refused):
        check_closing(stage=stage, items=ALL_MET, early=False, result=CloseResult.ACHIEVED)


@pytest.mark.parametrize("stage", Stage)
def test_a_task_may_end_early_from_any_stage_with_reason_and_lesson(stage):
    ended = check_closing(
        stage=stage,
        items=ALL_MET,
        early=True,
        result=CloseResult.NOT_ACHIEVED,
        reason="예산 삭감",
        lesson="협의가 먼저",
    )
    assert ended is TaskState.ENDED_EARLY


def test_before_monitoring_an_early_end_asks_only_for_settled_obstacles():
    words = {"reason": "예산 삭감", "lesson": "협의가 먼저"}
    early = {"stage": Stage.PLAN, "early": True, "result": CloseResult.NOT_ACHIEVED, **words}
    assert check_closing(items=NO_RESULTS, **early) is TaskState.ENDED_EARLY
    with pytest.raises(Refused):
        check_closing(items=UNSETTLED, **early)
    assert check_closing(items=UNSETTLED, waived={GateCode.OBSTACLES_SETTLED}, **early) is TaskState.ENDED_EARLY


@pytest.mark.parametrize(("reason", "lesson"), [(None, "교훈"), ("사유", None), ("사유", "  ")])
def test_an_early_end_needs_reason_and_lesson(reason, lesson):
    with pytest.raises(Refused):
        check_closing(
            stage=Stage.TEAM,
            items=ALL_MET,
            early=True,
            result=CloseResult.NOT_ACHIEVED,
            reason=reason,
            lesson=lesson,
        )


def test_a_goal_that_was_not_reached_leaves_a_lesson():
    missed = {"stage": Stage.MONITORING, "items": ALL_MET, "early": False, "result": CloseResult.NOT_ACHIEVED}
    with pytest.raises(Refused):
        check_closing(**missed)
    assert check_closing(**missed, lesson="수요 조사를 먼저 한다") is TaskState.COMPLETED
