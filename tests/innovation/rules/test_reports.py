import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Refused
from app.innovation.enums import ReportCadence, ReportState
from app.innovation.rules import reports
from app.innovation.rules.reports import ReportPeriod, is_on_time, overdue_periods, reporting_calendar

S = ReportState
MOVES = {
    "edit": (reports.check_editing, {S.DRAFT, S.RETURNED}),
    "submit": (
        lambda state: reports.check_submission(state, summary="창구 개설", evidence_count=1),
        {S.DRAFT, S.RETURNED},
    ),
    "approve": (lambda state: reports.check_approval(state, author_id=1, approver_id=2), {S.SUBMITTED}),
    "return": (lambda state: reports.check_return(state, "증빙 불일치"), {S.SUBMITTED}),
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_starts_only_from_its_states(move, state):
    check, allowed = MOVES[move]
    if state in allowed:
        check(state)
    else:
        with pytest.raises(Refused):
            check(state)


@pytest.mark.parametrize(
    "content",
    [
        {"summary": " ", "evidence_count": 1},
        {"summary": "창구 개설", "evidence_count": 0},
        {"summary": "창구 개설", "evidence_count": 1, "measures_without_value": ("처리일수",)},
    ],
)
def test_a_report_needs_words_evidence_and_every_value(content):
    with pytest.raises(Refused):
        reports.check_submission(S.DRAFT, **content)


def test_nobody_approves_the_own_report():
    with pytest.raises(Refused):
        reports.check_approval(S.SUBMITTED, author_id=1, approver_id=1)


def test_a_return_needs_a_reason():
    with pytest.raises(Refused):
        reports.check_return(S.SUBMITTED, "")


def test_quarters_of_a_year_end():
    calendar = reporting_calendar(ReportCadence.QUARTERLY, date(2026, 8, 20), date(2027, 1, 5))
    assert calendar == (
        ReportPeriod("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 10)),
        ReportPeriod("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 10)),
        ReportPeriod("2027-Q1", date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 10)),
    )


def test_months_over_a_leap_february():
    calendar = reporting_calendar(ReportCadence.MONTHLY, date(2028, 1, 31), date(2028, 3, 1), due_days=5)
    assert [(p.code, p.ends_on, p.due_on) for p in calendar] == [
        ("2028-01", date(2028, 1, 31), date(2028, 2, 5)),
        ("2028-02", date(2028, 2, 29), date(2028, 3, 5)),
        ("2028-03", date(2028, 3, 31), date(2028, 4, 5)),
    ]


def test_a_calendar_does_not_run_backwards():
    with pytest.raises(Refused):
        reporting_calendar(ReportCadence.MONTHLY, date(2026, 3, 2), date(2026, 3, 1))


def test_a_report_is_overdue_the_day_after_its_due_day_until_it_comes_in():
    calendar = reporting_calendar(ReportCadence.QUARTERLY, date(2026, 1, 1), date(2026, 6, 30))
    first, second = calendar
    assert overdue_periods(calendar, {}, date(2026, 4, 10)) == ()
    assert overdue_periods(calendar, {}, date(2026, 4, 11)) == (first,)
    assert overdue_periods(calendar, {"2026-Q1": date(2026, 4, 20)}, date(2026, 7, 11)) == (second,)


def test_on_time_means_by_the_due_day():
    (first,) = reporting_calendar(ReportCadence.QUARTERLY, date(2026, 1, 1), date(2026, 3, 31))
    assert is_on_time(first, date(2026, 4, 10))
    assert not is_on_time(first, date(2026, 4, 11))


@given(
    cadence=st.sampled_from(ReportCadence),
    start=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    days=st.integers(0, 1500),
)
def test_the_periods_cover_the_days_without_gap_or_overlap(cadence, start, days):
    end = start + timedelta(days=days)
    calendar = reporting_calendar(cadence, start, end)
    assert calendar[0].starts_on <= start <= calendar[0].ends_on
    assert calendar[-1].starts_on <= end <= calendar[-1].ends_on
    for one, following in itertools.pairwise(calendar):
        assert following.starts_on == one.ends_on + timedelta(days=1)
    assert len({period.code for period in calendar}) == len(calendar)
