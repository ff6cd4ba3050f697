"""The office makes links, prints cards and tokens, reminds colleagues and closes early; counts below five stay hidden."""

import re

import pytest
from sqlalchemy import func, select

from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Refused, WrongState
from app.notifications.models import Notice
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience, SurveyPurpose, WaveState
from app.voice.models import SurveyLink, SurveyTaking, SurveyToken, SurveyWave
from app.voice.services.survey_closings import close_early
from app.voice.services.survey_links import LinkDraft, make_links, remind
from app.voice.services.survey_tokens import take_token
from tests.factories import voice_answers as made
from tests.statements import count_statements

WHY = "행사 종료에 따라 조기에 마감합니다."


@pytest.fixture
def wave(cast, app):
    with transaction():
        return made.open_survey(cast)


def links_url(wave):
    return f"/voice/survey-waves/{wave.id}/links"


def make(cast, wave, **draft):
    with transaction():
        return make_links(actor=cast.choi, wave=wave, draft=LinkDraft(**draft))


def test_one_link_for_each_department_and_none_twice(cast, as_, wave):
    client = as_(cast.choi)
    answered = client.post(links_url(wave), data={"access": "open", "department_id": "-1"})
    assert answered.status_code == 302
    links = db.session.scalars(select(SurveyLink).order_by(SurveyLink.id)).all()
    assert [link.department_id for link in links] == [cast.traffic, cast.civil]
    assert len({link.key for link in links}) == 2
    again = client.post(links_url(wave), data={"access": "open", "department_id": "-1"})
    assert again.status_code == 422
    assert "such a link already" in again.text


def test_what_the_wave_does_not_ask_gets_no_link(cast, wave):
    with pytest.raises(Invalid), transaction():
        make_links(actor=cast.choi, wave=wave, draft=LinkDraft(access=LinkAccess.OPEN, department_id=cast.roads))
    with pytest.raises(Invalid), transaction():
        make_links(actor=cast.choi, wave=wave, draft=LinkDraft(access=LinkAccess.STAFF, department_id=cast.civil))
    with pytest.raises(Denied), transaction():
        make_links(actor=cast.kang, wave=wave, draft=LinkDraft(access=LinkAccess.OPEN, department_id=cast.traffic))


def test_the_card_has_the_code_and_the_address_in_text(cast, as_, wave):
    link = make(cast, wave, access=LinkAccess.OPEN, department_id=cast.civil)[0]
    page = as_(cast.seo).get(f"/voice/survey-links/{link.id}/card").text
    assert "이 창구는 어떠셨나요?" in page
    assert f"http://localhost/s/{link.key}" in page
    assert re.search(r'<svg [^>]*role="img"', page)
    assert "style=" not in page
    assert "민원봉사과" in page


def test_tokens_are_shown_once(cast, as_, wave):
    link = make(cast, wave, access=LinkAccess.LETTERS, department_id=cast.civil)[0]
    client = as_(cast.choi)
    url = f"/voice/survey-links/{link.id}/tokens"
    page = client.post(url, data={"count": "7"})
    assert page.status_code == 201
    letters = set(re.findall(rf"/s/{link.key}/([\w-]+)", page.text))
    assert len(letters) == 7
    assert page.headers["Cache-Control"] == "no-store"
    later = client.get(url).text
    assert not any(token in later for token in letters)
    assert "7 tokens were made" in later
    assert db.session.scalar(select(func.count()).select_from(SurveyToken)) == 7
    assert client.post(url, data={"count": "0"}).status_code == 422
    assert client.post(url, data={"count": "2001"}).status_code == 422


def test_an_open_link_has_no_tokens(cast, as_, wave):
    link = make(cast, wave, access=LinkAccess.OPEN, department_id=cast.civil)[0]
    assert as_(cast.choi).post(f"/voice/survey-links/{link.id}/tokens", data={"count": "5"}).status_code == 422


def test_how_many_answered_is_shown_from_five_on(cast, as_, wave):
    link = make(cast, wave, access=LinkAccess.OPEN, department_id=cast.civil)[0]
    client = as_(cast.choi)
    for _one in range(4):
        with transaction():
            made.answer(link)
    assert "fewer than 5" in client.get(links_url(wave)).text
    for _one in range(7):
        with transaction():
            made.answer(link)
    page = client.get(links_url(wave)).text
    assert "fewer than 5" not in page
    assert re.search(r"<dd[^>]*>\s*11\s*</dd>", page)


