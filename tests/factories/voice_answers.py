"""Surveys that are open to be answered, and people who answer them."""

from datetime import timedelta

from app.core import clock
from app.core.database import db
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import Conversion, QuestionKind, SurveyAudience, SurveyPurpose, WaveWay
from app.voice.models import Survey, SurveyLink, SurveyWave
from app.voice.rules.survey_stamps import FRESH_FROM, new_stamp
from app.voice.rules.surveys import QuestionContent
from app.voice.services.survey_answers import take_answer
from app.voice.services.survey_links import LinkDraft, make_links
from app.voice.services.survey_tokens import token_secret
from app.voice.services.survey_waves import WaveContent, open_wave, plan_wave
from app.voice.services.surveys import SurveyContent, release_survey, write_survey

LABELS = [
    {"ko": "매우 불만족", "en": "Very dissatisfied"},
    {"ko": "불만족", "en": "Dissatisfied"},
    {"ko": "보통", "en": "Neither"},
    {"ko": "만족", "en": "Satisfied"},
    {"ko": "매우 만족", "en": "Very satisfied"},
]
QUESTIONS = (
    QuestionContent(
        kind=QuestionKind.SCALE, words_ko="전반적으로 만족하십니까?", words_en="Overall?", points=5, labels=LABELS
    ),
    QuestionContent(
        kind=QuestionKind.SCALE,
        words_ko="얼마나 기다리셨습니까?",
        words_en="The waiting?",
        points=7,
        labels=[LABELS[0], LABELS[4]],
        required=False,
    ),
    QuestionContent(
        kind=QuestionKind.CHOICE,
        words_ko="어떤 일로 오셨습니까?",
        words_en="Why did you come?",
        options=[{"ko": "증명서", "en": "A certificate"}, {"ko": "상담", "en": "Advice"}],
        required=False,
    ),
    QuestionContent(
        kind=QuestionKind.MATRIX,
        words_ko="항목별로 평가해 주십시오.",
        words_en="Item by item",
        points=5,
        rows=[{"ko": "인사", "en": "Greeting"}, {"ko": "안내", "en": "Guidance"}],
        required=False,
    ),
    QuestionContent(kind=QuestionKind.TEXT, words_ko="하고 싶은 말씀", words_en="Anything else?", required=False),
)


def open_survey(
    cast,
    *,
    departments=None,
    audience=SurveyAudience.PUBLIC,
    purpose=SurveyPurpose.SERVICE_SATISFACTION,
    days=14,
    questions=QUESTIONS,
) -> SurveyWave:
    """A wave that is open since yesterday, about 교통과 and 민원봉사과."""
    content = SurveyContent(
        title_ko="민원 서비스 만족도",
        title_en="Satisfaction with our services",
        introduction_ko="",
        introduction_en="",
        purpose=purpose,
        audience=audience,
        conversion=Conversion.LINEAR,
        minimum=5,
        value=None,
        department_id=None,
    )
    survey = write_survey(actor=cast.choi, content=content, questions=questions)
    release_survey(actor=cast.choi, survey=survey)
    now = clock.now()
    wave = plan_wave(
        actor=cast.choi,
        survey=survey,
        content=WaveContent(
            name="2026년 하반기",
            year=2026,
            way=WaveWay.ANSWERED,
            opens_at=now - timedelta(days=1),
            closes_at=now + timedelta(days=days),
            department_ids=departments if departments is not None else (cast.traffic, cast.civil),
        ),
    )
    open_wave(actor=cast.choi, wave=wave)
    return wave


def link_of(cast, wave, *, access=LinkAccess.OPEN, department_id=None) -> SurveyLink:
    """A link of a wave."""
    return make_links(actor=cast.choi, wave=wave, draft=LinkDraft(access=access, department_id=department_id))[0]


def survey_of(wave) -> Survey:
    return db.session.get_one(Survey, wave.survey_id)


_numbers = iter(range(1, 10**9))


def answer(link, step=5, *, token="", **more) -> None:
    """Somebody answers."""
    take_answer(link_id=link.id, token=token, stamp_id=next(_numbers), values={"1": step, **more})


def stamp_of(key) -> str:
    """The stamp of a form that was shown a while ago."""
    return new_stamp(token_secret(), key, clock.now() - 10 * FRESH_FROM)


def form_of(key, *, token="", **typed) -> dict[str, str]:
    """What a browser sends."""
    return {"stamp": stamp_of(key), "language": "en", "token": token, **typed}
