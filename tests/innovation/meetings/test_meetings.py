"""Check meetings: recorded by the control tower or the head; whoever a decision names reports it as done."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied
from app.innovation.models import MeetingDecision
from app.innovation.queries.meetings import decisions_of, meetings_of
from app.innovation.services.meetings import DecisionContent, complete_decision
from tests.factories.innovation_b import a_managed_task, a_meeting
from tests.refusals import refused

NOTE = "자료를 매달 받기로 했다."


def test_a_meeting_counts_its_open_decisions(write, cast):
    task, _plan = a_managed_task(cast)
    unit = DecisionContent(text="의자 위치를 함께 정한다.", department_id=cast.roads)
    person = DecisionContent(text="자료를 받는다.", person_id=cast.ahn.id, due_on=date(2026, 12, 4))
    meeting = a_meeting(cast, task, decisions=(unit, person))
    complete_decision(actor=cast.ahn, task=task, decision=decisions_of(meeting.id)[1].decision, note=NOTE)
    (row,) = meetings_of(task)
    assert (row.decision_count, row.open_count) == (2, 1)
    assert [(r.department, r.person, r.days_left) for r in decisions_of(meeting.id)] == [
        ("도로과", None, None),
        (None, "안바다", None),
    ]


def test_a_decision_names_who_acts(write, cast):
    task, _plan = a_managed_task(cast)
    with refused("which department or person acts"):
        a_meeting(cast, task, decisions=(DecisionContent(text="잘 하자."),))


def test_a_meeting_is_not_recorded_before_it_was_held(write, cast):
    task, _plan = a_managed_task(cast)
    with refused("after it was held"):
        a_meeting(cast, task, held_on=date(2026, 11, 24))


@pytest.mark.parametrize("name", ["kim", "kang", "lee", "park", "gam"])
def test_others_do_not_report_a_decision_as_done(name, write, cast):
    task, _plan = a_managed_task(cast)
    decision = decisions_of(a_meeting(cast, task).id)[0].decision
    with pytest.raises(Denied):
        complete_decision(actor=getattr(cast, name), task=task, decision=decision, note=NOTE)


def test_a_decision_is_done_once(write, cast):
    task, _plan = a_managed_task(cast)
    decision = decisions_of(a_meeting(cast, task).id)[0].decision
    complete_decision(actor=cast.ahn, task=task, decision=decision, note=NOTE)
    with pytest.raises(Conflict):
        complete_decision(actor=cast.choi, task=task, decision=decision, note=NOTE)


def test_what_was_recorded_of_a_meeting_is_not_rewritten(app, cast):
    with transaction():
        meeting_id = a_meeting(cast, a_managed_task(cast)[0]).id
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text("UPDATE check_meetings SET minutes = 'x' WHERE id = :id"), {"id": meeting_id})


def test_the_form_keeps_its_rows_when_a_decision_names_nobody(cast, as_):
    with transaction():
        task_id = a_managed_task(cast)[0].id
    data = {"kind": "check", "held_on": "2026-11-23", "participants": "모두", "decisions-0-text": "it's due"}
    answer = as_(cast.lee).post(f"/tasks/{task_id}/meetings", data=data)
    assert answer.status_code == 422
    assert "it&#39;s due" in answer.text
    assert db.session.query(MeetingDecision).count() == 0
