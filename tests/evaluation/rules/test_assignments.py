"""Balanced assignment: even loads, no conflicts, the same number for each department, repeatable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.evaluation.enums import CommitteeKind
from app.evaluation.rules.assignments import Wish, propose
from app.evaluation.rules.committees import Sitter, coverage_warnings, make_up_warnings


@st.composite
def wishes(draw):
    departments = {100 + n: n % 3 for n in range(draw(st.integers(1, 14)))}
    evaluators = list(range(1, draw(st.integers(1, 7)) + 1))
    blocked = draw(
        st.fixed_dictionaries({e: st.frozensets(st.sampled_from(sorted(departments)), max_size=3) for e in evaluators})
    )
    each = draw(st.integers(1, len(evaluators)))
    return Wish(
        departments=departments, evaluators=evaluators, blocked=blocked, each=each, seed=draw(st.integers(1, 9))
    )


def free_for(wish, department):
    return [e for e in wish.evaluators if department not in wish.blocked.get(e, ())]


@given(wishes())
def test_conflicts_are_never_assigned_and_nobody_twice(wish):
    pairs = propose(wish).pairs
    assert len(set(pairs)) == len(pairs)
    assert all(unit not in wish.blocked.get(person, ()) for person, unit in pairs)


@given(wishes())
def test_every_department_has_the_same_number_where_possible(wish):
    pairs = propose(wish).pairs
    found = {d: sum(unit == d for _person, unit in pairs) for d in wish.departments}
    assert found == {d: min(wish.each, len(free_for(wish, d))) for d in wish.departments}


@given(wishes())
def test_no_single_exchange_makes_the_loads_more_even(wish):
    proposal = propose(wish)
    for giver, department in proposal.pairs:
        for taker in free_for(wish, department):
            if (taker, department) not in proposal.pairs:
                assert proposal.loads[giver] - proposal.loads[taker] <= 1


@given(wishes())
def test_without_conflicts_loads_differ_by_at_most_one(wish):
    clear = Wish(departments=wish.departments, evaluators=wish.evaluators, blocked={}, each=wish.each, seed=wish.seed)
    assert propose(clear).load_gap <= 1


@given(wishes())
def test_the_same_wish_gives_the_same_proposal_whatever_its_order(wish):
    turned = Wish(
        departments=dict(reversed(wish.departments.items())),
        evaluators=list(reversed(wish.evaluators)),
        blocked=wish.blocked,
        each=wish.each,
        seed=wish.seed,
    )
    assert propose(turned) == propose(wish)


def test_another_seed_is_another_draw():
    def drawn(seed):
        return propose(
            Wish(departments=dict.fromkeys(range(100, 130), 1), evaluators=range(1, 7), blocked={}, each=3, seed=seed)
        ).pairs

    assert drawn(1) == drawn(1)
    assert len({drawn(seed) for seed in range(1, 6)}) == 5


def test_every_two_evaluators_share_departments_in_each_group():
    groups = {**dict.fromkeys(range(100, 120), 1), **dict.fromkeys(range(200, 215), 2)}
    found = propose(Wish(departments=groups, evaluators=range(1, 7), blocked={1: {100}, 2: {201}}, each=3, seed=1))
    assert (found.groups_apart, found.short, found.load_gap <= 1, found.fewest_shared >= 4) == ((), {}, True, True)


def test_evaluators_who_share_nothing_are_told():
    found = propose(Wish(departments={1: 7, 2: 7}, evaluators=[11, 12], blocked={11: {1}, 12: {2}}, each=1, seed=1))
    assert (found.groups_apart, found.fewest_shared) == ((7,), 0)


@pytest.mark.parametrize(("evaluators", "each"), [([], 1), ([1, 2], 0), ([1, 2], 3)])
def test_a_wish_that_cannot_be_is_refused(evaluators, each):
    with pytest.raises(Refused):
        propose(Wish(departments={100: 1}, evaluators=evaluators, blocked={}, each=each, seed=1))


def sitters(civilians, insiders, department=None):
    outside = [Sitter(person_id=n, department_id=None) for n in range(civilians)]
    return outside + [Sitter(person_id=100 + n, department_id=department or n) for n in range(insiders)]


@pytest.mark.parametrize(
    ("civilians", "insiders", "kind", "warned"),
    [
        (2, 1, CommitteeKind.SELF_EVALUATION, False),
        (4, 3, CommitteeKind.SELF_EVALUATION, True),
        (5, 2, CommitteeKind.SELF_EVALUATION, False),
        (0, 3, CommitteeKind.OTHER, False),
        (0, 7, CommitteeKind.BONUS, False),
        (0, 8, CommitteeKind.BONUS, True),
        (0, 0, CommitteeKind.SELF_EVALUATION, False),
    ],
)
def test_the_make_up_follows_the_law(civilians, insiders, kind, warned):
    assert bool(make_up_warnings(kind, sitters(civilians, insiders))) is warned


def test_the_warning_says_how_many_civilians_are_needed():
    (warning,) = make_up_warnings(CommitteeKind.SELF_EVALUATION, sitters(4, 3))
    assert str(warning) == (
        "4 of 7 members are civilians; a self-evaluation committee needs at least two thirds, 5 here "
        "(정부업무평가 기본법 §18②)."
    )


def test_half_a_panel_of_one_department_is_told():
    assert [str(w) for w in make_up_warnings(CommitteeKind.OTHER, sitters(1, 3, department=9))] == [
        "More than half of the members come from one department."
    ]


def test_departments_nobody_or_hardly_anybody_may_score_are_named():
    assert [str(w) for w in coverage_warnings("창의성", {"교통과": 0, "민원봉사과": 2, "도로과": 3})] == [
        "“창의성”: nobody may score 교통과.",
        "“창의성”: fewer than 3 evaluators for 민원봉사과.",
    ]
