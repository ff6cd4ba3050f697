"""설문 QR: a citizen at a counter points the phone at the card, answers without an account, and is counted unseen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.database import db, transaction
from app.core.qr_codes import qr_svg
from app.voice.models import SurveyLink, SurveyPending
from app.voice.rules.survey_stamps import FRESH_FROM
from tests.browser import PHONE
from tests.factories import voice_answers as made

pytestmark = pytest.mark.browser


@pytest.fixture
def wave(cast, app):
    with transaction():
        return made.open_survey(cast, days=30)


def test_a_citizen_answers_by_the_code_on_the_counter(office, app, wave):
    tower = office.choi
    tower.opens(f"/voice/survey-waves/{wave.id}")
    tower.follows("링크와 응답권")
    tower.chooses("대상 부서", "회차의 대상 부서마다 하나씩")
    tower.presses("링크 만들기")
    tower.sees("링크 2개를 만들었습니다.", "교통과", "민원봉사과")
    tower.follows("QR 안내판")
    tower.sees("이 창구는 어떠셨나요?")
    tower.page_is_sound()
    address = tower.page.locator(".counter-card-address").inner_text()
    assert tower.page.locator(".qr-code path").last.get_attribute("d") in qr_svg(address, "")

    citizen = office.stranger()
    citizen.visitor.resize(PHONE)
    citizen.opens(address.removeprefix(citizen.visitor.base))
    citizen.sees("민원 서비스 만족도", "민원봉사과")
    citizen.page_is_sound()
    citizen.page.locator("textarea").fill("친절했습니다")
    app.extensions["moment"] += 10 * FRESH_FROM
    citizen.presses("응답 제출")
    citizen.sees("이 문항에 응답해 주세요.")
    citizen.page_is_sound()
    assert citizen.page.locator("textarea").input_value() == "친절했습니다"
    citizen.presses("English")
    citizen.page_is_sound()
    citizen.sees("Satisfaction with our services")
    assert citizen.page.locator("textarea").input_value() == "친절했습니다"
    citizen.presses("한국어")
    with citizen.in_group("1. 전반적으로 만족하십니까? 필수"):
        citizen.page.get_by_label("매우 만족").first.focus()
    citizen.page.keyboard.press("Space")
    citizen.presses("응답 제출")
    citizen.sees("응답해 주셔서 감사합니다", "응답이 접수되었습니다.")
    citizen.page_is_sound()
    assert [one["name"] for one in citizen.visitor.context.cookies()] == ["opum_language"]  # the test's own choice
    kept = db.session.scalars(select(SurveyPending)).one()
    assert kept.values == {"1": 5, "5": "친절했습니다"}

    tower.opens(f"/voice/survey-waves/{wave.id}/links")
    tower.sees("5건 미만")


def test_the_survey_closes_while_a_citizen_writes(office, app, cast, wave):
    with transaction():
        link = made.link_of(cast, wave, department_id=cast.civil)
    citizen = office.stranger()
    citizen.visitor.resize(PHONE)
    citizen.opens(f"/s/{link.key}")
    citizen.page.locator("textarea").fill("기다리는 자리가 부족합니다.")
    citizen.page.get_by_label("만족", exact=True).first.check()
    app.extensions["moment"] += timedelta(minutes=1)
    office.choi.opens(f"/voice/survey-waves/{wave.id}/links")
    office.choi.unfolds("조기 마감")
    office.choi.types("사유", "행사 종료에 따라 조기에 마감합니다.")
    office.choi.presses("조기 마감")
    citizen.presses("응답 제출")
    citizen.sees("설문이 끝났습니다. 이 응답은 저장되지 않았습니다.", "어디에도 저장되지 않았습니다.")
    assert citizen.page.locator("textarea").input_value() == "기다리는 자리가 부족합니다."
    citizen.page_is_sound()
    assert db.session.scalars(select(SurveyPending)).all() == []
    assert db.session.get_one(SurveyLink, link.id).ended_at is None
