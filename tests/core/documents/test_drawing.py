"""Charts: what is drawn, where, and what is said about what is not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.documents import drawing
from app.core.documents.content import BarChart, LineChart, Series

pytestmark = pytest.mark.engine_free


def bars(*values):
    return BarChart("도표", "", tuple(f"{place}과" for place in range(len(values))), (Series("건", values),), unit="건")


def test_an_outlier_is_cut_off_and_named_so_that_the_rest_stays_readable():
    chart = bars(3, 4, 5, 1200)
    rows = drawing.bars(chart)
    assert [row[1][0][1] for row in rows] == pytest.approx([3 / 6, 4 / 6, 5 / 6, 1])
    assert [row[1][0][3] for row in rows] == [False, False, False, True]
    assert rows[3][1][0][2] == "1,200건"
    assert drawing.cut_off(chart) == "Beyond the axis, drawn only up to its end: 3과 1,200건."


def test_figures_of_one_size_are_not_cut_off():
    assert drawing.cut_off(bars(3, 4, 5, 9)) == ""


def test_one_point_and_none_are_not_drawn():
    assert not drawing.is_drawn(bars(3))
    assert not drawing.is_drawn(bars())
    assert not drawing.is_drawn(bars(None, None))
    assert drawing.is_drawn(bars(3, 4))


def test_a_line_far_from_zero_begins_near_its_lowest():
    axis = drawing.axis_of(LineChart("추이", "", ("1", "2"), (Series("값", (Decimal(70), Decimal(92))),)))
    assert (axis.bottom, axis.top) == (70, 100)
    assert [text for _place, text in drawing.ticks(axis)] == ["70", "80", "90", "100"]


def test_bars_begin_at_zero_and_go_below_it():
    axis = drawing.axis_of(bars(Decimal(-2), Decimal(6)))
    assert axis.bottom <= -2
    assert drawing.bars(bars(Decimal(-2), Decimal(6)))[0][1][0][1] == pytest.approx(axis.place(0))


def test_all_zero_has_an_axis():
    axis = drawing.axis_of(bars(0, 0))
    assert (axis.bottom, axis.top) == (0, 1)


FIGURES = st.lists(st.decimals(-10_000, 10_000, places=2), min_size=2, max_size=30)


@given(FIGURES)
def test_every_bar_lies_on_the_paper(values):
    for kind in (BarChart, LineChart):
        labels = tuple(map(str, range(len(values))))
        chart = kind("도표", "", labels, (Series("값", tuple(values)),))
        axis = drawing.axis_of(chart)
        assert axis.bottom < axis.top
        assert all(0 <= begin <= end <= 1 for _label, row in drawing.bars(chart) for begin, end, *_rest in row)
        assert all(0 <= point[0] <= 1 and 0 <= point[1] <= 1 for line in drawing.points(chart) for point in line)
