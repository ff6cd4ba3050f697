"""Boards: bands, the way to the next one, periods to compare, and shares that tell of nobody."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mileage.enums import Band
from app.mileage.rules.boards import (
    bands,
    improvement,
    next_band,
    quarters,
    share,
    since_half_began,
    since_new_year,
    threshold,
)

FIGURES = st.lists(st.none() | st.decimals(0, 100, places=2), max_size=40)


@given(FIGURES, st.data())
def test_who_gets_what_is_missing_is_in_the_next_band(figures, data):
    """As things stand: the threshold is that of today, and reaching it leads."""
    for place, figure in enumerate(figures):
        way = next_band(figure, 7, threshold(figures))
        band = bands(figures)[place]
        if way is None:
            assert figure is None or band is Band.LEADING
            continue
        assert way.missing_per_head > 0
        assert way.missing == way.missing_per_head * 7
        reached = figure + way.missing_per_head
        assert reached > 0 if way.band is Band.UNDERWAY else reached >= threshold(figures)


def test_a_department_without_people_has_no_way_to_go():
    assert next_band(None, 0, Decimal(3)) is None
    assert next_band(Decimal(0), 4, None).missing == Decimal("0.04")


@pytest.mark.parametrize(
    ("today", "before"),
    [
        (date(2026, 11, 23), (date(2025, 1, 1), date(2025, 11, 23))),
        (date(2028, 2, 29), (date(2027, 1, 1), date(2027, 2, 28))),
        (date(2026, 1, 1), (date(2025, 1, 1), date(2025, 1, 1))),
    ],
)
def test_this_year_is_compared_with_the_same_days_of_last_year(today, before):
    span = since_new_year(today)
    assert (span.start, span.end) == (date(today.year, 1, 1), today)
    assert (span.start_before, span.end_before) == before


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_this_half_is_compared_with_as_many_days_of_the_half_before(today):
    span = since_half_began(today)
    assert span.end_before < span.start <= today == span.end
    assert (span.start - span.start_before).days in {181, 182, 184}
    assert span.end_before - span.start_before <= span.end - span.start


def test_what_is_missing_is_not_zero():
    assert improvement(Decimal(10), 5, None, 5) == (Decimal("2.00"), None, None)
    assert improvement(Decimal(10), 5, Decimal(4), 0) == (Decimal("2.00"), None, None)
    assert improvement(Decimal(0), 5, Decimal(5), 5) == (Decimal("0.00"), Decimal("1.00"), Decimal("-1.00"))


def test_a_share_is_told_of_five_people_and_more():
    assert share(4, 4) is None
    assert share(1, 6) == Decimal("16.7")
    assert share(0, 5) == Decimal("0.0")


def test_quarters_end_today():
    assert quarters(date(2026, 11, 23), 3) == [
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 11, 23)),
    ]
