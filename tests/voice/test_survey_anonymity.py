"""Whoever holds the whole database, its hidden orders, and the logs, links people to answers no better than by chance."""

import json
import random
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account, Person
from app.audit.models import AuditEntry
from app.core.database import db, transaction
from app.core.errors import Conflict, Refused
from app.core.instance import visits_dir
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience
from app.voice.models import SurveyAnswer, SurveyPending, SurveyTaking, SurveyTicket, SurveyToken, SurveyWave
from app.voice.rules.survey_tokens import clean_token, token_hash
from app.voice.services.survey_closings import close_early
from app.voice.services.survey_tokens import POOL, make_letters, take_token
from tests.factories import voice_answers as made

PEOPLE, WAVES = 20, 4
CHANCE = PEOPLE * WAVES / PEOPLE
"""Hits of somebody who guesses: one for each wave; five standard deviations above it is no chance any more."""
MOST_HITS = CHANCE + 5 * CHANCE**0.5
MOST_CORRELATION = 0.55


@pytest.fixture
def colleagues(cast, app):
    with transaction():
        people = [
            Person(
                employee_no=f"p{n:03}",
                name=f"동료{n}",
                rank="7급",
                series="행정",
                department_id=cast.roads,
                joined_on=date(2025, 1, 1),
            )
            for n in range(PEOPLE)
        ]
        db.session.add_all(people)
        db.session.flush()
        db.session.add_all(Account(person_id=person.id) for person in people)
    return [replace(cast.han, id=person.id, name=person.name) for person in people]


@pytest.fixture
def wave(cast, app):
    with transaction():
        return made.open_survey(cast, audience=SurveyAudience.STAFF)


def staff_link(cast, wave):
    with transaction():
        return made.link_of(cast, wave, access=LinkAccess.STAFF, department_id=cast.traffic)


def rows_of(table):
    """The rows of a table in every order the engine keeps besides the columns: a list for each, of mappings."""
    if db.engine.dialect.name == "sqlite":
        try:
            found = db.session.execute(text(f'SELECT rowid AS hidden, t.* FROM "{table}" t ORDER BY rowid')).mappings()
        except Exception:  # noqa: BLE001  a table without rowids
            db.session.rollback()
            found = db.session.execute(text(f'SELECT t.* FROM "{table}" t')).mappings()
        return {"rowid": list(found)}
    columns = "t.ctid::text AS hidden, t.xmin::text::bigint AS made_in, t.*"
    query = f'SELECT {columns} FROM "{table}" t ORDER BY '
    return {
        "ctid": list(db.session.execute(text(query + "t.ctid")).mappings()),
        "xmin": list(db.session.execute(text(query + "t.xmin::text::bigint, t.ctid")).mappings()),
    }


def everything():
    """The whole database as text: every table with what is hidden in it."""
    return "\n".join(
        repr(dict(row)) for table in db.metadata.sorted_tables for rows in rows_of(table.name).values() for row in rows
    )


def correlation(left, right):
    """Spearman's rank correlation of two lists of the same ranks."""
    n = len(left)
    return 1 - 6 * sum((a - b) ** 2 for a, b in zip(left, right, strict=True)) / (n * (n * n - 1))


def test_takers_and_answers_of_a_dump_fit_no_better_than_by_chance(cast, colleagues, app):
    dice, hits, orders = random.Random(2026), {}, {}  # noqa: S311  a test that can be repeated
    naive = 0
    for _wave in range(WAVES):
        with transaction():
            wave = made.open_survey(cast, audience=SurveyAudience.STAFF)
        link = staff_link(cast, wave)
        order = dice.sample(colleagues, PEOPLE)
        said = {}
        for place, who in enumerate(order):
            with transaction():
                token = take_token(actor=who, link=link)
            with transaction():
                made.answer(link, dice.randint(1, 5), token=token, **{"5": f"말 {place}"})
            said[f"말 {place}"] = who.id
        with transaction():
            close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, wave.id), reason="연결 시험을 위한 마감")
        came = [who.id for who in order]
        naive += sum(1 for place, who in enumerate(came) if said[f"말 {place}"] == who)
        takers = {
            name: [row["person_id"] for row in rows if row["link_id"] == link.id]
            for name, rows in rows_of("survey_takings").items()
        }
        answers = {
            name: [said[words_of(row["values"])] for row in rows]
            for name, rows in rows_of("survey_answers").items()
            for rows in [[row for row in rows if row["wave_id"] == wave.id]]
        }
        for how, people in takers.items():
            assert sorted(people) == sorted(came)
            # the order of those who came may not be there in the takings, whatever the answers tell
            orders.setdefault(how, []).append(correlation([came.index(who) for who in people], range(PEOPLE)))
            for by, speakers in answers.items():
                for turned in (speakers, speakers[::-1]):
                    fits = sum(1 for who, speaker in zip(people, turned, strict=True) if who == speaker)
                    hits[how, by, turned is speakers] = hits.get((how, by, turned is speakers), 0) + fits
    assert naive == PEOPLE * WAVES  # a list kept in order gives everybody away
    assert {key: found for key, found in hits.items() if found > MOST_HITS} == {}
    assert [how for how, found in orders.items() if abs(sum(found) / WAVES) > MOST_CORRELATION] == []


