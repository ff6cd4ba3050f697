"""Nobody decides about a task they work on and are credited for, and the team stands while others decide."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core import events
from app.core.database import db, transaction
from app.core.errors import Denied
from app.innovation.enums import PlanState, Stage
from app.innovation.events import TeamSet
from app.innovation.models import Task
from app.innovation.queries import turns_plans
from app.innovation.services.closings import close_task, return_closing
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head, return_plan
from app.innovation.services.plans import submit_plan
from app.innovation.services.teams import set_team
from tests.factories.innovation import a_task_in
from tests.factories.innovation_b import (
    a_monitored_task,
    a_plan,
    a_submitted_closing,
    a_submitted_plan,
    an_approved_plan,
    at_once,
)
from tests.refusals import refused
from tests.turns import readers_of

REASON = "목표를 다시 적어 주십시오."
STANDS = "The team stays as it is"

owed, _awaited = readers_of(turns_plans)


def what(actor):
    return [turn.what.msgid for turn in owed(actor)]


def with_team(cast, *others):
    """A plan before its head, of a team of 김 and others."""
    task = a_task_in(Stage.PLAN, cast)
    shares = dict.fromkeys((person.id for person in others), 1) | {cast.kim.id: 100 - len(others)}
    set_team(actor=cast.kang, task=task, leader_id=cast.kim.id, shares=shares)
    task, plan = a_plan(cast, task)
    submit_plan(actor=cast.kim, task=task, plan=plan)
    return task, plan


def test_a_head_on_the_team_leaves_the_decision_to_the_acting_head(write, cast):
    task, plan = with_team(cast, cast.lee)
    for nobody in (cast.lee, cast.choi):
        with pytest.raises(Denied):
            approve_as_head(actor=nobody, task=task, plan=plan)
    with pytest.raises(Denied):
        return_plan(actor=cast.lee, task=task, plan=plan, reason=REASON)
    assert (what(cast.lee), what(cast.acting), what(cast.choi)) == ([], ["Approve the plan as head"], [])
    approve_as_head(actor=cast.acting, task=task, plan=plan)
    assert plan.state is PlanState.HEAD_APPROVED


def test_the_control_tower_stands_in_where_everybody_who_heads_is_on_the_team(write, cast):
    task, plan = with_team(cast, cast.lee, cast.acting)
    assert (what(cast.lee), what(cast.acting), what(cast.choi)) == ([], [], ["Approve the plan as head"])
    approve_as_head(actor=cast.choi, task=task, plan=plan)
    with refused("two people"):
        approve_as_control_tower(actor=cast.choi, task=task, plan=plan)
    assert (what(cast.choi), what(cast.bae)) == ([], ["Approve the plan as control tower"])
    approve_as_control_tower(actor=cast.bae, task=task, plan=plan)
    assert plan.state is PlanState.APPROVED


def test_heads_on_the_team_of_another_task_still_decide(write, cast):
    with_team(cast, cast.lee, cast.acting)
    task, plan = with_team(cast)
    with pytest.raises(Denied):
        approve_as_head(actor=cast.choi, task=task, plan=plan)
    assert (what(cast.lee), what(cast.choi)) == (["Approve the plan as head"], ["Approve the plan as head"])
    approve_as_head(actor=cast.lee, task=task, plan=plan)


def test_the_page_says_who_stands_in(as_, cast):
    with transaction():
        _task, plan = with_team(cast, cast.lee, cast.acting)
    reader = as_(cast.choi)
    reader.post("/language-choices", data={"language": "en", "next": "/"})
    page = reader.get(f"/plans/{plan.id}").text
    assert "The control tower decides in the head" in page
    assert f"/plans/{plan.id}/head-approvals" in page
    assert f"/plans/{plan.id}/head-approvals" not in as_(cast.lee).get(f"/plans/{plan.id}").text
    assert as_(cast.lee).post(f"/plans/{plan.id}/head-approvals").status_code == 403


def test_a_control_tower_member_on_the_team_approves_nothing_of_it(write, cast):
    task, plan = with_team(cast, cast.choi)
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    for decide in (approve_as_control_tower, lambda **given: return_plan(**given, reason=REASON)):
        with pytest.raises(Denied):
            decide(actor=cast.choi, task=task, plan=plan)
    assert (what(cast.choi), what(cast.bae)) == ([], ["Approve the plan as control tower"])


def test_a_control_tower_member_on_the_team_does_not_close_the_task(write, cast):
    task, plan = a_monitored_task(cast)
    set_team(actor=cast.lee, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 99, cast.choi.id: 1})
    closing = a_submitted_closing(cast, task, plan)
    with pytest.raises(Denied):
        close_task(actor=cast.choi, task=task, closing=closing)
    with pytest.raises(Denied):
        return_closing(actor=cast.choi, task=task, closing=closing, reason=REASON)
    assert (what(cast.choi), what(cast.bae)) == ([], ["Close the task"])
    close_task(actor=cast.bae, task=task, closing=closing)


@pytest.mark.parametrize("decision", ["head_approver_id", "tower_approver_id"])
def test_the_database_knows_it_too(app, cast, decision):
    with transaction():
        _task, plan = with_team(cast, cast.lee)
    with pytest.raises(IntegrityError, match="nobody decides about a task they work on"), transaction():
        db.session.execute(text(f"UPDATE plans SET {decision} = :who"), {"who": cast.lee.id})
    assert plan.state is PlanState.SUBMITTED


def test_the_team_stands_while_a_plan_waits(write, cast):
    task, plan = a_submitted_plan(cast)
    shares = {cast.kim.id: 1, cast.choi.id: 99}
    with refused(STANDS):
        set_team(actor=cast.choi, task=task, leader_id=cast.kim.id, shares=shares)
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    with refused(STANDS):
        set_team(actor=cast.choi, task=task, leader_id=cast.kim.id, shares=shares)
    return_plan(actor=cast.lee, task=task, plan=plan, reason=REASON)
    set_team(actor=cast.choi, task=task, leader_id=cast.kim.id, shares=shares)


def test_the_team_stands_while_the_closing_waits(write, cast):
    task, plan = a_monitored_task(cast)
    closing = a_submitted_closing(cast, task, plan)
    with refused(STANDS):
        set_team(actor=cast.choi, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 100})
    return_closing(actor=cast.choi, task=task, closing=closing, reason=REASON)
    set_team(actor=cast.choi, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 100})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE team_members SET share = 50",
        "DELETE FROM team_members",
        "INSERT INTO team_members (task_id, person_id, share, joined_at) SELECT task_id, 1, 1, joined_at"
        " FROM team_members LIMIT 1",
    ],
)
def test_the_database_keeps_the_team_too(app, cast, statement):
    with transaction():
        a_submitted_plan(cast)
    with pytest.raises(IntegrityError, match="the team stands"), transaction():
        db.session.execute(text(statement))


def test_a_plan_and_another_team_at_once_do_not_pass_each_other(app, cast):
    with transaction():
        task, plan = a_plan(cast)
    task_id, plan_id = task.id, plan.id

    def submits():
        submit_plan(actor=cast.kim, task=db.session.get(Task, task_id), plan=db.session.get(type(plan), plan_id))

    def swaps():
        shares = {cast.kim.id: 1, cast.lee.id: 99}
        set_team(actor=cast.choi, task=db.session.get(Task, task_id), leader_id=cast.kim.id, shares=shares)

    assert at_once(app, submits, swaps) in (["done", "done"], ["done", "refused"])
    db.session.expire_all()
    assert db.session.get(type(plan), plan_id).state is PlanState.SUBMITTED
    with refused(STANDS), transaction():
        swaps()


def test_the_agreed_shares_are_on_record(write, cast, monkeypatch):
    heard = []
    monkeypatch.setattr(events, "_reactions", {TeamSet: [heard.append]})
    set_team(
        actor=cast.kang,
        task=an_approved_plan(cast)[0],
        leader_id=cast.kim.id,
        shares={cast.kim.id: 70, cast.ahn.id: 30},
    )
    assert heard[-1].member_shares == ((cast.kim.id, "70"), (cast.ahn.id, "30"))
