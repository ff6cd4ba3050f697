"""공동과제: several lead departments with shares, one head who answers."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.database import transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import TaskKind
from app.innovation.queries.boards import TaskFilter, board, list_tasks
from app.innovation.queries.joint_leads import lead_parts
from app.innovation.queries.sources import closed_tasks
from app.innovation.services.closings import close_task
from app.innovation.services.joint_leads import set_joint_lead
from app.reports.queries.departments import tasks_of
from tests.factories import innovation as make
from tests.factories.innovation_b import a_closed_task, a_monitored_task, a_submitted_closing


def joined(cast, task, shares=None, head=None):
    set_joint_lead(
        actor=cast.choi,
        task=task,
        responsible_head_id=(head or cast.lee).id,
        shares=shares or {cast.traffic: 60, cast.roads: 40},
    )
    return task


def test_a_joint_task_shows_its_departments_everywhere(write, cast):
    task = joined(cast, make.a_task(cast))
    assert [(part.department, part.share) for part in lead_parts(task)] == [("교통과", 60), ("도로과", 40)]
    assert next(card.other_leads for column in board(cast.kim) for card in column.cards) == 1
    for unit in (cast.traffic, cast.roads):
        rows = list_tasks(cast.kim, TaskFilter(department_id=unit)).rows
        assert [(row.number, row.other_leads) for row in rows] == [(task.number, 1)]
        assert [row.number for row in tasks_of(unit, 2026, cast.gam)] == [task.number]
    assert list_tasks(cast.kim, TaskFilter(department_id=cast.civil)).rows == []


@pytest.mark.parametrize(
    "shares",
    [{"traffic": 60, "roads": 30}, {"traffic": 100}, {"roads": 50, "civil": 50}, {"traffic": 0, "roads": 100}],
)
def test_parts_that_do_not_make_a_whole_are_refused(write, cast, shares):
    with pytest.raises(Refused):
        joined(cast, make.a_task(cast), {getattr(cast, name): share for name, share in shares.items()})


def test_only_a_head_answers_and_somebody_has_to(write, cast):
    task = make.a_task(cast)
    with pytest.raises(Refused):
        joined(cast, task, head=cast.kim)
    with pytest.raises(Refused):
        set_joint_lead(actor=cast.choi, task=task, responsible_head_id=None, shares={cast.traffic: 50, cast.roads: 50})


def test_without_shares_the_task_is_one_departments_again(write, cast):
    task = joined(cast, make.a_task(cast))
    set_joint_lead(actor=cast.choi, task=task, responsible_head_id=None, shares={})
    assert (task.responsible_head_id, list(lead_parts(task))) == (None, [])


@pytest.mark.parametrize("who", ["lee", "kang", "kim", "yoon", "gam", "goh"])
def test_only_the_tower_lets_departments_lead_together(write, cast, who):
    with pytest.raises(Denied):
        set_joint_lead(actor=getattr(cast, who), task=make.a_task(cast), responsible_head_id=None, shares={})


def test_the_form_says_what_is_wrong_and_keeps_it(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    client, path = as_(cast.choi), f"/tasks/{task_id}/joint-leads"
    sent = {"responsible": cast.lee.id, "department_1": cast.traffic, "share_1": "60", "department_2": cast.roads}
    wrong = client.post(path, data=sent)
    assert (wrong.status_code, "Give department and share together." in wrong.text) == (422, True)
    assert client.post(path, data=sent | {"share_2": "30"}).status_code == 422
    assert client.post(path, data=sent | {"share_2": "40"}).status_code == 302
    page = client.get(f"/tasks/{task_id}").text
    assert "Responsible head" in page
    assert "40%" in page


def test_only_the_tower_is_offered_strategic_tasks(as_, cast, app):
    assert 'value="strategic"' in as_(cast.choi).get("/tasks/new").text
    assert 'value="strategic"' not in as_(cast.lee).get("/tasks/new").text
    sent = {"title": "과제", "summary": "내용", "kind": TaskKind.STRATEGIC.value, "lead_department": cast.traffic}
    assert as_(cast.lee).post("/tasks", data=sent).status_code == 422


def test_a_joint_task_counts_for_each_department_with_its_share(write, cast):
    a_closed_task(cast)
    task, plan = a_monitored_task(cast)
    joined(cast, task)
    closing = a_submitted_closing(cast, task, plan)
    close_task(actor=cast.choi, task=task, closing=closing)
    found = closed_tasks([cast.traffic, cast.roads, cast.civil], date(2026, 1, 1), date(2026, 12, 31))
    assert found == {cast.traffic: Decimal("1.6"), cast.roads: Decimal("0.4"), cast.civil: Decimal(0)}
