"""A figure follows from its rows and from nothing else; a sum of nothing is 0, a share of nothing does not exist."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.core.messages import _
from app.core.readings import FigureRule, NamedSource, Reading, ReadRow

ROWS = st.lists(
    st.builds(
        ReadRow,
        kind=st.just("task"),
        id=st.integers(1, 9),
        part=st.integers(0, 100).map(Decimal),
        of=st.integers(0, 100).map(Decimal),
    ),
    max_size=12,
)


def row(part, of=0):
    return ReadRow(kind="task", id=1, part=Decimal(part), of=Decimal(of))


def test_nothing_to_count_is_zero_and_nothing_to_divide_is_no_figure():
    assert Reading(FigureRule.SUM).figure == Decimal(0)
    assert [Reading(rule).figure for rule in (FigureRule.SHARE, FigureRule.MEAN)] == [None, None]
    assert Reading(FigureRule.SHARE, (row(0, 4),)).figure == Decimal(0)
    assert Reading(FigureRule.MEAN, (row(3, 0),)).figure is None


def test_the_arithmetic_is_printed():
    parts = (row(1, 3), row(1, 4))
    assert Reading(FigureRule.SHARE, parts).derivation == "100 × 2 ÷ 7 ≈ 28.57"
    assert Reading(FigureRule.MEAN, (row(5, 2),)).derivation == "5 ÷ 2 = 2.50"
    assert Reading(FigureRule.SUM, (row("0.6"), row(1))).derivation == "1.6"
    assert Reading(FigureRule.SHARE).derivation == ""


def test_a_figure_is_rounded_by_nobody():
    long = Decimal("0.1234567890123456789012345678901234567890")
    reading = Reading(FigureRule.MEAN, (row(long, 1), row(1, 1)))
    assert reading.numerator == Decimal("1.1234567890123456789012345678901234567890")
    assert Reading(FigureRule.SUM, (row(long),)).figure == long


@given(ROWS, st.sampled_from(FigureRule), st.randoms())
def test_the_order_of_rows_does_not_matter(rows, rule, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert Reading(rule, rows).figure == Reading(rule, shuffled).figure


@given(ROWS)
def test_a_share_lies_between_its_smallest_and_greatest_part(rows):
    whole = [one for one in rows if one.of > 0 and one.part <= one.of]
    share = Reading(FigureRule.SHARE, whole).figure
    if not whole:
        assert share is None
        return
    parts = [one.part / one.of * 100 for one in whole]
    assert min(parts) - Decimal("1e-20") <= share <= max(parts) + Decimal("1e-20")


def test_a_source_answers_for_every_department_and_names_no_other_in_its_figures():
    rows = [(1, row(2)), (1, row(3)), (2, row(1))]
    counted = NamedSource(label=_("A"), sentence=_("B"), rule=FigureRule.SUM, read=lambda _ids, _start, _end: rows)
    shared = NamedSource(label=_("A"), sentence=_("B"), rule=FigureRule.MEAN, read=lambda _ids, _start, _end: rows)
    assert counted([1, 2, 3], None, None) == {1: 5, 2: 1, 3: 0}
    assert shared([1, 2, 3], None, None) == {}
    assert [len(one.rows) for one in shared.readings([1, 2, 3], None, None).values()] == [2, 1, 0]
