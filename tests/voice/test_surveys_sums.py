"""Sums kept with the answers, what the database refuses, and what the index and indicators read."""

import random
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.core.database import db, transaction
from app.core.figures import rounded
from app.reactions import INDICATOR_SOURCES
from app.voice.enums.surveys import Conversion, QuestionKind, SurveyPurpose, WaveWay
from app.voice.models import Survey, SurveyAnswer, SurveyCell, SurveyQuestion, SurveySum, SurveyText
from app.voice.queries.survey_results import figures_of, series_of
from app.voice.queries.survey_scores import survey_scores
from app.voice.rules.survey_conversion import EntryItem
from app.voice.rules.surveys import QuestionContent
from app.voice.services import survey_entries, survey_waves
from app.voice.services.survey_sums import asked_of, check_survey_sums, tally
from tests.factories import voice_surveys as made
from tests.factories.voice_surveys import refused_by_database
from tests.statements import count_statements
from tests.triggers import without_triggers

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MATRIX = QuestionContent(
    kind=QuestionKind.MATRIX,
    words_ko="협력",
    points=7,
    rows=[{"ko": "하나", "en": ""}, {"ko": "둘", "en": ""}],
    weight=Decimal(3),
)
CHOICE = QuestionContent(
    kind=QuestionKind.CHOICE,
    words_ko="방법",
    options=[{"ko": "방문", "en": ""}, {"ko": "전화", "en": ""}],
    required=False,
)


def some_answers(count, seed):
    drawn = random.Random(seed)  # noqa: S311  a fixed draw
    return [
        {
            "1": drawn.randint(1, 5),
            **({"2": f"글 {n}"} if drawn.random() < 0.3 else {}),
            "3": {"1": drawn.randint(1, 7), "2": drawn.randint(1, 7)},
            **({"4": drawn.randint(1, 2)} if drawn.random() < 0.8 else {}),
        }
        for n in range(count)
    ]


def test_the_sums_are_those_of_a_recount_however_the_answers_came_in(app, cast):
    with transaction():
        survey = made.survey(cast, made.SCALE, made.TEXT, MATRIX, CHOICE, conversion=Conversion.WEIGHTED)
        group = made.group(cast).id
        wave = made.wave(cast, survey, departments=[cast.civil, cast.roads], groups=[group])
        for seed, (unit, of_group) in enumerate(
            [(cast.civil, None), (cast.roads, group), (None, None), (cast.civil, group)]
        ):
            for part in range(3):
                made.answer(wave, some_answers(5 + part, seed * 10 + part), department_id=unit, group_id=of_group)
        number, survey_id = wave.id, survey.id
    answers = db.session.scalars(select(SurveyAnswer).where(SurveyAnswer.wave_id == number)).all()
    cells, sums = tally(asked_of(survey_id), Conversion.WEIGHTED, answers)
    kept = {
        (row.department_key, row.group_key): {
            "answers": row.answers, "scored": row.scored, "score_sum": row.score_sum, "score_squares": row.score_squares
        }
        for row in db.session.scalars(select(SurveyCell))
    }  # fmt: skip
    assert kept == {key: dict(value) for key, value in cells.items()}
    assert {
        (row.department_key, row.group_key, row.question, row.row, row.label): row.answers
        for row in db.session.scalars(select(SurveySum))
    } == dict(sums)
    written = [answer.values["2"] for answer in answers if "2" in answer.values]
    assert sorted(db.session.scalars(select(SurveyText.text))) == sorted(written)


def test_a_sum_that_somebody_changed_is_found(app, cast):
    with transaction():
        number = made.result(
            cast, {cast.civil: some_answers(9, 1)}, record=made.survey(cast, made.SCALE, made.TEXT, MATRIX, CHOICE)
        ).id
    assert list(check_survey_sums()) == []
    with refused_by_database("the sums of a closed wave stand") as connection:
        connection.execute(db.text("UPDATE survey_sums SET answers = answers + 1"))
    with without_triggers("survey_sums"), transaction():
        db.session.execute(db.text("UPDATE survey_sums SET answers = answers + 1 WHERE question = 1"))
    assert [one.params["wave"] for one in check_survey_sums()] == [number]


