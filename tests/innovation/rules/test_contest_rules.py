from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.juries import award_at, jury_mean, places
from app.innovation.enums.contests import ContestState, JurorKind
from app.innovation.rules import contest_scores as scores
from app.innovation.rules import contests as rules
from app.innovation.rules.contest_scores import Material
from app.innovation.rules.contests import Prize, Readiness, Schedule, Weights
from tests.refusals import refused

DAYS = Schedule(
    call_starts_on=date(2026, 11, 2),
    call_ends_on=date(2026, 11, 13),
    first_round_ends_on=date(2026, 11, 20),
    committee_on=date(2026, 11, 27),
)
EQUAL = Weights(staff_vote=Decimal(20), member=Decimal(30), expert=Decimal(50))
MARKS = st.decimals(min_value=0, max_value=100, places=2)
PARTS = st.integers(0, 10_000)


@st.composite
def weights(draw):
    first, second = sorted((draw(PARTS), draw(PARTS)))
    parts = [Decimal(part) / 100 for part in (first, second - first, 10_000 - second)]
    return Weights(staff_vote=parts[0], member=parts[1], expert=parts[2])


def material(votes, members, experts):
    return Material(votes=votes, members=tuple(map(Decimal, members)), experts=tuple(map(Decimal, experts)))


def test_the_first_round_opens_to_its_formula():
    score = scores.first_round(material(3, [90, 80], [70]), most_votes=4, weights=EQUAL)
    assert score.figure == Decimal("75.50")  # 75 × 20 + 85 × 30 + 70 × 50
    assert [str(line) for line in score.lines] == [
        "Staff vote: 100 × 3 votes ÷ 4, the most of the group, = 75.00",
        "Panel members: Plain mean of 2 evaluators (80, 90) = 85.00",
        "Experts: Plain mean of 1 evaluators (70) = 70.00",
        "(75 × 20 + 85 × 30 + 70 × 50) ÷ 100 = 75.50",
        "Rounded once to two decimals, half up: 75.50",
    ]


def test_a_vote_nobody_cast_counts_for_nothing_and_not_as_zero():
    score = scores.first_round(material(0, [80], [80]), most_votes=0, weights=EQUAL)
    assert score.figure == Decimal(80)
    assert "nothing was given" in str(score.lines[2])


def test_it_is_rounded_once_at_the_end():
    third = material(1, [Decimal(100) / 3] * 2, [0])
    even = Weights(staff_vote=Decimal(0), member=Decimal("33.33"), expert=Decimal("66.67"))
    assert scores.first_round(third, most_votes=1, weights=even).figure == Decimal("11.11")


@pytest.mark.parametrize(
    ("marks", "figure"),
    [(["70", "80", "90", "100"], "85"), (["0", "80", "80", "80", "100"], "80"), (["50", "50", "50", "50", "50"], "50")],
)
def test_from_five_judges_on_the_ends_are_dropped(marks, figure):
    assert scores.committee_score([Decimal(mark) for mark in marks]).figure == Decimal(figure)


@given(weights(), st.integers(0, 9), st.lists(MARKS, min_size=1, max_size=8), st.lists(MARKS, min_size=1, max_size=8))
def test_a_first_round_lies_between_the_ends_of_its_parts_whatever_the_order(parts, votes, members, experts):
    rules.check_weights(parts)
    score = scores.first_round(material(votes, members, experts), most_votes=9, weights=parts)
    again = scores.first_round(material(votes, members[::-1], sorted(experts)), most_votes=9, weights=parts)
    assert score.figure == again.figure
    found = []
    if parts.staff_vote:
        found.append(Decimal(100 * votes) / 9)
    found += [*members] * bool(parts.member) + [*experts] * bool(parts.expert)
    assert min(found) - Decimal("0.005") <= score.figure <= max(found) + Decimal("0.005")


