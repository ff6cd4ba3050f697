"""The statement of a year: every row with the balance after it, adding up from the opening to the closing."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import CapPeriod, ItemSubject, ReversalReason, TransferKind, YearEndKind
from app.mileage.queries import year_statements as queries
from app.mileage.queries.statements import own_account
from app.mileage.rules.closings import YearEnd
from tests.factories import mileage as factory
from tests.factories import objections as made
from tests.statements import count_statements


@pytest.fixture
def points(items, cast):
    """김 earned in two years; a cap left nothing of one fact, one row was taken back."""
    with transaction():
        factory.award(cast.kim, "claim:90", code="P12", day=date(2025, 6, 1))
        for number in range(3):
            factory.award(cast.kim, f"task:{number + 1}:plan", code="P13", day=date(2026, 3, 1 + number))
        wrong = factory.award(cast.kim, "claim:99", code="P06", day=date(2026, 2, 1))
        services.reverse_transfer(
            transfer=wrong, actor=cast.choi, reason_code=ReversalReason.FACT_WRONG, reason="사실과 다른 신청이었다"
        )
    return own_account(cast.kim)


def test_the_rows_add_up_from_the_opening_to_the_closing_balance(points):
    found = queries.year_sums(points.id, 2026)
    rows = queries.year_page(points.id, 2026, None, found.opening).rows
    assert (found.opening, found.closing, found.count) == (Decimal(3), Decimal(9), 4)
    assert [(row.occurred_on, row.points, row.cut_off, row.balance) for row in rows] == [
        (date(2026, 2, 1), Decimal(8), Decimal(0), Decimal(11)),
        (date(2026, 3, 1), Decimal(3), Decimal(0), Decimal(14)),
        (date(2026, 3, 2), Decimal(3), Decimal(0), Decimal(17)),
        (date(2026, 3, 3), Decimal(0), Decimal(3), Decimal(17)),
        (date(2026, 11, 23), Decimal(-8), Decimal(0), Decimal(9)),
    ]
    assert found.cuts == {CapPeriod.YEAR: Decimal(3)}
    assert queries.year_sums(points.id, 2025).closing == found.opening


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2026, 11, 23)), st.integers(1, 900)), min_size=1, max_size=8))
def test_whatever_is_posted_the_sum_of_all_rows_is_the_balance(items, cast, facts):
    with transaction():
        for number, (day, hundredths) in enumerate(facts):
            made = f"claim:{db.session.query(services.ledger.Transfer).count()}:{number}"
            factory.award(cast.ahn, made, code="P11", points=Decimal(hundredths) / 100, day=day)
    account = own_account(cast.ahn)
    if account.id is None:
        return
    sums, _earned = queries.account_sums(account.id)
    assert sum(found.points for found in sums) == account.balance
    years = [queries.year_sums(account.id, year) for year in (2025, 2026)]
    assert (years[0].opening, years[1].closing) == (Decimal(0), account.balance)
    assert years[0].closing == years[1].opening
    for year, found in zip((2025, 2026), years, strict=True):
        rows = queries.year_page(account.id, year, None, found.opening).rows
        assert (rows[-1].balance if rows else found.opening) == found.closing


def test_a_long_year_continues_with_the_balance_of_the_page_before(items, cast):
    with transaction():
        for number in range(queries.SIZE + 5):
            factory.award(cast.kim, f"claim:{number + 1}", code="P11", points="0.01")
    account_id = own_account(cast.kim).id
    first = queries.year_page(account_id, 2026, None, Decimal(0))
    second = queries.year_page(account_id, 2026, first.next_cursor, Decimal(0))
    balances = [row.balance for row in (*first.rows, *second.rows)]
    assert balances == [Decimal(n) / 100 for n in range(1, queries.SIZE + 6)]


def test_the_page_says_everything_that_counts(points, as_, cast):
    with transaction():
        factory.submitted(cast.kim, title="올해 아직 검증하지 않은 일")
    page = as_(cast.kim).get(f"/mileage/accounts/{points.id}/years/2026").text
    proof = queries.last_transfer(points.id)
    for told in (
        "올해 아직 검증하지 않은 일",
        "Cap per year 3",
        proof[1],
        f"no. {proof[0]}",
        'class="provisional"',
        "print-only",
    ):
        assert told in page, told
    assert as_(cast.ahn).get(f"/mileage/accounts/{points.id}/years/2026").status_code == 404
    assert as_(cast.kim).get(f"/mileage/accounts/{points.id}/years/1999").status_code == 404
    assert "No rows in this year" in as_(cast.kim).get(f"/mileage/accounts/{points.id}/years/2024").text
    transfer = as_(cast.kim).get(f"/mileage/transfers/{proof[0]}").text
    assert proof[1] in transfer


def test_the_balance_is_the_sum_of_all_rows_in_one_line(points, as_, cast):
    page = " ".join(as_(cast.kim).get("/mileage").text.split())
    assert "Balance 9 = the sum of all 5 rows: Points earned +17 · Reversal -8" in page


def test_reserved_points_and_points_that_will_expire_are_told(points, as_, cast):
    with transaction():
        services.set_year_rule(
            actor=cast.choi,
            year=2026,
            subject=ItemSubject.PERSON,
            rule=YearEnd(YearEndKind.CARRY_UP_TO, Decimal(4)),
            reason="넉넉히 남겨 두지 않도록 정합니다.",
        )
    found = queries.expiries_of(own_account(cast.kim), date(2026, 11, 23))
    assert [(row.year, row.on, row.points) for row in found] == [(2026, date(2026, 12, 31), Decimal(5))]
    page = as_(cast.kim).get(f"/mileage/accounts/{points.id}/years/2026").text
    assert "5 points expire on" in page


def test_the_statement_tells_what_the_end_of_the_year_leaves(points, as_, cast):
    kim = as_(cast.kim)
    assert "Nothing expires on 2026. 12. 31.: all points left carry over." in kim.get("/mileage").text
    for most, told in ((Decimal(40), "up to 40 points carry over"), (Decimal(4), "5 points expire on 2026. 12. 31.")):
        with transaction():
            services.set_year_rule(
                actor=cast.choi,
                year=2026,
                subject=ItemSubject.PERSON,
                rule=YearEnd(YearEndKind.CARRY_UP_TO, most),
                reason="넉넉히 남겨 두지 않도록 정합니다.",
            )
        assert told in kim.get("/mileage").text


def test_years_before_the_first_row_are_not_offered(points, as_, cast):
    path = f"/mileage/accounts/{points.id}/years"
    assert f"{path}/2025" in as_(cast.kim).get(f"{path}/2026").text
    assert f"{path}/2023" not in as_(cast.kim).get(f"{path}/2024").text


def test_a_year_that_is_not_closed_yet_expires_first_what_was_not_spent_since(points, cast, monkeypatch):
    rules = {
        2025: dict.fromkeys(ItemSubject, YearEnd(YearEndKind.EXPIRE_ALL)),
        2026: dict.fromkeys(ItemSubject, YearEnd(YearEndKind.EXPIRE_ALL)),
    }
    monkeypatch.setattr(queries, "rules_of_years", lambda years: {year: rules[year] for year in years})
    found = queries.expiries_of(own_account(cast.kim), date(2026, 11, 23))
    assert [(row.year, row.points) for row in found] == [(2025, Decimal(3)), (2026, Decimal(6))]


def test_the_workbook_is_for_the_owner_and_holds_no_formula(points, as_, cast):
    path = f"/mileage/accounts/{points.id}/years/2026/statement.xlsx"
    assert as_(cast.choi).get(path).status_code == 403
    assert as_(cast.ahn).get(path).status_code == 404
    book = load_workbook(BytesIO(as_(cast.kim).get(path).data))
    rows = [[cell.value for cell in row] for row in book["통장"].iter_rows(min_row=2)]
    assert [row[-1] for row in rows] == [11, 14, 17, 17, 9]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_year_takes_as_many_statements_for_one_row_as_for_many(points, as_, cast):
    with transaction():
        factory.award(cast.park, "task:8:plan", code="P13", day=date(2026, 3, 1))
    counts = []
    for person in (cast.park, cast.kim):
        client, account_id = as_(person), own_account(person).id
        with count_statements() as seen:
            assert client.get(f"/mileage/accounts/{account_id}/years/2026").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15


def test_a_row_opens_to_its_item_claim_evidence_and_who_decided(items, as_, cast):
    with transaction():
        claim = factory.confirmed(cast.kim, cast.lee, shares={cast.kim: "33.33", cast.ahn: "33.33", cast.park: "33.34"})
        services.verify_claim(claim=claim, actor=cast.choi)
    row = next(row for row in claim_rows(claim.id) if row.credit_account_id == own_account(cast.kim).id)
    page = as_(cast.kim).get(f"/mileage/transfers/{row.id}").text
    for told in (
        f"/mileage/items/{row.item_id}",
        f"/mileage/claims/{claim.id}",
        "증빙.pdf",
        cast.lee.name,
        cast.choi.name,
        "8.00 points in all: 2.67 + 2.67 + 2.66",
        "largest remainder",
    ):
        assert told in page, told


def claim_rows(claim_id):
    return db.session.query(services.ledger.Transfer).filter_by(claim_id=claim_id, kind=TransferKind.AWARD).all()


def test_the_answer_stands_on_the_row_of_the_year(points, as_, cast):
    with transaction():
        row = factory.award(cast.kim, "task:70:plan", code="P06")
        objection = made.objected(cast.kim, row)
    page = as_(cast.kim).get(f"/mileage/accounts/{points.id}/years/2026").text
    assert f"/mileage/objections/{objection.id}" in page
