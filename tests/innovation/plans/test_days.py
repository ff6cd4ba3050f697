"""The days of a plan lie within five years, and its reports do not go on for ever."""

from datetime import date

import pytest

from app.core.database import db, transaction
from app.core.errors import Refused
from app.innovation.enums import ReportCadence, Stage
from app.innovation.models import Plan
from app.innovation.rules.plans import is_near
from app.innovation.rules.reports import MOST_PERIODS, reporting_calendar
from app.innovation.services.plan_approvals import approve_as_control_tower, approve_as_head
from app.innovation.services.plans import ItemDraft, rewrite_plan, write_plan
from tests.factories.innovation import a_task_in
from tests.factories.innovation_b import a_plan, a_submitted_plan, periods_of, plan_draft
from tests.refusals import refused

TODAY = date(2026, 11, 20)
LEAP_DAY = date(2028, 2, 29)
SENTENCE = "Choose a day at most 5 years before or after today."


@pytest.mark.parametrize(
    ("day", "today", "near"),
    [
        (date(2031, 11, 20), TODAY, True),
        (date(2031, 11, 21), TODAY, False),
        (date(2021, 11, 20), TODAY, True),
        (date(2021, 11, 19), TODAY, False),
        (date(9999, 12, 31), TODAY, False),
        (date(1, 1, 1), TODAY, False),
        (date(2033, 2, 28), LEAP_DAY, True),
        (date(2033, 3, 1), LEAP_DAY, False),
    ],
)
def test_a_day_is_at_most_five_calendar_years_away(day, today, near):
    assert is_near(day, today) is near


@pytest.mark.parametrize("last", [date(9999, 12, 31), date(1, 1, 1)])
@pytest.mark.parametrize("field", ["report_from", "report_until", "starts_on", "ends_on"])
def test_other_days_are_refused_in_a_new_plan_and_in_a_rewritten_one(write, cast, field, last):
    item = {"text": "자료 정리", "owner_id": cast.ahn.id}
    changed = {field: last} if field.startswith("report") else {"items": (ItemDraft(**item, **{field: last}),)}
    task = a_task_in(Stage.PLAN, cast)
    with refused("years before or after today"):
        write_plan(actor=cast.kim, task=task, draft=plan_draft(cast, **changed))
    _task, plan = a_plan(cast, task)
    with refused("years before or after today"):
        rewrite_plan(actor=cast.kim, task=task, plan=plan, draft=plan_draft(cast, **changed))


@pytest.mark.parametrize("field", ["report_from", "report_until", "items-0-starts_on", "items-0-ends_on"])
def test_the_sentence_stands_beside_the_field(as_, cast, field):
    with transaction():
        task = a_task_in(Stage.PLAN, cast)
    data = {"cadence": "monthly", "items-0-text": "자료 정리", field: "9999-12-31"}
    client = as_(cast.kim)
    client.post("/language-choices", data={"language": "en", "next": "/"})
    answer = client.post(f"/tasks/{task.id}/plans", data=data)
    assert (answer.status_code, SENTENCE in answer.text, 'value="9999-12-31"' in answer.text) == (422, True, True)
    assert db.session.query(Plan).count() == 0


def test_five_years_of_months_are_a_calendar_and_more_is_none():
    first = date(2026, 11, 20)
    assert len(reporting_calendar(ReportCadence.MONTHLY, first, date(2031, 11, 20))) == 61
    assert len(reporting_calendar(ReportCadence.MONTHLY, first, date(2031, 12, 31))) == MOST_PERIODS
    for cadence, last in (
        (ReportCadence.MONTHLY, date(2032, 1, 1)),
        (ReportCadence.MONTHLY, date(9999, 12, 31)),
        (ReportCadence.QUARTERLY, date(9999, 12, 31)),
    ):
        with pytest.raises(Refused):
            reporting_calendar(cadence, first, last)


def test_the_longest_plan_gets_its_calendar(write, cast):
    task, plan = a_submitted_plan(cast, report_until=date(2031, 11, 20))
    approve_as_head(actor=cast.lee, task=task, plan=plan)
    approve_as_control_tower(actor=cast.choi, task=task, plan=plan)
    assert len(periods_of(task)) == 61