@given(st.lists(MARKS, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_mean_of_a_jury_does_not_know_the_order_of_its_judges(marks, random):
    shuffled = list(marks)
    random.shuffle(shuffled)
    assert jury_mean(shuffled) == jury_mean(marks)


@given(
    st.dictionaries(st.integers(1, 99), st.tuples(MARKS, MARKS), max_size=20),
    st.lists(st.integers(1, 5), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_places_and_prizes_depend_on_the_scores_alone(entries, numbers, random):
    prizes = [Prize(f"P{place}", number) for place, number in enumerate(numbers)]
    found = scores.placings(entries, prizes)
    shuffled = list(entries.items())
    random.shuffle(shuffled)
    assert scores.placings(dict(shuffled), prizes) == found
    given_out = [placing for placing in found.values() if placing.prize]
    last = max((placing.place for placing in given_out), default=0)
    assert sum(placing.place < last for placing in given_out) < sum(numbers)
    for one, placing in found.items():
        better = sum(pair > entries[one] for pair in entries.values())
        assert placing.place == better + 1
        assert placing.prize == award_at(better + 1, {prize.name: prize.places for prize in prizes})
        assert placing.shared == (sum(pair == entries[one] for pair in entries.values()) > 1)


@given(st.dictionaries(st.integers(1, 99), MARKS, max_size=20), st.integers(1, 25))
def test_the_shortlist_is_the_best_and_all_who_tie_with_the_last(figures, size):
    chosen = scores.shortlist(figures, size)
    outside = [score for entry, score in figures.items() if entry not in chosen]
    inside = [figures[entry] for entry in chosen]
    assert len(chosen) >= min(size, len(figures))
    assert not outside or max(outside) < min(inside)
    assert sum(score > min(inside, default=Decimal(0)) for score in inside) < size


def test_the_first_round_decides_between_equals_and_who_is_equal_in_both_shares():
    entries = {1: (90, 80), 2: (90, 85), 3: (70, 60), 4: (70, 60)}
    found = scores.placings(
        {entry: (Decimal(a), Decimal(b)) for entry, (a, b) in entries.items()}, [Prize("최우수", 1), Prize("우수", 2)]
    )
    assert {entry: (p.place, p.prize, p.shared, p.by_first_round) for entry, p in found.items()} == {
        2: (1, "최우수", False, True),
        1: (2, "우수", False, True),
        3: (3, "우수", True, False),
        4: (3, "우수", True, False),
    }


def test_equal_scores_share_a_place_and_the_next_one_skips():
    assert places([Decimal(9), Decimal(8), Decimal(8), Decimal(7)]) == {9: 1, 8: 2, 7: 4}


def test_prizes_are_read_as_people_write_them():
    assert rules.read_prizes(" 최우수 1,우수  2, 장려 11 ") == (Prize("최우수", 1), Prize("우수", 2), Prize("장려", 11))
    assert rules.write_prizes([Prize("우수 과제", 3)]) == "우수 과제 3"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "최우수",
        "최우수 0",
        "최우수 100",
        "최우수 -1",
        "최우수 ３",
        "1",
        "최우수 1, 최우수 2",
        "최우수 1.5",
        "우수 9999999999",
    ],
)
def test_what_is_no_prize_with_its_number_is_refused(text):
    with refused("prize"):
        rules.read_prizes(text)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [((20, 30, 49), "not to 100"), ((-1, 51, 50), "Weights are"), (("0.005", "49.995", 50), "Weights are")],
)
def test_weights_sum_to_100(parts, sentence):
    vote, member, expert = map(Decimal, parts)
    with refused(sentence):
        rules.check_weights(Weights(staff_vote=vote, member=member, expert=expert))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"call_ends_on": date(2026, 11, 1)}, "ends before it starts"),
        ({"first_round_ends_on": date(2026, 11, 13)}, "after the call"),
        ({"committee_on": date(2026, 11, 20)}, "committee meets after"),
    ],
)
def test_days_follow_each_other(changes, sentence):
    with refused(sentence):
        rules.check_schedule(replace(DAYS, **changes))


def test_criteria_and_groups_have_names_of_their_own():
    with refused("criteria"):
        rules.check_criteria([("가", Decimal(50)), ("가", Decimal(50))])
    with refused("not below"):
        rules.check_criteria([("가", Decimal(100)), ("나", Decimal(0))])
    with refused("groups"):
        rules.check_groups(["실과", "실과"], [(), ()])
    with refused("one group of the contest"):
        rules.check_groups(["실과", "읍면동"], [(1, 2), (2,)])


@pytest.mark.parametrize(
    ("facts", "today", "sentence"),
    [
        ({"state": ContestState.DRAFT}, date(2026, 11, 1), "own days"),
        ({"state": ContestState.CALL}, date(2026, 11, 13), "still open"),
        ({"state": ContestState.CALL, "entries": 0}, date(2026, 11, 14), "Nobody has entered"),
        ({"state": ContestState.CALL, "jurors": {JurorKind.MEMBER: 1}}, date(2026, 11, 14), "Name the jury"),
        ({"state": ContestState.FIRST_ROUND, "unscored": ["가"]}, date(2026, 12, 1), "lack marks"),
        ({"state": ContestState.FIRST_ROUND, "late": ["박"]}, date(2026, 11, 20), "still owed"),
        ({"state": ContestState.FIRST_ROUND}, date(2026, 11, 20), "staff vote runs"),
        ({"state": ContestState.SHORTLIST}, date(2026, 11, 21), "Name the committee"),
        ({"state": ContestState.COMMITTEE, "late": ["박"]}, date(2026, 11, 27), "still owed"),
        ({"state": ContestState.RESULT}, date(2026, 12, 1), "does not move"),
    ],
)
def test_a_move_says_what_is_missing(facts, today, sentence):
    ready = {"entries": 3, "jurors": {JurorKind.MEMBER: 2, JurorKind.EXPERT: 2}, "weights": EQUAL}
    with refused(sentence):
        rules.check_move(Readiness(**{**ready, **facts}), today, DAYS)


def test_who_is_late_is_left_out_once_the_day_is_over():
    facts = Readiness(state=ContestState.FIRST_ROUND, entries=1, jurors={}, weights=EQUAL, late=["박"], unscored=[])
    rules.check_move(facts, date(2026, 11, 21), DAYS)
