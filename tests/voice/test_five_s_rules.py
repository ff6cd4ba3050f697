"""The rules of the 5S index: worked by hand, and what must hold whatever the numbers."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.figures import settled
from app.core.values import Value
from app.voice.enums.five_s import FIVE_S, FiveSSource
from app.voice.rules.five_s import (
    Fact,
    IndexRule,
    Row,
    SourceRule,
    check_rule,
    mean_of,
    on_line,
    ranking,
    score_index,
    score_source,
    shown,
)
from app.voice.rules.five_s_plain import PRESET, part_from, plain_part, plain_rule, rule_from
from app.voice.rules.five_s_words import told_index, told_part, told_source

D = Decimal


def row(part, of=0, n=1):
    return Row(kind="affair", id=1, title="여권 발급", part=D(part), of=D(of), n=n)


def fact(*rows):
    return Fact(rows=rows)


SPEED = SourceRule(source=FiveSSource.SHORTENING, weight=D(70), worst=D(0), best=D(50), minimum=10)
AWARDS = SourceRule(source=FiveSSource.RECOGNITIONS, weight=D(60), worst=D(0), best=D(10))


def test_a_shortening_rate_is_pooled_by_totals_not_a_mean_of_rates():
    pooled = score_source(SPEED, fact(row(100, 200, n=10), row(100, 1800, n=90)))
    assert pooled.figure == D(10)
    assert pooled.score == D(20)
    assert (D(50) + D(100) * 100 / 1800) / 2 != pooled.figure


def test_the_derivation_has_the_numbers_in_it():
    told = [str(line) for line in told_source(score_source(SPEED, fact(row(168_000, 480_000, n=1204))))]
    assert told == [
        "Shortening of the statutory period: 100 × 168,000 ÷ 480,000 = 35.00 (n 1204)",
        "0 points at 0, 100 points at 50: 100 × (35 − 0) ÷ (50 − 0) → 70.00 points",
    ]


def test_beyond_the_ends_a_score_stays_at_the_end_and_says_so():
    told = [str(line) for line in told_source(score_source(AWARDS, fact(row(14))))]
    assert told[1].endswith("→ 100.00 points (kept within 0 and 100)")
    assert on_line(D(-3), D(0), D(10)) == 0
    assert on_line(D(1), D(5), D(0)) == 80


def test_too_few_is_no_figure_and_nothing_in_a_complete_register_is_zero():
    few = score_source(SPEED, fact(row(10, 20, n=9)))
    assert (few.figure, few.score, few.is_too_few) == (None, None, True)
    nothing = score_source(SPEED, Fact())
    assert (nothing.figure, nothing.score, nothing.is_too_few) == (None, None, False)
    assert score_source(AWARDS, Fact()).score == 0
    assert score_source(replace(AWARDS, minimum=1), Fact()).score is None


def test_a_table_from_outside_that_tells_no_number_is_enough():
    surveys = SourceRule(source=FiveSSource.SURVEYS, weight=D(1), worst=D(0), best=D(100), minimum=5)
    assert score_source(surveys, fact(row("89.7", 1, n=0))).score == D("89.7")


def index_of(**scores):
    """An index whose S have these scores, by awards-like sources on a line of 0–100."""
    sources = {
        Value.SMILE: FiveSSource.SURVEYS,
        Value.SIMPLE: FiveSSource.SAME_WORK,
        Value.SOFT: FiveSSource.COOPERATION,
    }
    sources |= {Value.SPEED: FiveSSource.SHORTENING, Value.SMART: FiveSSource.RECOGNITIONS}
    rules = [SourceRule(source=one, weight=D(1), worst=D(0), best=D(100), minimum=1) for one in sources.values()]
    facts = {}
    for value, one in sources.items():
        if value.value in scores:
            score = D(scores[value.value])
            share = one in {FiveSSource.SAME_WORK, FiveSSource.SHORTENING}
            facts[one] = fact(row(score, 100 if share else 1, n=20))
    return score_index(IndexRule(weights=dict.fromkeys(FIVE_S, D(20)), sources=rules, least=3), facts)


def test_the_index_is_the_mean_of_the_s_that_have_a_figure_and_says_which_are_missing():
    index = index_of(smile=90, simple=60, speed=75)
    assert index.score == D(75)
    assert index.missing == (Value.SOFT, Value.SMART)
    assert index.is_ranked
    told = [str(line) for line in told_index(index)]
    assert told[3] == "(20 × 90.00 + 20 × 60.00 + 20 × 75.00) ÷ (20 + 20 + 20) = 75.00"
    assert told[4].startswith("Without a figure and therefore left out, not counted as 0: Soft")


def test_two_figures_are_too_few_for_a_place():
    index = index_of(smile=90, simple=60)
    assert index.score == D(75)
    assert not index.is_ranked
    assert index_of().score is None


def test_sources_without_a_figure_are_left_out_of_their_s():
    rule = IndexRule(weights={Value.SPEED: D(1)}, sources=PRESET.sources, least=1)
    facts = {FiveSSource.SHORTENING: fact(row(25, 100, n=20)), FiveSSource.IN_TIME: fact(row(9, 9, n=9))}
    (part,) = score_index(rule, facts).parts
    assert part.score == D(50)
    assert str(told_part(part)[-1]).startswith("Sources without a figure are left out")


def test_one_rounding_at_the_end():
    third = mean_of([(D(1), D(100)), (D(1), D(0)), (D(1), D(0))])
    assert shown(third) == D("33.33")
    assert mean_of([(D(3), third)]) == third
    assert shown(mean_of([(D(1), D("66.666")), (D(1), D("66.664"))])) == D("66.67")


@pytest.mark.parametrize(
    "rule",
    [
        replace(PRESET, weights={Value.SMILE: D(0)}),
        replace(PRESET, weights={Value.SMILE: D(-1), Value.SOFT: D(2)}),
        replace(PRESET, sources=(SPEED, SPEED)),
        replace(PRESET, sources=(replace(SPEED, best=D(0)),)),
        replace(PRESET, sources=(replace(SPEED, weight=D(0)), *PRESET.sources[5:])),
        replace(PRESET, sources=(SPEED,)),
        replace(PRESET, sources=(*PRESET.sources[1:], replace(PRESET.sources[0], minimum=-1))),
    ],
)
def test_a_rule_that_cannot_be_reckoned_is_refused(rule):
    with pytest.raises(Refused):
        check_rule(rule)


def test_the_preset_can_be_reckoned_and_comes_back_as_it_was_kept():
    check_rule(PRESET)
    plain = plain_rule(PRESET)
    assert rule_from(plain["weights"], plain["sources"], plain["least"]) == PRESET


def test_equal_departments_share_a_place_and_the_next_one_is_skipped():
    placed = ranking(
        {1: (D(80), True), 2: (D(90), True), 3: (D(80), True), 4: (D(70), True), 5: (D(99), False), 6: (None, False)}
    )
    assert {one.department_id: one.rank for one in placed} == {2: 1, 1: 2, 3: 2, 4: 4, 5: None, 6: None}


numbers = st.decimals(min_value=0, max_value=100, places=3, allow_nan=False)
facts_of_all = st.dictionaries(
    st.sampled_from(list(FiveSSource)),
    st.builds(lambda part, of, n: fact(row(part, max(of, part, D("0.001")), n)), numbers, numbers, st.integers(1, 50)),
)


@given(facts_of_all)
def test_scores_stay_within_their_bounds(facts):
    index = score_index(PRESET, facts)
    for score in (index.score, *(part.score for part in index.parts)):
        assert score is None or 0 <= score <= 100


@given(facts_of_all, st.sampled_from(list(FiveSSource)))
def test_what_is_missing_changes_no_other_score(facts, gone):
    """Taking a source away changes its own S and the index, never another S or another source."""
    before = score_index(PRESET, facts)
    after = score_index(PRESET, {source: one for source, one in facts.items() if source is not gone})
    for one, other in zip(before.parts, after.parts, strict=True):
        if one.value is not gone.of:
            assert one == other
        else:
            kept = [source for source in one.sources if source.rule.source is not gone]
            assert kept == [source for source in other.sources if source.rule.source is not gone]


@given(facts_of_all, st.sampled_from(list(FiveSSource)), numbers)
def test_more_is_never_worse(facts, raised, more):
    """A row that gets better by any amount lowers neither its S nor the index."""
    if raised not in facts:
        return
    better = dict(facts)
    (only,) = facts[raised].rows
    better[raised] = fact(replace(only, part=only.part + more))
    before, after = score_index(PRESET, facts), score_index(PRESET, better)
    for one, other in zip((*before.parts, before), (*after.parts, after), strict=True):
        assert (one.score is None) == (other.score is None)
        assert one.score is None or settled(other.score) >= settled(one.score)


@given(st.permutations([1, 2, 3, 4, 5]), st.lists(numbers, min_size=5, max_size=5))
def test_the_order_of_the_departments_does_not_matter(order, scores):
    by_unit = {unit: (scores[unit - 1], unit != 3) for unit in (1, 2, 3, 4, 5)}
    assert ranking(by_unit) == ranking({unit: by_unit[unit] for unit in order})


@given(facts_of_all)
def test_what_is_kept_gives_the_same_score_again(facts):
    for part in score_index(PRESET, facts).parts:
        again = part_from(part.value, part.weight, plain_part(part))
        assert again == part
