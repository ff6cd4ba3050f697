"""설문과 고객군: waves of three years with answers made up by a fixed draw, and a published table of another office."""

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import insert

from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.cli.demo.tasks import TOWER
from app.core import clock
from app.core.database import db
from app.voice.enums.surveys import GroupKind, QuestionKind, WaveWay
from app.voice.models import Survey, SurveyPending, SurveyQuestion, SurveyWave
from app.voice.queries.survey_templates import SurveyTemplate, survey_templates
from app.voice.queries.surveys import questions_of
from app.voice.rules.disclosure import MINIMUM
from app.voice.rules.survey_conversion import EntryItem
from app.voice.services.customer_groups import GroupContent, save_group
from app.voice.services.survey_answers import random_id
from app.voice.services.survey_closings import close_due_waves
from app.voice.services.survey_entries import EntryContent, decide_table, enter_table
from app.voice.services.survey_waves import WaveContent, close_tables, open_wave, plan_wave
from app.voice.services.surveys import SurveyContent, release_survey, write_survey

SECOND = "20110122"
"""The colleague of the control tower who confirms what the first one types."""
SEED = 2026
ONE_IN = 9
"""One answer in so many says something in words."""


def steps(office: Office) -> Iterator[Step]:
    """Groups, surveys, waves with their answers, and the table from outside."""
    story = content("voice_surveys")
    for row in story["groups"]:
        yield Step(on(row["on"]), 12, partial(_group, office, row))
    for row in story["surveys"]:
        yield Step(on(row["on"]), 92, partial(begin_survey, office, row["key"], survey_templates()[row["template"]]))
    for row in story["waves"]:
        yield Step(on(row["opens_on"]), 93, partial(_wave, office, row, story["texts"]))
        yield Step(on(row["closes_on"]) + timedelta(days=1), 93, _close)
    yield Step(on(story["tables"]["entered_on"]), 93, partial(_tables, office, story["tables"]))


def _group(office: Office, row: Mapping[str, Any]) -> None:
    unit = office.departments[row["department"]] if row["department"] else None
    wanted = GroupContent(
        department_id=unit, name=row["name"], kind=GroupKind(row["kind"]), size=row["size"], note=row["note"]
    )
    office.keep("customer_group", row["name"], save_group(actor=office.actor(TOWER), content=wanted).id)


def begin_survey(office: Office, key: str, template: SurveyTemplate) -> None:
    """Write a survey of the whole office from a template and release it; it is kept under `key`."""
    tower = office.actor(TOWER)
    wanted = SurveyContent(
        title_ko=template.title_ko,
        title_en=template.title_en,
        introduction_ko=template.introduction_ko,
        introduction_en=template.introduction_en,
        purpose=template.purpose,
        audience=template.audience,
        conversion=template.conversion,
        minimum=MINIMUM,
        value=template.value,
        department_id=None,
    )
    survey = write_survey(actor=tower, content=wanted, questions=template.questions)
    release_survey(actor=tower, survey=survey)
    office.keep("survey", key, survey.id)


def _planned(office: Office, row: Mapping[str, Any], way: WaveWay, units: list[str]) -> SurveyWave:
    wanted = WaveContent(
        name=row["name"],
        year=row["year"],
        way=way,
        opens_at=datetime.combine(on(row["opens_on"]), time(), clock.SEOUL),
        closes_at=datetime.combine(on(row["closes_on"]) + timedelta(days=1), time(), clock.SEOUL),
        department_ids=[office.departments[name] for name in units],
        group_ids=[office.made["customer_group", name] for name in row.get("groups", ())],
        is_example=True,
    )
    survey = office.get(Survey, "survey", row["survey"])
    wave = plan_wave(actor=office.actor(TOWER), survey=survey, content=wanted)
    open_wave(actor=office.actor(TOWER), wave=wave)
    return wave


def _wave(office: Office, row: Mapping[str, Any], texts: list[str]) -> None:
    """Open a wave and let its answers wait; they leave shuffled when it closes."""
    units = list(dict.fromkeys(cell[0] for cell in row["cells"]))
    wave = _planned(office, row, WaveWay.ANSWERED, units)
    drawn = random.Random(f"{SEED} {row['survey']} {row['name']}")  # noqa: S311  the same demo every time
    questions = questions_of(wave.survey_id)
    rows = []
    for unit, group, shares in row["cells"]:
        place = {
            "wave_id": wave.id,
            "department_id": office.departments[unit],
            "customer_group_id": office.made["customer_group", group] if group else None,
        }
        last = [step for step, times in enumerate(shares, start=1) for _each in range(times)]
        rows += [{"id": random_id(), **place, "values": _values(drawn, questions, step, texts)} for step in last]
    db.session.execute(insert(SurveyPending), rows)


def _values(drawn: random.Random, questions: list[SurveyQuestion], overall: int, texts: list[str]) -> dict[str, Any]:
    """Make up an answer around its overall mark, which the last scale of the survey keeps as given."""
    scales = [question for question in questions if question.kind is QuestionKind.SCALE]
    values: dict[str, Any] = {}
    for question in questions:
        if question is scales[-1]:
            values[str(question.number)] = overall
        elif question.kind is QuestionKind.SCALE:
            values[str(question.number)] = min(max(overall + drawn.choice((-1, 0, 0, 0, 1)), 1), question.points or 5)
        elif question.kind is QuestionKind.CHOICE:
            values[str(question.number)] = drawn.choice((1, 1, 2, 3))
        elif drawn.randrange(ONE_IN) == 0:
            values[str(question.number)] = drawn.choice(texts)
    return values


def _close() -> None:
    close_due_waves()


def _tables(office: Office, row: Mapping[str, Any]) -> None:
    wave = _planned(office, row, WaveWay.ENTERED, [])
    for one in row["entries"]:
        wanted = EntryContent(
            department_id=None,
            place=one["place"],
            day=on(one["day"]),
            answers=None,
            items=[
                EntryItem(name=name, weight=Decimal(weight), points=Decimal(got)) for name, weight, got in one["items"]
            ],
            published=Decimal(one["published"]),
            source=row["source"],
        )
        entry = enter_table(actor=office.actor(TOWER), wave=wave, content=wanted)
        decide_table(actor=office.actor(SECOND), entry=entry, confirmed=True)
    close_tables(actor=office.actor(TOWER), wave=wave)