def words_of(values):
    return (json.loads(values) if isinstance(values, str) else values)["5"]


def test_while_answers_wait_no_transaction_tells_them_apart(cast, colleagues, wave):
    link = staff_link(cast, wave)
    for who in colleagues[:7]:
        with transaction():
            token = take_token(actor=who, link=link)
        with transaction():
            made.answer(link, 3, token=token)
    if db.engine.dialect.name == "sqlite":
        return
    for table in ("survey_pending", "survey_takings"):
        assert db.session.scalar(text(f"SELECT count(DISTINCT xmin::text) FROM {table}")) == 1


def test_a_used_token_is_nowhere(cast, app, wave, caplog):
    with transaction():
        public = made.open_survey(cast)
    with transaction():
        link = made.link_of(cast, public, access=LinkAccess.LETTERS, department_id=cast.civil)
        token = clean_token(make_letters(actor=cast.choi, link=link, count=12)[0])
    assert token_hash(token) in everything()
    client = app.test_client(use_cookies=False)
    form = made.form_of(link.key, token=token, q1="2", q5="아무도 모르는 말")
    with caplog.at_level("DEBUG"):
        assert client.get(f"/s/{link.key}/{token}").status_code == 200
        assert client.post(f"/s/{link.key}/answers", data=form).status_code == 303
        assert client.post(f"/s/{link.key}/answers", data=form).status_code == 409
    dump, logs = everything(), caplog.text
    assert token_hash(token) not in dump
    assert token not in dump
    assert "아무도 모르는 말" not in logs
    assert token not in "".join(line for line in logs.splitlines() if "answers" in line)
    assert b"127.0.0.1" not in b"".join(path.read_bytes() for path in visits_dir().iterdir())


def test_a_failing_database_tells_the_log_nothing_of_the_answer(cast, app, caplog):
    with transaction():
        link = made.link_of(cast, made.open_survey(cast), department_id=cast.civil)
        db.session.execute(text("ALTER TABLE survey_pending RENAME TO survey_gone"))
    client = app.test_client(use_cookies=False)
    try:
        page = client.post(f"/s/{link.key}/answers", data=made.form_of(link.key, q1="2", q5="아무도 모르는 말"))
    finally:
        with transaction():
            db.session.execute(text("ALTER TABLE survey_gone RENAME TO survey_pending"))
    assert page.status_code == 503
    assert "아무도 모르는 말" in page.text
    assert "아무도 모르는 말" not in caplog.text


def test_the_audit_log_says_how_many_and_nothing_else(cast, app):
    with transaction():
        link = made.link_of(cast, made.open_survey(cast), department_id=cast.civil)
    before = db.session.scalar(select(func.max(AuditEntry.seq)))
    for _one in range(10):
        with transaction():
            made.answer(link, 4)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.seq > before)).all()
    assert entries == []  # not even that somebody answered, while the wave is open
    with transaction():
        close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, link.wave_id), reason="충분히 모였습니다.")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.seq > before).order_by(AuditEntry.seq)).all()
    assert [entry.event for entry in entries] == ["survey_answers_released", "survey_wave_closed"]
    assert entries[0].actor_id is None
    assert json.loads(entries[0].details).keys() >= {"count", "survey_wave_id"}
    assert json.loads(entries[0].details)["count"] == 10


def test_a_token_is_taken_once_by_other_departments_only(cast, wave):
    link = staff_link(cast, wave)
    with transaction():
        take_token(actor=cast.park, link=link)
    with pytest.raises(Conflict), transaction():
        take_token(actor=cast.park, link=link)
    with pytest.raises(Refused), transaction():
        take_token(actor=cast.kim, link=link)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text(f"INSERT INTO survey_takings (link_id, person_id) VALUES ({link.id}, {cast.kim.id})"))
    assert db.session.scalars(select(SurveyTaking.person_id)).all() == [cast.park.id]


def test_the_pool_is_filled_before_it_gives_anybody_away(cast, colleagues, wave):
    link = staff_link(cast, wave)
    tokens = set()
    for who in colleagues:
        with transaction():
            tokens.add(take_token(actor=who, link=link))
    assert len(tokens) == PEOPLE
    left = db.session.scalar(select(func.count()).select_from(SurveyTicket))
    assert left == POOL - PEOPLE
    assert db.session.scalar(select(func.count()).select_from(SurveyToken)) == POOL


def test_nobody_changes_an_answer_that_waits(cast, app):
    with transaction():
        link = made.link_of(cast, made.open_survey(cast), department_id=cast.civil)
        made.answer(link, 4)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(text("UPDATE survey_pending SET wave_id = wave_id"))
    assert db.session.scalar(select(func.count()).select_from(SurveyPending)) == 1
    assert db.session.scalar(select(func.count()).select_from(SurveyAnswer)) == 0
