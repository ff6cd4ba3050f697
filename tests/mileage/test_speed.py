"""Posting and reading cost the same however long the ledger is: what is asked is found by an index."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from app.core.database import db, transaction
from app.mileage.models import MileageAccount, Transfer
from app.mileage.queries import kept_back, statements, year_statements
from tests.factories import innovation as make
from tests.factories.mileage import award

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}


@pytest.mark.engine_free
def test_whether_a_fact_was_paid_is_looked_up_by_its_own_index(app):
    """A plain unique index on `reverses_id` would win on SQLite, and with it every original there is."""
    query = "SELECT 1 FROM mileage_transfers WHERE item_code = 'x' AND source = 'y' AND reverses_id IS NULL"
    with db.engine.connect() as connection:
        plan = str(connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all())
    assert "uq_mileage_transfers_paid_once" in plan


@contextmanager
def plans():
    """Collect the plan of every statement that reads transfers; without a choice, because a small table is read whole."""
    asked, found = [], []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        if "mileage_transfers" in statement:
            asked.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    dialect = db.engine.dialect.name
    with db.engine.connect() as connection:
        if dialect == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(EXPLAIN[dialect] + statement, parameters).all()
            found.append("\n".join(str(row[-1]) for row in rows))


@pytest.fixture
def account(cast, items):
    """The account of 김 with two pages of rows."""
    with transaction():
        for number in range(60):
            award(cast.kim, f"claim:{number}", code="P13")
        make.an_issue(cast.kim, blind=True)
    return statements.own_account(cast.kim).id


def test_a_page_of_a_statement_is_read_by_the_index_of_its_account(account):
    with plans() as found:
        first = statements.statement_page(account, None, None)
        statements.statement_page(account, None, first.next_cursor)
    assert len(found) == 2
    for plan in found:
        assert "ix_mileage_transfers_credit_account_id_id" in plan
        assert "ix_mileage_transfers_debit_account_id_id" in plan
        assert "Seq Scan on mileage_transfers" not in plan
        assert "SCAN mileage_transfers" not in plan


def test_pages_of_a_statement_follow_each_other_without_gap(account):
    seen, cursor = [], None
    while True:
        page = statements.statement_page(account, None, cursor)
        seen += [line.id for line in page.rows if not line.is_cut]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == db.session.query(Transfer).filter_by(credit_account_id=account).count()


def test_what_is_kept_back_is_looked_up_by_its_source(account, cast):
    pool = db.session.query(MileageAccount.id).filter_by(person_id=None).first().id
    with plans() as found:
        kept_back.kept_back(statements.account_or_404(pool, cast.choi), cast.choi)
    assert found != []
    assert all("ix_mileage_transfers_source" in plan for plan in found)


def test_much_that_is_hidden_gives_the_same_lines(account, cast, monkeypatch):
    with transaction():
        issue = make.an_issue(cast.kim, blind=True)
        award(cast.kim, f"issue:{issue.id}:adopted", code="P01")
    view = statements.account_or_404(account, cast.choi)
    few = kept_back.kept_back(view, cast.choi)
    monkeypatch.setattr(kept_back, "FEW", 0)
    assert kept_back.kept_back(view, cast.choi) == few
    assert [points > 0 for _id, _year, points in few.lines] == [True]


def test_the_sums_of_an_account_are_told_as_long_as_a_page_has_time_for_them(account, monkeypatch):
    sums, earned = year_statements.account_sums(account)
    assert sum(found.points for found in sums) == sum(earned.values())
    monkeypatch.setattr(year_statements, "MOST_SUMMED", sum(found.rows for found in sums) - 1)
    monkeypatch.setattr(year_statements, "_ALL", year_statements._sums(by_year=False))
    assert year_statements.account_sums(account) == ((), earned)
