"""Attacks on what is left behind: free pages of the database file, copies of it, and what heads read of their own."""

import sqlite3
from contextlib import closing
from pathlib import Path

from app.core.database import db, transaction
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience
from app.voice.models import SurveyWave
from app.voice.rules.survey_tokens import clean_token, token_hash
from app.voice.services.survey_closings import close_early
from app.voice.services.survey_tokens import deal, make_letters
from tests.factories import voice_answers as asked

WORD = "은행나무길에서만 하는 말"


def test_a_copy_of_the_database_holds_no_token_that_was_used_and_no_answer_as_it_waited(cast, app, tmp_path):
    if db.engine.dialect.name != "sqlite":
        return  # rows that were deleted go with VACUUM there: decision 0054
    with transaction():
        link = asked.link_of(cast, asked.open_survey(cast), access=LinkAccess.LETTERS, department_id=cast.civil)
        tokens = [clean_token(one) for one in make_letters(actor=cast.choi, link=link, count=12)]
    for number, token in enumerate(tokens[:8]):
        with transaction():
            asked.answer(link, 4, token=token, **{"5": f"{WORD} {number}"})
    db.session.remove()
    db.engine.dispose()
    live, copied = Path(str(db.engine.url.database)), tmp_path / "copy.db"
    with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(copied)) as copy:
        source.backup(copy)
    held = copied.read_bytes()
    assert token_hash(tokens[-1]).encode() in held
    assert [token for token in tokens[:8] if token_hash(token).encode() in held] == []
    assert [held.count(f"{WORD} {number}".encode()) + _escaped(held, number) for number in range(8)] == [1] * 8


def _escaped(held, number):
    """How often it stands there as JSON that writes letters by their numbers."""
    plain = f"{WORD} {number}".encode("unicode_escape")
    return held.count(plain)


def test_a_head_reads_no_words_about_the_own_department_from_fewer_than_five(as_, cast, app):
    with transaction():
        wave = asked.open_survey(cast, audience=SurveyAudience.STAFF)
        links = {
            unit: asked.link_of(cast, wave, access=LinkAccess.STAFF, department_id=unit)
            for unit in (cast.traffic, cast.civil)
        }
        for unit, people in ((cast.traffic, 4), (cast.civil, 7)):
            for number in range(people):
                asked.answer(links[unit], 4, token=deal(links[unit]), **{"5": f"{unit}번 부서 {WORD} {number}"})
    wave_id = wave.id
    page = as_(cast.lee).get(f"/voice/survey-waves/{wave_id}/texts?department={cast.traffic}")
    assert WORD not in page.text
    with transaction():
        close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, wave_id), reason="시험을 위하여 마감합니다.")
    for who, unit, code in (
        (cast.lee, cast.traffic, 200),
        (cast.lee, cast.civil, 403),
        (cast.lee, "", 403),
        (cast.yoon, cast.civil, 200),
        (cast.kim, cast.traffic, 403),
    ):
        page = as_(who).get(f"/voice/survey-waves/{wave_id}/texts?department={unit}")
        assert page.status_code == code
        assert WORD not in page.text
    assert f"{cast.traffic}번 부서" not in as_(cast.lee).get(f"/voice/survey-waves/{wave_id}").text
