"""Colleagues and members of the panel answer over HTTP; nothing the office keeps or hands out links them to their answers."""

import random
import re
import secrets
import zipfile
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.accounts.models import Account, Person
from app.cli.backup.creating import create_backup
from app.core import clock
from app.core.database import db, transaction
from app.core.instance import backups_dir
from app.reports.documents.registry import DOCUMENTS
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyAudience, SurveyPurpose
from app.voice.models import SurveyWave
from app.voice.rules.survey_tokens import clean_token, token_hash
from app.voice.services import panel_members
from app.voice.services.survey_closings import close_early
from tests.factories import voice_answers as made
from tests.voice.linker import Linker, everything, present

PEOPLE, WAVES = 20, 3
MOST_HITS = WAVES + 8 * WAVES**0.5
"""Whoever guesses hits one for each wave; some hundred pairs of orders are tried, so eight standard deviations."""
MOST_CORRELATION = 0.65


class Staff:
    """Colleagues, each with an account, a session and an address of their own."""

    people, access, audience, purpose = (
        "people",
        LinkAccess.STAFF,
        SurveyAudience.STAFF,
        SurveyPurpose.SERVICE_SATISFACTION,
    )

    def __init__(self, cast, as_, _app):
        self.as_ = as_
        with transaction():
            people = [
                Person(
                    employee_no=f"q{n:03}",
                    name=f"응답자{n:02}",
                    rank="7급",
                    series="행정",
                    department_id=cast.roads,
                    joined_on=date(2025, 1, 1),
                )
                for n in range(PEOPLE)
            ]
            db.session.add_all(people)
            db.session.flush()
            db.session.add_all(Account(person_id=one.id) for one in people)
        self.all = {one.id: replace(cast.han, id=one.id, name=one.name) for one in people}
        self.names = {one.id: (one.name, one.employee_no) for one in people}

    def ask(self, cast, link):
        pass

    def open_door(self, who, link, seat):
        client = self.as_(self.all[who])
        assert client.get("/voice/survey-askings", **seat).status_code == 200
        assert client.get(f"/voice/survey-links/{link.id}/takings", **seat).status_code == 200
        page = client.post(f"/voice/survey-links/{link.id}/takings", **seat)
        assert page.status_code == 201
        return re.search(r"/s/\w+/[\w-]+", page.text)[0]


class Panel:
    """Citizens who registered with an invitation, each with the code of their own page."""

    people, access, audience, purpose = (
        "panel_members",
        LinkAccess.PANEL,
        SurveyAudience.PANEL,
        SurveyPurpose.CITIZEN_PANEL,
    )

    def __init__(self, cast, _as, app):
        self.app = app
        with transaction():
            consent = panel_members.write_consent(actor=cast.choi, words_ko="동의", words_en="Yes", years_kept=1)
            until = clock.today() + timedelta(days=9)
            codes = panel_members.make_invitations(actor=cast.choi, count=PEOPLE, good_until=until)
        self.codes, self.names = {}, {}
        for n, invitation in enumerate(codes):
            name, contact = f"시민{n:02}", f"010-7777-{n:04}"
            with transaction():
                code = panel_members.register_member(
                    invitation=invitation, name=name, contact=contact, consent_id=consent.id
                )
                id_ = panel_members.member_of_code(code).id
            self.codes[id_], self.names[id_] = code, (name, contact, code)

    def ask(self, cast, link):
        with transaction():
            panel_members.assign(actor=cast.choi, link=link)

    def open_door(self, who, link, seat):
        client, own = self.app.test_client(use_cookies=False), f"/s/panel/members/{self.codes[who]}"
        assert client.get(own, **seat).status_code == 200
        led = client.post(f"{own}/takings", data={"link_id": link.id, "language": "en"}, **seat)
        assert led.status_code == 303
        return led.location


@pytest.fixture(params=[Staff, Panel])
def crowd(request, cast, app, as_):
    return request.param(cast, as_, app)


