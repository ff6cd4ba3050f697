"""면제는 남의 과제에만: nobody lets a gate item go for a task they answer for, work on, worked on or will work on."""

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.database import db
from app.core.errors import Denied
from app.innovation.enums import GateCode, Stage
from app.innovation.models import FormerMember, GateWaiver, TeamMember
from app.innovation.services.joint_leads import set_joint_lead
from app.innovation.services.stages import waive_gate_item
from app.innovation.services.teams import set_team
from tests.factories import innovation as make
from tests.refusals import refused

WHY = "확인한 사정이 있어 이렇게 한다."
CODE = GateCode.FIELD_CHOSEN


def waived(actor, task):
    waive_gate_item(actor=actor, task=task, code=CODE, reason=WHY)


def team(cast, task, *people):
    shares = {person.id: 100 // len(people) for person in people}
    set_team(actor=cast.lee, task=task, leader_id=people[0].id, shares=shares)


def test_who_was_taken_off_the_team_waives_nothing(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    team(cast, task, cast.kim, cast.choi)
    team(cast, task, cast.kim, cast.ahn)
    assert [(row.person_id, row.taken_off_by_id) for row in db.session.query(FormerMember)] == [
        (cast.choi.id, cast.lee.id)
    ]
    with pytest.raises(Denied):
        waived(cast.choi, task)
    waived(cast.bae, task)


def test_who_waived_does_not_join_the_team(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    waived(cast.choi, task)
    with refused("does not join its team"):
        team(cast, task, cast.kim, cast.choi)
    team(cast, task, cast.kim, cast.ahn)


def test_the_responsible_head_waives_nothing(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    make.acting_head(cast.choi, cast, cast.haemi)
    shares = {cast.traffic: 50, cast.roads: 50}
    set_joint_lead(actor=cast.bae, task=task, responsible_head_id=cast.choi.id, shares=shares, reason=WHY)
    with pytest.raises(Denied):
        waived(cast.choi, task)


def test_the_database_keeps_team_and_waivers_apart(write, cast):
    task = make.a_task_in(Stage.FRAMING, cast)
    team(cast, task, cast.kim, cast.choi)
    team(cast, task, cast.kim, cast.ahn)
    waived(cast.bae, task)
    moment = {"joined_at": clock.now()}
    waiver = {"task_id": task.id, "stage": task.stage, "code": CODE, "reason": WHY, "waived_at": clock.now()}
    for statement in (
        insert(GateWaiver).values(**waiver, waived_by_id=cast.choi.id),
        insert(GateWaiver).values(**waiver, waived_by_id=cast.ahn.id),
        insert(TeamMember).values(task_id=task.id, person_id=cast.bae.id, share=10, **moment),
    ):
        with pytest.raises(DBAPIError, match=f"{statement.table.name}: "), db.session.begin_nested():
            db.session.execute(statement)
    with pytest.raises(DBAPIError, match="former_members"), db.session.begin_nested():
        db.session.execute(db.text("DELETE FROM former_members"))
