"""조정 안건: what is in conflict, at the bound and one step off it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.juries import places
from app.evaluation.enums import ConflictGround
from app.evaluation.rules.calibration import (
    PRESETS,
    Bounds,
    Ground,
    Placed,
    check_bounds,
    check_reason,
    cut_grounds,
    merged,
    quota_grounds,
    rank_gap_grounds,
    spread_grounds,
    stale_grounds,
)
from app.evaluation.rules.quotas import allocate, grade_by_quota

BOUNDS = Bounds(spread=Decimal(20), rank_gap=2, margin=Decimal("0.2"))
SHARES = {"S": Decimal(20), "A": Decimal(40), "B": Decimal(30), "C": Decimal(10)}


def marks(*figures):
    return [Decimal(figure) for figure in figures]


def placed(*totals, shares=SHARES):
    """A peer group graded by quota."""
    found = [Decimal(total) for total in totals]
    ladder = places(found)
    grades = grade_by_quota({key: ladder[total] for key, total in enumerate(found)}, shares)
    rows = [Placed(department_id=key, total=total, grade=grades[key]) for key, total in enumerate(found)]
    return rows, allocate(len(found), shares)


def kinds(found):
    return {key: [ground.kind for ground in grounds] for key, grounds in found.items()}


def test_a_panel_that_lies_as_far_apart_as_the_bound_is_in_conflict():
    given_marks = {(1, 7): marks(70, 90), (2, 7): marks("70.5", 90), (3, 7): marks(80), (4, 7): []}
    assert spread_grounds(given_marks, BOUNDS) == {
        (1, 7): [Ground(kind=ConflictGround.SPREAD, figure=Decimal(20), bound=Decimal(20))]
    }


def test_ranks_are_compared_inside_peer_group_and_indicator():
    raw = {(1, 7): Decimal(90), (2, 7): Decimal(80), (3, 7): Decimal(70), (4, 7): Decimal(95), (1, 8): Decimal(10)}
    balanced = {**raw, (1, 7): Decimal(60)}
    groups = {1: 1, 2: 1, 3: 1, 4: 2}
    assert rank_gap_grounds(raw, balanced, groups, BOUNDS) == {
        (1, 7): [Ground(kind=ConflictGround.RANK_GAP, figure=Decimal(2), bound=Decimal(2))]
    }


def test_neighbours_of_a_border_are_those_within_the_margin_of_the_other_side():
    # 5 departments at 20/40/30/10: 1, 2, 1.5 and 0.5 places; the last one goes to the higher of the two remainders
    rows, counts = placed(95, "94.9", 90, "89.5", 80)
    assert counts == {"S": 1, "A": 2, "B": 2, "C": 0}
    assert kinds(quota_grounds(rows, counts, BOUNDS)) == {
        (0, None): [ConflictGround.BOUNDARY],
        (1, None): [ConflictGround.BOUNDARY],
    }


def test_a_tie_across_a_border_is_in_conflict_and_one_inside_a_grade_is_not():
    half = {"S": Decimal(50), "A": Decimal(50)}
    rows, counts = placed(99, 90, 90, 70, shares=half)
    assert kinds(quota_grounds(rows, counts, BOUNDS)) == {
        (1, None): [ConflictGround.TIE],
        (2, None): [ConflictGround.TIE],
    }
    rows, counts = placed(99, 99, 80, 80, shares=half)
    assert quota_grounds(rows, counts, BOUNDS) == {}


def test_a_fixed_cut_is_near_from_both_sides():
    rows = [
        Placed(department_id=key, total=Decimal(total), grade=None)
        for key, total in enumerate(("95.2", "95", "94.8", "94.79", "50"))
    ]
    assert sorted(cut_grounds(rows, marks(95, 90), BOUNDS)) == [(0, None), (1, None), (2, None)]


def test_grounds_of_a_case_come_together_for_those_that_may_be_decided_about():
    found = merged(
        stale_grounds({(2, 7): 1, (1, 7): 2, (3, 7): 0}),
        spread_grounds({(1, 7): marks(50, 90)}, BOUNDS),
        {(1, None): [Ground(kind=ConflictGround.TIE, figure=Decimal(2))]},
        decidable={1},
    )
    assert list(found) == [(1, 7), (1, None)]
    assert [ground.kind for ground in found[1, 7]] == [ConflictGround.STALE, ConflictGround.SPREAD]


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(spread=Decimal(0), rank_gap=1, margin=Decimal(0)),
        Bounds(spread=Decimal("100.1"), rank_gap=1, margin=Decimal(0)),
        Bounds(spread=Decimal(10), rank_gap=0, margin=Decimal(0)),
        Bounds(spread=Decimal(10), rank_gap=1, margin=Decimal("-0.1")),
    ],
)
def test_bounds_that_catch_everything_or_nothing_are_refused(bounds):
    with pytest.raises(Refused):
        check_bounds(bounds)


def test_presets_are_possible_and_get_wider():
    for bounds in PRESETS.values():
        check_bounds(bounds)
    figures = [(b.spread, b.rank_gap, -b.margin) for b in PRESETS.values()]
    assert figures == sorted(figures)


def test_a_reason_has_ten_characters():
    check_reason("편차가 커서 재심의함")
    with pytest.raises(Refused):
        check_reason(" 편차가 크다 ")


totals = st.lists(st.integers(8000, 8100).map(lambda cents: Decimal(cents) / 100), min_size=1, max_size=25)


@given(totals, st.integers(0, 50))
def test_a_wider_margin_never_takes_a_case_off_the_agenda(figures, cents):
    rows, counts = placed(*figures)
    narrow = Bounds(spread=Decimal(20), rank_gap=2, margin=Decimal(cents) / 100)
    wide = Bounds(spread=Decimal(20), rank_gap=2, margin=Decimal(cents + 10) / 100)
    assert set(quota_grounds(rows, counts, narrow)) <= set(quota_grounds(rows, counts, wide))


@given(totals)
def test_whoever_shares_a_total_shares_the_grounds(figures):
    rows, counts = placed(*figures)
    found = quota_grounds(rows, counts, BOUNDS)
    by_total = {}
    for row in rows:
        by_total.setdefault(row.total, []).append(found.get((row.department_id, None)))
    assert all(grounds == same[0] for same in by_total.values() for grounds in same)


@given(st.dictionaries(st.integers(1, 9), st.lists(st.integers(0, 100), max_size=7), max_size=9), st.integers(-5, 5))
def test_a_constant_added_by_everybody_changes_no_spread(given_marks, constant):
    one = {(key, 7): [Decimal(mark) for mark in found] for key, found in given_marks.items()}
    other = {key: [mark + constant for mark in found] for key, found in one.items()}
    assert spread_grounds(one, BOUNDS) == spread_grounds(other, BOUNDS)
