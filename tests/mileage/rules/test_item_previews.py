"""A year reckoned anew."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.mileage.enums import ItemFormula
from app.mileage.rules.caps import Caps, Used, apply_caps
from app.mileage.rules.formulas import Band, Formula
from app.mileage.rules.item_previews import Paid, retrace

DAY = date(2025, 3, 3)


def paid(account, number, due, granted, *, day=DAY, share=None, figure=None):
    return Paid(
        account_id=account,
        source=f"task:{number}",
        day=day,
        due=Decimal(due),
        granted=Decimal(granted),
        item_points=Decimal(10),
        share=share and Decimal(share),
        figure=figure and Decimal(figure),
    )


def fixed(points):
    return Formula(kind=ItemFormula.FIXED, points=Decimal(points))


def sums(found):
    return {key: (one.then, one.now) for key, one in found.accounts.items()}


def test_new_points_and_caps_are_applied_in_the_order_of_posting():
    rows = [paid(1, 1, 10, 10), paid(1, 2, 10, 10), paid(2, 3, 10, 10), paid(1, 4, 10, 0)]
    found = retrace(rows, fixed(12), Caps(year=Decimal(30)))
    assert sums(found) == {1: (Decimal(20), Decimal(30)), 2: (Decimal(10), Decimal(12))}
    assert (found.total.then, found.total.now, found.total.change) == (30, 42, 12)


def test_a_sum_that_was_given_stays_and_a_team_is_split_again():
    rows = [paid(1, 1, 4, 4), paid(1, 2, 6, 6, share=60), paid(2, 2, 4, 4, share=40)]
    found = retrace(rows, fixed(5), Caps(case=Decimal(4)))
    assert sums(found) == {1: (Decimal(10), Decimal(4) + Decimal("2.40")), 2: (Decimal(4), Decimal("1.60"))}


def test_nothing_paid_is_nothing():
    assert retrace([], fixed(5), Caps()).total.change == 0


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 300)), max_size=30),
    st.integers(1, 40),
    st.integers(1, 60),
)
def test_the_terms_of_that_time_give_what_was_paid(facts, month, year):
    caps = Caps(case=Decimal(10), month=Decimal(month), year=Decimal(year))
    rows, used = [], {}
    for number, (account, days) in enumerate(facts):
        day = date(2025, 1, 1) + timedelta(days=days)
        keys = [(account, day.month), (account, "year")]
        in_month, in_year = (used.get(key, Decimal(0)) for key in keys)
        granted = apply_caps(Decimal(10), caps, Used(month=in_month, year=in_year)).granted
        used |= {keys[0]: in_month + granted, keys[1]: in_year + granted}
        rows.append(paid(account, number, 10, granted, day=day))
    assert all(one.change == 0 for one in retrace(rows, fixed(10), caps).accounts.values())


def test_what_was_paid_by_a_figure_follows_the_new_formula():
    rows = [paid(1, 1, 6, 6, figure=12), paid(1, 2, 4, 4, figure=2), paid(2, 3, 10, 10)]
    by_unit = Formula(kind=ItemFormula.PER_UNIT, points=Decimal("0.25"), figure_name="시간")
    assert sums(retrace(rows, by_unit, Caps(case=Decimal(3)))) == {1: (10, Decimal("3.5")), 2: (10, 3)}
    bands = (Band(Decimal(5), Decimal(2)),)
    banded = Formula(kind=ItemFormula.BANDS, points=Decimal(2), figure_name="시간", bands=bands)
    assert sums(retrace(rows, banded, Caps())) == {1: (10, 2), 2: (10, 10)}
    assert sums(retrace(rows, fixed(1), Caps())) == {1: (10, 2), 2: (10, 1)}
