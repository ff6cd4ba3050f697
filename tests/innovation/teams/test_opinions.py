"""협조의견: a department is asked, and its head answers once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.innovation.enums import OpinionAnswer
from app.innovation.models import Opinion, Task
from app.innovation.queries import turns
from app.innovation.services.teams import answer_opinion
from app.organization.enums import HolidayKind
from app.organization.models import Holiday
from tests.factories import innovation as make
from tests.turns import readers_of

owed_by, awaited_by = readers_of(turns)


def test_the_term_counts_working_days(write, cast):
    db.session.add(Holiday(day=date(2026, 11, 25), name="개청기념일", kind=HolidayKind.OWN))
    assert make.an_opinion(make.a_task(cast), cast, working_days=5).due_on == date(2026, 12, 1)


@pytest.mark.parametrize("days", [0, 31])
def test_a_term_outside_its_bounds_is_refused(write, cast, days):
    task = make.a_task(cast)
    with pytest.raises(Refused):
        make.an_opinion(task, cast, working_days=days)


def test_neither_the_lead_department_nor_one_asked_before_is_asked(write, cast):
    task = make.a_task(cast)
    make.an_opinion(task, cast)
    for department_id in (cast.traffic, cast.civil):
        with pytest.raises(Refused):
            make.an_opinion(task, cast, department_id=department_id)


def test_the_head_answers_for_the_department(write, cast):
    task = make.a_task(cast)
    opinion = make.an_opinion(task, cast)
    make.agreed(opinion, task, cast.yoon)
    assert (opinion.answer, opinion.answered_by_id, opinion.in_time) == ("agree", cast.yoon.id, True)


def test_an_acting_head_answers_too(write, cast):
    task = make.a_task(cast, lead=cast.civil, by=cast.choi)
    opinion = make.ask_opinion(actor=cast.choi, task=task, department_id=cast.traffic, working_days=3)
    make.agreed(opinion, task, cast.acting)
    assert opinion.answered_by_id == cast.acting.id


@pytest.mark.parametrize("who", ["park", "seo", "lee", "kim", "choi", "gam", "goh"])
def test_nobody_but_the_head_answers(write, cast, who):
    task = make.a_task(cast)
    opinion = make.an_opinion(task, cast)
    with pytest.raises(Denied):
        make.agreed(opinion, task, getattr(cast, who))


@pytest.mark.parametrize("answer", [OpinionAnswer.CONDITIONAL, OpinionAnswer.OPPOSE])
def test_a_condition_or_an_objection_says_why(write, cast, answer):
    task = make.a_task(cast)
    opinion = make.an_opinion(task, cast)
    with pytest.raises(Refused):
        make.agreed(opinion, task, cast.yoon, answer)
    make.agreed(opinion, task, cast.yoon, answer, "자료는 분기마다만 나온다.")
    assert opinion.answer is answer


def test_an_answer_after_the_due_day_is_late(write, cast):
    task = make.a_task(cast)
    opinion = make.an_opinion(task, cast, working_days=1)
    with clock.frozen_at(datetime(2026, 11, 24, 15, 0, tzinfo=UTC)):
        make.agreed(opinion, task, cast.yoon)
    assert (opinion.due_on, opinion.in_time) == (date(2026, 11, 24), False)


def test_a_department_answers_once(write, cast):
    task = make.a_task(cast)
    opinion = make.an_opinion(task, cast)
    make.agreed(opinion, task, cast.yoon)
    with pytest.raises(Conflict):
        make.agreed(opinion, task, cast.yoon, OpinionAnswer.OPPOSE, "마음이 바뀌었다.")


def test_two_answers_at_once_count_once(app, cast):
    with transaction():
        task = make.a_task(cast)
        task_id, opinion_id = task.id, make.an_opinion(task, cast).id
    noon = clock.now()

    def answer(_n):
        with app.app_context(), clock.frozen_at(noon):
            try:
                with transaction():
                    answer_opinion(
                        actor=actor_of_person(cast.yoon.id),
                        task=db.session.get_one(Task, task_id),
                        opinion=db.session.get_one(Opinion, opinion_id),
                        answer=OpinionAnswer.AGREE,
                    )
            except Conflict:
                return 409
            return 200

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(answer, range(4))) == [200, 409, 409, 409]


def test_my_turn_shows_the_question_to_the_head_and_the_wait_to_who_asked(write, cast):
    opinion = make.an_opinion(make.a_task(cast), cast)
    owed = [turn for turn in owed_by(cast.yoon) if turn.what.msgid == "Answer for your department"]
    awaited = awaited_by(cast.kang)
    assert [(turn.title, turn.due_on) for turn in owed] == [("T2026-001 그늘막 놓는 순서 바꾸기", opinion.due_on)]
    assert [turn.title for turn in awaited] == ["T2026-001 그늘막 놓는 순서 바꾸기 · 민원봉사과"]


def test_the_head_answers_on_the_page_of_the_task(as_, cast, app):
    with transaction():
        task = make.a_task(cast)
        task_id, opinion_id = task.id, make.an_opinion(task, cast).id
    client = as_(cast.yoon)
    path = f"/tasks/{task_id}/opinions/{opinion_id}/answers"
    assert path in client.get(f"/tasks/{task_id}?stage=3").text
    assert path not in as_(cast.lee).get(f"/tasks/{task_id}?stage=3").text
    refused = client.post(path, data={"answer": "oppose", "reason": ""})
    assert (refused.status_code, "Please write the reason." in refused.text) == (422, True)
    assert client.post(path, data={"answer": "oppose", "reason": "일손이 없다."}).status_code == 302
    assert "일손이 없다." in as_(cast.gam).get(f"/tasks/{task_id}?stage=3").text


def test_a_department_is_asked_through_the_form(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    client = as_(cast.kang)
    data = {"department": cast.civil, "working_days": "3", "question": "자료를 넘겨줄 수 있는가?"}
    answer = client.post(f"/tasks/{task_id}/opinion-requests", data=data)
    assert (answer.status_code, answer.location) == (302, f"/tasks/{task_id}?stage=3")
    again = client.post(f"/tasks/{task_id}/opinion-requests", data=data)
    assert (again.status_code, "This department has been asked already." in again.text) == (422, True)


def test_nobody_answers_what_they_asked_or_for_the_other_side_of_their_own_task(write, cast):
    task, other = make.a_task(cast), make.a_task(cast)
    make.acting_head(cast.choi, cast, cast.civil)
    make.acting_head(cast.lee, cast, cast.civil)
    asker, leader = actor_of_person(cast.choi.id), actor_of_person(cast.lee.id)
    asked = make.ask_opinion(actor=cast.choi, task=task, department_id=cast.civil, working_days=3)
    led = make.an_opinion(other, cast)
    assert [turn.title for turn in owed_by(asker)] == [f"{other.number} {other.title}"]
    assert "Answer for your department" not in {turn.what.msgid for turn in owed_by(leader)}
    for who, opinion in ((asker, asked), (leader, led)):
        with pytest.raises(Denied):
            make.agreed(opinion, db.session.get_one(Task, opinion.task_id), who)
    with pytest.raises(DBAPIError, match="opinions"), db.session.begin_nested():
        db.session.execute(
            text(
                f"UPDATE opinions SET answer='agree', answered_by_id={cast.choi.id}, answered_at=asked_at, in_time=true"
                f" WHERE id={asked.id}"
            )
        )
