"""기한 설정: versions are kept, and an issue keeps the one it was received under."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.innovation.enums.answers import ClockCounting
from app.innovation.models import ClockPreset
from app.innovation.rules.clocks import IssueClock
from app.innovation.services import clock_presets as services
from app.innovation.services import issues as own
from app.innovation.services import triage
from tests.factories import innovation as make

REASON = "조례 개정으로 처리기간을 줄입니다."
TODAY = date(2026, 11, 23)


def set_by(actor, *, read_id=None, valid_from=TODAY, **changes):
    periods = replace(IssueClock(), **changes)
    return services.set_clock_preset(
        actor=actor, periods=periods, valid_from=valid_from, reason=REASON, read_id=read_id
    )


def test_an_issue_keeps_the_periods_of_its_day_of_receipt(write, cast):
    old = make.an_issue(cast.kim)
    first = set_by(cast.choi, decision_days=14)
    new = make.an_issue(cast.kim)
    set_by(cast.bae, decision_days=60, read_id=first.id)
    triage.ask_supplement(actor=cast.choi, issue=new, reason="비용 추정이 없습니다.")
    with clock.frozen_at(datetime(2026, 11, 25, 3, 0, tzinfo=UTC)):
        own.supplement_issue(actor=cast.kim, issue=new, text="그늘막 하나에 3백만 원입니다.")
    assert (old.decision_due_on, new.decision_due_on) == (date(2026, 12, 23), date(2026, 12, 9))
    assert new.clock_preset_id == first.id


def test_periods_set_for_later_hold_from_then_on(write, cast):
    set_by(cast.choi, decision_days=10, valid_from=date(2026, 12, 1))
    today = make.an_issue(cast.kim)
    with clock.frozen_at(datetime(2026, 12, 1, 3, 0, tzinfo=UTC)):
        later = make.an_issue(cast.kim)
    assert (today.decision_due_on, later.decision_due_on) == (date(2026, 12, 23), date(2026, 12, 11))


def test_the_civil_rule_counts_working_days_with_the_first(write, cast):
    set_by(cast.choi, decision_days=7, counting=ClockCounting.WORKING)
    assert make.an_issue(cast.kim).decision_due_on == date(2026, 12, 1)


def test_the_civil_rule_counts_short_periods_in_office_hours(write, cast):
    set_by(cast.choi, decision_days=3, counting=ClockCounting.WORKING)
    with clock.frozen_at(datetime(2026, 11, 23, 8, 0, tzinfo=UTC)):
        at_five_in_the_afternoon = make.an_issue(cast.kim)
    assert at_five_in_the_afternoon.decision_due_on == date(2026, 11, 26)


@pytest.mark.parametrize("who", ["lee", "kang", "goh", "gam", "jung"])
def test_only_the_control_tower_sets_periods(write, cast, who):
    with pytest.raises(Denied):
        set_by(getattr(cast, who))


@pytest.mark.parametrize("changes", [{"decision_days": 0}, {"opinion_days": 366}, {"credit_years": 11}])
def test_periods_stay_within_bounds(write, cast, changes):
    with pytest.raises(Refused):
        set_by(cast.choi, **changes)


def test_periods_are_not_set_for_the_past(write, cast):
    with pytest.raises(Refused):
        set_by(cast.choi, valid_from=date(2026, 11, 22))


def test_whoever_has_not_seen_the_last_version_does_not_overwrite_it(write, cast):
    set_by(cast.choi)
    with pytest.raises(Conflict):
        set_by(cast.bae, read_id=None)


def sent(**changes):
    fields = {
        "valid_from": "2026-11-23",
        "counting": "calendar",
        "supplement_request_days": "7",
        "supplement_days": "14",
        "opinion_days": "21",
        "decision_days": "20",
        "reexamination_days": "15",
        "credit_years": "2",
        "follow_up_years": "3",
        "reason": REASON,
        "read_preset": "",
    }
    return fields | changes


def test_the_page_shows_who_changed_what_and_why(as_, cast):
    client = as_(cast.choi)
    assert client.post("/issues/clock-presets", data=sent()).status_code == 302
    page = as_(cast.kim).get("/issues/clock-presets").text
    found = [words in page for words in (REASON, "최관제", "Holds today", "Set the periods")]
    assert found == [True, True, True, False]


@pytest.mark.parametrize(
    "changes", [{"decision_days": "1.5"}, {"decision_days": "x"}, {"reason": ""}, {"counting": "?"}]
)
def test_a_form_that_does_not_fit_keeps_what_was_typed(as_, cast, changes):
    answer = as_(cast.choi).post("/issues/clock-presets", data=sent(**changes))
    assert (answer.status_code, 'value="21"' in answer.text, db.session.query(ClockPreset).count()) == (422, True, 0)


def test_two_at_once_meet_both_texts(as_, cast, app):
    with transaction():
        set_by(cast.bae, decision_days=25)
    answer = as_(cast.choi).post("/issues/clock-presets", data=sent(reason="다른 사유로 바꾸려 합니다."))
    assert answer.status_code == 409
    assert [words in answer.text for words in (REASON, "다른 사유로 바꾸려 합니다.")] == [True, True]
    assert db.session.query(ClockPreset).count() == 1
