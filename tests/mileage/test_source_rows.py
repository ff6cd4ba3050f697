"""What mileage tells indicators, with the rows behind it: sums, never who earned what."""

from datetime import date, timedelta
from decimal import Decimal

from app.accounts.models import Person
from app.core import clock
from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import ReversalReason, TransferKind
from app.mileage.models import Transfer
from app.mileage.queries.sources import KINDS, SOURCES, people_who_earned, points_earned, points_per_head
from app.mileage.rules.owners import Owner
from tests.conftest import NOON
from tests.factories import deductions
from tests.factories import mileage as factory
from tests.statements import count_statements

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_points_per_head_are_divided_by_the_people_of_the_last_day(cast, items):
    with transaction():
        services.post_award(item_code="D10", owner=Owner.department(cast.roads), source="claim:1", actor_id=None)
        factory.award(cast.han, "claim:2")
    reading = points_per_head.readings([cast.roads, cast.haemi], *YEAR)[cast.roads]
    assert reading.denominator == 2
    assert reading.figure == points_earned([cast.roads], *YEAR)[cast.roads] / 2
    assert points_per_head([cast.haemi], *YEAR) == {}


def test_who_has_left_by_the_last_day_is_not_counted(cast, items):
    (before,) = people_who_earned.readings([cast.traffic], date(2026, 1, 1), date(2026, 6, 30))[cast.traffic].rows
    (after,) = people_who_earned.readings([cast.traffic], date(2026, 1, 1), date(2026, 7, 1))[cast.traffic].rows
    assert (before.of, after.of, after.id) == (before.of, before.of - 1, cast.traffic)


def test_rows_are_sums_and_what_was_reversed_is_a_row_of_its_own(cast, items):
    with transaction():
        factory.award(cast.kim, "claim:1")
        wrong = factory.award(cast.ahn, "claim:2")
    with transaction():
        services.reverse_transfer(
            transfer=wrong, actor=cast.choi, reason_code=ReversalReason.WRONG_ACCOUNT, reason="다른 사람의 실적이었다"
        )
    reading = points_earned.readings([cast.traffic], *YEAR)[cast.traffic]
    assert [(row.kind, row.part) for row in reading.rows] == [
        ("points_earned", Decimal(16)),
        ("points_reversed", Decimal(-8)),
    ]
    assert reading.figure == Decimal(8)


def test_a_deduction_that_is_taken_back_takes_nothing_from_what_was_earned(cast, items):
    with transaction():
        factory.award(cast.bae, "claim:1")
        deductions.decided(cast, cast.bae, reviewer=cast.lee)
    with clock.frozen_at(NOON + timedelta(days=11)), transaction():
        services.post_due_deductions(clock.today())
        row = db.session.query(Transfer).filter_by(kind=TransferKind.DEDUCTION).one()
        services.reverse_transfer(
            transfer=row, actor=cast.choi, reason_code=ReversalReason.FACT_WRONG, reason="열 글자가 넘는 사유를 적는다."
        )
    reading = points_earned.readings([row.department_id], *YEAR)[row.department_id]
    assert [(one.kind, one.part) for one in reading.rows] == [("points_earned", Decimal(8))]


def test_no_row_names_anybody(cast, items):
    with transaction():
        factory.award(cast.kim, "claim:1")
    names = {name for (name,) in db.session.query(Person.name)}
    for source in SOURCES.values():
        with count_statements() as statements:
            readings = source.readings([cast.traffic, cast.civil, cast.roads], *YEAR)
        assert len(statements) <= 2
        for row in (row for reading in readings.values() for row in reading.rows):
            assert (row.title, KINDS[row.kind].is_sum, row.title in names) == ("", True, False)
