"""What others read of mileage, and the board behind it."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from python_calamine import CalamineWorkbook

from app.core.database import transaction
from app.core.sheets import write_workbook
from app.mileage import services
from app.mileage.enums import Band, ReversalReason
from app.mileage.queries.board import board_of
from app.mileage.queries.exports import ledger_sheets
from app.mileage.queries.sources import department_points, participation
from app.mileage.rules.boards import bands, per_head
from app.mileage.rules.owners import Owner, equal_shares
from tests.factories import mileage as factory

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_department_points_are_those_of_the_department_and_its_people_less_reversals(cast, items):
    with transaction():
        services.post_award(item_code="D10", owner=Owner.department(cast.traffic), source="claim:1", actor_id=None)
        factory.award(cast.kim, "claim:2")
        wrong = factory.award(cast.ahn, "claim:4")
        factory.award(cast.kim, "claim:3", day=date(2025, 12, 31))
    with transaction():
        services.reverse_transfer(
            transfer=wrong, actor=cast.choi, reason_code=ReversalReason.WRONG_ACCOUNT, reason="다른 사람의 실적이었다"
        )
    found = department_points([cast.traffic, cast.civil], *YEAR)
    assert found == {cast.traffic: Decimal(18), cast.civil: Decimal(0)}


def test_participation_counts_people_once(cast, items):
    with transaction():
        factory.award(cast.han, "claim:1")
        factory.award(cast.han, "claim:2")
    assert participation([cast.roads, cast.daesan], *YEAR) == {cast.roads: Decimal(50), cast.daesan: None}


def test_the_board_is_made_from_the_counters(cast, items):
    with transaction():
        services.post_award(item_code="D11", owner=Owner.department(cast.roads), source="claim:1", actor_id=None)
        factory.award(cast.han, "claim:2")
        factory.award(cast.han, "claim:3", day=date(2025, 3, 1))
    rows = {row.department_id: row for row in board_of(2026, date(2026, 11, 23))}
    roads = rows[cast.roads]
    assert (roads.own_points, roads.member_points, roads.headcount) == (Decimal(20), Decimal(8), 2)
    assert roads.per_head == Decimal(14)
    assert (roads.band, rows[cast.traffic].band) == (Band.LEADING, Band.STARTING)
    assert rows[cast.daesan].per_head is None


def test_bands_share_ties_and_need_points():
    figures = [Decimal(4), Decimal(4), Decimal(1), Decimal(0), None]
    assert bands(figures) == [Band.LEADING, Band.LEADING, Band.UNDERWAY, Band.STARTING, Band.STARTING]
    assert bands([Decimal(0), None]) == [Band.STARTING, Band.STARTING]
    assert (per_head(Decimal(10), 3), per_head(Decimal(10), 0)) == (Decimal("3.33"), None)


def test_equal_shares_sum_to_100():
    for count in (1, 2, 3, 6, 7, 11):
        assert sum(equal_shares(range(count)).values()) == Decimal(100)
    assert equal_shares([5, 5]) == {5: Decimal(100)}


def test_the_export_is_read_again_with_every_transfer_and_balances_that_sum_to_zero(cast, items):
    with transaction():
        factory.award(cast.kim, "claim:1")
        for number in range(3):
            factory.award(cast.ahn, f"claim:{number}", code="P13")
    buffer = BytesIO()
    write_workbook(buffer, ledger_sheets())
    book = CalamineWorkbook.from_filelike(BytesIO(buffer.getvalue()))
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert {name: len(rows) for name, rows in sheets.items()} == {"이체": 4, "한도초과": 2, "잔액": 4}
    assert sum(row[4] for row in sheets["잔액"][1:]) == 0
    assert [row[8] for row in sheets["이체"][1:]] == ["claim:1", "claim:0", "claim:1"]


def test_the_export_command_writes_the_file(app, cast, items, tmp_path):
    done = app.test_cli_runner().invoke(args=["mileage", "export", str(tmp_path / "원장.xlsx")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "원장.xlsx").stat().st_size > 1000
