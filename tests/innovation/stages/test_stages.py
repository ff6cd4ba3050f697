"""단계: forward through the gate, back with a reason, waivers, and races."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.innovation.enums import GateCode, Stage, TaskState
from app.innovation.models import GateWaiver, StageAdvance, StageCounter, StageReturn, Task
from app.innovation.queries import turns
from app.innovation.queries.gates import gate_items_of
from app.innovation.queries.tasks import days_in_stages, history_of
from app.innovation.services.stage_counts import check_stage_counts
from app.innovation.services.stages import advance_task, end_task, return_task, waive_gate_item
from tests.factories import innovation as make
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns)

WHY = "추진 방식이 바뀌어 다시 검토한다."


def open_codes(task):
    return [item.code.value for item in gate_items_of(task) if not item.passes]


def counts():
    return {row.stage.number: row.task_count for row in db.session.query(StageCounter)}


def test_a_task_without_source_or_reason_stays_in_stage_one(write, cast):
    task = make.a_task(cast, reason_without_issue="")
    assert open_codes(task) == ["triage_decided", "triage_reason"]
    with pytest.raises(Refused) as refusal:
        advance_task(actor=cast.choi, task=task)
    assert refusal.value.reason.msgid == "The gate is still closed. Not yet met: %(items)s."


def test_a_triage_decision_opens_the_first_gate(write, cast):
    task = make.a_task(cast, issues=[make.an_issue(cast.kim)])
    advance = advance_task(actor=cast.lee, task=task)
    assert (task.stage, advance.from_stage, advance.to_stage) == ("framing", "collection", "framing")


def test_the_second_gate_asks_field_and_all_four_ratings(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    assert open_codes(task) == ["field_chosen", "ratings_given"]
    make.framed(task, cast.lee)
    assert open_codes(task) == []


def test_the_third_gate_waits_for_every_department(write, cast):
    task = make.a_task_in(Stage.TEAM, cast)
    assert open_codes(task) == ["leader_named", "member_named"]
    make.teamed(task, cast)
    first = make.an_opinion(task, cast)
    second = make.an_opinion(task, cast, department_id=cast.roads)
    hints = {item.code: str(item.hint.params["departments"]) for item in gate_items_of(task) if item.hint}
    assert hints == {GateCode.OPINIONS_ANSWERED: "민원봉사과, 도로과"}
    make.agreed(first, task, cast.yoon)
    assert open_codes(task) == ["opinions_answered"]
    make.acting_head(cast.han, cast, cast.roads)
    make.agreed(second, task, make.actor_of_person(cast.han.id))
    assert open_codes(task) == []


def test_a_leader_alone_is_no_team(write, cast):
    task = make.a_task_in(Stage.TEAM, cast)
    make.set_team(actor=cast.lee, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 100})
    assert open_codes(task) == ["member_named"]


@pytest.mark.parametrize("who", ["lee", "acting", "kang", "choi"])
def test_those_who_carry_the_task_advance_it(write, cast, who):
    assert advance_task(actor=getattr(cast, who), task=make.a_task(cast)).advanced_by_id == getattr(cast, who).id


@pytest.mark.parametrize("who", ["kim", "yoon", "seo", "moon", "jung", "gam", "goh"])
def test_others_do_not_advance_it(write, cast, who):
    with pytest.raises(Denied):
        advance_task(actor=getattr(cast, who), task=make.a_task(cast))


def test_a_framed_task_is_advanced_by_head_or_tower_only(write, cast):
    task = make.framed(make.a_task_in(Stage.FRAMING, cast), cast.lee)
    with pytest.raises(Denied):
        advance_task(actor=cast.kang, task=task)
    advance_task(actor=cast.acting, task=task)
    assert task.stage == "team"


def test_the_leader_advances_the_own_task_from_stage_three(write, cast):
    task = make.teamed(make.a_task_in(Stage.TEAM, cast), cast)
    advance_task(actor=cast.kim, task=task, note="팀이 갖추어졌다.")
    assert task.stage == "plan"


def test_going_back_needs_a_reason_and_is_counted(write, cast):
    task = make.a_task_in(Stage.TEAM, cast)
    for target, reason in ((Stage.TEAM, WHY), (Stage.PLAN, WHY), (Stage.FRAMING, " ")):
        with pytest.raises(Refused):
            return_task(actor=cast.lee, task=task, to_stage=target, reason=reason)
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        return_task(actor=cast.choi, task=task, to_stage=Stage.COLLECTION, reason=WHY)
    assert (task.stage, task.return_count) == ("collection", 1)
    assert next(move.what.msgid for move in history_of(task)) == "Sent back to: %(stage)s"
    assert counts() == {1: 1, 2: 0, 3: 0}


@pytest.mark.parametrize("who", ["kim", "kang", "yoon", "gam", "goh"])
def test_only_head_and_tower_send_back(write, cast, who):
    task = make.a_task_in(Stage.FRAMING, cast)
    with pytest.raises(Denied):
        return_task(actor=getattr(cast, who), task=task, to_stage=Stage.COLLECTION, reason=WHY)


def test_a_waived_item_lets_the_task_pass_and_stays_visible(write, cast):
    task = make.a_task_in(Stage.TEAM, cast)
    make.set_team(actor=cast.lee, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 100})
    waive_gate_item(actor=cast.choi, task=task, code=GateCode.MEMBER_NAMED, reason=WHY)
    assert [item.code for item in gate_items_of(task) if item.waived] == [GateCode.MEMBER_NAMED]
    advance_task(actor=cast.lee, task=task)
    notes = [(move.what.msgid, move.note) for move in history_of(task) if move.code]
    assert notes == [("Gate item waived: %(item)s", WHY)]


def test_a_waiver_ends_when_the_task_is_sent_back(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    waive_gate_item(actor=cast.choi, task=task, code=GateCode.FIELD_CHOSEN, reason=WHY)
    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        return_task(actor=cast.choi, task=task, to_stage=Stage.COLLECTION, reason=WHY)
        advance_task(actor=cast.choi, task=task)
    assert open_codes(task) == ["field_chosen", "ratings_given"]


@pytest.mark.parametrize("who", ["lee", "kang", "kim", "yoon", "gam", "goh"])
def test_only_the_tower_waives(write, cast, who):
    task = make.a_task_in(Stage.FRAMING, cast)
    with pytest.raises(Denied):
        waive_gate_item(actor=getattr(cast, who), task=task, code=GateCode.FIELD_CHOSEN, reason=WHY)


def test_the_tower_does_not_waive_for_a_task_it_leads(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    make.set_team(actor=cast.lee, task=task, leader_id=cast.choi.id, shares={cast.choi.id: 50, cast.ahn.id: 50})
    with pytest.raises(Denied):
        waive_gate_item(actor=cast.choi, task=task, code=GateCode.FIELD_CHOSEN, reason=WHY)
    waive_gate_item(actor=cast.bae, task=task, code=GateCode.FIELD_CHOSEN, reason=WHY)


def test_a_member_of_the_team_does_not_waive_either(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    make.set_team(actor=cast.lee, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 50, cast.choi.id: 50})
    with pytest.raises(Denied):
        waive_gate_item(actor=cast.choi, task=task, code=GateCode.FIELD_CHOSEN, reason=WHY)


def test_a_counter_that_was_changed_by_hand_is_found(write, cast):
    make.a_task_in(Stage.TEAM, cast)
    assert list(check_stage_counts()) == []
    db.session.execute(db.text("UPDATE stage_counters SET task_count = 5 WHERE stage = 'team'"))
    db.session.expire_all()
    assert [problem.params for problem in check_stage_counts()] == [{"stage": 3, "counted": 5, "found": 1}]


def test_neither_a_met_item_nor_one_of_another_gate_is_waived(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    for code in (GateCode.LEAD_DEPARTMENT, GateCode.MEASURE_SET):
        with pytest.raises(Refused):
            waive_gate_item(actor=cast.choi, task=task, code=code, reason=WHY)


def test_an_ended_task_leaves_the_board_and_does_not_move(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    end_task(task=task, state=TaskState.ENDED_EARLY)
    assert counts() == {1: 0, 2: 0}
    with pytest.raises(Refused):
        advance_task(actor=cast.choi, task=task)
    with pytest.raises(Refused):
        end_task(task=task, state=TaskState.COMPLETED)


def test_the_days_in_each_stage_add_up_over_returns(write, cast):
    start = clock.now()
    task = make.a_task(cast)
    for day, move in (
        (3, lambda: advance_task(actor=cast.lee, task=task)),
        (8, lambda: return_task(actor=cast.lee, task=task, to_stage=Stage.COLLECTION, reason=WHY)),
        (10, lambda: advance_task(actor=cast.lee, task=task)),
    ):
        with clock.frozen_at(start + timedelta(days=day)):
            move()
    with clock.frozen_at(start + timedelta(days=11)):
        assert days_in_stages(task, history_of(task)) == {Stage.COLLECTION: 5, Stage.FRAMING: 6}


def test_advances_at_once_move_the_task_one_stage(app, cast):
    with transaction():
        task_id = make.a_task(cast).id
    noon = clock.now()

    def advance(_n):
        with app.app_context(), clock.frozen_at(noon):
            try:
                with transaction():
                    advance_task(actor=cast.lee, task=db.session.get_one(Task, task_id))
            except (Conflict, Refused):
                return "refused"
            return "advanced"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(advance, range(4))) == ["advanced", "refused", "refused", "refused"]
    assert (db.session.query(StageAdvance).count(), counts()) == (1, {1: 0, 2: 1})


@pytest.mark.parametrize(("table", "model"), [("stage_advances", StageAdvance), ("stage_returns", StageReturn)])
def test_moves_are_never_changed_in_the_database(app, cast, table, model):
    with transaction():
        task = make.a_task_in(Stage.TEAM, cast)
        return_task(actor=cast.lee, task=task, to_stage=Stage.FRAMING, reason=WHY)
    for statement in (f"UPDATE {table} SET task_id = task_id", f"DELETE FROM {table}"):
        with pytest.raises(Exception, match="rows are never"), transaction():
            db.session.execute(db.text(statement))
    assert db.session.query(model).count() > 0


def test_my_turn_shows_tasks_whose_gate_is_open(write, cast):
    task = make.a_task(cast)
    ready = [turn.title for turn in owed_by(cast.kang)]
    advance_task(actor=cast.lee, task=task)
    assert (ready, list(owed_by(cast.kang))) == ([f"{task.number} {task.title}"], [])
    make.framed(task, cast.lee)
    assert ([turn.title for turn in owed_by(cast.lee)], list(owed_by(cast.kang))) == (ready, [])
    advance_task(actor=cast.lee, task=task)
    make.teamed(task, cast)
    assert [turn.title for turn in owed_by(cast.kim)] == ready
    make.an_opinion(task, cast)
    assert list(owed_by(cast.kim)) == []


def test_the_page_shows_the_gate_and_moves_the_task(as_, cast, app):
    with transaction():
        task_id = make.a_task_in(Stage.FRAMING, cast).id
    client = as_(cast.lee)
    refused = client.post(f"/tasks/{task_id}/stage-advances", data={"advance-note": "서두르자"})
    assert refused.status_code == 422
    assert "Not yet met: The field is chosen, All four ratings are given." in refused.text
    assert "서두르자" in refused.text
    tower = as_(cast.choi)
    for code in ("field_chosen", "ratings_given"):
        path = f"/tasks/{task_id}/gate-items/{code}/waivers"
        assert path in tower.get(f"/tasks/{task_id}").text
        assert tower.post(path, data={"reason": "짧다"}).status_code == 422
        assert tower.post(path, data={"reason": WHY}).status_code == 302
    assert client.post(f"/tasks/{task_id}/stage-advances").status_code == 302
    back = client.post(f"/tasks/{task_id}/stage-returns", data={"return-to_stage": "team", "return-reason": WHY})
    assert back.status_code == 422
    back = client.post(f"/tasks/{task_id}/stage-returns", data={"return-to_stage": "framing", "return-reason": WHY})
    task = db.session.get(Task, task_id)
    assert (back.status_code, task.stage, db.session.query(GateWaiver).count()) == (302, "framing", 2)


@pytest.mark.parametrize("path", ["gate-items/nonsense/waivers", "gate-items/nonsense/waivers?x=1"])
def test_an_unknown_gate_item_is_not_found(as_, cast, app, path):
    with transaction():
        task_id = make.a_task(cast).id
    assert as_(cast.choi).post(f"/tasks/{task_id}/{path}").status_code == 404
