"""docs/monthly-report.md says what the tests count: its times, its sums and the limits."""

import re
from pathlib import Path

import pytest

from tests.reports.newcomer_model import CLICK, COUNTED, DECISION, KEY, MOST, SCREENFUL, seconds

TEXT = (Path(__file__).parents[2] / "docs/monthly-report.md").read_text(encoding="utf-8")
COUNTING = TEXT.partition("## How the time is counted")[2].partition("\n## ")[0].splitlines()
ROWS = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in COUNTING if line.startswith("|")]
SUMS = [row for row in ROWS if len(row) == 5 and row[1].isdigit()]


def test_the_times_of_the_model_are_those_of_the_test():
    said = [float(row[1]) for row in ROWS if len(row) == 2 and re.fullmatch(r"[\d.]+", row[1])]
    assert said == [CLICK, DECISION, KEY, SCREENFUL]


@pytest.mark.parametrize("row", SUMS, ids=[row[0][:40] for row in SUMS])
def test_every_sum_follows_from_its_counts(row):
    clicks, keys, screenfuls, total = map(int, row[1:])
    assert total == round(seconds(clicks, keys, screenfuls))


def test_what_is_said_of_now_is_what_is_counted():
    now = {"wide": "now, 1280 × 900", "phone": "now, phone, 360 × 740"}
    said = {row[0]: tuple(map(int, row[1:4])) for row in SUMS}
    assert {width: said[name] for width, name in now.items()} == COUNTED
    assert f"above {MOST['wide']} seconds ({MOST['phone']} on the phone)" in TEXT
