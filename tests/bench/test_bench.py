"""The benchmark runs: a small office, few rounds. Times are not looked at here."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import PARTS, options, wanted

ROOT = Path(__file__).parents[2]


@pytest.mark.engine_free
def test_the_benchmark_measures_every_page_a_write_and_two_lengths_of_the_ledger():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--pages", "--scoring"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if "≤" in line]
    assert len(lines) == 13
    assert all(float(line.split("|")[2]) > 0 for line in lines)


@pytest.mark.engine_free
def test_without_a_choice_everything_is_measured():
    assert wanted(options().parse_args([])) == list(PARTS)
    assert {"pages", "scoring", "dashboards", "documents", "search", "voice"} == set(PARTS)
    assert wanted(options().parse_args(["--search", "--pages"])) == ["pages", "search"]
