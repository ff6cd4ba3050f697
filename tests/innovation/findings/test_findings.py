"""Findings: recorded from inside or outside, answered once by the lead department."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied
from app.innovation.queries.findings import findings_of
from app.innovation.services.findings import answer_finding
from tests.factories.innovation_b import a_finding, a_managed_task


@pytest.mark.parametrize("name", ["kim", "choi", "yoon", "park", "gam", "goh"])
def test_only_the_lead_department_answers(name, write, cast):
    task, _plan = a_managed_task(cast)
    finding = a_finding(cast, task)
    with pytest.raises(Denied):
        answer_finding(actor=getattr(cast, name), task=task, finding=finding, answer="자리를 옮겼다.")


@pytest.mark.parametrize("name", ["park", "gam", "goh", "jung"])
def test_others_and_the_auditor_record_no_finding(name, write, cast):
    task, _plan = a_managed_task(cast)
    with pytest.raises(Denied):
        a_finding(cast, task, by=getattr(cast, name))


def test_an_answer_is_given_once(write, cast):
    task, _plan = a_managed_task(cast)
    finding = a_finding(cast, task)
    answer_finding(actor=cast.kang, task=task, finding=finding, answer="자리를 옮겼다.")
    with pytest.raises(Conflict):
        answer_finding(actor=cast.lee, task=task, finding=finding, answer="다른 답.")
    (row,) = findings_of(task)
    assert (row.recorded_by, row.answered_by) == ("최관제", "강나루")


def test_raw_sql_cannot_rewrite_a_finding(app, cast):
    with transaction():
        finding_id = a_finding(cast, a_managed_task(cast)[0]).id
    for statement in ("UPDATE findings SET text = 'x' WHERE id = :id", "DELETE FROM findings WHERE id = :id"):
        with pytest.raises(IntegrityError), transaction():
            db.session.execute(text(statement), {"id": finding_id})


def test_an_empty_finding_is_refused_beside_its_field(cast, as_):
    with transaction():
        task_id = a_managed_task(cast)[0].id
    answer = as_(cast.choi).post(f"/tasks/{task_id}/findings", data={"kind": "inside", "source": "감사담당관"})
    assert answer.status_code == 422
    assert "감사담당관" in answer.text
