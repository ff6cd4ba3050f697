"""One fact pays once, to whom it was agreed: a new team, a second plan or another remover earns nothing again."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction, writing
from app.innovation.enums import Stage
from app.innovation.services import obstacles
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head
from app.innovation.services.plans import start_version, submit_plan
from app.innovation.services.stages import advance_task, return_task
from app.innovation.services.teams import set_team
from app.mileage import services
from app.mileage.enums import EventCode, ReversalReason
from app.mileage.models import CapCut, MileageAccount, Transfer
from app.mileage.services.awards import Fact
from tests.factories import innovation_c
from tests.factories import mileage as factory
from tests.factories.innovation import a_task, framed, teamed
from tests.factories.innovation_b import a_closed_task, a_managed_task, a_plan
from tests.triggers import without_triggers


def paid(source):
    """(item, person id or −department id, points) for every award of a source."""
    rows = (
        db.session.query(Transfer, MileageAccount)
        .join(MileageAccount, MileageAccount.id == Transfer.credit_account_id)
        .filter(Transfer.source == source)
    )
    return {(t.item_code, a.person_id or -(a.department_id or 0), t.points) for t, a in rows}


def another_plan_by(cast, task, plan, leader, shares):
    """Send the task back, give it another team and let that team's plan be approved."""
    return_task(actor=cast.lee, task=task, to_stage=Stage.PLAN, reason="계획을 다시 씁니다.")
    set_team(actor=cast.lee, task=task, leader_id=leader.id, shares=shares)
    advance_task(actor=cast.lee, task=task)
    second = start_version(actor=leader, task=task, plan=plan, reason="팀이 바뀌었습니다.")
    submit_plan(actor=leader, task=task, plan=second)
    approve_as_head(actor=cast.lee, task=task, plan=second)
    approve_as_control_tower(actor=cast.choi, task=task, plan=second)


def test_a_second_plan_of_a_new_team_pays_nobody_again(cast, items, write):
    task, plan = a_managed_task(cast)
    sources = [f"task:{task.id}:plan", f"task:{task.id}:stage-5"]
    before = [paid(source) for source in sources]
    another_plan_by(cast, task, plan, cast.kang, {cast.kang.id: 50, cast.ahn.id: 50})
    assert before[0] != set()
    assert [paid(source) for source in sources] == before


def test_an_obstacle_removed_again_by_another_pays_nobody_again(cast, items, write):
    obstacle = innovation_c.removed_obstacle(cast)
    before = paid(f"obstacle:{obstacle.id}:removed")
    obstacles.reopen(obstacle=obstacle, actor=cast.park, reason="다시 막혔습니다.")
    obstacles.assign_owner(obstacle=obstacle, actor=cast.park, owner_id=cast.han.id, due_on=clock.today())
    obstacles.claim_removal(obstacle=obstacle, actor=cast.han, how="다시 없앴습니다.")
    obstacles.confirm_removal(obstacle=obstacle, actor=cast.yoon)
    assert before != set()
    assert paid(f"obstacle:{obstacle.id}:removed") == before


@pytest.mark.parametrize("reversed_first", [False, True])
def test_another_department_or_person_is_not_paid_for_a_fact_that_was_paid(cast, items, write, reversed_first):
    fact = Fact(source="task:1:plan", actor_id=cast.choi.id)
    first = services.pay_department(EventCode.PLAN_APPROVED, cast.traffic, fact)
    if reversed_first:
        services.reverse_transfer(
            transfer=first, actor=cast.choi, reason_code=ReversalReason.OTHER, reason="잘못된 지급"
        )
    assert services.pay_department(EventCode.PLAN_APPROVED, cast.civil, fact) is None
    assert len(services.pay_people(EventCode.PLAN_APPROVED, [cast.kim.id], fact)) == 1
    assert list(services.pay_people(EventCode.PLAN_APPROVED, [cast.ahn.id], fact)) == []


def test_a_fact_whose_points_were_cut_off_is_decided_for_everybody(cast, items, write):
    for number in range(3):
        factory.award(cast.kim, f"claim:{number}", code="P13")
    assert db.session.query(CapCut).one().source == "claim:2"
    assert factory.award(cast.ahn, "claim:2", code="P13") is None


def test_a_team_is_paid_by_its_agreed_shares_and_the_parts_sum_to_the_whole(cast, items, write):
    task, plan = a_plan(cast)
    set_team(actor=cast.lee, task=task, leader_id=cast.kim.id, shares={cast.kim.id: 85, cast.ahn.id: 15})
    submit_plan(actor=cast.kim, task=task, plan=plan)
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    approve_as_control_tower(actor=cast.choi, task=task, plan=plan)
    assert paid(f"task:{task.id}:plan") == {
        ("D01", -cast.traffic, Decimal(10)),
        ("P02", cast.kim.id, Decimal("5.10")),
        ("P02", cast.ahn.id, Decimal("0.90")),
    }


def test_a_completed_task_pays_its_team_by_its_agreed_shares(cast, items, write):
    task, _closing = a_closed_task(cast)
    assert paid(f"task:{task.id}:completed") == {
        ("D06", -cast.traffic, Decimal(20)),
        ("P04", cast.kim.id, Decimal(9)),
        ("P04", cast.ahn.id, Decimal(6)),
    }


def test_a_head_alone_earns_nothing_by_pushing_tasks_through_the_first_gates(cast, items, write):
    task = a_task(cast, by=cast.lee)
    advance_task(actor=cast.lee, task=task)
    framed(task, cast.lee)
    advance_task(actor=cast.lee, task=task)
    teamed(task, cast)
    advance_task(actor=cast.lee, task=task)
    assert task.stage is Stage.PLAN
    assert [paid(f"task:{task.id}:stage-{number}") for number in (2, 3, 4)] == [set(), set(), set()]


def test_the_ledger_check_finds_a_fact_that_was_paid_a_second_time(cast, items):
    with transaction():
        for source, person in (("task:1:plan", cast.kim), ("task:2:plan", cast.kim), ("task:3:plan", cast.ahn)):
            factory.award(person, source)
    assert list(services.check_ledger()) == []
    third = db.session.query(Transfer).order_by(Transfer.id.desc()).first().id
    statement = text("UPDATE mileage_transfers SET source = 'task:1:plan' WHERE id = :id")
    with without_triggers("mileage_transfers"):
        with writing(), db.engine.begin() as connection:
            connection.execute(statement, {"id": third})
        problems = list(services.check_ledger())
    assert any("a second time" in problem.msgid for problem in problems)


def test_the_database_refuses_to_pay_a_fact_to_another_account_later(cast, items):
    with transaction():
        first = factory.award(cast.kim, "claim:1")
        other = factory.award(cast.ahn, "claim:2")
        columns = [column.name for column in Transfer.__table__.columns if column.name != "id"]
        values = [str(other.credit_account_id) if name == "credit_account_id" else name for name in columns]
        first_id = first.id
    db.session.rollback()
    statement = text(
        f"INSERT INTO mileage_transfers ({', '.join(columns)}) SELECT {', '.join(values)} "
        f"FROM mileage_transfers WHERE id = {first_id}"
    )
    with pytest.raises(DatabaseError, match="paid once"), writing(), db.engine.begin() as connection:
        connection.execute(statement)
