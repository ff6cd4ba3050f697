import json
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.audit import rules, services
from app.audit.models import AuditEntry, AuditHead
from app.core import clock
from app.core.database import db, transaction
from tests.audit.conftest import TaskClosed


def entries():
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()


def test_a_fact_leaves_an_entry_in_its_transaction(app, record):
    before = len(entries())
    record(12, department_id=3)
    entry = entries()[-1]
    assert entry.seq == before + 1
    assert (entry.event, entry.subject_type, entry.subject_id, entry.department_id) == ("task_closed", "task", 12, 3)
    assert entry.actor_id is None
    assert entry.at == clock.now()
    assert json.loads(entry.details) == {"task_id": 12, "department_id": 3, "note": None, "remarks": []}
    head = db.session.get(AuditHead, 1)
    assert (head.seq, head.hash) == (entry.seq, entry.hash)


def test_words_never_reach_the_chain(app, record):
    record(note="홍길동이 신고함", remarks=("김하나",))
    details = entries()[-1].details
    assert "홍길동" not in details
    assert "김하나" not in details
    assert json.loads(details)["note"].startswith("text:")
    assert json.loads(details)["remarks"][0].startswith("text:")


def test_a_rolled_back_fact_leaves_nothing(app, record):
    record()
    before = len(entries())

    def fail():
        with transaction():
            services.record(TaskClosed(actor_id=None, task_id=1))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    record(2)
    assert [entry.subject_id for entry in entries()[before:]] == [2]


def test_a_fact_of_a_rolled_back_savepoint_leaves_nothing(app):
    before = len(entries())
    with transaction() as session:
        services.record(TaskClosed(actor_id=None, task_id=1))
        savepoint = session.begin_nested()
        services.record(TaskClosed(actor_id=None, task_id=2))
        savepoint.rollback()
        with session.begin_nested():
            services.record(TaskClosed(actor_id=None, task_id=3))
    assert [entry.subject_id for entry in entries()[before:]] == [1, 3]


def test_a_commit_past_the_seal_is_refused(app):
    services.record(TaskClosed(actor_id=None, task_id=1))
    with pytest.raises(RuntimeError):
        db.session.commit()
    db.session.rollback()


def test_several_facts_of_a_transaction_follow_one_another(app):
    with transaction():
        for number in range(3):
            services.record(TaskClosed(actor_id=None, task_id=number))
    last = entries()[-3:]
    assert [entry.subject_id for entry in last] == [0, 1, 2]
    assert [entry.previous_hash for entry in last[1:]] == [entry.hash for entry in last[:2]]
    assert services.verify_chain().ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET subject_id = 9",
        "DELETE FROM audit_entries",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET seq = seq - 1",
        "UPDATE audit_head SET hash = hash",
        "UPDATE audit_verifications SET intact = NOT intact",
    ],
)
def test_the_database_refuses_changes(app, chain, cast, statement):
    with transaction():
        services.create_verification(verification=rules.Verification(5, ()), actor=cast.gam)
    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(statement))


def test_twenty_parallel_transactions_make_a_chain_without_gaps(app):
    before = len(entries())
    db.session.rollback()
    start, failures = Barrier(20), []

    def work(number):
        try:
            with app.app_context():
                start.wait()
                with transaction():
                    services.record(TaskClosed(actor_id=None, task_id=number))
        except Exception as error:  # noqa: BLE001  reported by the assertion below
            failures.append(error)

    threads = [Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(entry.subject_id for entry in entries()[before:]) == list(range(20))
    assert db.session.scalar(select(func.max(AuditEntry.seq))) == before + 20
    assert services.verify_chain().ok