def test_nothing_of_an_answer_says_when_or_in_which_order_it_came(app, cast):
    names = {column.name for column in SurveyAnswer.__table__.columns}
    assert names == {"id", "wave_id", "department_id", "customer_group_id", "day", "values"}
    with transaction():
        made.result(cast, {cast.civil: [{"1": 5, "2": f"{n:02}"} for n in range(40)]})
    texts = [row.text for row in db.session.scalars(select(SurveyText).order_by(SurveyText.id))]
    assert texts != sorted(texts)


@pytest.fixture
def asked(app, cast):
    with transaction():
        survey = made.survey(cast)
        wave = made.wave(cast, survey, departments=[cast.civil])
        made.answer(wave, made.steps(0, 0, 0, 0, 6), department_id=cast.civil)
        return survey.id, wave.id


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE survey_questions SET weight = '2' WHERE survey_id = {survey}", "never changed"),
        ("DELETE FROM survey_questions WHERE survey_id = {survey}", "never changed"),
        ("UPDATE surveys SET minimum = 6 WHERE id = {survey}", "stay"),
        ("UPDATE surveys SET conversion = 'top_two' WHERE id = {survey}", "stay"),
        ("UPDATE surveys SET minimum = 4", "minimum_is_five_or_more|stay"),
        ("DELETE FROM surveys WHERE id = {survey}", "never deleted"),
        ("UPDATE survey_waves SET state = 'draft', opened_by_id = NULL WHERE id = {wave}", "opened once"),
        ("UPDATE survey_waves SET year = 2020 WHERE id = {wave}", "days stated"),
        ("DELETE FROM survey_wave_departments WHERE wave_id = {wave}", "fixed when it opens"),
        ("UPDATE survey_answers SET day = day", "never changed"),
        ("DELETE FROM survey_answers", "never deleted"),
        ("DELETE FROM survey_sums", "never deleted"),
        ("DELETE FROM survey_cells", "never deleted"),
        ("INSERT INTO survey_pending (id, wave_id, department_id, \"values\") VALUES (7, {wave}, {roads}, '{{}}')", "does not ask"),
    ],
)  # fmt: skip
def test_the_database_keeps_what_was_asked_and_answered(cast, asked, statement, reason):
    survey, wave = asked
    wanted = statement.format(survey=survey, wave=wave, roads=cast.roads)
    with refused_by_database(reason) as connection:
        connection.execute(db.text(wanted))


def test_nobody_answers_a_wave_that_is_closed(app, cast):
    with transaction():
        wave = made.result(cast, {cast.civil: made.steps(0, 0, 0, 0, 6)}).id
    with refused_by_database("takes no answers") as connection:
        connection.execute(db.text(f"INSERT INTO survey_pending (id, wave_id, \"values\") VALUES (7, {wave}, '{{}}')"))


def test_a_survey_below_five_is_refused_by_the_database(app, cast):
    with transaction():
        number = made.survey(cast).id
    with refused_by_database("minimum_is_five_or_more") as connection:
        connection.execute(db.text(f"UPDATE surveys SET minimum = 4 WHERE id = {number}"))


def test_the_index_reads_closed_waves_and_no_figure_of_a_hidden_department(app, cast):
    given = {cast.civil: made.steps(0, 0, 0, 10, 10), cast.roads: made.steps(0, 7), cast.traffic: made.steps(2)}
    with transaction():
        wave = made.result(cast, given).id
        other = made.survey(cast, title_ko="진행 중")
        made.answer(made.wave(cast, other, departments=[cast.civil]), made.steps(9), department_id=cast.civil)
    purposes = [SurveyPurpose.SERVICE_SATISFACTION]
    found = dict(survey_scores(purposes, [cast.civil, cast.roads, cast.traffic, cast.daesan], *YEAR))
    assert {unit: (one.wave_id, one.n, one.score) for unit, one in found.items()} == {
        cast.civil: (wave, 20, Decimal("87.5")),
        cast.roads: (wave, 0, None),
        cast.traffic: (wave, 0, None),
    }
    assert found[cast.civil].day == date(2026, 11, 23)
    assert list(survey_scores(purposes, [cast.civil], date(2026, 1, 1), date(2026, 11, 22))) == []
    assert list(survey_scores([SurveyPurpose.OTHER], [cast.civil], *YEAR)) == []


