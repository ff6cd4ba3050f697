"""My turn, stages 4 to 6: each step is exactly the turn of whoever takes it."""

import pytest

from app.core.database import transaction
from app.innovation.enums import Stage
from app.innovation.queries import turns_plans
from app.innovation.services.plan_approvals import approve_as_head
from app.innovation.services.reports import submit_report
from tests.factories.innovation import a_task_in
from tests.factories.innovation_b import (
    a_finding,
    a_managed_task,
    a_meeting,
    a_monitored_task,
    a_report,
    a_submitted_closing,
    a_submitted_plan,
)
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns_plans)

EVERYBODY = ("kim", "ahn", "kang", "lee", "park", "yoon", "choi", "bae", "gam", "goh")


def turns(cast, read=owed_by):
    found = {name: [turn.what.msgid for turn in read(getattr(cast, name))] for name in EVERYBODY}
    return {name: rows for name, rows in found.items() if rows}


def test_the_leader_writes_the_plan(write, cast):
    a_task_in(Stage.PLAN, cast)
    assert turns(cast) == {"kim": ["Write the plan"]}


def test_first_the_head_then_the_control_tower(write, cast):
    task, plan = a_submitted_plan(cast)
    assert turns(cast) == {"lee": ["Approve the plan as head"]}
    assert turns(cast, awaited_by) == {"kim": ["Approval of your plan"]}
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    decide = ["Approve the plan as control tower"]
    assert turns(cast) == {"choi": decide, "bae": decide}


def test_reports_meetings_and_findings_ask_those_they_concern(write, cast):
    task, plan = a_managed_task(cast)
    report = a_report(cast, task, plan)
    a_meeting(cast, task)
    a_finding(cast, task)
    assert turns(cast) == {
        "kim": ["Hand in the progress report"],
        "ahn": ["Do what the check meeting decided"],
        "kang": ["Hand in the progress report", "Answer the finding"],
        "lee": ["Answer the finding"],
    }
    submit_report(actor=cast.kim, task=task, report=report)
    assert turns(cast)["lee"] == ["Approve the progress report", "Answer the finding"]


def test_the_control_tower_closes(write, cast):
    a_submitted_closing(cast, *a_monitored_task(cast))
    assert turns(cast)["choi"] == ["Close the task"]
    assert turns(cast, awaited_by) == {"lee": ["Decision about the closing"]}


@pytest.mark.parametrize("name", ["kim", "lee", "choi"])
def test_a_list_is_one_statement(name, app, cast):
    with transaction():
        a_managed_task(cast)
    with count_statements() as seen:
        owed_by(getattr(cast, name))
    assert len(seen) == 1
