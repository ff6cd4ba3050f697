"""Posting costs the same however long the ledger is."""

import pytest
from sqlalchemy import text

from app.core.database import db


@pytest.mark.engine_free
def test_whether_a_fact_was_paid_is_looked_up_by_its_own_index(app):
    """A plain unique index on `reverses_id` would win on SQLite, and with it every original there is."""
    query = "SELECT 1 FROM mileage_transfers WHERE item_code = 'x' AND source = 'y' AND reverses_id IS NULL"
    with db.engine.connect() as connection:
        plan = str(connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all())
    assert "uq_mileage_transfers_paid_once" in plan
