"""When an appeal is in time, who decides, and what is still open."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.errors import Refused, WrongState
from app.core.messages import _
from app.evaluation.enums import AppealOutcome, AppealState
from app.evaluation.rules import appeals
from app.evaluation.rules.appeals import AppealFacts

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
HOURS = st.times(time(0, 0), time(23, 59)).map(lambda found: f"{found:%H:%M}")


@given(since=MOMENTS, days=st.integers(1, 60), hour=HOURS)
def test_the_window_ends_at_its_hour_on_the_clock_of_the_office(since, days, hour):
    closes = clock.to_seoul(appeals.closing_moment(since, days, hour))
    assert f"{closes:%H:%M}" == hour
    assert (closes.date() - clock.to_seoul(since).date()).days == days


@given(opened=MOMENTS, days=st.integers(1, 60), hour=HOURS, late=st.timedeltas(timedelta(microseconds=1), timedelta(1)))
def test_the_closing_moment_is_in_time_and_whatever_is_later_is_not(opened, days, hour, late):
    closes = appeals.closing_moment(opened, days, hour)
    if closes < opened:
        return
    appeals.check_in_time(closes, opened, closes, _("over"))
    with pytest.raises(WrongState):
        appeals.check_in_time(closes + late, opened, closes, _("over"))
    with pytest.raises(WrongState):
        appeals.check_in_time(opened - late, opened, closes, _("over"))


@given(
    state=st.sampled_from(AppealState),
    outcome=st.sampled_from([None, *AppealOutcome]),
    is_settled=st.booleans(),
    left=st.one_of(st.none(), st.integers(-100, 100)),
)
def test_nothing_is_corrected_while_it_may_be_taken_further_and_nothing_of_it_is_closed(
    state, outcome, is_settled, left
):
    now = datetime(2026, 1, 5, 9, tzinfo=UTC)
    until = None if left is None else now + timedelta(minutes=left)
    facts = AppealFacts(state=state, outcome=outcome, raise_until=until, is_settled=is_settled)
    correctable, raisable = appeals.may_be_corrected(facts, now), appeals.may_be_raised(facts, now)
    assert not (correctable and raisable)
    assert not (appeals.may_be_withdrawn(facts) and correctable)
    if outcome is AppealOutcome.ACCEPTED:
        assert not raisable
    if state in {AppealState.CORRECTED, AppealState.WITHDRAWN}:
        assert not correctable
        assert not raisable


@pytest.mark.parametrize("text", ["24:00", "9:00", "18:60", "1800", "", "18:00:00", "여섯시"])
def test_an_hour_is_written_with_four_digits(text):
    with pytest.raises(ValueError, match=f"^{text}$"):
        appeals.read_time(text)


def test_the_second_level_is_of_another_office_and_not_of_the_department():
    appeals.check_second_decider((2, {20}), (1, {10}), department_id=30)
    for decider in ((1, {20}), (2, {10, 20}), (2, {30})):
        with pytest.raises(Refused):
            appeals.check_second_decider(decider, (1, {10}), department_id=30)
