"""The demo office, loaded into an empty database: everything the content says has really happened."""

import os
import re
from collections import Counter
from contextlib import contextmanager
from decimal import Decimal
from time import process_time

import pytest
from flask_migrate import upgrade
from sqlalchemy import create_engine, func, make_url, select, text

import app.audit.services as audit
from app.accounts.queries.personas import persona_actor, personas
from app.accounts.routes.sign_in import SESSION_COOKIE
from app.accounts.services import sign_in
from app.cli.demo.commands import STORIES
from app.cli.demo.commands import load as load_demo
from app.cli.demo.content_files import content
from app.cli.demo.steps import Office
from app.core import clock
from app.core.database import db, transaction
from app.core.documents.content import Derivation, Table, silently
from app.core.i18n import speaking
from app.evaluation.models import EvaluationRound, Publication, ScoreSheet
from app.evaluation.services.publications import check_publications
from app.factory import create_app
from app.files.services import check_evidence
from app.innovation.models import Case, Issue, Obstacle, ProgressReport, Slogan, Task
from app.mileage.models import Claim, Thanks, Transfer
from app.mileage.services import check_ledger
from app.mileage.services.thanks_checks import check_thanks
from app.organization.models import Department
from app.reports.documents.registry import DOCUMENTS
from app.voice.models import Recognition
from app.voice.models.five_s import FiveSFigure
from app.voice.queries.five_s import heat_rows
from tests.cli.demo import documents
from tests.cli.demo.content import PERSONAS, load, rows
from tests.conftest import NOON, Client
from tests.engines import SqliteEngine
from tests.factories.document_figures import FIGURES
from tests.factories.document_readings import differences, flaws, written

MOST_SECONDS = 60


@contextmanager
def second_database(engine, folder):
    """Open the address of an empty database of the same kind as the run's."""
    if isinstance(engine, SqliteEngine):
        yield f"sqlite:///{folder / 'opum.db'}"
        return
    name = f"opum_demo_{os.getpid()}"
    server = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(
            text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        )
    try:
        yield make_url(engine.url).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        server.dispose()


@pytest.fixture(scope="module")
def loaded(engine, tmp_path_factory):
    """An app with the demo office, its answer to the load, and how many seconds of work that was."""
    folder = tmp_path_factory.mktemp("demo")
    folder.chmod(0o700)
    with second_database(engine, folder) as url:
        app = create_app({"SQLALCHEMY_DATABASE_URI": url, "WTF_CSRF_ENABLED": False}, instance=folder)
        app.test_client_class = Client
        with app.app_context():
            upgrade()
            began = process_time()
            answer = app.test_cli_runner().invoke(load_demo, catch_exceptions=False)
            seconds = process_time() - began
        yield app, answer.output, seconds
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def demo(loaded):
    """The app with the demo office, at noon of the day of play."""
    with loaded[0].app_context(), clock.frozen_at(NOON):
        yield loaded[0]
        db.session.remove()


def states(column):
    """How many records stand in each state, by its plain value."""
    return {state.value: count for state, count in db.session.execute(select(column, func.count()).group_by(column))}


def test_the_office_is_ready_within_a_minute(loaded):
    _app, output, seconds = loaded
    assert [int(word) for word in re.findall(r"\d+", output)] == [sum(1 for story in STORIES for _ in story(Office()))]
    assert seconds < MOST_SECONDS


def test_every_task_stands_where_the_content_says(demo):
    found = {
        title: (stage.value, state.value)
        for title, stage, state in db.session.execute(select(Task.title, Task.stage, Task.state))
    }
    assert found == {row["title"]: (row["stage"], row["state"]) for row in rows("tasks")}


def test_as_many_slogans_stand_in_each_state_as_the_content_says(demo):
    assert states(Slogan.state) == Counter(row["state"] for row in rows("slogans"))


def test_as_many_claims_stand_in_each_state_as_the_content_says(demo):
    """Those of a workbook are handed in and wait."""
    read_in = sum(len(upload["rows"]) for upload in load("claim_uploads")["uploads"])
    written = Counter(row["state"] for row in rows("claims"))
    assert states(Claim.state) == written + Counter({"submitted": read_in})


PASSED_ON = {"365 민원실 이용 자료로 창구 시간 다시 짜기"}
"""Issues that `issue_answers.json` leads on after `issues.json` brought them in."""


@pytest.mark.parametrize(("name", "model"), [("issues", Issue), ("obstacles", Obstacle), ("cases", Case)])
def test_every_record_is_in_the_state_the_content_says(demo, name, model):
    """Other parts of the content add records of their own."""
    found = {title: state.value for title, state in db.session.execute(select(model.title, model.state))}
    meant = {row["title"]: row["state"] for row in rows(name) if row["title"] not in PASSED_ON}
    assert {title: found[title] for title in meant} == meant


def test_every_report_is_in_the_state_the_content_says(demo):
    told = Counter(report["state"] for row in rows("tasks") for report in row["progress_reports"])
    assert states(ProgressReport.state) == told


def test_rounds_stand_in_their_phases_with_every_ballot(demo):
    phases = dict(db.session.execute(select(EvaluationRound.code, EvaluationRound.phase)).all())
    assert phases == {row["code"]: row["phase"] for row in rows("rounds")}
    ballots = sum(len(row["panel"]["ballots"]) for row in rows("rounds")) + len(content("guests")["ballots"])
    assert db.session.scalar(select(func.count()).select_from(ScoreSheet)) == ballots


def test_facts_have_earned_points_and_the_ledger_is_clean(demo):
    paid = set(db.session.scalars(select(Transfer.item_code).distinct()))
    assert {f"D{number:02d}" for number in range(1, 10)} <= paid
    assert {f"P{number:02d}" for number in range(1, 6)} <= paid
    assert list(check_ledger()) == []


