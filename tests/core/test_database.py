"""What the database layer promises to everything above it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from app.accounts.models import AccessRecord, Person
from app.core import clock
from app.core.database import ExactDecimal, Points, change_state, db, read, transaction
from app.core.errors import Conflict
from app.organization.models import Department


def person(number="kim"):
    return db.session.query(Person).filter_by(employee_no=number).one()


def test_a_write_that_was_not_announced_is_refused(app):
    person().name = "몰래"
    with pytest.raises(RuntimeError, match="outside a write transaction"):
        db.session.flush()


def test_an_error_inside_a_transaction_leaves_nothing(app):
    def half_of_it():
        with transaction():
            person().name = "반쯤"
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_of_it()
    assert person().name == "김하늘"


def test_times_come_back_aware_and_in_utc(app):
    with transaction():
        record = AccessRecord(person_id=person().id, occurred_at=clock.now(), address="::1", action="test")
        db.session.add(record)
    db.session.expire_all()
    assert db.session.scalars(select(AccessRecord.occurred_at)).one() == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_a_naive_time_cannot_be_stored(app):
    naive = datetime(2026, 1, 1)  # noqa: DTZ001  that is the point
    with pytest.raises(StatementError, match="naive"), transaction():
        db.session.add(AccessRecord(person_id=person().id, occurred_at=naive, address="", action="test"))


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_exact_decimals_survive_sqlite_as_text(value):
    class Sqlite:
        name = "sqlite"

    kind = ExactDecimal()
    assert kind.process_result_value(kind.process_bind_param(value, Sqlite()), Sqlite()) == value


def test_floats_are_refused_where_numbers_must_be_exact():
    class Sqlite:
        name = "sqlite"

    with pytest.raises(TypeError, match="not exact"):
        ExactDecimal().process_bind_param(0.1, Sqlite())


def test_points_finer_than_a_hundredth_are_refused():
    with pytest.raises(ValueError, match=r"0\.01"):
        Points().process_bind_param(Decimal("0.001"), None)


def test_of_two_changes_from_the_same_reading_the_second_is_a_conflict(app):
    with transaction():
        unit = db.session.query(Department).filter_by(name="교통과").one()
        stale = unit.version
        change_state(unit, name="교통행정과")
        assert (unit.name, unit.version) == ("교통행정과", stale + 1)
        db.session.execute(text("UPDATE departments SET version = version + 1 WHERE id = :id"), {"id": unit.id})
        with pytest.raises(Conflict):
            change_state(unit, name="또 다른 이름")


def test_append_only_rows_are_kept_by_the_database_itself(app):
    with transaction():
        db.session.add(AccessRecord(person_id=person().id, occurred_at=clock.now(), address="", action="test"))
    for statement in ("UPDATE access_records SET action = 'other'", "DELETE FROM access_records"):
        with pytest.raises(IntegrityError, match="never"), transaction():
            db.session.execute(text(statement))


def test_fifty_writers_at_once_all_write_and_none_is_told_to_wait(session_app, app, cast):
    moment = clock.now()

    def write(number):
        with session_app.app_context(), clock.frozen_at(moment):
            try:
                with transaction():
                    db.session.add(
                        AccessRecord(person_id=cast.kim.id, occurred_at=moment, address=str(number), action="test")
                    )
            finally:
                db.session.remove()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(write, range(50)))
    db.session.rollback()
    written = db.session.scalars(select(AccessRecord.address)).all()
    assert sorted(written, key=int) == [str(number) for number in range(50)]


def test_a_reading_past_the_session_sees_what_was_changed_and_not_sent_yet(app):
    names = select(Person.name).where(Person.employee_no == "kim")
    with transaction():
        person().name = "새 이름"
        assert read(names).all() == [("새 이름",)] == db.session.execute(names).all()
    assert read(names).one().name == "새 이름"


def test_a_reading_past_the_session_makes_the_same_values(app):
    with transaction():
        db.session.add(AccessRecord(person_id=person().id, occurred_at=clock.now(), address="::1", action="test"))
    moments = select(AccessRecord.occurred_at, AccessRecord.action)
    assert read(moments).all() == [(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), "test")]
