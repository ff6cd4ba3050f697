"""A page of single records comes from an index in the order it is shown in, whatever it is narrowed by."""

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import event, text

from app.core.access import Grant, Role
from app.core.database import db, transaction
from app.voice.queries.handling_records import Wanted, records_page
from tests.factories import voice_handling as made

MANY = 20_000
NAMES = (
    "batch_id, row_number, receipt_no, receipt_key, affair_id, department_id, person_id, received_at, completed_at, "
    "period_amount, period_unit, extension, compound, outcome, due_at, statutory_minutes, actual_minutes, is_late, "
    "month, receipt_month, weekday, hour, is_counted"
)
LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', {column}, '+' || (n * 13) || ' minutes')",
    "postgresql": "{column} + n * INTERVAL '13 minutes'",
}


@pytest.fixture
def office(app, cast):
    """Two kinds of affairs of five departments over half a year, 20,000 cases, a tenth of them late."""
    batch = made.entered(cast.choi, made.row("1"), made.row("2", 사무명="옥외광고물 허가"))
    units, engine = (cast.traffic, cast.civil, cast.roads, cast.planning, cast.daesan), db.engine.dialect.name
    unit = " ".join(f"WHEN {place} THEN {unit}" for place, unit in enumerate(units))
    values = (
        NAMES.replace("row_number", "n + 10").replace("receipt_no,", "'n' || n,").replace("receipt_key", "'k' || n")
    )
    values = values.replace("department_id", f"CASE n % 5 {unit} END").replace("is_late", "n % 10 = 0")
    for column in ("received_at", "completed_at"):
        values = values.replace(column, LATER[engine].format(column=column))
    due = LATER[engine].format(column="completed_at")
    less = f"CASE WHEN n % 10 = 0 THEN due_at ELSE {due} END"
    values = values.replace("due_at", less, 1)
    late = f"datetime({due}, '-1 minute')" if engine == "sqlite" else f"{due} - INTERVAL '1 minute'"
    values = values.replace("THEN due_at ELSE", f"THEN {late} ELSE")
    with transaction():
        db.session.execute(
            text(
                f"WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < {MANY}) "
                f"INSERT INTO voice_handling_records ({NAMES}) SELECT {values} FROM many "
                "JOIN voice_handling_records ON row_number = 2 + n % 2 AND batch_id = :batch"
            ),
            {"batch": batch},
        )
    if engine == "postgresql":
        with transaction():
            db.session.execute(text("ANALYZE voice_handling_records"))
    return {"affair": db.session.scalar(text("SELECT min(id) FROM voice_affairs")), "units": units}


def readers(cast):
    """Who reads all departments, one of their own, and several of their own."""
    several = (*cast.lee.grants, Grant(Role.COORDINATOR, cast.roads), Grant(Role.HEAD, cast.civil))
    return {"all": cast.choi, "own": cast.lee, "several": replace(cast.lee, grants=several)}


def plans_of(wanted, actor):
    """The plan of the first page and of the page behind it."""
    plans, cursor = [], None
    for _page in range(2):
        seen = []

        def note(_connection, _cursor, statement, given, *_rest, seen=seen):
            seen.append((statement, given))

        event.listen(db.engine, "before_cursor_execute", note)
        page = records_page(wanted, actor, cursor)
        event.remove(db.engine, "before_cursor_execute", note)
        assert len(page.rows) == 50
        cursor = page.next_cursor
        explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
        for statement, given in seen:
            rows = db.session.connection().exec_driver_sql(explain + statement, given)
            plans.append("\n".join(str(row[-1]) for row in rows))
    return plans


@pytest.mark.parametrize("who", ["all", "own", "several"])
def test_a_page_of_records_is_read_from_an_index_and_never_sorted(office, cast, who):
    actor = readers(cast)[who]
    for department, affair, late in product((None, cast.traffic), (None, office["affair"]), (False, True)):
        wanted = Wanted(2026, department, affair, late=late)
        for plan in plans_of(wanted, actor):
            assert "ix_voice_handling_records_by_" in plan, (wanted, plan)
            assert "TEMP B-TREE" not in plan, (wanted, plan)
            assert "Sort" not in plan, (wanted, plan)
            assert "Seq Scan on voice_handling_records" not in plan, (wanted, plan)


def test_several_departments_are_one_list_in_order_without_gaps(office, cast):
    actor, found, cursor = readers(cast)["several"], [], None
    while True:
        page = records_page(Wanted(2026, late=True), actor, cursor)
        found += page.rows
        cursor = page.next_cursor
        if cursor is None:
            break
    order = [(row.completed_at, row.id) for row in found]
    assert order == sorted(order, reverse=True)
    mine = "SELECT count(*) FROM voice_handling_records WHERE is_late AND department_id IN (:one, :two, :three)"
    given = {"one": cast.traffic, "two": cast.roads, "three": cast.civil}
    assert len(set(order)) == len(order) == db.session.scalar(text(mine), given)
    assert records_page(Wanted(2026, cast.planning), actor, None).rows == []
