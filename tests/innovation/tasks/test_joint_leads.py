"""공동과제: several lead departments with shares, one head who answers."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Person
from app.accounts.queries.actors import actor_of_person
from app.accounts.services.roles import grant_role
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import TaskKind
from app.innovation.models import LeadSetting, LeadShare
from app.innovation.queries.boards import TaskFilter, board, list_tasks
from app.innovation.queries.joint_leads import lead_parts
from app.innovation.queries.sources import closed_tasks
from app.innovation.services.closings import close_task
from app.innovation.services.joint_leads import set_joint_lead
from app.reports.queries.departments import tasks_of
from tests.factories import innovation as make
from tests.factories.innovation_b import a_closed_task, a_monitored_task, a_submitted_closing, a_submitted_plan
from tests.refusals import refused

WHY = "도로 점용과 복구를 도로과가 맡는다."


def joined(cast, task, shares=None, head=None):
    set_joint_lead(
        actor=cast.choi,
        task=task,
        responsible_head_id=(head or cast.lee).id,
        shares=shares or {cast.traffic: 60, cast.roads: 40},
        reason=WHY,
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
    shares = {cast.traffic: 50, cast.roads: 50}
    with pytest.raises(Refused):
        set_joint_lead(actor=cast.choi, task=task, responsible_head_id=None, shares=shares, reason=WHY)


def test_without_shares_the_task_is_one_departments_again(write, cast):
    task = joined(cast, make.a_task(cast))
    set_joint_lead(actor=cast.choi, task=task, responsible_head_id=None, shares={}, reason=WHY)
    assert (task.responsible_head_id, list(lead_parts(task))) == (None, [])


@pytest.mark.parametrize("who", ["lee", "kang", "kim", "yoon", "gam", "goh"])
def test_only_the_tower_lets_departments_lead_together(write, cast, who):
    task = make.a_task(cast)
    with pytest.raises(Denied):
        set_joint_lead(actor=getattr(cast, who), task=task, responsible_head_id=None, shares={}, reason=WHY)


def test_the_form_says_what_is_wrong_and_keeps_it(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    client, path = as_(cast.choi), f"/tasks/{task_id}/joint-leads"
    sent = {"responsible": cast.lee.id, "department_1": cast.traffic, "share_1": "60", "department_2": cast.roads}
    sent["reason"] = WHY
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
    close_task(actor=cast.bae, task=task, closing=closing)
    found = closed_tasks([cast.traffic, cast.roads, cast.civil], date(2026, 1, 1), date(2026, 12, 31))
    assert found == {cast.traffic: Decimal("1.6"), cast.roads: Decimal("0.4"), cast.civil: Decimal(0)}


def test_the_reason_stands_in_the_history_and_a_missing_one_is_refused(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    client, path = as_(cast.choi), f"/tasks/{task_id}/joint-leads"
    sent = {"responsible": cast.lee.id, "department_1": cast.traffic, "share_1": "60"}
    sent |= {"department_2": cast.roads, "share_2": "40"}
    assert client.post(path, data=sent).status_code == 422
    assert client.post(path, data=sent | {"reason": WHY}).status_code == 302
    page = as_(cast.kim).get(f"/tasks/{task_id}").text
    assert ("The lead departments were set" in page, WHY in page) == (True, True)


@pytest.mark.parametrize("own", ["belongs", "acts", "coordinates"])
def test_the_tower_gives_no_share_to_an_office_of_its_own(write, cast, own):
    task = make.a_task(cast)
    unit = {"belongs": cast.tower, "acts": cast.roads, "coordinates": cast.civil}[own]
    if own == "acts":
        make.acting_head(cast.choi, cast, cast.roads)
    if own == "coordinates":
        grant_role(
            person=db.session.get(Person, cast.choi.id),
            role=Role.COORDINATOR,
            acting=False,
            department_id=cast.civil,
            starts_on=clock.today(),
            ends_on=None,
            actor=cast.goh,
        )
    setter = actor_of_person(cast.choi.id)
    with refused("Nobody sets shares of a department they belong to", Denied):
        set_joint_lead(
            actor=setter, task=task, responsible_head_id=cast.lee.id, shares={cast.traffic: 1, unit: 99}, reason=WHY
        )
    if own != "belongs":
        set_joint_lead(
            actor=cast.bae, task=task, responsible_head_id=cast.lee.id, shares={cast.traffic: 1, unit: 99}, reason=WHY
        )
        with refused("Nobody sets shares of a department they belong to", Denied):
            set_joint_lead(actor=setter, task=task, responsible_head_id=None, shares={}, reason=WHY)


def test_the_shares_stand_while_a_plan_or_the_closing_awaits_its_decision(write, cast):
    planned, _plan = a_submitted_plan(cast)
    closing_task, plan = a_monitored_task(cast)
    a_submitted_closing(cast, closing_task, plan)
    for task in (planned, closing_task):
        with refused("The lead departments stay as they are"):
            joined(cast, task)
        part = insert(LeadShare).values(task_id=task.id, department_id=cast.roads, share=40)
        with pytest.raises(DBAPIError, match="lead_shares"), db.session.begin_nested():
            db.session.execute(part)


def test_who_set_the_shares_last_does_not_close_the_task(write, cast):
    task, plan = a_monitored_task(cast)
    joined(cast, task)
    closing = a_submitted_closing(cast, task, plan)
    with refused("You set the lead departments of this task last"):
        close_task(actor=cast.choi, task=task, closing=closing)
    change = text(
        f"UPDATE closings SET state='closed', closer_id={cast.choi.id}, closed_on='2026-11-23' WHERE id={closing.id}"
    )
    with pytest.raises(DBAPIError, match="closings"), db.session.begin_nested():
        db.session.execute(change)
    close_task(actor=cast.bae, task=task, closing=closing)


def test_settings_are_never_changed(write, cast):
    joined(cast, make.a_task(cast))
    row = db.session.query(LeadSetting).one()
    assert (row.shares, row.set_by_id) == ([[cast.traffic, 60], [cast.roads, 40]], cast.choi.id)
    for change in ("UPDATE lead_settings SET reason = 'x'", "DELETE FROM lead_settings"):
        with pytest.raises(DBAPIError, match="lead_settings"), db.session.begin_nested():
            db.session.execute(text(change))
