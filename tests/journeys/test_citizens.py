"""시민 참여: a citizen answers the question of the month and sends an idea on a phone; the office answers back in public."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.database import db, transaction
from app.voice.models import CustomerVoice, MonthlyQuestion
from app.voice.rules.survey_stamps import FRESH_FROM
from tests.browser import PHONE
from tests.factories import voice_citizens as made

pytestmark = pytest.mark.browser


@pytest.fixture
def citizen(office, app):
    stranger = office.stranger()
    stranger.visitor.resize(PHONE)
    return stranger


def test_a_question_is_asked_answered_closed_and_told_of(office, app, cast, citizen):
    tower, today = office.choi, clock.to_seoul(app.extensions["moment"]).date()
    tower.opens("/voice/monthly-questions")
    tower.follows("질문하기")
    tower.types("질문(한국어)", "출퇴근을 무엇으로 하고 싶으십니까?")
    tower.types("질문 설명(한국어)", "대중교통 계획을 세우기 전에 여쭙니다.")
    tower.types("보기", "버스 | Bus\n자전거 | Bicycle")
    tower.types("시작일", today.isoformat())
    tower.types("종료일", (today + timedelta(days=2)).isoformat())
    tower.presses("질문 등록")
    tower.sees("질문을 등록했습니다.", "응답 받는 중")
    tower.page_is_sound()

    citizen.opens("/citizens")
    citizen.sees("출퇴근을 무엇으로 하고 싶으십니까?")
    citizen.page_is_sound()
    citizen.follows("이 질문에 답하기")
    citizen.page.get_by_label("자전거", exact=True).check()
    citizen.page.locator("textarea").fill("길이 이어지면 타겠습니다.")
    app.extensions["moment"] += 10 * FRESH_FROM
    citizen.presses("응답 제출")
    citizen.sees("응답해 주셔서 감사합니다")
    citizen.follows("질문과 결과 보기")
    citizen.sees("시의 약속")
    citizen.page_is_sound()

    question = db.session.scalars(select(MonthlyQuestion)).one()
    with transaction():
        made.answers(question, *[1] * 8, *[2] * 5)
        moment = made.over(question)
    office.lets_pass(app, moment - app.extensions["moment"], "choi")
    tower.opens(f"/voice/monthly-questions/{question.id}")
    tower.types("시민에게 공개할 글(한국어)", "버스를 고른 분이 가장 많았습니다. 고맙습니다.")
    tower.presses("결과 공개")
    tower.sees("공개했습니다.")
    tower.page_is_sound()
    citizen.opens(f"/citizens/questions/{question.id}")
    citizen.sees("14명이 응답했습니다.", "버스를 고른 분이 가장 많았습니다. 고맙습니다.")
    citizen.does_not_see("길이 이어지면 타겠습니다.")
    citizen.page_is_sound()


def test_an_idea_is_sent_with_the_keyboard_read_answered_and_found_again(office, app, cast, citizen):
    citizen.opens("/citizens/ideas")
    citizen.follows("아이디어 보내기")
    citizen.page.get_by_label("아이디어 제목").focus()
    citizen.page.keyboard.type(made.TITLE)
    citizen.page.keyboard.press("Tab")
    citizen.page.keyboard.type(made.PROBLEM)
    citizen.presses("English")
    citizen.page_is_sound()
    assert citizen.page.locator("#problem").input_value() == made.PROBLEM
    citizen.presses("한국어")
    app.extensions["moment"] += 10 * FRESH_FROM
    citizen.presses("아이디어 제출")
    citizen.sees("필수 항목입니다.")
    citizen.page_is_sound()
    citizen.page.locator("#proposal").fill(made.PROPOSAL)
    citizen.presses("아이디어 제출")
    citizen.sees("아이디어를 접수했습니다")
    citizen.page_is_sound()
    number, code = (citizen.page.locator("dd").nth(place).inner_text() for place in (0, 1))
    assert re.fullmatch(r"[0-9a-z]{4}(-[0-9a-z]{4}){3}", code)
    assert [one["name"] for one in citizen.visitor.context.cookies()] == ["opum_language"]  # the test's own choice

    voice = db.session.scalars(select(CustomerVoice).where(CustomerVoice.number == number)).one()
    tower = office.choi
    tower.opens(f"/voice/customer-voices/{voice.id}")
    tower.sees("시민(비회원)", "공개 검토 전")
    tower.unfolds("공개하기")
    tower.page_is_sound()
    tower.presses("공개하기")
    tower.sees("공개했습니다.")

    citizen.opens("/citizens/ideas")
    citizen.sees(made.TITLE, made.PROPOSAL)
    citizen.follows("내 아이디어 처리 상태")
    citizen.types("접수번호", number)
    citizen.types("확인번호", "2222-2222-2222-2222")
    citizen.presses("조회")
    citizen.sees("접수번호와 확인번호가 맞는 아이디어가 없습니다.")
    citizen.page_is_sound()
    citizen.types("확인번호", code)
    citizen.presses("조회")
    citizen.sees("부서에서 검토하고 있습니다", made.PROBLEM)
    citizen.page_is_sound()
    assert code not in citizen.address