def answer_all(app, cast, crowd, order):
    """Everybody comes in an order, a minute after another, takes a token and answers in words of their own."""
    with transaction():
        wave = made.open_survey(cast, audience=crowd.audience, purpose=crowd.purpose)
        link = made.link_of(cast, wave, access=crowd.access, department_id=cast.traffic)
    crowd.ask(cast, link)
    before, begun, said, tokens = present(), clock.now(), {}, []
    for place, who in enumerate(order):
        words = f"words{secrets.token_hex(6)}"
        seat = {"environ_overrides": {"REMOTE_ADDR": f"198.51.100.{place + 1}"}}
        with clock.frozen_at(begun + timedelta(minutes=place + 1, seconds=place)):
            to = crowd.open_door(who, link, seat)
            token = clean_token(to.partition("?")[0].rpartition("/")[2])
            citizen = app.test_client(use_cookies=False)
            assert citizen.get(to, **seat).status_code == 200
            form = made.form_of(link.key, token=token, q1=str(place % 5 + 1), q5=words)
            assert citizen.post(f"/s/{link.key}/answers", data=form, **seat).status_code == 303
        said[words] = who
        tokens.append(token)
    return wave.id, Linker(crowd.people, said, order, before), tokens


def close(cast, wave_id):
    with clock.frozen_at(clock.now() + timedelta(hours=1)), transaction():
        close_early(actor=cast.choi, wave=db.session.get_one(SurveyWave, wave_id), reason="연결 시험을 위한 마감")


def read_what_is_handed_out(linker, cast, as_, wave_id):
    """Read what the tower may open, take out and print of a wave; return all of it as one text."""
    client, texts = as_(cast.choi), {}
    for path in (
        f"/voice/survey-waves/{wave_id}",
        f"/voice/survey-waves/{wave_id}/texts?question=5",
        f"/voice/survey-waves/{wave_id}/links",
    ):
        page = client.get(path)
        assert page.status_code == 200, path
        texts[path] = page.text
    for kind in ("csv",):
        taken = client.post(f"/list-exports/survey-results?wave_id={wave_id}", data={"format": kind})
        assert taken.status_code == 200
        texts[f"export {kind}"] = taken.get_data(as_text=True)
    document = DOCUMENTS["survey_results"].build(cast.choi, {"wave_id": wave_id}, lambda *_step: None)
    texts["document"] = repr(document)
    for name, content in texts.items():
        linker.read_text(name.partition("?")[0].replace(str(wave_id), "N"), content)
    return "\n".join(texts.values())


def read_backup(linker, number):
    """Read a backup as `flask backup create` writes it; return all of it as one text."""
    target = backups_dir() / f"linker{number}.zip"
    create_backup(target, with_keys=True)
    with zipfile.ZipFile(target) as archive:
        contents = {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}
    assert not [name for name in contents if "visits" in name]
    for name, content in contents.items():
        if linker.words_in(content):
            linker.read_text(f"backup {name}", content)
    return "\n".join(contents.values())


def read_database_file(linker):
    """Read the file of the database as it lies on the disk, where it is one."""
    if db.engine.dialect.name != "sqlite":
        return ""
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    content = Path(db.engine.url.database).read_bytes().decode(errors="replace")
    linker.read_text("the file", content)
    return content


def log_lines_that_link(lines, linker, crowd, tokens):
    """Log lines that hold an answer, or a person beside a token."""
    people = [name for names in crowd.names.values() for name in names]
    for line in lines:
        has_token = any(token in line for token in tokens)
        if linker.words_in(line) or (has_token and any(name in line for name in people)):
            yield line


def test_nothing_that_is_kept_or_handed_out_links_people_to_answers(app, cast, as_, crowd, caplog):
    dice, hits, correlations = random.Random(7), Counter(), defaultdict(list)  # noqa: S311  a test that can be repeated
    for wave in range(WAVES):
        order = dice.sample(sorted(crowd.names), PEOPLE)
        caplog.clear()
        with caplog.at_level("DEBUG"):
            number, linker, tokens = answer_all(app, cast, crowd, order)
        lines = caplog.text.splitlines()
        assert list(log_lines_that_link(lines, linker, crowd, tokens)) == []
        opened = replace(linker, sequences={}, speakers={})
        assert opened.read_database() == []
        close(cast, number)
        assert linker.read_database() == []
        handed = read_what_is_handed_out(linker, cast, as_, number)
        kept = read_backup(linker, wave) + read_database_file(linker) + repr(everything())
        assert [token for token in tokens if token_hash(token) in kept or token in kept + handed] == []
        assert [names for names in crowd.names.values() if any(name in handed for name in names)] == []
        for moment, read in (("open", opened), ("closed", linker)):
            assert read.speakers
            for pair, found, rank in read.fits():
                hits[moment, *pair] += found
                correlations[moment, *pair].append(rank)
    assert {pair: found for pair, found in hits.items() if found > MOST_HITS} == {}
    told = {pair: sum(ranks) / WAVES for pair, ranks in correlations.items() if len(ranks) == WAVES}
    assert {pair: rank for pair, rank in told.items() if abs(rank) > MOST_CORRELATION} == {}
