"""How many answers of a group are to be gathered: from the formula, by hand."""

import pytest

from app.voice.rules.survey_samples import sample_size


@pytest.mark.parametrize(
    ("people", "needed"),
    [(0, 0), (1, 1), (5, 5), (100, 80), (320, 175), (1_000, 278), (1_200, 292), (10_000, 370), (180_000, 384)],
)
def test_a_group_of_so_many_people_needs_so_many_answers(people, needed):
    assert sample_size(people) == needed


def test_more_people_never_need_fewer_answers_and_never_more_than_there_are():
    sizes = [sample_size(people) for people in range(3_000)]
    assert sizes == sorted(sizes)
    assert all(needed <= people for people, needed in enumerate(sizes))