def test_thanks_are_sent_hidden_and_reported_as_the_content_says(demo):
    sent = db.session.scalars(select(Thanks)).all()
    told = content("thanks")["thanks"]
    assert (len(sent), len([row for row in sent if row.hidden_at])) == (len(told), 1)
    assert list(check_thanks()) == []


def test_the_audit_chain_and_every_piece_of_evidence_hold(demo):
    verification = audit.verify_chain()
    assert verification.ok
    assert verification.entries > sum(len(row["measures"]) for row in rows("rounds"))
    assert list(check_evidence()) == []


def test_the_published_round_renders_to_its_hash(demo):
    assert db.session.scalar(select(func.count()).select_from(Publication)) == 1
    assert list(check_publications()) == []


def test_a_second_load_keeps_the_data(demo):
    before = db.session.scalar(select(func.count()).select_from(Task))
    assert demo.test_cli_runner().invoke(load_demo, catch_exceptions=False).exit_code == 0
    assert db.session.scalar(select(func.count()).select_from(Task)) == before


@pytest.mark.parametrize("kind", sorted(DOCUMENTS))
def test_every_document_of_the_year_says_the_figures_of_the_database(demo, kind, tmp_path):
    """In its three formats, each figure beside its label; here, because loading the office takes longest."""
    who, arguments = documents.asked_for(kind)
    figures = FIGURES[kind](who, arguments)
    assert figures
    with speaking("ko"):
        document = DOCUMENTS[kind].build(who, arguments, silently)
        paths = written(document, tmp_path, "ko")
        assert {suffix: list(differences(path, figures)) for suffix, path in paths.items()} == {
            suffix: [] for suffix in paths
        }
        assert list(flaws(document, paths)) == []


def test_there_is_a_persona_for_every_role_and_the_mayor(demo):
    assert {persona.key for persona in personas()} == PERSONAS


def signed_in(demo, key):
    """A client of the persona."""
    with transaction():
        token = sign_in.start_session(persona_actor(key), address="127.0.0.1", demo=True)
    client = demo.test_client()
    client.set_cookie(SESSION_COOKIE, token)
    return client


def test_every_row_behind_the_5s_index_is_an_example_or_names_its_source(demo):
    figures = db.session.scalars(select(FiveSFigure)).all()
    behind = [row for figure in figures for source in figure.sources for row in source["rows"]]
    assert {row["kind"] for row in behind} == {"survey_wave", "voice_calls", "affair", "recognition"}
    told = [row for row in behind if not row["is_example"]]
    assert {row["kind"] for row in told} == {"recognition"}
    notes = db.session.scalars(select(Recognition.note).where(Recognition.id.in_({row["id"] for row in told}))).all()
    assert [note for note in notes if "출처: http" not in note] == []


def test_a_peer_group_is_ranked_whole_and_the_year_before_has_every_s_for_some(demo):
    ranks = {row.department: row.rank for row in heat_rows(2026) if row.peer_group == "읍면동"}
    assert len(ranks) == 15
    assert None not in ranks.values()
    whole = [row.department for row in heat_rows(2025) if len(row.scores) == 6 and None not in row.scores.values()]
    assert sorted(whole) == ["동문1동", "민원봉사과"]


def test_the_5s_index_of_the_year_is_a_score_of_the_round_its_panel_report_and_sheet(demo):
    """60.50 of 민원봉사과: 75.625 of 100 points on the line to 80, 7.56 of the 10 of its weight."""
    round_id, unit_id = (
        db.session.scalar(select(EvaluationRound.id).where(EvaluationRound.code == "2026-I2")),
        db.session.scalar(select(Department.id).where(Department.name == "민원봉사과")),
    )
    reckoning = "100 × (60.5 − 0) ÷ (80 − 0) ≈ 75.62"
    client = signed_in(demo, "control_tower")
    for page in (f"/rounds/{round_id}/results/{unit_id}", f"/rounds/{round_id}/results/{unit_id}/derivation"):
        text = client.get(page).text
        assert "C50" in text
        assert reckoning in text
    tower = persona_actor("control_tower")
    with speaking("ko"):
        built = [
            DOCUMENTS["round_report"].build(tower, {"round_id": round_id, "annex": True}, silently),
            DOCUMENTS["department_sheet"].build(
                tower, {"department_id": unit_id, "year": 2026, "annex": True}, silently
            ),
        ]
    for document in built:
        tables = [part for part in document.parts if isinstance(part, Table) and part.caption.startswith("민원봉사과")]
        lines = [row for table in tables for row in table.rows if row[0] == "C50 5S 지수"]
        assert [line[2:6] for line in lines] == [("60.5 점", "실적", Decimal("75.6"), Decimal("7.56"))]
        panels = [part for part in document.parts if isinstance(part, Derivation) and part.title == "C50 5S 지수"]
        assert reckoning in str([panel.parts for panel in panels])
        told = next(
            part
            for part in document.parts
            if isinstance(part, Derivation) and "5S 지수" in part.title and part.result == "60.50점"
        )
        assert "÷ (20 + 20 + 20 + 20 + 20) = 60.50" in str(told.parts)


@pytest.mark.parametrize("key", sorted(PERSONAS))
def test_a_persona_may_open_every_page_of_its_menu(demo, key):
    client = signed_in(demo, key)
    links = menu(client.get("/").text)
    assert len(links) > 1
    assert {path: client.get(path).status_code for path in links} == dict.fromkeys(links, 200)


def menu(page):
    """Return the addresses of the menu on the left."""
    inside = page.partition("<nav")[2].partition("</nav>")[0]
    return re.findall(r'<a [^>]*href="([^"]+)"', inside)
