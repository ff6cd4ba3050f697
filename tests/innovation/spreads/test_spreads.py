"""확산: recommended, answered by the head, adopted; the origin keeps the credit."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.models import RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock, events
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.innovation.enums import SpreadDecision
from app.innovation.events import SpreadAccepted
from app.innovation.models import Spread
from app.innovation.queries import turns_pipeline
from app.innovation.queries.spreads import SpreadFilter, list_spreads, spread_counts
from app.innovation.services.spreads import answer_spread, recommend_spread, report_adoption
from tests.factories import innovation as make
from tests.factories.innovation_b import a_closed_task, a_monitored_task
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns_pipeline)
DUE = date(2026, 12, 7)
NOTE = "민원 대기실에도 같은 방법으로 순서를 정할 수 있다."


def recommended(cast, task=None, units=None, by=None, **changes):
    task = task or a_closed_task(cast)[0]
    wanted = {"department_ids": units or [cast.civil], "note": NOTE, "due_on": DUE} | changes
    return task, recommend_spread(actor=by or cast.choi, task=task, **wanted)


def test_a_result_goes_from_the_recommendation_to_its_adoption(write, cast, monkeypatch):
    heard = []
    monkeypatch.setattr(events, "_reactions", {SpreadAccepted: [heard.append]})
    task, (spread,) = recommended(cast)
    assert [turn.due_on for turn in owed_by(cast.yoon)] == [DUE]
    assert len(list(awaited_by(cast.choi))) == 1
    answer_spread(actor=cast.yoon, task=task, spread=spread, accepts=True, reason="내년 상반기에 한다.")
    assert [(fact.department_id, fact.origin_department_id, fact.origin_shares) for fact in heard] == [
        (cast.civil, cast.traffic, ((cast.kim.id, "60"), (cast.ahn.id, "40")))
    ]
    assert [turn.what.msgid for turn in owed_by(cast.seo)] == ["Report the adoption of the result"]
    report_adoption(actor=cast.seo, task=task, spread=spread, adopted_on=clock.today(), result="대기 시간이 줄었다.")
    assert (spread.state, list(owed_by(cast.seo)), spread_counts(cast.kim).adopted) == ("adopted", [], 1)


def test_a_refusal_needs_a_reason_and_is_final(write, cast):
    task, (spread,) = recommended(cast)
    with pytest.raises(Refused):
        answer_spread(actor=cast.yoon, task=task, spread=spread, accepts=False)
    answer_spread(actor=cast.yoon, task=task, spread=spread, accepts=False, reason="공간이 없다.")
    with pytest.raises((Refused, Conflict)):
        answer_spread(actor=cast.yoon, task=task, spread=spread, accepts=True)
    with pytest.raises(Refused):
        report_adoption(actor=cast.seo, task=task, spread=spread, adopted_on=clock.today(), result="했다.")


@pytest.mark.parametrize("who", ["park", "seo", "lee", "kim", "choi", "gam", "goh"])
def test_only_the_head_of_the_department_answers(write, cast, who):
    task, (spread,) = recommended(cast)
    with pytest.raises(Denied):
        answer_spread(actor=getattr(cast, who), task=task, spread=spread, accepts=True)


@pytest.mark.parametrize("who", ["kim", "kang", "yoon", "gam", "goh"])
def test_only_the_tower_and_the_own_head_recommend(write, cast, who):
    task, _made = recommended(cast, by=cast.lee)
    with pytest.raises(Denied):
        recommended(cast, task, [cast.roads], by=getattr(cast, who))


def test_neither_the_origin_nor_the_past_nor_twice(write, cast):
    task, _made = recommended(cast)
    for wrong in (
        {"department_ids": [cast.traffic]},
        {"department_ids": [cast.civil]},
        {"department_ids": [cast.roads], "due_on": clock.today() - timedelta(days=1)},
        {"department_ids": []},
        {"department_ids": [cast.roads], "note": " "},
    ):
        with pytest.raises(Refused):
            recommended(cast, task, **wrong)


def test_only_what_is_completed_and_meant_to_spread_is_recommended(write, cast):
    active, _plan = a_monitored_task(cast)
    kept, _closing = a_closed_task(cast, spread=SpreadDecision.KEEP)
    for task in (active, kept):
        with pytest.raises(Refused):
            recommended(cast, task)


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 11, 24)])
def test_the_adoption_lies_between_answer_and_today(write, cast, day):
    task, (spread,) = recommended(cast)
    answer_spread(actor=cast.yoon, task=task, spread=spread, accepts=True)
    with pytest.raises(Refused):
        report_adoption(actor=cast.yoon, task=task, spread=spread, adopted_on=day, result="했다.")


def test_the_list_is_narrowed_and_as_cheap_for_three_rows_as_for_one(as_, cast, app):
    with transaction():
        task, _made = recommended(cast)
    client = as_(cast.kim)
    client.get("/tasks/spreads")
    with count_statements() as one:
        assert client.get("/tasks/spreads").status_code == 200
    with transaction():
        recommended(cast, task, [cast.roads, cast.daesan])
    with count_statements() as three:
        client.get("/tasks/spreads")
    assert len(one) == len(three)
    assert len(three) <= 5
    rows = list_spreads(cast.kim, SpreadFilter(department_id=cast.roads, origin_id=cast.traffic)).rows
    assert [(row.department, row.origin) for row in rows] == [("도로과", "교통과")]


def test_the_pages_lead_from_the_closing_to_the_adoption(as_, cast, app):
    with transaction():
        task, closing = a_closed_task(cast)
    tower, head = as_(cast.choi), as_(cast.yoon)
    assert f"/tasks/{task.id}/spreads/new" in tower.get(f"/closings/{closing.id}").text
    assert f"/tasks/{task.id}/spreads/new" not in head.get(f"/closings/{closing.id}").text
    assert tower.get(f"/tasks/{task.id}/spreads/new").status_code == 200
    sent = {"departments": [cast.civil], "note": NOTE, "due_on": "2026-12-07"}
    assert tower.post(f"/tasks/{task.id}/spreads", data=sent | {"due_on": "2020-01-01"}).status_code == 422
    nobody = tower.post(f"/tasks/{task.id}/spreads", data=sent | {"departments": []})
    assert (nobody.status_code, 'id="departments-error"' in nobody.text) == (422, True)
    assert tower.post(f"/tasks/{task.id}/spreads", data=sent).status_code == 302
    spread_id = db.session.query(Spread.id).scalar()
    path = f"/spreads/{spread_id}"
    assert head.post(f"{path}/answers", data={"answer-answer": "decline"}).status_code == 422
    assert head.post(f"{path}/answers", data={"answer-answer": "accept"}).status_code == 302
    adopted = {"adoption-adopted_on": "2026-11-23", "adoption-result": "대기 시간이 줄었다."}
    assert head.post(f"{path}/adoptions", data=adopted).status_code == 302
    assert "대기 시간이 줄었다." in as_(cast.kim).get(path).text
    everywhere = {"everywhere": "y", "note": NOTE, "due_on": "2026-12-07"}
    assert tower.post(f"/tasks/{task.id}/spreads", data=everywhere).status_code == 302
    assert spread_counts(cast.kim).recommended == 5


@pytest.mark.parametrize("by", ["lee", "choi"])
def test_the_origin_neither_answers_nor_reports_for_the_department_that_is_asked(write, cast, by):
    """An acting head of both, or the recommending tower member who acts for the other department."""
    task, (spread, other) = recommended(cast, units=[cast.civil, cast.roads], by=getattr(cast, by))
    make.acting_head(getattr(cast, by), cast, cast.civil)
    make.acting_head(cast.lee, cast, cast.roads)
    both, origin = actor_of_person(getattr(cast, by).id), actor_of_person(cast.lee.id)
    assert all(turn.what.msgid != "Answer the recommended result" for turn in [*owed_by(both), *owed_by(origin)])
    for who, row in ((both, spread), (origin, other)):
        with pytest.raises(Denied):
            answer_spread(actor=who, task=task, spread=row, accepts=True)
    answer_spread(actor=cast.yoon, task=task, spread=spread, accepts=True)
    with pytest.raises(Denied):
        report_adoption(actor=both, task=task, spread=spread, adopted_on=clock.today(), result="되었다.")
    assert "Report the adoption of the result" not in {turn.what.msgid for turn in owed_by(both)}
    report_adoption(actor=cast.seo, task=task, spread=spread, adopted_on=clock.today(), result="되었다.")


@pytest.mark.parametrize("column", ["answered_by_id", "reported_by_id"])
def test_the_database_keeps_recommender_and_receiver_apart(write, cast, column):
    task, (spread,) = recommended(cast)
    answer_spread(actor=cast.yoon, task=task, spread=spread, accepts=True)
    with pytest.raises(DBAPIError, match="spreads"), db.session.begin_nested():
        db.session.execute(text(f"UPDATE spreads SET {column} = {cast.choi.id}"))


def test_a_coordinator_who_recommended_does_not_report(write, cast):
    task, (spread,) = recommended(cast)
    answer_spread(actor=cast.yoon, task=task, spread=spread, accepts=True)
    days = {"starts_on": clock.today(), "ends_on": clock.today()}
    db.session.add(
        RoleAssignment(person_id=cast.choi.id, role=Role.COORDINATOR, acting=False, department_id=cast.civil, **days)
    )
    db.session.flush()
    both = actor_of_person(cast.choi.id)
    assert both.coordinates(cast.civil)
    with pytest.raises(Denied):
        report_adoption(actor=both, task=task, spread=spread, adopted_on=clock.today(), result="되었다.")


def test_no_answer_is_chosen_for_the_head(as_, cast, app):
    with transaction():
        _task, (spread,) = recommended(cast)
    path, head = f"/spreads/{spread.id}", as_(cast.yoon)
    page = head.get(path).text
    assert '<option selected value="">(choose)</option>' in page
    assert page.count("<option selected") == 1
    left = head.post(f"{path}/answers", data={"answer-answer": "", "answer-reason": "내년 상반기에 한다."})
    assert (left.status_code, "Choose one." in left.text) == (422, True)
    assert head.post(f"{path}/answers", data={"answer-answer": "accept"}).status_code == 302
