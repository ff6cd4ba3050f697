"""Surveys, waves and answers as the tests need them, through the real services."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import change_state, db, transaction, writing
from app.voice.enums.surveys import (
    Conversion,
    GroupKind,
    QuestionKind,
    SurveyAudience,
    SurveyPurpose,
    WaveState,
    WaveWay,
)
from app.voice.models import SurveyAnswer
from app.voice.rules.survey_conversion import EntryItem
from app.voice.rules.surveys import QuestionContent
from app.voice.services import customer_groups, survey_entries, survey_questions, survey_waves, surveys
from app.voice.services.survey_sums import count_answers

SATISFACTION = [
    {"ko": ko, "en": en}
    for ko, en in (
        ("매우 불만족", "Very dissatisfied"),
        ("불만족", "Dissatisfied"),
        ("보통", "Neutral"),
        ("만족", "Satisfied"),
        ("매우 만족", "Very satisfied"),
    )
]
SCALE = QuestionContent(
    kind=QuestionKind.SCALE,
    words_ko="친절하였습니까?",
    words_en="Was the staff kind?",
    points=5,
    labels=SATISFACTION,
    weight=Decimal(1),
)
TEXT = QuestionContent(kind=QuestionKind.TEXT, words_ko="바라는 점", required=False)


def content(**changed):
    given = {
        "title_ko": "민원 만족도",
        "title_en": "Satisfaction",
        "introduction_ko": "",
        "introduction_en": "",
        "purpose": SurveyPurpose.SERVICE_SATISFACTION,
        "audience": SurveyAudience.PUBLIC,
        "conversion": Conversion.LINEAR,
        "minimum": 5,
        "value": None,
        "department_id": None,
    }
    return surveys.SurveyContent(**{**given, **changed})


def survey(cast, *questions, ready=True, **changed):
    made = surveys.write_survey(actor=cast.choi, content=content(**changed), questions=questions or (SCALE, TEXT))
    if ready:
        surveys.release_survey(actor=cast.choi, survey=made)
    return made


def question(cast, record, wanted=SCALE):
    return survey_questions.add_question(actor=cast.choi, survey=record, content=wanted)


def group(cast, name="소상공인", department_id=None):
    wanted = customer_groups.GroupContent(
        department_id=department_id, name=name, kind=GroupKind.BUSINESSES, size=1200, note=""
    )
    return customer_groups.save_group(actor=cast.choi, content=wanted)


def wave(cast, record, *, name="2026 상반기", departments=(), groups=(), way=WaveWay.ANSWERED, opened=True):
    wanted = survey_waves.WaveContent(
        name=name,
        year=2026,
        way=way,
        opens_at=clock.now() - timedelta(days=1),
        closes_at=clock.now() + timedelta(days=9),
        department_ids=departments,
        group_ids=groups,
    )
    made = survey_waves.plan_wave(actor=cast.choi, survey=record, content=wanted)
    if opened:
        survey_waves.open_wave(actor=cast.choi, wave=made)
    return made


def answer(record, marks, *, department_id=None, group_id=None):
    """Store answers, each {"1": 5, …}, as the release of a batch does."""
    rows = [
        SurveyAnswer(
            id=secrets.randbelow(2**63 - 1) + 1,
            wave_id=record.id,
            department_id=department_id,
            customer_group_id=group_id,
            day=clock.today(),
            values=values,
        )
        for values in marks
    ]
    db.session.add_all(rows)
    db.session.flush()
    count_answers(record, rows)
    return rows


def closed(record):
    change_state(record, state=WaveState.CLOSED, closed_at=clock.now())
    return record


def steps(*counts):
    """Answers to the first question: how often each step from 1 on was chosen."""
    return [{"1": step} for step, count in enumerate(counts, start=1) for _each in range(count)]


def result(cast, by_department, *, record=None, name="2026 상반기", groups=()):
    """A closed wave with answers by department: {id: [marks, …]}."""
    record = record or survey(cast)
    made = wave(cast, record, name=name, departments=list(by_department), groups=groups)
    for department_id, marks in by_department.items():
        answer(made, marks, department_id=department_id)
    return closed(made)


def table(
    cast, record, *, place="서부수도사업소", department_id=None, published="89.7", items=None, actor=None, answers=None
):
    wanted = survey_entries.EntryContent(
        department_id=department_id,
        place=place,
        day=clock.today(),
        answers=answers,
        items=items or [EntryItem(name="경청", weight=Decimal(10), points=Decimal("8.97"))],
        published=None if published is None else Decimal(published),
        source="인천광역시 서구 홈페이지",
    )
    return survey_entries.enter_table(actor=actor or cast.choi, wave=record, content=wanted)


def committed(build, *given, **more):
    """Build something in a transaction of its own and return its id."""
    with transaction():
        return build(*given, **more).id


@contextmanager
def refused_by_database(reason: str) -> Iterator[Connection]:
    """Expect the database itself to refuse what an insider tries, for the reason given."""
    db.session.rollback()
    with pytest.raises(DatabaseError, match=reason), writing(), db.engine.begin() as connection:
        yield connection
