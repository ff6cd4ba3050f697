"""Citizens answer by a link without an account: what is right is kept once, what is wrong is told with everything typed."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.models import SignInSession
from app.core import clock
from app.core.database import db, transaction
from app.core.idempotency import Submission
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience, WaveState
from app.voice.models import SurveyAnswer, SurveyCell, SurveyPending, SurveyStamp, SurveyToken, SurveyWave
from app.voice.rules.survey_stamps import GOOD_FOR, new_stamp
from app.voice.rules.survey_tokens import clean_token
from app.voice.services.survey_answers import forget_stamps
from app.voice.services.survey_closings import close_due_waves, close_early
from app.voice.services.survey_links import end_link
from app.voice.services.survey_tokens import make_letters, token_secret
from tests.factories import voice_answers as made

RIGHT = {"q1": "5", "q2": "7", "q3": "2", "q4-1": "4", "q4-2": "5", "q5": "친절했습니다"}


@pytest.fixture
def wave(cast, app):
    with transaction():
        return made.open_survey(cast)


@pytest.fixture
def link(cast, wave):
    with transaction():
        return made.link_of(cast, wave, department_id=cast.traffic)


@pytest.fixture
def citizen(app):
    """Somebody without cookies."""
    return app.test_client(use_cookies=False)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def send(client, link, **typed):
    return client.post(f"/s/{link.key}/answers", data=made.form_of(link.key, **typed))


def test_an_answer_is_kept_as_it_was_given(cast, citizen, link):
    answered = send(citizen, link, **RIGHT)
    assert answered.status_code == 303
    assert citizen.get(answered.location).status_code == 200
    kept = db.session.scalars(select(SurveyPending)).one()
    assert kept.values == {"1": 5, "2": 7, "3": 2, "4": {"1": 4, "2": 5}, "5": "친절했습니다"}
    assert (kept.wave_id, kept.department_id, kept.customer_group_id) == (link.wave_id, cast.traffic, None)


def test_no_page_sets_a_cookie_or_leaves_a_submission(citizen, link):
    before = count(Submission)
    pages = [citizen.get(f"/s/{link.key}"), send(citizen, link, **RIGHT), citizen.get(f"/s/{link.key}/thanks")]
    pages.append(send(citizen, link, q1="9"))
    assert [page.headers.getlist("Set-Cookie") for page in pages] == [[], [], [], []]
    citizen.post(f"/s/{link.key}/answers", data={**made.form_of(link.key, **RIGHT), "idempotency_key": "x" * 20})
    assert count(Submission) == before


def test_a_signed_in_colleague_is_not_read(cast, as_, link):
    client = as_(cast.kim)
    later = clock.now() + timedelta(minutes=10)
    seen = db.session.scalars(select(SignInSession.last_seen_at)).all()
    with clock.frozen_at(later):
        client.get(f"/s/{link.key}")
        assert send(client, link, **RIGHT).status_code == 303
        client.get(f"/s/{link.key}/thanks")
    assert db.session.scalars(select(SignInSession.last_seen_at)).all() == seen


@pytest.mark.parametrize(
    ("typed", "question", "said"),
    [
        ({"q1": "7"}, "q1", "Choose one of the answers shown."),
        ({"q1": "0"}, "q1", "Choose one of the answers shown."),
        ({"q1": "²"}, "q1", "Choose one of the answers shown."),
        ({"q1": ""}, "q1", "Please answer this question."),
        ({"q1": "5", "q2": "8"}, "q2", "Choose one of the answers shown."),
        ({"q1": "5", "q3": "3"}, "q3", "Choose one of the answers shown."),
        ({"q1": "5", "q5": "가" * 2001}, "q5", "At most 2000 characters"),
    ],
)
def test_what_is_wrong_is_told_at_the_question_with_everything_typed(citizen, link, typed, question, said):
    page = send(citizen, link, **{"q5": "모두 좋았습니다", **typed})
    assert page.status_code == 422
    assert said in page.text
    assert f'href="#{question}"' in page.text
    assert typed.get("q5", "모두 좋았습니다") in page.text
    assert count(SurveyPending) == 0


@pytest.mark.parametrize("name", ["q6", "q1-1", "qx", "q4-3", "q"])
def test_a_question_nobody_asked_is_refused(citizen, link, name):
    page = send(citizen, link, q1="5", **{name: "1"})
    assert page.status_code == 422
    assert "a question this survey does not ask" in page.text
    assert count(SurveyPending) == 0


def test_a_script_is_text(citizen, link):
    page = send(citizen, link, q1="9", q5="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_programs_are_refused_and_people_told(citizen, link):
    page = send(citizen, link, **RIGHT, homepage="http://spam.example")
    assert page.status_code == 422
    assert "must stay empty" in page.text
    assert "친절했습니다" in page.text
    early = {**made.form_of(link.key, **RIGHT), "stamp": new_stamp(token_secret(), link.key, clock.now())}
    page = citizen.post(f"/s/{link.key}/answers", data=early)
    assert page.status_code == 422
    assert early["stamp"] in page.text
    for stamp in ("", "x.y.z", new_stamp(token_secret(), "another", clock.now()), "1.2"):
        assert citizen.post(f"/s/{link.key}/answers", data={**early, "stamp": stamp}).status_code == 422
    old = new_stamp(token_secret(), link.key, clock.now() - GOOD_FOR - timedelta(seconds=1))
    page = citizen.post(f"/s/{link.key}/answers", data={**early, "stamp": old})
    assert "open for a long time" in page.text
    assert old not in page.text
    assert count(SurveyPending) == 0


def test_a_foreign_site_cannot_answer(citizen, link):
    headers = {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}
    form = made.form_of(link.key, **RIGHT)
    assert citizen.post(f"/s/{link.key}/answers", data=form, headers=headers).status_code == 403


def test_a_double_click_counts_once(citizen, link):
    form = made.form_of(link.key, **RIGHT)
    answers = [citizen.post(f"/s/{link.key}/answers", data=form) for _again in range(3)]
    assert [one.status_code for one in answers] == [303, 303, 303]
    assert count(SurveyPending) == 1
    with transaction():
        assert forget_stamps(clock.today()) == 0
        assert forget_stamps(clock.today() + timedelta(days=1)) == 1
    assert count(SurveyStamp) == 0


def test_the_language_changes_and_what_was_typed_stays(citizen, link):
    assert "민원 서비스 만족도" in citizen.get(f"/s/{link.key}").text
    assert 'lang="en"' in citizen.get(f"/s/{link.key}?language=en").text
    page = citizen.post(f"/s/{link.key}/answers", data={**made.form_of(link.key, **RIGHT), "switch": "ko"})
    assert page.status_code == 200
    assert "매우 만족" in page.text
    assert "친절했습니다" in page.text
    assert 'value="5" checked' in page.text
    assert count(SurveyPending) == 0


def test_a_token_answers_once(cast, citizen, wave):
    with transaction():
        link = made.link_of(cast, wave, access=LinkAccess.LETTERS, department_id=cast.civil)
        written = make_letters(actor=cast.choi, link=link, count=3)
    token = clean_token(written[0])
    assert citizen.get(f"/s/{link.key}").status_code == 404
    assert citizen.get(f"/s/{link.key}/{token[:-1]}x").status_code == 404
    page = citizen.get(f"/s/{link.key}/{written[0].upper()}")
    assert f'name="token" value="{token}"' in page.text
    assert send(citizen, link, token=token, **RIGHT).status_code == 303
    again = send(citizen, link, token=token, **RIGHT)
    assert again.status_code == 409
    assert "used already" in again.text
    assert "친절했습니다" in again.text
    assert (count(SurveyPending), count(SurveyToken)) == (1, 2)


def test_a_survey_that_closes_while_somebody_answers_keeps_the_words_on_the_page(cast, citizen, link):
    form = made.form_of(link.key, **RIGHT)
    with transaction():
        close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, link.wave_id), reason="시스템 점검으로 마감")
    page = citizen.post(f"/s/{link.key}/answers", data=form)
    assert page.status_code == 409
    assert "Nothing was kept" in page.text
    assert "친절했습니다" in page.text
    assert (count(SurveyPending), count(SurveyAnswer)) == (0, 0)
    assert "has ended" in citizen.get(f"/s/{link.key}?language=en").text


def test_nobody_answers_after_the_time_or_by_a_link_out_of_use(cast, citizen, link):
    late = clock.now() + timedelta(days=15)
    with clock.frozen_at(late):
        assert send(citizen, link, **RIGHT).status_code == 409
        with transaction():
            assert close_due_waves() == 1
    wave = db.session.get_one(SurveyWave, link.wave_id)
    assert (wave.state, wave.reason, wave.closed_by_id) == (WaveState.CLOSED, "", None)


def test_a_link_out_of_use_takes_nothing(cast, citizen, link):
    with transaction():
        end_link(actor=cast.choi, link=link)
    assert send(citizen, link, **RIGHT).status_code == 409
    assert "has ended" in citizen.get(f"/s/{link.key}?language=en").text


def test_answers_leave_together_when_the_wave_closes(cast, citizen, link):
    for number in range(16):
        with transaction():
            made.answer(link, number % 5 + 1)
    assert (count(SurveyPending), count(SurveyAnswer), count(SurveyCell)) == (16, 0, 0)
    with transaction():
        close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, link.wave_id), reason="충분히 모였습니다.")
    assert (count(SurveyPending), count(SurveyAnswer)) == (0, 16)
    released = db.session.scalars(select(SurveyAnswer)).all()
    assert {row.day for row in released} == {clock.today() - timedelta(days=1)}
    cell = db.session.scalars(select(SurveyCell)).one()
    assert (cell.department_key, cell.answers) == (cast.traffic, 16)
    steps = sorted(row.values["1"] for row in released)
    assert steps == sorted(number % 5 + 1 for number in range(16))


def test_no_answer_is_lost_where_more_wait_than_are_mixed(cast, citizen, link, monkeypatch):
    monkeypatch.setattr("app.voice.services.survey_answers.MIXED", 3)
    for number in range(12):
        with transaction():
            made.answer(link, number % 5 + 1, **{"5": f"말 {number}"})
    kept = sorted(row.values["5"] for row in db.session.scalars(select(SurveyPending)))
    assert kept == sorted(f"말 {number}" for number in range(12))


def test_who_comes_too_often_waits_and_keeps_what_was_typed(citizen, link):
    codes = [send(citizen, link, q1="9").status_code for _time in range(31)]
    assert codes == [422] * 30 + [429]
    page = send(citizen, link, **RIGHT)
    assert int(page.headers["Retry-After"]) > 0
    assert "친절했습니다" in page.text
    assert "127.0.0.1" not in repr(vars(link).values())


def test_an_unknown_key_is_no_survey(citizen, app):
    assert citizen.get("/s/2222222222").status_code == 404
    assert citizen.post("/s/2222222222/answers", data={"q1": "5"}).status_code == 404


def test_refusals_stand_in_the_frame_of_the_survey_without_a_cookie_or_a_way_inside(cast, citizen, wave):
    with transaction():
        letter = made.link_of(cast, wave, access=LinkAccess.LETTERS, department_id=cast.civil).key
    refused = [
        citizen.get("/s/2222222222"),
        citizen.get(f"/s/{letter}"),
        citizen.get("/s/panel/members/nobody"),
        citizen.post("/s/2222222222/answers", data={"language": "ko", "q1": "5"}),
    ]
    assert [page.status_code for page in refused] == [404, 404, 404, 404]
    assert [page.headers.getlist("Set-Cookie") for page in refused] == [[], [], [], []]
    for page in refused:
        assert "csrf_token" not in page.text
        assert 'href="/"' not in page.text
        assert "안내받은 주소를 다시 열어 보세요" in page.text
    assert "안내문에 적힌 주소" in refused[1].text


def test_a_refusal_speaks_the_language_of_the_address(citizen, app):
    assert "There is no survey at this address" in citizen.get("/s/2222222222?language=en").text
    page = citizen.post("/s/2222222222/answers", data={"language": "en", "q1": "5"}).text
    assert "There is no survey at this address" in page
    assert "hreflang" not in page
    assert "이 주소에는 설문이 없습니다" in citizen.get("/s/2222222222").text


@pytest.mark.parametrize(
    ("access", "said"),
    [(LinkAccess.STAFF, "내가 응답할 설문"), (LinkAccess.PANEL, "시민평가단 내 페이지")],
)
def test_who_comes_without_a_token_hears_where_to_get_one(cast, citizen, app, access, said):
    audience = SurveyAudience.STAFF if access is LinkAccess.STAFF else SurveyAudience.PANEL
    with transaction():
        wave = made.open_survey(cast, audience=audience)
        key = made.link_of(cast, wave, access=access, department_id=cast.traffic).key
    page = citizen.get(f"/s/{key}")
    assert page.status_code == 404
    assert said in page.text
