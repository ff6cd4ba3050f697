"""과제화: who sets a task, and when its framing is fixed."""

import pytest

from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import Rating, RatingKind, Stage, TaskKind
from app.innovation.models import StageCounter, Task
from app.innovation.services.stages import return_task
from tests.factories import innovation as make


def test_a_task_gets_its_number_and_stands_in_stage_one(write, cast):
    first, second = make.a_task(cast), make.a_task(cast)
    assert (first.number, second.number) == ("T2026-001", "T2026-002")
    assert (first.stage, first.state, first.version) == ("collection", "active", 1)
    assert db.session.get(StageCounter, Stage.COLLECTION).task_count == 2


@pytest.mark.parametrize("who", ["lee", "kang", "acting", "choi"])
def test_a_departmental_task_is_set_by_its_department_or_the_tower(write, cast, who):
    assert make.a_task(cast, by=getattr(cast, who)).framed_by_id == getattr(cast, who).id


@pytest.mark.parametrize("who", ["kim", "yoon", "seo", "gam", "goh", "jung", "moon"])
def test_nobody_else_sets_a_task_for_the_department(write, cast, who):
    with pytest.raises(Denied):
        make.a_task(cast, by=getattr(cast, who))


def test_a_strategic_task_is_set_by_the_tower_only(write, cast):
    with pytest.raises(Denied):
        make.a_task(cast, by=cast.lee, kind=TaskKind.STRATEGIC)
    assert make.a_task(cast, kind=TaskKind.STRATEGIC).kind == "strategic"


def test_a_head_cannot_adopt_an_issue_by_setting_a_task(write, cast):
    issue = make.an_issue(cast.kim)
    with pytest.raises(Denied):
        make.a_task(cast, by=cast.lee, issues=[issue])


def test_ratings_are_one_to_five_also_for_raw_sql(app, cast):
    with transaction():
        make.a_task(cast)
    with pytest.raises(Exception, match="rating_office"), transaction():
        db.session.execute(db.text("UPDATE tasks SET rating_office = 6"))


def test_the_framing_is_fixed_after_its_gate_until_the_task_is_sent_back(write, cast):
    task = make.a_task_in(Stage.TEAM, cast)
    with pytest.raises(Refused):
        make.framed(task, cast.lee)
    return_task(actor=cast.lee, task=task, to_stage=Stage.FRAMING, reason="평점을 다시 본다.")
    make.framed(task, cast.lee)
    assert task.ratings() == dict.fromkeys(RatingKind, Rating.HIGH.number)


def test_the_form_keeps_field_and_ratings(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    client = as_(cast.kang)
    assert client.get(f"/tasks/{task_id}/framings/new").status_code == 200
    data = {"title": "새 제목", "summary": "요약", "field": "city", "rating_office": "5", "rating_note": "높다"}
    answer = client.post(f"/tasks/{task_id}/framings", data=data)
    task = db.session.get(Task, task_id)
    assert (answer.status_code, task.title, task.field) == (302, "새 제목", "city")
    assert task.ratings() == {"office": 5, "staff": None, "feasibility": None, "outside": None}


def test_a_task_is_set_through_its_form(as_, cast):
    data = {
        "title": "새 과제",
        "summary": "요약",
        "kind": "department",
        "lead_department": cast.traffic,
        "reason_without_issue": "시장 지시",
    }
    answer = as_(cast.lee).post("/tasks", data=data)
    assert (answer.status_code, answer.location) == (302, f"/tasks/{db.session.query(Task).one().id}")


def test_a_head_is_offered_only_the_own_department(as_, cast):
    data = {"title": "남의 과제", "summary": "요약", "kind": "department", "lead_department": cast.civil}
    answer = as_(cast.lee).post("/tasks", data=data)
    assert (answer.status_code, db.session.query(Task).count()) == (422, 0)
    assert "남의 과제" in answer.text
