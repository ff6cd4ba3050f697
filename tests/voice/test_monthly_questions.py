"""이달의 질문: asked once, answered without a name, and answered back to by two days everybody sees."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.clock import SEOUL
from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Missing, Refused, WrongState
from app.core.i18n import format_day
from app.notifications.models import Notice
from app.voice.models import MonthlyQuestion, MonthlyQuestionStatement, SurveyPending
from app.voice.queries import turns_citizens
from app.voice.queries.monthly_questions import public_question, question_page
from app.voice.rules.monthly_questions import MOST_TEXT, due_days
from app.voice.rules.work_calendars import WorkCalendar
from app.voice.services.monthly_questions import Reflected, SaidText, publish_reflection, publish_result
from app.voice.services.survey_closings import close_early
from tests.factories import innovation
from tests.factories import voice_citizens as made
from tests.factories.voice_answers import form_of
from tests.statements import count_statements
from tests.turns import readers_of

owed_by, _awaited_by = readers_of(turns_citizens)
MONDAY = datetime(2026, 11, 16, 10, 0, tzinfo=SEOUL)
RESULT = SaidText(words_ko="버스라고 답한 분이 가장 많았습니다.", words_en="Most chose the bus.")
REFLECTION = SaidText(words_ko="출근 시간 버스를 두 대 늘리기로 했습니다.")


@pytest.fixture
def monday():
    with clock.frozen_at(MONDAY):
        yield


@pytest.fixture
def question(app, cast, monday):
    with transaction():
        return made.a_question(cast)


@pytest.fixture
def citizen(app):
    return app.test_client(use_cookies=False)


def closed(question, *steps, words=""):
    """Answers came in and the question closed; return the morning after."""
    with transaction():
        made.answers(question, *steps, words=words)
        return made.over(question)


def test_the_two_days_are_working_days_after_the_last_one():
    holidays = frozenset({date(2026, 12, 25), date(2027, 1, 1)})
    assert due_days(date(2026, 11, 22), WorkCalendar(holidays)) == (date(2026, 11, 25), date(2026, 12, 18))
    assert due_days(date(2026, 12, 24), WorkCalendar(holidays)) == (date(2026, 12, 30), date(2027, 1, 25))


def test_a_question_opens_and_closes_by_itself(question, citizen):
    page = citizen.get(f"/citizens/questions/{question.id}?language=en").text
    assert "How would you like to commute?" in page
    assert f"/s/{made.link_of(question).key}" in page
    assert citizen.get("/citizens").status_code == 200
    sent = citizen.post(f"/s/{made.link_of(question).key}/answers", data=form_of(made.link_of(question).key, q1="1"))
    assert sent.status_code == 303
    assert f"/citizens/questions/{question.id}" in citizen.get(sent.location).text
    moment = closed(question)
    with clock.frozen_at(moment):
        page = citizen.get(f"/citizens/questions/{question.id}?language=en").text
        assert "Fewer than 5 people answered" in page
        assert f"/s/{made.link_of(question).key}" not in page


def test_an_answer_in_words_has_a_thousand_letters_at_most(question, citizen):
    key = made.link_of(question).key
    page = citizen.post(f"/s/{key}/answers", data=form_of(key, q2="가" * (MOST_TEXT + 1)))
    assert page.status_code == 422
    assert "At most 1000 characters" in page.text
    assert db.session.scalar(select(func.count()).select_from(SurveyPending)) == 0
    assert citizen.post(f"/s/{key}/answers", data=form_of(key, q2="가" * MOST_TEXT)).status_code == 303


def test_who_writes_while_it_closes_keeps_the_text_and_learns_why(question, citizen, cast):
    key = made.link_of(question).key
    form = form_of(key, q2="자전거 길이 끊겨 있습니다.")
    with transaction():
        close_early(actor=cast.choi, wave=made.wave_of(question), reason="행사가 일찍 끝났습니다.")
    page = citizen.post(f"/s/{key}/answers", data=form)
    assert page.status_code == 409
    assert "자전거 길이 끊겨 있습니다." in page.text
    assert f"/citizens/questions/{question.id}" in citizen.get(f"/s/{key}").text


def test_a_question_of_the_future_or_one_withdrawn_is_seen_by_nobody_outside(app, cast, monday, citizen):
    with transaction():
        later = made.a_question(cast, opens_in=3)
        gone = made.a_question(cast, opens_in=4)
        close_early(actor=cast.choi, wave=made.wave_of(gone), reason="질문을 다시 쓰기로 했습니다.")
    for one in (later, gone):
        assert citizen.get(f"/citizens/questions/{one.id}").status_code == 404
    assert "commute" not in citizen.get("/citizens?language=en").text
    with pytest.raises(Refused), transaction():
        publish_result(actor=cast.choi, question=gone, text=RESULT)
    assert owed_by(cast.choi) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens_on": date(2026, 11, 15)},
        {"opens_on": date(2026, 11, 20), "closes_on": date(2026, 11, 19)},
        {"closes_on": date(2027, 1, 15)},
        {"opens_on": date(2027, 6, 1), "closes_on": date(2027, 6, 2)},
        {"options": made.OPTIONS[:1]},
        {"options": made.OPTIONS * 4},
    ],
)
def test_days_and_options_have_bounds(app, cast, monday, wrong):
    with pytest.raises(Invalid), transaction():
        made.a_question(cast, **wrong)


def test_only_the_control_tower_asks_and_answers_back(question, cast):
    moment = closed(question)
    with clock.frozen_at(moment):
        for who in (cast.kim, cast.lee, cast.park):
            with pytest.raises(Denied), transaction():
                publish_result(actor=who, question=question, text=RESULT)


def test_small_choices_are_hidden_and_not_to_be_reckoned(question, cast):
    moment = closed(question, *[1] * 9, *[2] * 6, *[3] * 2)
    with clock.frozen_at(moment):
        page = public_question(question.id, "en")
    assert page.answers == 17
    # two chose "On foot"; without hiding the next smallest one they would be what is left of the total
    assert [(one.words, one.count) for one in page.counts] == [("Bus", 9), ("Bicycle", None), ("On foot", None)]
    assert page.hides


def test_few_who_chose_nothing_are_not_to_be_reckoned_either(question):
    moment = closed(question, *[1] * 9, *[2] * 6)
    with clock.frozen_at(moment):
        assert [one.count for one in public_question(question.id, "en").counts] == [9, 6, 0]


def test_few_who_only_wrote_hide_the_smallest_choice(question):
    with transaction():
        made.answers(question, *[1] * 9, *[2] * 6)
    moment = closed(question, None, None, words="둘 다 아닙니다")
    with clock.frozen_at(moment):
        page = public_question(question.id, "en")
    assert (page.answers, [one.count for one in page.counts]) == (17, [9, None, 0])


def test_four_answers_show_nothing(question):
    moment = closed(question, 1, 1, 2, 2, words="좋습니다")
    with clock.frozen_at(moment):
        page = public_question(question.id, "ko")
    assert (page.answers, page.counts) == (None, [])


def test_nothing_is_shown_while_it_is_open(question):
    with transaction():
        made.answers(question, *[1] * 12)
    page = public_question(question.id, "ko")
    assert (page.answers, page.counts) == (None, ())


def test_result_then_reflection_stop_the_clocks_once(question, cast):
    moment = closed(question, *[1] * 6)
    with transaction():
        issue = innovation.an_issue(cast.kim)
    with clock.frozen_at(moment):
        with pytest.raises(WrongState), transaction():
            publish_reflection(actor=cast.choi, question=question, text=REFLECTION)
        with transaction():
            publish_result(actor=cast.choi, question=question, text=RESULT)
    with clock.frozen_at(moment + timedelta(days=40)):
        with transaction():
            publish_result(
                actor=cast.choi, question=question, text=SaidText(words_ko="집계를 바로잡았습니다. 다시 씁니다.")
            )
            publish_reflection(
                actor=cast.choi,
                question=question,
                text=REFLECTION,
                reflected=[Reflected(issue.number, "버스 배차 개선"), Reflected(issue.number, "같은 이슈")],
            )
        page = public_question(question.id, "en")
    assert not page.row.result.was_late
    assert page.row.reflection.was_late
    assert page.row.result_on == clock.to_seoul(moment).date()
    assert [one.words for one in page.results] == ["집계를 바로잡았습니다. 다시 씁니다.", "Most chose the bus."]
    assert [one.words for one in page.issues] == ["버스 배차 개선"]


def test_an_issue_that_is_not_there_is_refused_at_its_field(question, cast):
    moment = closed(question)
    with clock.frozen_at(moment):
        with transaction():
            publish_result(actor=cast.choi, question=question, text=RESULT)
        with pytest.raises(Invalid) as refused, transaction():
            publish_reflection(
                actor=cast.choi, question=question, text=REFLECTION, reflected=[Reflected("2026-9999", "없는 이슈")]
            )
    assert list(refused.value.fields) == ["number_1"]
    db.session.refresh(question)
    assert question.reflection_on is None


def test_an_early_closing_moves_both_days_and_tells_the_control_tower(question, cast):
    before = (question.result_due_on, question.reflection_due_on)
    with clock.frozen_at(MONDAY + timedelta(days=1)), transaction():
        close_early(actor=cast.choi, wave=made.wave_of(question), reason="질문이 겹쳐서 닫습니다.")
    db.session.refresh(question)
    assert before == (date(2026, 11, 25), date(2026, 12, 18))
    assert (question.result_due_on, question.reflection_due_on) == (date(2026, 11, 20), date(2026, 12, 15))
    told = db.session.scalars(select(Notice).where(Notice.person_id == cast.choi.id)).all()
    assert [one.params["day"] for one in told if "question of the month" in one.msgid] == [
        format_day(date(2026, 11, 20))
    ]


def test_the_control_tower_has_its_turn_with_the_day(question, cast):
    assert owed_by(cast.choi) == []
    moment = closed(question)
    with clock.frozen_at(moment):
        [turn] = owed_by(cast.choi)
        assert turn.due_on == question.result_due_on
        assert owed_by(cast.kim) == []
        with transaction():
            publish_result(actor=cast.choi, question=question, text=RESULT)
        [turn] = owed_by(cast.choi)
        assert turn.due_on == question.reflection_due_on


def test_late_is_said_in_public(question, citizen):
    moment = closed(question)
    with clock.frozen_at(moment + timedelta(days=12)):
        assert "days late" in citizen.get(f"/citizens/questions/{question.id}?language=en").text
        assert "days late" in citizen.get("/citizens?language=en").text


def test_a_script_is_text_on_every_page(app, cast, monday, citizen, as_):
    bad = "<script>alert(1)</script>"
    with transaction():
        question = made.a_question(cast, title_ko=bad, title_en="", words_ko=bad)
    pages = ["/citizens", f"/citizens/questions/{question.id}", f"/s/{made.link_of(question).key}"]
    texts = [citizen.get(page).text for page in pages]
    texts += [as_(cast.choi).get(f"/voice/monthly-questions{tail}").text for tail in ("", f"/{question.id}")]
    assert all(bad not in found and "&lt;script&gt;" in found for found in texts)


def test_pages_ask_the_database_seldom(question, citizen, cast, as_):
    moment = closed(question, *[1] * 6, *[2] * 5)
    client = as_(cast.choi)
    with clock.frozen_at(moment):
        for path, most in (("/citizens", 3), (f"/citizens/questions/{question.id}", 9)):
            citizen.get(path)
            with count_statements() as sent:
                assert citizen.get(path).status_code == 200
            assert len([one for one in sent if one.startswith("SELECT")]) <= most, sent
        with transaction():
            publish_result(actor=cast.choi, question=question, text=RESULT)
    assert client.get(f"/voice/monthly-questions/{question.id}").status_code == 200


def test_the_database_refuses_what_the_services_do(question, cast):
    for statement in (
        "UPDATE monthly_questions SET result_on = '2026-11-17'",
        f"INSERT INTO monthly_question_statements (question_id, kind, words_ko, words_en, said_by_id, said_at) "
        f"VALUES ({question.id}, 'result', 'aaaaaaaaaaaaaa', '', {cast.choi.id}, '2026-11-17 00:00:00')",
        "DELETE FROM monthly_questions",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    moment = closed(question)
    with clock.frozen_at(moment), transaction():
        publish_result(actor=cast.choi, question=question, text=RESULT)
    for statement in (
        "UPDATE monthly_questions SET result_on = '2026-11-17'",
        "UPDATE monthly_questions SET result_due_on = '2026-12-17'",
        "UPDATE monthly_question_statements SET words_ko = 'other words here'",
        "DELETE FROM monthly_question_statements",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    assert db.session.scalar(select(func.count()).select_from(MonthlyQuestionStatement)) == 1


def test_the_form_tells_what_is_wrong_and_keeps_what_was_typed(app, cast, monday, as_):
    client = as_(cast.choi)
    typed = {
        "title_ko": "물음",
        "words_ko": "까닭",
        "opens_on": "2026-11-20",
        "closes_on": "2026-11-18",
        "options": "하나",
    }
    page = client.post("/voice/monthly-questions", data=typed)
    assert page.status_code == 422
    assert "까닭" in page.text
    assert db.session.scalar(select(func.count()).select_from(MonthlyQuestion)) == 0
    good = typed | {"closes_on": "2026-11-26", "options": "버스 | Bus\n걷기"}
    page = client.post("/voice/monthly-questions", data=good)
    assert page.status_code == 302
    question = db.session.scalars(select(MonthlyQuestion)).one()
    assert question_page(question.id, "en").options == ["Bus", "걷기"]
    with pytest.raises(Missing):
        public_question(question.id, "en")
