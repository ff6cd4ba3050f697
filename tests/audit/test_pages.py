import re
from html import unescape

import pytest
from sqlalchemy import func, select, text

from app.audit import services
from app.audit.models import AuditEntry
from app.core.database import db, install_triggers, transaction
from tests.audit.conftest import TaskClosed

TASKS = "/audit-entries?event=task_closed"


def shown(answer):
    """Numbers of the entries on a page, in order."""
    assert answer.status_code == 200
    return [int(seq) for seq in re.findall(r'href="/audit-entries/(\d+)"', answer.text)]


@pytest.fixture
def auditor(as_, cast):
    return as_(cast.gam)


@pytest.fixture
def log(app, cast):
    """Three entries by 김, 이 and the system, about tasks 1, 2 and 2. Returns their numbers."""
    with transaction():
        for actor_id, number in ((cast.kim.id, 1), (cast.lee.id, 2), (None, 2)):
            services.record(TaskClosed(actor_id=actor_id, task_id=number))
    last = db.session.scalar(select(func.max(AuditEntry.seq)))
    return [last - 2, last - 1, last]


def test_the_newest_entries_come_first(auditor, log):
    assert shown(auditor.get(TASKS)) == log[::-1]


@pytest.mark.parametrize("who", ["kim", "lee", "choi", "jung", "goh"])
def test_nobody_but_the_auditor_reads_the_log(as_, cast, log, who):
    client = as_(getattr(cast, who))
    assert client.get("/audit-entries").status_code == 403
    assert client.get(f"/audit-entries/{log[0]}").status_code == 403
    assert client.post("/audit-verifications").status_code == 403


@pytest.mark.parametrize("person", ["김하늘", "kim"])
def test_entries_are_found_by_person(auditor, log, person):
    assert shown(auditor.get("/audit-entries", query_string={"event": "task_closed", "person": person})) == [log[0]]


def test_entries_are_found_by_subject(auditor, log):
    assert shown(auditor.get(f"{TASKS}&subject=task:2")) == log[:0:-1]
    assert shown(auditor.get(f"{TASKS}&subject=task")) == log[::-1]
    assert shown(auditor.get(f"{TASKS}&subject=issue:2")) == []


def test_entries_are_found_by_day_in_seoul(auditor, log):
    assert shown(auditor.get(f"{TASKS}&first_day=2026-11-23&last_day=2026-11-23")) == log[::-1]
    assert shown(auditor.get(f"{TASKS}&first_day=2026-11-24")) == []
    assert shown(auditor.get(f"{TASKS}&last_day=2026-11-22")) == []
    assert shown(auditor.get(f"{TASKS}&last_day=9999-12-31")) == log[::-1]


@pytest.mark.parametrize("query", ["subject=DROP%20TABLE", "first_day=yesterday", "person=" + "x" * 60])
def test_a_search_of_the_wrong_shape_is_explained(auditor, query):
    answer = auditor.get(f"/audit-entries?{query}")
    assert answer.status_code == 422


def test_long_logs_come_in_pages(auditor, app):
    with transaction():
        for number in range(120):
            services.record(TaskClosed(actor_id=None, task_id=number))
    seen, url = [], TASKS
    while url:
        answer = auditor.get(url)
        seen += shown(answer)
        following = re.search(r'rel="next" href="([^"]+)"', answer.text)
        url = unescape(following[1]) if following else None
    assert len(seen) == 120
    assert seen == sorted(seen, reverse=True)


def test_a_cursor_that_was_tampered_with_shows_nothing(auditor, log):
    assert shown(auditor.get(f"{TASKS}&cursor=rubbish")) == []


def test_one_entry_shows_its_facts_and_its_place(auditor, log):
    answer = auditor.get(f"/audit-entries/{log[1]}")
    entry = db.session.get(AuditEntry, log[1])
    assert answer.status_code == 200
    assert all(part in answer.text for part in (entry.hash, entry.previous_hash, "이소나무", "task:2"))
    assert auditor.get("/audit-entries/999999").status_code == 404


def test_an_auditor_has_the_chain_checked(auditor, log):
    assert "not been checked" in auditor.get("/audit-entries").text
    answer = auditor.post("/audit-verifications", follow_redirects=True)
    assert "the chain is whole" in answer.text
    assert "chain_verified" in db.session.scalars(select(AuditEntry.event)).all()


def test_a_broken_chain_is_shown_with_its_problems(auditor, log):
    with transaction() as session:
        table = " ON audit_entries" if session.get_bind().dialect.name == "postgresql" else ""
        session.execute(text(f"DROP TRIGGER audit_entries_no_update{table}"))
        session.execute(text("UPDATE audit_entries SET subject_id = 77 WHERE seq = :seq"), {"seq": log[0]})
        install_triggers(session.connection())
    answer = auditor.post("/audit-verifications", follow_redirects=True)
    assert "the chain is broken" in answer.text
    assert f"Entry {log[0]} was changed after it was written." in answer.text
