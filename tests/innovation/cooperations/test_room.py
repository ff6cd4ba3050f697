"""협업방: numbers, opinions beside the plan, reminders, and who is refused."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import transaction
from app.core.errors import Denied, Refused
from app.innovation.enums import OpinionAnswer, Stage
from app.innovation.enums.cooperation import PlanPart
from app.innovation.queries import turns
from app.innovation.queries.cooperations import CooperationFilter, list_cooperations
from app.innovation.services.teams import answer_opinion, ask_opinion, remind_of_opinion
from tests.factories import innovation as make
from tests.factories.innovation_b import a_plan
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns)


def asked(cast, task, unit=None, part=PlanPart.WHOLE):
    return ask_opinion(
        actor=cast.lee,
        task=task,
        department_id=unit or cast.civil,
        working_days=5,
        question="자료를 주십시오.",
        part=part,
    )


def test_the_first_question_gives_the_number_and_the_second_keeps_it(write, cast):
    first, second = make.a_task(cast), make.a_task(cast)
    assert first.cooperation_number is None
    asked(cast, first)
    asked(cast, first, cast.roads)
    asked(cast, second)
    assert (first.cooperation_number, second.cooperation_number) == ("2026-협업-01", "2026-협업-02")


def test_an_opinion_stands_beside_its_part_of_the_plan(as_, cast, app):
    with transaction():
        task, _plan = a_plan(cast)
        asked(cast, task, part=PlanPart.BUDGET)
    text = as_(cast.park).get(f"/tasks/{task.id}/cooperation").text
    budget = text.partition('id="part-budget"')[2].partition("</section>")[0]
    assert "12,000,000 won" in budget
    assert "민원봉사과" in budget
    assert "2026-협업-01" in text


def test_a_task_nobody_was_asked_about_has_no_room(as_, cast, app):
    with transaction():
        task_id = make.a_task(cast).id
    assert as_(cast.kim).get(f"/tasks/{task_id}/cooperation").status_code == 404


def test_the_wrong_department_is_refused(as_, cast, app):
    with transaction():
        task, other = make.a_task(cast), make.a_task(cast)
        opinion = asked(cast, task)
    path = f"/tasks/{task.id}/opinions/{opinion.id}/answers"
    sent = {"answer": "agree"}
    assert as_(cast.lee).post(path, data=sent).status_code == 403
    assert as_(cast.park).post(path, data=sent).status_code == 403
    wrong_room = f"/tasks/{other.id}/opinions/{opinion.id}/answers"
    assert as_(cast.yoon).post(wrong_room, data=sent).status_code == 404
    assert as_(cast.yoon).post(path, data={"answer": "oppose"}).status_code == 422
    assert as_(cast.yoon).post(path, data=sent).status_code == 302


def test_a_reminder_is_counted_once_a_day_and_shows_in_the_turns(write, cast):
    task = make.a_task_in(Stage.TEAM, cast)
    opinion = asked(cast, task)
    remind_of_opinion(actor=cast.lee, task=task, opinion=opinion)
    assert [turn.what.msgid for turn in owed_by(cast.yoon)] == ["Answer for your department: you were reminded"]
    with pytest.raises(Refused):
        remind_of_opinion(actor=cast.lee, task=task, opinion=opinion)
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        remind_of_opinion(actor=cast.kang, task=task, opinion=opinion)
    answer_opinion(actor=cast.yoon, task=task, opinion=opinion, answer=OpinionAnswer.AGREE)
    with clock.frozen_at(clock.now() + timedelta(days=2)), pytest.raises(Refused):
        remind_of_opinion(actor=cast.lee, task=task, opinion=opinion)


@pytest.mark.parametrize("who", ["park", "yoon", "ahn", "gam"])
def test_only_those_who_carry_the_task_remind(write, cast, who):
    task = make.a_task(cast)
    opinion = asked(cast, task)
    with pytest.raises(Denied):
        remind_of_opinion(actor=getattr(cast, who), task=task, opinion=opinion)


def test_the_list_counts_answers_and_is_narrowed(write, cast):
    task = make.a_task(cast)
    opinion = asked(cast, task)
    asked(cast, task, cast.roads)
    answer_opinion(actor=cast.yoon, task=task, opinion=opinion, answer=OpinionAnswer.OPPOSE, reason="인력이 없다.")
    row = list_cooperations(cast.kim, CooperationFilter(waiting=True)).rows[0]
    assert (row.asked, row.answered, row.opposed, row.days_left) == (2, 1, 1, 7)
    assert [r.number for r in list_cooperations(cast.kim, CooperationFilter(department_id=cast.roads)).rows] == [
        "2026-협업-01"
    ]
    assert list_cooperations(cast.kim, CooperationFilter(department_id=cast.planning)).rows == []


def test_the_list_takes_as_many_statements_for_three_rows_as_for_one(cast, as_, app):
    client = as_(cast.kim)
    with transaction():
        asked(cast, make.a_task(cast))
    client.get("/tasks/cooperations")
    with count_statements() as one:
        assert client.get("/tasks/cooperations").status_code == 200
    with transaction():
        for _n in range(2):
            asked(cast, make.a_task(cast))
    with count_statements() as three:
        client.get("/tasks/cooperations")
    assert len(one) == len(three)
    assert len(three) <= 5
