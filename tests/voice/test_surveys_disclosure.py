"""From everything that is shown nobody can reckon a group of fewer than five."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.voice.enums.surveys import Conversion, QuestionKind
from app.voice.rules.disclosure import MINIMUM, disclosed
from app.voice.rules.survey_results import CellSum, StepSum, Survey, results
from app.voice.rules.survey_tally import Asked

pytestmark = pytest.mark.engine_free

ASKED = Survey(
    questions=(
        Asked(number=1, kind=QuestionKind.SCALE, points=5, weight=Decimal(1)),
        Asked(number=2, kind=QuestionKind.SCALE, points=5, weight=Decimal(1)),
    ),
    conversion=Conversion.LINEAR,
    minimum=MINIMUM,
)


@pytest.mark.parametrize(
    ("counts", "total", "parts"),
    [
        ({"a": 4}, False, ""),
        ({"a": 5}, True, "a"),
        ({"a": 12, "b": 7}, True, "ab"),
        ({"a": 12, "b": 3}, True, ""),
        ({"a": 12, "b": 7, "c": 3}, True, "a"),
        ({"a": 12, "b": 7, "c": 3, "d": 2}, True, "ab"),
        ({"a": 12, "b": 7, "c": 1, "d": 2}, True, "a"),
        ({"a": 12, "b": 0}, True, "ab"),
        ({"a": 2, "b": 2}, False, ""),
        ({}, False, ""),
    ],
)
def test_a_small_part_takes_the_next_smallest_with_it(counts, total, parts):
    found = disclosed(counts)
    assert (found.total, found.parts) == (total, frozenset(parts))


def test_what_is_hidden_elsewhere_is_hidden_here_and_not_alone():
    assert disclosed({"a": 12, "b": 7, "c": 9}, hidden=["b"]).parts == {"a"}


def test_a_survey_may_ask_for_more_but_never_for_less():
    assert disclosed({"a": 9, "b": 30}, minimum=10).parts == frozenset()
    assert disclosed({"a": 4, "b": 30}, minimum=2).parts == frozenset()


def summed(cells, skipped=()):
    """Sums of answers by (department, group): everybody chose 4, and the second question was left out by `skipped`."""
    counted = [CellSum(d, g, n, n, 750_000 * n, 750_000**2 * n) for (d, g), n in cells.items() if n]
    steps = [StepSum(d, g, 1, 0, 4, n) for (d, g), n in cells.items() if n]
    steps += [StepSum(d, g, 2, 0, 4, min(n, Counter(skipped).get((d, g), n))) for (d, g), n in cells.items() if n]
    return counted, [step for step in steps if step.answers]


def rank(rows):
    rows, found = [list(map(Fraction, row)) for row in rows], 0
    for at in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(found, len(rows)) if rows[n][at]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for n in range(len(rows)):
            if n != found and rows[n][at]:
                factor = rows[n][at] / rows[found][at]
                rows[n] = [mine - factor * other for mine, other in zip(rows[n], rows[found], strict=True)]
        found += 1
    return found


def subsets(keys):
    keys = list(keys)
    return chain.from_iterable(combinations(keys, size) for size in range(1, len(keys) + 1))


GRIDS = st.tuples(st.integers(1, 4), st.integers(1, 3)).flatmap(
    lambda size: st.fixed_dictionaries(
        {(d, g): st.integers(0, 9) for d in range(1, size[0] + 1) for g in range(1, size[1] + 1)}
    )
)


@settings(max_examples=150)
@given(GRIDS)
def test_no_combination_of_what_is_shown_gives_a_group_under_five(cells):
    departments, groups = {d for d, _g in cells}, {g for _d, g in cells}
    found = results(ASKED, *summed(cells), departments=departments, groups=groups)
    order = sorted(cells)
    known = []
    if found.whole is not None:
        known.append([1] * len(order))
    known += [[int(d == key) for d, _g in order] for key, figure in found.departments.items() if figure]
    known += [[int(g == key) for _d, g in order] for key, figure in found.groups.items() if figure]
    if not known:
        return
    full = rank(known)
    for some in subsets(departments):
        for others in subsets(groups):
            asked = [int(d in some and g in others) for d, g in order]
            count = sum(cells[place] for place, wanted in zip(order, asked, strict=True) if wanted)
            if rank([*known, asked]) == full:
                assert count == 0 or count >= MINIMUM


@settings(max_examples=150)
@given(st.dictionaries(st.integers(1, 6), st.integers(0, 12), min_size=1), st.data())
def test_no_line_of_a_department_can_be_reckoned_from_the_others(counts, data):
    """A question some left out: what the whole has and the shown departments have not is of nobody, or of five."""
    second = {(d, 1): data.draw(st.integers(0, n)) for d, n in counts.items()}
    cells = {(d, 1): n for d, n in counts.items()}
    found = results(ASKED, *summed(cells, second), departments=counts)
    if found.whole is None:
        assert all(figure is None for figure in found.departments.values())
        return
    for line in ((1, 0), (2, 0)):
        if line not in found.whole.steps:
            assert all(line not in figure.steps for figure in found.departments.values() if figure)
            continue
        shown = [figure.line_answers(line) for figure in found.departments.values() if figure]
        assert all(count == 0 or count >= MINIMUM for count in shown)
        rest = found.whole.line_answers(line) - sum(shown)
        assert rest == 0 or rest >= MINIMUM


def test_a_score_is_made_of_the_lines_that_are_shown():
    cells = {(1, 1): 20, (2, 1): 9}
    found = results(ASKED, *summed(cells, {(1, 1): 20, (2, 1): 2}), departments=[1, 2])
    assert {key: sorted(figure.steps) for key, figure in found.departments.items()} == {1: [(1, 0)], 2: [(1, 0)]}
    assert found.departments[2].interval is None
    assert found.whole.score == Decimal(75)
