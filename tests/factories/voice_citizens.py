"""Questions of the month and ideas of citizens for tests, made by the real services. Call them in a write transaction."""

from datetime import timedelta
from itertools import count

from app.core import clock
from app.core.database import db
from app.voice.models import CitizenIdea, CustomerVoice, SurveyLink, SurveyWave
from app.voice.rules.citizen_ideas import KEY
from app.voice.rules.survey_stamps import FRESH_FROM, new_stamp
from app.voice.services.citizen_ideas import IdeaText, receive_idea
from app.voice.services.monthly_questions import QuestionText, ask_question
from app.voice.services.survey_answers import take_answer
from app.voice.services.survey_closings import close_due_waves
from app.voice.services.survey_tokens import token_secret

OPTIONS = ({"ko": "버스", "en": "Bus"}, {"ko": "자전거", "en": "Bicycle"}, {"ko": "걷기", "en": "On foot"})
TITLE, PROBLEM, PROPOSAL = (
    "정류장 그늘막",
    "한여름 정류장에 그늘이 없어 기다리기 어렵습니다.",
    "그늘막과 긴 의자를 놓아 주세요.",
)
_stamps = count(1)


def a_question(cast, *, options=OPTIONS, days=7, opens_in=0, **changes):
    """A question of choi that opens today."""
    today = clock.today()
    written = {
        "title_ko": "출퇴근을 무엇으로 하고 싶으십니까?",
        "title_en": "How would you like to commute?",
        "words_ko": "대중교통 계획을 세우기 전에 여쭙니다.",
        "words_en": "",
        "options": options,
        "opens_on": today + timedelta(days=opens_in),
        "closes_on": today + timedelta(days=opens_in + days - 1),
    }
    return ask_question(actor=cast.choi, text=QuestionText(**(written | changes)))


def link_of(question):
    return db.session.query(SurveyLink).filter_by(wave_id=question.wave_id).one()


def wave_of(question):
    return db.session.get_one(SurveyWave, question.wave_id)


def answers(question, *steps, words=""):
    """Citizens choose these steps (None: none)."""
    for step in steps:
        values = ({"1": step} if step else {}) | ({"2": words} if words else {})
        take_answer(link_id=link_of(question).id, token="", stamp_id=next(_stamps), values=values)


def over(question):
    """Close it as the clock does; return the moment, a morning after the last day."""
    moment = wave_of(question).closes_at + timedelta(hours=1)
    with clock.frozen_at(moment):
        close_due_waves()
    return moment


def an_idea(**changes):
    """An idea a citizen sent; returns (voice, idea, receipt)."""
    text = IdeaText(**({"title": TITLE, "problem": PROBLEM, "proposal": PROPOSAL} | changes))
    receipt = receive_idea(text=text, stamp_id=next(_stamps))
    voice = db.session.query(CustomerVoice).filter_by(number=receipt.number).one()
    return voice, db.session.query(CitizenIdea).filter_by(voice_id=voice.id).one(), receipt


def idea_form(**changes):
    """What a browser sends."""
    stamp = new_stamp(token_secret(), KEY, clock.now() - 10 * FRESH_FROM)
    written = {
        "title": TITLE,
        "problem": PROBLEM,
        "proposal": PROPOSAL,
        "language": "en",
        "stamp": stamp,
        "homepage": "",
    }
    return written | changes
