from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.rules.ranking import Contender, rank

entries = st.lists(
    st.tuples(st.sampled_from(["지원부서", "사업부서", "읍면동"]), st.one_of(st.none(), st.integers(80, 99))),
    max_size=25,
)


def contenders(rows):
    return [
        Contender(key=i, peer_group=group, total=None if total is None else Decimal(total))
        for i, (group, total) in enumerate(rows)
    ]


def test_ties_share_the_rank_and_the_next_rank_skips():
    found = rank(contenders([("지원부서", total) for total in ("95.5", "99.1", "95.50", "90", None)]))
    assert [(s.key, s.rank, s.field) for s in found.values()] == [
        (1, 1, 4),
        (0, 2, 4),
        (2, 2, 4),
        (3, 4, 4),
        (4, None, 4),
    ]


def test_groups_are_ranked_apart():
    found = rank(contenders([("지원부서", 90), ("읍면동", 80), ("지원부서", 95)]))
    assert {key: (s.rank, s.field) for key, s in found.items()} == {0: (2, 2), 1: (1, 1), 2: (1, 2)}


def test_the_control_tower_is_shown_but_not_ranked():
    tower = Contender(key="tower", peer_group="지원부서", total=Decimal(99), out_of_competition=True)
    other = Contender(key="other", peer_group="지원부서", total=Decimal(90))
    found = rank([tower, other])
    assert [(s.key, s.rank, s.total, s.field) for s in found.values()] == [("other", 1, 90, 1), ("tower", None, 99, 1)]


def test_nobody_is_ranked_twice():
    with pytest.raises(Refused, match="ranked twice"):
        rank([*contenders([("지원부서", 1)]), *contenders([("읍면동", 1)])])


@given(entries)
def test_a_rank_is_one_more_than_the_number_of_better_totals(rows):
    standings = rank(contenders(rows)).values()
    for standing in standings:
        if standing.total is None:
            assert standing.rank is None
            continue
        better = [s for s in standings if s.peer_group == standing.peer_group and (s.total or 0) > standing.total]
        assert standing.rank == 1 + len(better)


@given(entries, st.randoms())
def test_the_order_of_arrival_does_not_matter(rows, random):
    all_contenders = contenders(rows)
    shuffled = random.sample(all_contenders, len(all_contenders))
    assert list(rank(all_contenders).items()) == list(rank(shuffled).items())
