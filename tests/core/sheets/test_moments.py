"""Days with their time as people and programs write them; without a zone they are meant in Seoul."""

from datetime import UTC, date, datetime

import pytest

from app.core.sheets.moments import moment_from

pytestmark = pytest.mark.engine_free
HALF_PAST_TWO = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-03-02 14:30",
        "2026.3.2 14시 30분",
        "2026. 3. 2. 오후 2:30",
        "2026-3-2 2:30 PM",
        "２０２６－０３－０２ １４：３０",
        "2026.3.2.(월) 14:30",
        "2026-03-02T14:30:00+09:00",
        "2026-03-02T05:30:00Z",
        "202603021430",
        46083.60416667,
        "46083.60416667",
        datetime(2026, 3, 2, 14, 29, 59, 999_900),  # noqa: DTZ001  Excel knows no zone
    ],
)
def test_one_moment_in_many_ways(raw):
    assert moment_from(raw) == HALF_PAST_TWO


def test_hours_without_minutes_and_around_noon():
    assert moment_from("2026.3.2 14시") == datetime(2026, 3, 2, 5, tzinfo=UTC)
    assert moment_from("2026-03-02 오전 12:05") == datetime(2026, 3, 1, 15, 5, tzinfo=UTC)
    assert moment_from("2026-03-02 오후 12:05") == datetime(2026, 3, 2, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    ["2026-03-02", date(2026, 3, 2), 46083, "14:30", "2026-02-30 10:00", "2026-03-02 25:00", "오전 13:00", "", 7.5],
)
def test_what_is_no_day_with_a_time(raw):
    assert moment_from(raw) is None
