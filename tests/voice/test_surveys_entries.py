"""Figures from outside: typed by one, confirmed by another, and a wrong total shown instead of hidden."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from app.core.database import db, transaction
from app.voice.enums.surveys import EntryState, SurveyPurpose, WaveState, WaveWay
from app.voice.models import SurveyEntry, SurveyEntryItem, SurveyWave
from app.voice.services import survey_entries, survey_waves
from tests.factories import voice_surveys as made
from tests.factories.voice_surveys import refused_by_database

TABLE = Path(__file__).parents[1] / "data" / "phone_kindness_seobu_2018.csv"


@pytest.fixture
def wave(app, cast):
    with transaction():
        survey = made.survey(
            cast, title_ko="전화친절도", title_en="Phone kindness", purpose=SurveyPurpose.PHONE_KINDNESS
        )
        return made.wave(cast, survey, name="2018", way=WaveWay.ENTERED).id


def columns():
    with TABLE.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def form(name, **changed):
    *items, total = columns()
    given = {
        "place": name,
        "department_id": "",
        "day": "2018-12-31",
        "answers": "",
        "items": "\n".join(f"{row['항목']}, {row['배점']}, {row[name]}" for row in items),
        "published": total[name],
        "source": "인천광역시 서구 서부수도사업소",
    }
    return {**given, **changed}


def test_the_published_table_gives_its_score_and_shows_what_does_not_add_up(as_, cast, wave):
    first, second = as_(cast.choi), as_(cast.bae)
    names = [name for name in columns()[0] if name not in {"항목", "배점"}]
    for name in names:
        assert first.post(f"/voice/survey-waves/{wave}/entries", data=form(name)).status_code == 302
    for (entry,) in db.session.query(SurveyEntry.id).all():
        assert second.post(f"/voice/survey-entries/{entry}/confirmations").status_code == 302
    assert second.post(f"/voice/survey-waves/{wave}/table-closings").status_code == 302
    page = second.get(f"/voice/survey-waves/{wave}").text
    assert "89.7 of 100" in page
    assert "= 89.70" in page
    assert "The published total is 89.03, the sum of its items 89.04: a difference of -0.01." in page
    assert "The published total is 89.6, the sum of its items 87.6: a difference of 2.0." in page
    assert page.count("a difference of") == 2


def test_whoever_typed_a_table_does_not_confirm_it(as_, cast, wave):
    with transaction():
        entry = made.table(cast, db.session.get_one(SurveyWave, wave)).id
    assert as_(cast.choi).post(f"/voice/survey-entries/{entry}/confirmations").status_code == 403
    with refused_by_database("confirmed_by_another") as connection:
        connection.execute(
            db.text(
                f"UPDATE survey_entries SET state = 'confirmed', decided_by_id = entered_by_id, "
                f"decided_at = entered_at WHERE id = {entry}"
            )
        )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"items": "경청 10 9"}, "Line 1: write name, weight and points."),
        ({"items": "경청, 10, 9\n인사, 10, 11"}, "Line 2: points lie between 0 and the weight."),
        ({"items": "경청, 0, 0"}, "Line 1: points lie between 0 and the weight."),
        ({"items": "경청; zehn; 9"}, "Line 1: weight and points are numbers."),
        ({"items": ""}, "This field is required."),
        ({"source": ""}, "This field is required."),
        ({"published": "x"}, "Write a number"),
        ({"answers": "0"}, "At least 1."),
    ],
)
def test_a_table_that_cannot_be_read_comes_back_with_its_line(as_, cast, wave, given, said):
    answer = as_(cast.choi).post(f"/voice/survey-waves/{wave}/entries", data={**form("서부수도 2018"), **given})
    assert answer.status_code == 422
    assert said in answer.text
    assert "서부수도 2018" in answer.text
    assert db.session.query(SurveyEntry).count() == 0


def test_cells_of_a_workbook_can_be_pasted(as_, cast, wave):
    items = "경청\t10\t9.4\n\n언어표현 | 10 | 9.8\n"
    answer = as_(cast.choi).post(f"/voice/survey-waves/{wave}/entries", data=form("서부수도 2018", items=items))
    assert answer.status_code == 302
    kept = db.session.query(SurveyEntryItem).order_by(SurveyEntryItem.number)
    assert [row.points for row in kept] == [Decimal("9.4"), Decimal("9.8")]


def test_a_refused_table_stays_to_be_read_and_its_place_is_free_again(as_, cast, wave):
    with transaction():
        entry = made.table(cast, db.session.get_one(SurveyWave, wave)).id
    client = as_(cast.bae)
    assert client.post(f"/voice/survey-entries/{entry}/rejections", data={"reason": "짧음"}).status_code == 422
    reason = "공표된 표와 항목이 다릅니다."
    assert client.post(f"/voice/survey-entries/{entry}/rejections", data={"reason": reason}).status_code == 302
    assert reason in client.get(f"/voice/survey-waves/{wave}").text
    with transaction():
        made.table(cast, db.session.get_one(SurveyWave, wave))
    states = [row.state for row in db.session.query(SurveyEntry).order_by(SurveyEntry.id)]
    assert states == [EntryState.REJECTED, EntryState.ENTERED]


def test_a_wave_closes_only_when_every_table_is_decided(as_, cast, wave):
    client = as_(cast.choi)
    assert client.post(f"/voice/survey-waves/{wave}/table-closings").status_code == 422
    with transaction():
        entry = made.table(cast, db.session.get_one(SurveyWave, wave))
        made.table(cast, db.session.get_one(SurveyWave, wave), place="다른 곳")
        survey_entries.decide_table(actor=cast.bae, entry=entry, confirmed=True)
    assert client.post(f"/voice/survey-waves/{wave}/table-closings").status_code == 422
    assert db.session.get_one(SurveyWave, wave).state is WaveState.OPEN


def test_a_decided_table_is_never_changed(app, cast, wave):
    with transaction():
        entry = made.table(cast, db.session.get_one(SurveyWave, wave))
        survey_entries.decide_table(actor=cast.bae, entry=entry, confirmed=True)
        survey_waves.close_tables(actor=cast.choi, wave=db.session.get_one(SurveyWave, wave))
        number = entry.id
    for statement, reason in (
        (f"UPDATE survey_entries SET published = 99 WHERE id = {number}", "a decided table is never changed"),
        (f"DELETE FROM survey_entries WHERE id = {number}", "rows are never deleted"),
        (f"UPDATE survey_entry_items SET points = 10 WHERE entry_id = {number}", "a decided table is never changed"),
        (f"DELETE FROM survey_entry_items WHERE entry_id = {number}", "a decided table is never changed"),
        (f"UPDATE survey_waves SET state = 'open', closed_at = NULL WHERE id = {wave}", "opened once and closed once"),
    ):
        with refused_by_database(reason) as connection:
            connection.execute(db.text(statement))
