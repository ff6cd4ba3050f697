from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.mileage.enums import CapPeriod
from app.mileage.rules.caps import Caps, Grant, Used, apply_caps


def test_without_a_cap_everything_is_granted():
    assert apply_caps(Decimal(10), Caps()) == Grant(Decimal(10), Decimal(0), None)


def test_the_part_above_the_cap_is_cut_off_and_shown():
    grant = apply_caps(Decimal(10), Caps(year=Decimal(50)), Used(year=Decimal(44)))
    assert grant == Grant(Decimal(6), Decimal(4), CapPeriod.YEAR)
    assert str(grant.sentence) == "4 points were cut off: Cap per year."


def test_points_exactly_at_the_cap_are_not_cut():
    grant = apply_caps(Decimal(6), Caps(year=Decimal(50)), Used(year=Decimal(44)))
    assert grant == Grant(Decimal(6), Decimal(0), None)
    assert grant.sentence is None


def test_the_tightest_cap_cuts_and_the_narrowest_of_equals_is_named():
    caps = Caps(case=Decimal(8), day=Decimal(5), month=Decimal(5), year=Decimal(100))
    assert apply_caps(Decimal(10), caps) == Grant(Decimal(5), Decimal(5), CapPeriod.DAY)
    assert apply_caps(Decimal(10), caps, Used(month=Decimal(3))) == Grant(Decimal(2), Decimal(8), CapPeriod.MONTH)


def test_a_cap_of_zero_is_a_cap_and_an_overdrawn_one_grants_nothing():
    assert apply_caps(Decimal(1), Caps(case=Decimal(0))) == Grant(Decimal(0), Decimal(1), CapPeriod.CASE)
    used = Used(year=Decimal(9))
    assert apply_caps(Decimal(1), Caps(year=Decimal(5)), used) == Grant(Decimal(0), Decimal(1), CapPeriod.YEAR)


@pytest.mark.parametrize("points", ["0", "-1", "NaN", "Infinity"])
def test_only_points_above_zero_are_granted(points):
    with pytest.raises(Refused):
        apply_caps(Decimal(points), Caps())


POINTS = st.decimals(Decimal("0.01"), Decimal(1000), places=2)
CAPS = st.builds(
    Caps, **dict.fromkeys(("case", "day", "month", "year"), st.none() | st.decimals(Decimal(0), Decimal(500), places=2))
)


@given(awards=st.lists(POINTS, max_size=30), caps=CAPS)
def test_no_run_of_awards_ever_exceeds_a_cap(awards, caps):
    total = Decimal(0)
    for points in awards:
        grant = apply_caps(points, caps, Used(case=total, day=total, month=total, year=total))
        assert grant.granted + grant.cut_off == points
        assert grant.granted >= 0
        assert (grant.cut_by is None) == (grant.cut_off == 0)
        total += grant.granted
    assert all(total <= cap for period in CapPeriod if (cap := caps.of(period)) is not None)