def test_a_table_from_outside_counts_for_its_department(app, cast):
    with transaction():
        survey = made.survey(cast, purpose=SurveyPurpose.PHONE_KINDNESS)
        wave = made.wave(cast, survey, way=WaveWay.ENTERED)
        items = [EntryItem(name="경청", weight=Decimal(10), points=Decimal("9.4"))]
        for place, unit, answers in (
            ("민원봉사과", cast.civil, 30),
            ("도로과", cast.roads, 4),
            ("서부수도", None, None),
        ):
            entry = made.table(cast, wave, place=place, department_id=unit, items=items, answers=answers)
            survey_entries.decide_table(actor=cast.bae, entry=entry, confirmed=True)
        survey_waves.close_tables(actor=cast.choi, wave=wave)
    found = dict(survey_scores([SurveyPurpose.PHONE_KINDNESS], [cast.civil, cast.roads], *YEAR))
    assert {unit: (one.n, one.score) for unit, one in found.items()} == {
        cast.civil: (30, Decimal(94)),
        cast.roads: (4, None),
    }


def test_an_indicator_reads_the_mean_of_its_waves_by_answers(app, cast):
    with transaction():
        survey = made.survey(cast)
        made.result(cast, {cast.civil: made.steps(0, 0, 0, 0, 30)}, record=survey, name="1")
        made.result(cast, {cast.civil: made.steps(0, 0, 10)}, record=survey, name="2")
    source = INDICATOR_SOURCES["voice.survey_score"]
    assert source([cast.civil, cast.roads], *YEAR) == {cast.civil: Decimal("87.5")}


def test_a_result_costs_the_same_for_one_wave_and_for_three(as_, cast):
    client = as_(cast.choi)
    with transaction():
        survey = made.survey(cast)
        first = made.result(cast, {cast.civil: made.steps(0, 0, 0, 6)}, record=survey, name="1").id
    client.get(f"/voice/survey-waves/{first}")
    with count_statements() as one:
        client.get(f"/voice/survey-waves/{first}")
    with transaction():
        for name in ("2", "3"):
            given = {unit: made.steps(0, 0, 0, 6) for unit in (cast.civil, cast.roads, cast.traffic)}
            last = made.result(cast, given, record=db.session.get_one(Survey, survey.id), name=name).id
    client.get(f"/voice/survey-waves/{last}")
    with count_statements() as three:
        client.get(f"/voice/survey-waves/{last}")
    assert len(three) == len(one)
    assert not [statement for statement in three if "survey_answers" in statement]
    for path in ("/voice/surveys", "/voice/customer-groups", f"/voice/surveys/{survey.id}"):
        client.get(path)
        with count_statements() as seen:
            client.get(path)
        assert len(seen) <= (8 if path.endswith(str(survey.id)) else 5)


def test_figures_are_rounded_only_where_they_are_shown(app, cast):
    with transaction():
        survey = made.survey(cast)
        made.result(cast, {cast.civil: made.steps(1, 2, 3, 4, 3)}, record=survey)
    [figures] = figures_of(series_of(db.session.get_one(Survey, survey.id)))
    score = figures.score(cast.civil)
    assert rounded(score, 10) == rounded(Decimal(2 * 25 + 3 * 50 + 4 * 75 + 300) / 13, 10)
    assert db.session.scalar(select(func.count()).select_from(SurveyQuestion)) == 2
