"""What an item pays for a figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid, Refused
from app.mileage.enums import EventCode, ItemFormula
from app.mileage.rules.formulas import (
    MOST_BANDS,
    Band,
    Formula,
    bands_text,
    check_formula,
    parse_bands,
    points_of_claim,
    settled,
)

FIXED = Formula(kind=ItemFormula.FIXED, points=Decimal(8))
HOURS = Formula(kind=ItemFormula.PER_UNIT, points=Decimal("0.5"), figure_name="교육 시간")
STEPS = Formula(
    kind=ItemFormula.BANDS,
    points=Decimal(5),
    figure_name="참여 인원",
    bands=(Band(Decimal(10), Decimal(2)), Band(Decimal(50), Decimal(5))),
)
FIGURES = st.decimals("0.01", 10_000, places=2)


@pytest.mark.parametrize(
    ("formula", "figure", "due", "told"),
    [
        (FIXED, None, 8, None),
        (HOURS, "6", 3, "0.5 × 6 = 3"),
        (HOURS, "0.01", "0.01", "0.5 × 0.01 = 0.01"),
        (HOURS, "1.01", "0.51", "0.5 × 1.01 = 0.51"),
        (HOURS, None, 0, None),
        (STEPS, "9.99", 0, "9.99 → 0 (10: 2; 50: 5)"),
        (STEPS, "10", 2, "10 → 2 (10: 2; 50: 5)"),
        (STEPS, "49.99", 2, "49.99 → 2 (10: 2; 50: 5)"),
        (STEPS, "5000", 5, "5000 → 5 (10: 2; 50: 5)"),
    ],
)
def test_points_follow_from_the_figure_and_say_how(formula, figure, due, told):
    number = None if figure is None else Decimal(figure)
    assert formula.due(number) == Decimal(due)
    assert formula.told(number) == told


@given(FIGURES, FIGURES)
def test_a_larger_figure_never_earns_less(one, other):
    small, large = sorted((one, other))
    for formula in (HOURS, STEPS):
        assert 0 <= formula.due(small) <= formula.due(large)


@given(st.lists(st.tuples(FIGURES, FIGURES), max_size=MOST_BANDS, unique_by=lambda band: band[0]))
def test_bands_are_read_as_they_are_written(pairs):
    bands = tuple(Band(least, points) for least, points in sorted(pairs))
    assert parse_bands(bands_text(bands)) == bands


@pytest.mark.parametrize("text", ["열", "1-2", "1: x", "1:2:3", "1: 1.2.3", "=1+1: 2", "1: -2"])
def test_what_is_no_band_is_refused(text):
    with pytest.raises(Refused):
        parse_bands(text)


@pytest.mark.parametrize(
    ("formula", "cap", "event", "field"),
    [
        (Formula(kind=ItemFormula.FIXED, points=Decimal(1), figure_name="시간"), None, None, "figure_name"),
        (Formula(kind=ItemFormula.PER_UNIT, points=Decimal(1)), 5, None, "figure_name"),
        (HOURS, None, None, "cap_case"),
        (HOURS, 5, EventCode.TASK_COMPLETED, "formula"),
        (Formula(kind=ItemFormula.BANDS, points=Decimal(1), figure_name="명"), None, None, "bands"),
        (Formula(kind=ItemFormula.FIXED, points=Decimal(1), bands=STEPS.bands), None, None, "bands"),
        (
            Formula(kind=ItemFormula.BANDS, points=Decimal(1), figure_name="명", bands=STEPS.bands[::-1]),
            None,
            None,
            "bands",
        ),
        (
            Formula(kind=ItemFormula.BANDS, points=Decimal(1), figure_name="명", bands=(Band(Decimal(0), Decimal(1)),)),
            None,
            None,
            "bands",
        ),
        (
            Formula(
                kind=ItemFormula.BANDS,
                points=Decimal(1),
                figure_name="명",
                bands=tuple(Band(Decimal(n), Decimal(n)) for n in range(1, MOST_BANDS + 2)),
            ),
            None,
            None,
            "bands",
        ),
    ],
)
def test_parts_that_do_not_fit_together_are_refused_beside_their_field(formula, cap, event, field):
    with pytest.raises(Invalid) as refused:
        check_formula(formula, cap_case=None if cap is None else Decimal(cap), event=event)
    assert list(refused.value.fields) == [field]


def test_what_fits_together_passes():
    check_formula(FIXED, cap_case=None, event=EventCode.TASK_COMPLETED)
    check_formula(HOURS, cap_case=Decimal(5), event=EventCode.OBSTACLE_REMOVED)
    check_formula(STEPS, cap_case=None, event=None)
    assert settled(Formula(kind=STEPS.kind, points=Decimal(99), figure_name="명", bands=STEPS.bands)).points == 5


@pytest.mark.parametrize(
    ("formula", "points", "figure", "field"),
    [
        (FIXED, "8", "3", "figure"),
        (HOURS, "0.5", None, "figure"),
        (HOURS, "0.5", "0", "figure"),
        (HOURS, "0.5", "-1", "figure"),
        (HOURS, "0.5", "0.001", "figure"),
        (HOURS, "0.5", "1e9", "figure"),
        (HOURS, "4", "6", "points"),
        (STEPS, "5", "3", "figure"),
    ],
)
def test_a_claim_that_does_not_fit_its_formula_is_refused(formula, points, figure, field):
    with pytest.raises(Invalid) as refused:
        points_of_claim(formula, Decimal(points), None if figure is None else Decimal(figure))
    assert list(refused.value.fields) == [field]


def test_a_claim_asks_for_what_its_figure_makes():
    assert points_of_claim(FIXED, Decimal(3), None) == 3
    assert points_of_claim(HOURS, Decimal("0.5"), Decimal(6)) == 3
    assert points_of_claim(HOURS, Decimal(3), Decimal(6)) == 3
