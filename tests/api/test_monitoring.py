"""What a watcher of the server gets: whether it is well, and figures; nothing about people, and not from anywhere."""

import json
import os
import re
import subprocess
import sys

import pytest
from sqlalchemy import text

from app import schedule
from app.api.queries import health
from app.core import clock, metrics
from app.core.database import db, transaction
from app.core.instance import metrics_dir
from app.jobs.services import claim_run, finish_run
from tests.statements import count_statements

LINE = re.compile(r'^[a-z_]+(?:\{(?:[a-z]+="(?:[^"\\]|\\.)*",?)+\})? -?[0-9.e+]+$')


@pytest.fixture
def migrated(app):
    """The database says that it has the tables of this version."""
    (head,) = health.heads(str(app.extensions["migrate"].directory))
    with transaction():
        db.session.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"))
        before = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        db.session.execute(text("DELETE FROM alembic_version"))
        db.session.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
    yield head
    with transaction():
        db.session.execute(text("DELETE FROM alembic_version"))
        for one in before:
            db.session.execute(text("INSERT INTO alembic_version VALUES (:one)"), {"one": one})


def test_it_says_that_it_is_well_and_nothing_else(migrated, anonymous):
    with count_statements() as statements:
        answer = anonymous.get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")
    assert [statement for statement in statements if "sign_in_sessions" in statement or "people" in statement] == []


def test_tables_of_another_version_are_not_well(migrated, anonymous, caplog):
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = anonymous.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "down\n")
    assert "0001" in caplog.text


def test_a_full_disk_is_not_well(migrated, anonymous, monkeypatch):
    monkeypatch.setattr(health, "LEAST_ROOM", 2**62)
    assert anonymous.get("/healthz").status_code == 503


def test_figures_are_in_the_format_watchers_read(app, anonymous):
    with transaction():
        finish_run(run_id=claim_run(job="reconcile ledger", due_at=clock.now()), outcome="balances agree")
        found = schedule.verify_audit_chain(clock.today())
        finish_run(run_id=claim_run(job="verify audit chain", due_at=clock.now()), outcome=str(found), told=found)
    anonymous.get("/sign-in")
    answer = anonymous.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    assert [line for line in lines if not LINE.match(line)] == []
    names = {re.split(r"[ {]", line)[0] for line in lines}
    assert {
        "opum_requests_total",
        "opum_request_seconds_bucket",
        "opum_request_seconds_sum",
        "opum_request_seconds_count",
        "opum_jobs",
        "opum_schedule_last_finished_seconds",
        "opum_database_bytes",
        "opum_ledger_agrees",
        "opum_audit_entries",
    } <= names
    assert 'opum_jobs{state="queued"} 0' in lines
    assert 'opum_mails{state="waiting"} 0' in lines
    assert 'opum_schedule_late{job="expire drafts"} 1' in lines
    assert 'opum_schedule_broken_off{job="expire drafts"} 0' in lines
    assert {"opum_ledger_agrees 1", "opum_audit_intact 1"} <= set(lines)
    assert any(
        re.match(r'opum_requests_total\{process="\d+",route="/sign-in",status="2xx"\} \d+', line) for line in lines
    )


def test_figures_are_for_this_machine_or_who_knows_the_word(app, anonymous):
    far = {"environ_base": {"REMOTE_ADDR": "10.1.2.3"}}
    assert anonymous.get("/metrics", **far).status_code == 404
    assert anonymous.get("/metrics", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 404
    assert anonymous.get("/metrics", headers={"Authorization": "Bearer "}, **far).status_code == 404
    app.config["METRICS_TOKEN"] = "word-of-the-watcher"
    try:
        strange = "감시용 낱말".encode().decode("latin-1")
        for word in ("x", strange, ""):
            assert anonymous.get("/metrics", headers={"Authorization": f"Bearer {word}"}, **far).status_code == 404
        assert (
            anonymous.get("/metrics", headers={"Authorization": "Bearer word-of-the-watcher"}, **far).status_code == 200
        )
    finally:
        app.config["METRICS_TOKEN"] = ""


def test_other_processes_count_while_they_live(app):
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    path = metrics_dir() / f"{other.pid}.json"
    path.write_text(json.dumps({"requests": [["/", "2xx", 7]], "buckets": [7] + [0] * 11, "seconds": 0.1}))
    (metrics_dir() / "broken.json").write_text("{")
    counted = dict(metrics.all_counts())
    assert counted[other.pid]["requests"] == [["/", "2xx", 7]]
    other.communicate(b"\n")
    assert set(dict(metrics.all_counts())) == {os.getpid()}
    assert not path.exists()


def test_counting_never_costs_a_page(app, anonymous, monkeypatch):
    monkeypatch.setattr(metrics, "_left_at", -metrics.LEFT_EVERY)
    monkeypatch.setattr(metrics, "_replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    assert anonymous.get("/sign-in").status_code == 200
