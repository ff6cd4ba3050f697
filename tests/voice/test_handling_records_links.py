"""Links of tasks and affairs are taken back with a reason: nothing leads there any more, and what was said stays."""

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.core.errors import Denied, WrongState
from app.voice.models import Affair, AffairImprovement
from app.voice.queries.affairs import affairs_of_task, affairs_page
from app.voice.services.affairs import improve_affair, withdraw_improvement
from tests.factories import voice_handling as made
from tests.factories.innovation import a_task
from tests.factories.innovation_b import at_once

WORDS = "창구를 하나로 합쳤습니다."
REASON = "다른 사무에 연결할 과제를 잘못 골랐습니다."


def linked(cast):
    """The affair, the task and the id of the link, said by the control tower."""
    made.entered(cast.choi, made.row("1"))
    with transaction():
        affair, task = db.session.scalars(select(Affair)).one(), a_task(cast)
        link = link_again(affair, task, cast.choi)
        return affair.id, task, link.id


def link_again(affair, task, actor, from_day=date(2026, 1, 2)):
    return improve_affair(affair=affair, actor=actor, task_number=task.number, from_day=from_day, words=WORDS)


def take_back(link_id, actor):
    with transaction():
        withdraw_improvement(improvement=db.session.get_one(AffairImprovement, link_id), actor=actor, reason=REASON)


def test_a_link_is_taken_back_on_the_page_and_stays_readable(as_, cast):
    affair, task, link = linked(cast)
    address = f"/voice/handling/affairs/{affair}"
    here, there = as_(cast.lee), as_(cast.park)
    assert f"{address}/improvements/{link}/withdrawals" in here.get(address).text
    assert "/withdrawals" not in there.get(address).text
    too_short = here.post(f"{address}/improvements/{link}/withdrawals", data={"reason": "짧다"})
    assert too_short.status_code == 422
    assert "짧다" in too_short.text
    assert here.post(f"{address}/improvements/{link}/withdrawals", data={"reason": REASON}).status_code == 302
    page = there.get(address).text
    assert "No task is linked yet." in page
    assert "Links taken back" in page
    assert all(words in page for words in (WORDS, REASON, cast.lee.name, task.number))
    assert here.post(f"{address}/improvements/{link}/withdrawals", data={"reason": REASON}).status_code == 409


def test_the_chain_no_longer_leads_over_a_link_taken_back(as_, cast):
    affair, task, link = linked(cast)
    address = f"/voice/handling/affairs/{affair}"
    assert address in as_(cast.park).get(f"/tasks/{task.id}/origins").text
    assert [row.improvements for row in affairs_page(2026, None, None).rows] == [1]
    take_back(link, cast.choi)
    assert not affairs_of_task(task.id)
    assert address not in as_(cast.park).get(f"/tasks/{task.id}/origins").text
    assert [row.improvements for row in affairs_page(2026, None, None).rows] == [0]


def test_the_same_task_is_linked_anew_with_the_right_day(as_, cast):
    affair, task, link = linked(cast)
    take_back(link, cast.choi)
    given = {"task_number": task.number, "from_day": "2026-02-02", "words": WORDS}
    assert as_(cast.choi).post(f"/voice/handling/affairs/{affair}/improvements", data=given).status_code == 302
    assert as_(cast.choi).post(f"/voice/handling/affairs/{affair}/improvements", data=given).status_code == 422
    days = db.session.execute(
        select(AffairImprovement.from_day, AffairImprovement.withdrawn_by_id).order_by(AffairImprovement.id)
    ).all()
    assert [tuple(day) for day in days] == [(date(2026, 1, 2), cast.choi.id), (date(2026, 2, 2), None)]


def test_the_database_keeps_one_standing_link_and_what_was_said(app, cast):
    _affair, _task, link = linked(cast)
    same = (
        "INSERT INTO voice_affair_improvements (affair_id, task_id, from_day, words, said_by_id, said_at) "
        "SELECT affair_id, task_id, from_day, words, said_by_id, said_at FROM voice_affair_improvements"
    )
    for statement in (
        same,
        "DELETE FROM voice_affair_improvements",
        "UPDATE voice_affair_improvements SET words = 'x'",
        "UPDATE voice_affair_improvements SET withdrawn_at = said_at",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    take_back(link, cast.choi)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE voice_affair_improvements SET withdraw_reason = 'x'"))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(
            text(
                "UPDATE voice_affair_improvements SET withdrawn_at = NULL, withdrawn_by_id = NULL, withdraw_reason = NULL"
            )
        )


def test_who_may_not_link_may_not_take_back_and_it_is_audited(as_, cast):
    affair, _task, link = linked(cast)
    with pytest.raises(Denied):
        take_back(link, cast.yoon)
    other = as_(cast.lee).post("/voice/handling/affairs/999/improvements/1/withdrawals", data={"reason": REASON})
    assert other.status_code == 404
    take_back(link, cast.lee)
    with pytest.raises(WrongState):
        take_back(link, cast.choi)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (entry.event, entry.actor_id, entry.subject_id) == ("affair_improvement_withdrawn", cast.lee.id, affair)


def test_two_who_take_the_same_link_back_do_so_once(app, cast):
    _affair, _task, link = linked(cast)

    def take(actor):
        withdraw_improvement(improvement=db.session.get_one(AffairImprovement, link), actor=actor, reason=REASON)

    assert at_once(app, lambda: take(cast.choi), lambda: take(cast.lee)) == ["done", "refused"]
