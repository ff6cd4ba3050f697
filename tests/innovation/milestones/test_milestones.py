"""이행 점검: done with evidence, or a reason that opens an obstacle, in one step."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Refused
from app.files.models import EvidenceFile
from app.innovation.enums.milestones import MilestoneOutcome
from app.innovation.models import MilestoneResult, Obstacle, PracticeItem
from app.innovation.queries import turns_pipeline
from app.innovation.queries.milestones import item_or_404, milestones_of, results_of_item
from app.innovation.queries.plans import rows_of
from app.innovation.services.milestones import record_blocked, record_done
from app.innovation.services.obstacles import claim_removal, confirm_removal
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head
from app.innovation.services.plans import ItemDraft, draft_of, rewrite_plan, start_version, submit_plan
from tests.factories.innovation_b import a_closed_task, a_managed_task, plan_draft
from tests.factories.innovation_c import content_of
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns_pipeline)
NEAR = datetime(2026, 12, 20, 3, tzinfo=UTC)


def a_file(name="정리표.txt"):
    return SimpleNamespace(filename=name, stream=BytesIO("정리한 자료".encode()))


def an_item(cast, plan, who=None):
    item_id = db.session.query(PracticeItem.id).filter_by(plan_id=plan.id).order_by(PracticeItem.position).scalar()
    return item_or_404(item_id, who or cast.ahn)


def held_up(cast, record, by=None, **changes):
    content = content_of(
        cast, suffering_department_id=cast.traffic, asked_department_id=cast.civil, owner_id=cast.ahn.id, **changes
    )
    return record_blocked(actor=by or cast.ahn, record=record, obstacle=content)


def test_an_item_is_done_with_evidence_and_only_once(write, cast):
    task, plan = a_managed_task(cast)
    record = an_item(cast, plan)
    for note, files in (("", [a_file()]), ("자료를 정리했다.", [])):
        with pytest.raises(Refused):
            record_done(actor=cast.ahn, record=record, note=note, uploads=files)
    result = record_done(actor=cast.ahn, record=record, note="자료를 정리했다.", uploads=[a_file(), a_file()])
    assert [(row.outcome, row.days_left) for row in milestones_of(task)] == [(MilestoneOutcome.DONE, None)]
    assert db.session.query(EvidenceFile).filter_by(subject_id=result.id).count() == 2
    with pytest.raises(Refused):
        record_done(actor=cast.ahn, record=an_item(cast, plan), note="다시", uploads=[a_file()])


def test_what_holds_an_item_up_is_an_obstacle_of_the_task(write, cast):
    task, plan = a_managed_task(cast)
    record = an_item(cast, plan)
    result = held_up(cast, record)
    obstacle = db.session.get_one(Obstacle, result.obstacle_id)
    assert (obstacle.subject, obstacle.practice_item_id, obstacle.task_id) == (
        "practice_item",
        record.item.id,
        task.id,
    )
    db.session.refresh(task)
    assert task.open_obstacle_count == 1
    assert [(row.outcome, row.obstacle) for row in results_of_item(record)] == [("blocked", obstacle.title)]


def test_a_bad_obstacle_leaves_nothing_behind(cast, app):
    with transaction():
        _task, plan = a_managed_task(cast)
        record = an_item(cast, plan)
    with pytest.raises(Invalid), transaction():
        held_up(cast, record, due_on=date(2020, 1, 1))
    assert (db.session.query(Obstacle).count(), db.session.query(MilestoneResult).count()) == (0, 0)


@pytest.mark.parametrize("who", ["kim", "ahn", "kang"])
def test_team_owner_and_coordinator_say_what_has_become_of_it(write, cast, who):
    _task, plan = a_managed_task(cast)
    made = record_done(actor=getattr(cast, who), record=an_item(cast, plan), note="했다.", uploads=[a_file()])
    assert made.recorded_by_id == getattr(cast, who).id


@pytest.mark.parametrize("who", ["lee", "park", "choi", "gam", "goh"])
def test_others_do_not(write, cast, who):
    _task, plan = a_managed_task(cast)
    with pytest.raises(Denied):
        record_done(actor=getattr(cast, who), record=an_item(cast, plan), note="했다.", uploads=[a_file()])


def test_an_unchanged_item_keeps_its_result_in_the_next_version(write, cast):
    task, plan = a_managed_task(cast)
    old = an_item(cast, plan)
    record_done(actor=cast.ahn, record=old, note="했다.", uploads=[a_file()])
    copy = start_version(actor=cast.kim, task=task, plan=plan, reason="실천과제를 더한다.")
    draft = draft_of(copy, rows_of(copy.id))
    more = ItemDraft(text="상인 간담회", owner_id=cast.ahn.id, ends_on=date(2026, 12, 10))
    rewrite_plan(
        actor=cast.kim, task=task, plan=copy, draft=plan_draft(cast, **vars(draft) | {"items": (*draft.items, more)})
    )
    submit_plan(actor=cast.kim, task=task, plan=copy)
    approve_as_head(actor=cast.lee, task=task, plan=copy)
    approve_as_control_tower(actor=cast.choi, task=task, plan=copy)
    assert [(row.text, row.outcome) for row in milestones_of(task)] == [
        ("승하차 자료 정리", MilestoneOutcome.DONE),
        ("상인 간담회", None),
    ]
    with pytest.raises(Refused):
        held_up(cast, item_or_404(old.item.id, cast.ahn))


def test_the_owner_is_reminded_unless_an_obstacle_stands_in_the_way(write, cast):
    _task, plan = a_managed_task(cast)
    assert list(owed_by(cast.ahn)) == []
    with clock.frozen_at(NEAR):
        assert [turn.due_on for turn in owed_by(cast.ahn)] == [date(2026, 12, 31)]
        result = held_up(cast, an_item(cast, plan), due_on=date(2026, 12, 30))
        assert list(owed_by(cast.ahn)) == []
        obstacle = db.session.get_one(Obstacle, result.obstacle_id)
        claim_removal(obstacle=obstacle, actor=cast.yoon, how="자료를 보냈습니다.")
    with clock.frozen_at(NEAR + timedelta(hours=1)):
        confirm_removal(obstacle=obstacle, actor=cast.lee)
        assert len(list(owed_by(cast.ahn))) == 1


def test_a_closed_task_takes_no_more_results(write, cast):
    _task, closing = a_closed_task(cast)
    record = item_or_404(db.session.query(PracticeItem.id).filter_by(plan_id=closing.plan_id).scalar(), cast.ahn)
    with pytest.raises(Refused):
        record_done(actor=cast.ahn, record=record, note="했다.", uploads=[a_file()])


def test_the_form_does_either_in_one_step(as_, cast, app):
    with transaction():
        task, plan = a_managed_task(cast)
        item_id = an_item(cast, plan).item.id
    client, path = as_(cast.ahn), f"/practice-items/{item_id}"
    empty = client.post(f"{path}/results", data={"outcome": "done", "note": "자료를 정리했다."})
    assert (empty.status_code, "Attach at least one file" in empty.text, "자료를 정리했다." in empty.text) == (
        422,
        True,
        True,
    )
    assert client.post(f"{path}/results", data={"outcome": "blocked", "title": "자료가 없다"}).status_code == 422
    blocked = {
        "outcome": "blocked",
        "title": "자료가 없다",
        "kind": "cooperation",
        "severity": "hurts",
        "phase": "building",
        "control": "inside",
        "harm": "순서를 정하지 못한다.",
        "tried": "두 번 부탁했다.",
        "asked": "자료를 주십시오.",
        "asked_department_id": cast.civil,
        "due_on": "2026-12-10",
    }
    assert client.post(f"{path}/results", data=blocked).status_code == 302
    assert "자료가 없다" in client.get(path).text
    obstacle_page = as_(cast.yoon).get(f"/obstacles/{db.session.query(Obstacle.id).scalar()}")
    assert (obstacle_page.status_code, path in obstacle_page.text) == (200, True)
    done = {"outcome": "done", "note": "자료를 정리했다.", "files": (BytesIO("정리한 자료".encode()), "정리표.txt")}
    assert client.post(f"{path}/results", data=done, content_type="multipart/form-data").status_code == 302
    page = as_(cast.park).get(path).text
    assert ("정리표.txt" in page, 'id="result"' in page) == (True, False)
    assert as_(cast.park).get(f"/tasks/{task.id}/milestones").status_code == 200


def test_the_list_takes_three_statements(as_, cast, app):
    with transaction():
        task, _plan = a_managed_task(cast)
    client = as_(cast.kim)
    client.get(f"/tasks/{task.id}/milestones")
    with count_statements() as seen:
        client.get(f"/tasks/{task.id}/milestones")
    assert len(seen) <= 4
