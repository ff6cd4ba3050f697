"""Visits of one address are counted over all processes, never let more through than may be, and leave nothing behind."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from multiprocessing import get_context

import pytest
from flask import Flask
from sqlalchemy import text

from app.core import clock
from app.core.database import db
from app.core.errors import TooMany
from app.core.instance import visits_dir
from app.core.visits import PARTS, Allowance, count_visit, forget_visits

TWO = Allowance("two", 2, 60)
MANY = Allowance("many", 30, 600)
HOME = "203.0.113.77"


def comes(allowed=TWO, address=HOME):
    try:
        count_visit(allowed, address)
    except TooMany as refused:
        return refused.seconds
    return 0


def come_from_another_process(folder, times):
    """How many of so many visits another worker lets through."""
    app = Flask("worker", instance_path=folder)
    with app.app_context():
        return sum(comes(MANY) == 0 for _visit in range(times))


@pytest.mark.engine_free
def test_four_processes_let_no_more_through_than_one(tmp_path):
    with get_context("spawn").Pool(4) as workers:
        through = workers.starmap(come_from_another_process, [(str(tmp_path), 20)] * 4)
    assert sum(through) == MANY.most


def test_visits_are_forgotten_after_their_time(app):
    begun = clock.now()
    assert [comes(), comes(), comes(address="another")] == [0, 0, 0]
    waits = comes()
    assert 60 <= waits <= 60 + 60 / PARTS
    with clock.frozen_at(begun + timedelta(seconds=waits - 10)):
        assert 0 < comes() <= 10
    with clock.frozen_at(begun + timedelta(seconds=waits)):
        assert comes() == 0


def test_at_no_time_more_come_in_than_the_time_allows(app):
    begun, through = clock.now(), []
    for second in range(0, 300, 7):
        with clock.frozen_at(begun + timedelta(seconds=second)):
            through += [second] * (comes() == 0)
    assert all(late - early >= TWO.seconds for early, late in zip(through, through[2:], strict=False))
    assert len(through) >= 300 // (TWO.seconds + TWO.seconds // PARTS) * 2


def test_kinds_are_counted_apart(app):
    assert [comes(), comes(), comes(MANY)] == [0, 0, 0]


def test_neither_the_file_nor_the_database_knows_the_address(app):
    for _visit in range(3):
        comes()
    held = b"".join(path.read_bytes() for path in visits_dir().iterdir())
    assert b"many" not in held
    assert b"two" in held
    assert HOME.encode() not in held
    dump = repr([db.session.execute(text(f'SELECT * FROM "{one.name}"')).all() for one in db.metadata.sorted_tables])
    assert HOME not in dump


def test_the_salt_of_yesterday_and_its_hashes_are_gone(app):
    comes()
    path = visits_dir() / "visits.db"
    with closing(sqlite3.connect(path)) as kept:
        salt = kept.execute("SELECT salt FROM salts").fetchone()[0]
        address = kept.execute("SELECT address FROM visits").fetchone()[0].encode()
    before = path.read_bytes()
    assert (salt in before, address in before) == (True, True)
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        comes()
    after = path.read_bytes()
    assert (salt in after, address in after) == (False, False)


def test_a_file_that_is_none_costs_nobody_their_page_and_begins_anew(app):
    (visits_dir() / "visits.db").write_bytes(b"no database" * 1000)
    assert [comes() for _visit in range(4)][:3] == [0, 0, 0]
    assert comes() > 0


def test_others_may_not_read_the_file(app):
    comes()
    assert visits_dir().stat().st_mode & 0o077 == 0
    forget_visits()
    assert comes() == 0
