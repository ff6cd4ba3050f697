"""Bands are thirds of a peer group, and never tell a rank."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.reports.enums import RankBand
from app.reports.rules.rank_bands import FEWEST_RANKED, band_of


def test_thirds_of_seven():
    assert [band_of(rank, 7) for rank in range(1, 8)] == [
        *[RankBand.UPPER] * 2,
        *[RankBand.MIDDLE] * 2,
        *[RankBand.LOWER] * 3,
    ]


@given(st.integers(min_value=0, max_value=FEWEST_RANKED - 1), st.integers(min_value=1, max_value=9))
def test_of_few_there_is_no_band(count, rank):
    assert band_of(rank, count) is None


@given(st.integers(min_value=FEWEST_RANKED, max_value=300))
def test_no_band_tells_a_rank_and_a_better_rank_never_lies_lower(count):
    found = [band_of(rank, count) for rank in range(1, count + 1)]
    order = list(RankBand)
    assert sorted(found, key=order.index) == found
    assert min(Counter(found).values()) >= 2
    assert set(found) == set(RankBand)


def test_without_a_rank_there_is_none():
    assert band_of(None, 30) is None
