"""예행: who moves, and how alike two orders are."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.evaluation.rules.rehearsals import biggest, group_shifts, rank_correlation


def content(*rows):
    """A snapshot: (department id, group, total, rank, grade)."""
    return {
        "round": {"digits": 2},
        "departments": [
            {
                "department_id": key,
                "department": f"{key}과",
                "peer_group": group,
                "total": total,
                "rank": rank,
                "ranked_count": 3,
                "grade": grade,
            }
            for key, group, total, rank, grade in rows
        ],
    }


BEFORE = content((1, "가", "90", 1, "S"), (2, "가", "80", 2, "A"), (3, "가", "70", 3, "B"), (4, "나", "60", 1, "S"))
AFTER = content((2, "가", "85", 1, "S"), (1, "가", "84.5", 2, "A"), (3, "가", "70", 3, "B"))


def test_shifts_are_told_inside_the_peer_group():
    (group,) = group_shifts(BEFORE, AFTER)
    assert [(s.department, s.gain, s.climb, s.moved) for s in group.shifts] == [
        ("2과", Decimal(5), 1, True),
        ("1과", Decimal("-5.5"), -1, True),
        ("3과", Decimal(0), 0, False),
    ]
    assert (group.moved, group.regraded, group.correlation) == (2, 2, Decimal("0.500"))


def test_the_biggest_moves_come_first():
    assert [shift.department for shift in biggest(group_shifts(BEFORE, AFTER), 1)] == ["1과"]


def test_nobody_climbs_between_peer_groups():
    moved = content((4, "가", "60", 1, "S"))
    (group,) = group_shifts(BEFORE, moved)
    assert (group.shifts[0].climb, group.shifts[0].moved, group.correlation) == (None, True, None)


def test_ties_share_their_mean_rank():
    # ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: covariance 4.5, spreads 4.5 and 5 → 4.5 ÷ √22.5 = 0.9487
    pairs = [(Decimal(a), Decimal(b)) for a, b in ((9, 9), (8, 8), (8, 7), (1, 6))]
    assert rank_correlation(pairs) == Decimal("0.949")
    assert rank_correlation([(Decimal(1), Decimal(1)), (Decimal(1), Decimal(2))]) is None


pairs = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=20).map(
    lambda rows: [(Decimal(a), Decimal(b)) for a, b in rows]
)


@given(pairs)
def test_a_correlation_lies_between_minus_one_and_one_and_is_symmetric(rows):
    found = rank_correlation(rows)
    assert found is None or -1 <= found <= 1
    assert found == rank_correlation([(b, a) for a, b in rows])


@given(st.lists(st.integers(0, 99), min_size=2, max_size=20, unique=True))
def test_the_same_order_is_1_and_the_opposite_minus_1(figures):
    rows = [Decimal(figure) for figure in figures]
    assert rank_correlation([(row, row * 2 + 1) for row in rows]) == 1
    assert rank_correlation([(row, -row) for row in rows]) == -1


@given(st.integers(1, 30))
def test_nobody_moves_where_nothing_differs(count):
    same = content(*((key, "가", str(100 - key), key, "A") for key in range(1, count + 1)))
    (group,) = group_shifts(same, same)
    assert (group.moved, group.regraded, [s for s in group.shifts if s.moved]) == (0, 0, [])
