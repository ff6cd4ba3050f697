"""Attacks with the database's own language: anonymity, tables from outside and kept figures hold against it."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.core.database import db, transaction
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import EntryState, SurveyAudience, SurveyPurpose, WaveWay
from app.voice.models import SurveyEntry, SurveyWave
from app.voice.models.five_s import FiveSFigure, FiveSRun
from app.voice.services.five_s import reckon_year
from app.voice.services.five_s_checks import check_index
from app.voice.services.survey_closings import close_early
from app.voice.services.survey_entries import decide_table
from tests.factories import voice_answers as asked
from tests.factories import voice_five_s as five
from tests.factories import voice_surveys as surveys
from tests.triggers import without_triggers

YEAR = 2026


def by_hand(statement, **given):
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(statement), given)


@pytest.mark.parametrize("name", ["lee", "kang"])
def test_a_token_of_the_department_one_heads_or_coordinates_is_taken_by_no_hand(cast, app, name):
    with transaction():
        wave = asked.open_survey(cast, audience=SurveyAudience.STAFF)
        link = asked.link_of(cast, wave, access=LinkAccess.STAFF, department_id=cast.traffic)
        who = getattr(cast, name).id
        db.session.execute(
            text("UPDATE people SET department_id = :other WHERE id = :who"), {"other": cast.roads, "who": who}
        )
    by_hand("INSERT INTO survey_takings (link_id, person_id) VALUES (:link, :who)", link=link.id, who=who)


def test_a_wave_does_not_close_over_answers_that_wait_nor_takes_texts_afterwards(cast, app):
    with transaction():
        link = asked.link_of(cast, asked.open_survey(cast), department_id=cast.civil)
        asked.answer(link, 4, **{"5": "그대로 두세요."})
        wave = link.wave_id
    by_hand("UPDATE survey_waves SET state = 'closed', closed_at = opens_at WHERE id = :wave", wave=wave)
    with transaction():
        close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, wave), reason="시험을 위하여 마감합니다.")
    by_hand(
        "INSERT INTO survey_texts (id, wave_id, department_key, question, text) VALUES (7, :wave, :unit, 5, '지어낸 말')",
        wave=wave,
        unit=cast.civil,
    )


def test_a_table_from_outside_is_confirmed_as_it_was_typed_and_once_a_department(cast, app):
    with transaction():
        survey = surveys.survey(cast, purpose=SurveyPurpose.PHONE_KINDNESS)
        wave = surveys.wave(cast, survey, way=WaveWay.ENTERED)
        first = surveys.table(cast, wave, place="교통과", department_id=cast.traffic).id
        other = surveys.table(cast, wave, place="도로과", department_id=cast.roads).id
    for change in ("answers = 900", "published = '99.9'", "source = 'x'", "department_id = NULL"):
        by_hand(f"UPDATE survey_entries SET {change} WHERE id = :id", id=first)
    by_hand("UPDATE survey_entries SET department_id = :unit WHERE id = :id", unit=cast.traffic, id=other)
    columns = (
        "wave_id, department_id, day, answers, published, source, state, entered_by_id, entered_at, reason, version"
    )
    copy = f"INSERT INTO survey_entries (place, {columns}) SELECT '또 교통과', {columns} FROM survey_entries WHERE id = :id"
    by_hand(copy, id=first)
    by_hand("UPDATE survey_waves SET state = 'closed', closed_at = opens_at WHERE id = :wave", wave=wave.id)
    with transaction():
        for entry in db.session.scalars(select(SurveyEntry)).all():
            decide_table(actor=cast.bae, entry=entry, confirmed=entry.id == first, reason="다른 표로 확인하였습니다.")
    assert db.session.scalars(
        select(SurveyEntry.department_id).where(SurveyEntry.state == EntryState.CONFIRMED)
    ).all() == [cast.traffic]


@pytest.fixture
def reckoned(cast, app):
    with transaction():
        five.confirmed(cast)
        five.reckoned(cast)
    return db.session.scalars(select(FiveSFigure).where(FiveSFigure.score.is_not(None))).first().id


def test_a_kept_figure_of_the_index_changes_only_by_a_run_that_says_so(cast, reckoned):
    for change in ("score = '100'", "n = 99", "is_ranked = NOT is_ranked", "sources = '[]'", "peer_group_id = NULL"):
        by_hand(f"UPDATE five_s_figures SET {change} WHERE id = :id", id=reckoned)
    by_hand("UPDATE five_s_figures SET score = '100', run_id = run_id + 1 WHERE id = :id", id=reckoned)
    by_hand("DELETE FROM five_s_figures WHERE id = :id", id=reckoned)
    run = db.session.scalars(select(FiveSRun)).one()
    columns = "year, rule_id, sha256, through, departments, reckoned_by_id, reckoned_at"
    again = f"INSERT INTO five_s_runs (number, {columns}) SELECT {{}}, {columns} FROM five_s_runs WHERE id = :id"
    for number in (run.number, run.number + 2):
        by_hand(again.format(number), id=run.id)
    with transaction():
        five.confirmed(cast, title="또 다른 상")
        changed = reckon_year(year=YEAR, actor=cast.choi)
    assert changed.is_new
    assert db.session.get_one(FiveSFigure, reckoned).run_id > run.id


def test_the_check_finds_kept_figures_that_are_not_those_of_their_run(cast, app, reckoned):
    assert list(check_index()) == []
    with without_triggers("five_s_figures"):
        with transaction():
            db.session.execute(text("UPDATE five_s_figures SET score = '100' WHERE id = :id"), {"id": reckoned})
        assert len(list(check_index())) == 1