def test_a_wave_is_closed_early_with_a_reason_once(cast, as_, wave):
    client = as_(cast.choi)
    url = f"/voice/survey-waves/{wave.id}/closings"
    assert client.post(url, data={"reason": "짧다"}).status_code == 422
    assert client.post(url, data={"reason": WHY}).status_code == 302
    db.session.expire_all()
    kept = db.session.get_one(SurveyWave, wave.id)
    assert (kept.state, kept.reason, kept.closed_by_id) == (WaveState.CLOSED, WHY, cast.choi.id)
    assert WHY in client.get(links_url(wave)).text
    again = client.post(url, data={"reason": WHY})
    assert again.status_code == 409
    with pytest.raises(WrongState), transaction():
        close_early(actor=cast.choi, wave=kept, reason=WHY)


def test_colleagues_who_took_no_token_are_reminded_and_only_counted(cast, as_, app):
    with transaction():
        wave = made.open_survey(cast, audience=SurveyAudience.STAFF)
    link = make(cast, wave, access=LinkAccess.STAFF, department_id=cast.traffic)[0]
    with transaction():
        take_token(actor=cast.park, link=db.session.get_one(SurveyLink, link.id))
    with transaction():
        count = remind(actor=cast.choi, link=db.session.get_one(SurveyLink, link.id))
    told = set(db.session.scalars(select(Notice.person_id)))
    assert count in {len(told), len(told) + 1}  # who presses the button is not told
    assert cast.han.id in told
    assert not told & {cast.park.id, cast.kim.id, cast.lee.id, cast.gam.id}
    page = as_(cast.choi).post(f"/voice/survey-links/{link.id}/reminders", follow_redirects=True).text
    assert f"{count} colleagues are reminded" in page
    assert "한여울" not in page


def test_cooperation_is_rated_by_those_who_worked_together(cast, as_, app, monkeypatch):
    monkeypatch.setattr("app.voice.partners._read", lambda _start, _end: [(cast.civil, cast.traffic, 1, "과제")])
    with transaction():
        wave = made.open_survey(cast, audience=SurveyAudience.STAFF, purpose=SurveyPurpose.COOPERATION)
    link = make(cast, wave, access=LinkAccess.STAFF, department_id=cast.traffic)[0]
    assert "Satisfaction with our services" in as_(cast.park).get("/voice/survey-askings").text
    assert "Satisfaction with our services" not in as_(cast.han).get("/voice/survey-askings").text
    with pytest.raises(Refused), transaction():
        take_token(actor=cast.han, link=db.session.get_one(SurveyLink, link.id))
    page = as_(cast.park).post(f"/voice/survey-links/{link.id}/takings")
    assert page.status_code == 201
    assert re.search(rf"/s/{link.key}/\w+", page.text)
    assert db.session.scalars(select(SurveyTaking.person_id)).all() == [cast.park.id]


def test_the_list_takes_as_many_statements_for_one_link_as_for_three(cast, as_, wave):
    client = as_(cast.choi)
    make(cast, wave, access=LinkAccess.OPEN, department_id=cast.civil)
    client.get(links_url(wave))
    with count_statements() as one:
        client.get(links_url(wave))
    make(cast, wave, access=LinkAccess.OPEN, department_id=cast.traffic)
    make(cast, wave, access=LinkAccess.LETTERS, department_id=cast.traffic)
    with count_statements() as three:
        client.get(links_url(wave))
    assert len(one) == len(three) <= 8


def test_the_public_page_takes_three_statements(cast, app, wave):
    link = make(cast, wave, access=LinkAccess.OPEN, department_id=cast.civil)[0]
    client = app.test_client(use_cookies=False)
    client.get(f"/s/{link.key}")
    with count_statements() as seen:
        client.get(f"/s/{link.key}")
    assert len(seen) <= 3


def test_what_cannot_be_undone_says_its_consequence_first(cast, as_, wave):
    with transaction():
        made.link_of(cast, wave, department_id=cast.traffic)
    page = as_(cast.choi).get(f"/voice/survey-waves/{wave.id}/links").text
    assert "it is not taken into use again" in page
    assert "make the first link below" not in page


def test_a_wave_without_a_link_says_that_nobody_can_answer(cast, as_, wave):
    page = as_(cast.choi).get(f"/voice/survey-waves/{wave.id}/links").text
    assert "make the first link below" in page
    assert "make the first link below" not in as_(cast.kim).get(f"/voice/survey-waves/{wave.id}/links").text
