"""The plan: complete before it is submitted, approved by two people who did not write it, then frozen."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.innovation.enums import PlanState, Stage
from app.innovation.models import Plan, Task
from app.innovation.queries.gates import gate_items_of
from app.innovation.queries.plans import rows_of
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head, return_plan
from app.innovation.services.plans import rewrite_plan, start_version, submit_plan, write_plan
from app.innovation.services.teams import set_team
from tests.factories.innovation import a_task_in, framed, teamed
from tests.factories.innovation_b import a_plan, a_submitted_plan, an_approved_plan, at_once, plan_draft
from tests.refusals import refused

REASON = "예산이 줄어 설치할 곳을 다시 정한다."


def test_a_plan_needs_both_approvals_and_opens_the_gate(write, cast):
    task, plan = an_approved_plan(cast)
    assert plan.state is PlanState.APPROVED
    assert [item.met for item in gate_items_of(task)] == [True] * 5


def test_the_gate_names_what_the_form_lacks(write, cast):
    task, _plan = a_plan(cast, items=(), budget=None)
    (hint,) = [item.hint for item in gate_items_of(task) if item.hint]
    assert [label.msgid for label in hint.params["items"].items] == ["Practice items", "Budget (0 if none)"]


def test_a_budget_of_nothing_is_a_budget(write, cast):
    task, plan = a_plan(cast, budget=Decimal(0))
    submit_plan(actor=cast.kim, task=task, plan=plan)
    assert plan.state is PlanState.SUBMITTED


def test_an_incomplete_form_is_not_submitted(write, cast):
    task, plan = a_plan(cast, obstacles=())
    with refused("The form is not complete"):
        submit_plan(actor=cast.kim, task=task, plan=plan)


def test_whoever_wrote_an_earlier_draft_cannot_approve(write, cast):
    task = a_task_in(Stage.PLAN, cast)
    set_team(actor=cast.kang, task=task, leader_id=cast.kim.id, shares={cast.lee.id: 50, cast.kim.id: 50})
    plan = write_plan(actor=cast.lee, task=task, draft=plan_draft(cast))
    teamed(task, cast)
    submit_plan(actor=cast.kim, task=task, plan=plan)
    with refused("Nobody approves their own work"):
        approve_as_head(actor=cast.lee, task=task, plan=plan)


def test_the_acting_head_approves_like_the_head(write, cast):
    task, plan = a_submitted_plan(cast)
    approve_as_head(actor=cast.acting, task=task, plan=plan)
    assert plan.head_approver_id == cast.acting.id


@pytest.mark.parametrize("name", ["kim", "kang", "yoon", "choi", "gam", "goh"])
def test_nobody_but_the_head_of_the_lead_department_approves_first(name, write, cast):
    task, plan = a_submitted_plan(cast)
    with pytest.raises(Denied):
        approve_as_head(actor=getattr(cast, name), task=task, plan=plan)


@pytest.mark.parametrize("name", ["lee", "park", "gam", "goh"])
def test_nobody_but_the_control_tower_approves_second(name, write, cast):
    task, plan = a_submitted_plan(cast)
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    with pytest.raises(Denied):
        approve_as_control_tower(actor=getattr(cast, name), task=task, plan=plan)


def test_the_control_tower_does_not_approve_before_the_head(write, cast):
    task, plan = a_submitted_plan(cast)
    with refused("after the department head"):
        approve_as_control_tower(actor=cast.choi, task=task, plan=plan)


def test_a_returned_plan_loses_its_approval_and_can_be_rewritten(write, cast):
    task, plan = a_submitted_plan(cast)
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    return_plan(actor=cast.choi, task=task, plan=plan, reason=REASON)
    rewrite_plan(actor=cast.ahn, task=task, plan=plan, draft=plan_draft(cast, goal="다시 쓴 목표"))
    assert (plan.state, plan.head_approver_id, plan.goal) == (PlanState.RETURNED, None, "다시 쓴 목표")


def test_a_submitted_plan_cannot_be_rewritten(write, cast):
    task, plan = a_submitted_plan(cast)
    with pytest.raises(Refused):
        rewrite_plan(actor=cast.kim, task=task, plan=plan, draft=plan_draft(cast))


def test_a_plan_is_not_written_before_stage_4(write, cast):
    task = framed(a_task_in(Stage.FRAMING, cast), cast.lee)
    with refused("stage 4"):
        write_plan(actor=cast.kang, task=task, draft=plan_draft(cast))


def test_a_new_version_is_a_copy_and_the_old_one_stays(write, cast):
    task, plan = an_approved_plan(cast)
    copy = start_version(actor=cast.kim, task=task, plan=plan, reason=REASON)
    assert (copy.number, copy.state, copy.change_reason) == (2, PlanState.DRAFT, REASON)
    assert [row.text for row in rows_of(copy.id).items] == [row.text for row in rows_of(plan.id).items]
    with pytest.raises(Conflict):
        start_version(actor=cast.ahn, task=task, plan=plan, reason=REASON)


FROZEN = (
    "UPDATE plans SET goal = 'x' WHERE id = :id",
    "UPDATE plans SET state = 'draft' WHERE id = :id",
    "DELETE FROM plans WHERE id = :id",
    "UPDATE plan_measures SET target = '1' WHERE plan_id = :id",
    "DELETE FROM plan_measures WHERE plan_id = :id",
    "UPDATE practice_items SET ends_on = '2027-12-31' WHERE plan_id = :id",
    "INSERT INTO expected_obstacles (plan_id, position, kind, text, handling) VALUES (:id, 9, 'budget', 'x', '')",
    "DELETE FROM plan_steps WHERE plan_id = :id",
)


@pytest.mark.parametrize("statement", FROZEN)
def test_the_approved_version_refuses_raw_sql(statement, app, cast, engine):
    with transaction():
        plan_id = an_approved_plan(cast)[1].id
    if "target" in statement and db.engine.dialect.name == "postgresql":
        statement = statement.replace("'1'", "1")
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(statement), {"id": plan_id})


def test_raw_sql_cannot_rewrite_what_is_with_the_approvers(app, cast):
    with transaction():
        plan_id = a_submitted_plan(cast)[1].id
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text("UPDATE plans SET budget = '1' WHERE id = :id").bindparams(id=plan_id))


@pytest.mark.parametrize("approver", ["author_id", "head_approver_id"])
def test_raw_sql_cannot_make_one_person_approve_twice(approver, app, cast):
    with transaction():
        task, plan = a_submitted_plan(cast)
        approve_as_head(actor=cast.lee, task=task, plan=plan)
        plan_id = plan.id
    statement = (
        f"UPDATE plans SET state = 'approved', tower_approver_id = {approver}, tower_approved_at = head_approved_at"
        " WHERE id = :id"
    )
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(statement), {"id": plan_id})


def test_two_approvals_at_once_approve_once(app, cast):
    with transaction():
        task, plan = a_submitted_plan(cast)
        approve_as_head(actor=cast.lee, task=task, plan=plan)
        task_id, plan_id = task.id, plan.id

    def approve(actor):
        task, plan = db.session.get_one(Task, task_id), db.session.get_one(Plan, plan_id)
        approve_as_control_tower(actor=actor, task=task, plan=plan)

    assert at_once(app, lambda: approve(cast.choi), lambda: approve(cast.bae)) == ["done", "refused"]
