"""The cases the benchmark reads in differ as those of two years do: a batch more fills more of the sums, not the same ones."""

from collections import Counter
from datetime import datetime

import pytest

from app.core.sheets import Problems, Sheet, write_workbook
from app.voice.services.handling_sheets import COLUMNS, TITLE, read_cases
from bench.handling_year import cases

CODES = [f"D{number:02d}" for number in range(40)]
NUMBERS = [f"p{number}" for number in range(200)]
COUNT = 5_000


def drawn(mark):
    return list(cases(COUNT, mark, CODES, NUMBERS))


def keys(rows):
    """Department, affair, month of completion and hours taken: what the sums are kept by."""
    moments = [(datetime.fromisoformat(row[1]), datetime.fromisoformat(row[2])) for row in rows]
    return {
        (row[4], row[3], done.year, done.month, (done - came).total_seconds() // 3600)
        for row, (came, done) in zip(rows, moments, strict=True)
    }


@pytest.mark.engine_free
def test_cases_are_spread_over_departments_affairs_months_and_hours():
    rows = drawn("A")
    months = Counter(row[1][:7] for row in rows)
    hours = Counter(row[1][11:13] for row in rows)
    affairs = Counter(row[3] for row in rows)
    assert {row[4] for row in rows} == set(CODES)
    assert len(months) == 24
    assert len(hours) > 10
    assert hours["10"] > 5 * hours["18"]
    assert len(affairs) > 200
    assert affairs.most_common(1)[0][1] > 10 * affairs.most_common()[-1][1]


@pytest.mark.engine_free
def test_another_batch_is_no_copy_of_the_first_and_the_same_mark_is():
    first, second = drawn("A"), drawn("B")
    assert first == drawn("A")
    assert not {row[0] for row in first} & {row[0] for row in second}
    assert len(keys(first + second)) > 1.5 * len(keys(first))


@pytest.mark.engine_free
def test_the_sheet_is_read_without_an_error(tmp_path):
    path, problems = tmp_path / "cases.xlsx", Problems()
    write_workbook(path, [Sheet(TITLE, COLUMNS, drawn("A")[:200])])
    assert len(list(read_cases(path, problems))) == 200
    assert not problems.errors
