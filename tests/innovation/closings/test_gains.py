"""성과 전후: before, after, and savings net of their cost; what is missing is never zero."""

from decimal import Decimal

import pytest

from app.core.database import transaction
from app.core.errors import Refused
from app.innovation.enums.measures import MeasureKind
from app.innovation.queries.gains import gains_of_department
from app.innovation.queries.plans import measures_of
from app.innovation.rules.gains import Gain, GainTotal, totals
from app.innovation.services.closings import ResultValue, close_task, submit_closing, write_closing
from app.innovation.services.plans import MeasureDraft
from app.innovation.services.stages import advance_task
from tests.factories.innovation_b import a_managed_task, a_monitored_task, an_approved_report, closing_draft

SAVED = MeasureDraft(
    name="아낀 예산", unit="천원", kind=MeasureKind.BUDGET_SAVED, baseline=Decimal(0), target=Decimal(9000)
)
TIME = MeasureDraft(name="줄어든 시간", unit="분", kind=MeasureKind.TIME_SAVED, baseline=Decimal(0), target=Decimal(30))


def gain(kind=MeasureKind.BUDGET_SAVED, unit="천원", after=None, cost=None, before=None):
    number = [None if value is None else Decimal(value) for value in (before, after, cost)]
    return Gain(kind=kind, unit=unit, before=number[0], after=number[1], cost=number[2])


def test_a_saving_is_worth_what_it_saved_less_what_it_cost():
    assert gain(after=5000, cost=1200).net == Decimal(3800)
    assert (gain(after=5000).net, gain(cost=3).net) == (None, None)
    assert gain(kind=MeasureKind.TIME_SAVED, after=5, cost=1).net is None
    assert (gain(before=10, after=4).change, gain(after=4).change) == (Decimal(-6), None)


def test_totals_add_up_what_is_known_by_kind_and_unit_and_count_the_rest():
    found = totals(
        [
            gain(after=5000, cost=1200),
            gain(after=700),
            gain(kind=MeasureKind.PARTICIPANTS, unit="명", after=12),
            gain(kind=MeasureKind.TIME_SAVED, unit="분", after=30),
            gain(kind=MeasureKind.TIME_SAVED, unit="시간", after=2),
            gain(kind=MeasureKind.SATISFACTION, unit="점", after=80),
        ]
    )
    assert [(row.kind.value, row.unit, row.total, row.known, row.unknown) for row in found] == [
        ("time_saved", "분", Decimal(30), 1, 0),
        ("time_saved", "시간", Decimal(2), 1, 0),
        ("budget_saved", "천원", Decimal(3800), 1, 1),
        ("participants", "명", Decimal(12), 1, 0),
    ]
    assert totals([gain(after=700)]) == (
        GainTotal(kind=MeasureKind.BUDGET_SAVED, unit="천원", total=None, known=0, unknown=1),
    )


def a_closed_saving(cast, cost):
    task, plan = a_managed_task(cast, measures=(SAVED, TIME))
    an_approved_report(cast, task, plan)
    advance_task(actor=cast.lee, task=task)
    saved, time = measures_of(plan.id)
    said = (
        ResultValue(measure_id=saved.id, value=Decimal(8000), cost=cost),
        ResultValue(measure_id=time.id, value=Decimal(25)),
    )
    closing = write_closing(actor=cast.kim, task=task, draft=closing_draft(plan, values=said))
    submit_closing(actor=cast.lee, task=task, closing=closing)
    close_task(actor=cast.choi, task=task, closing=closing)
    return task, closing


def test_the_department_sees_what_its_closed_tasks_have_gained(write, cast):
    a_closed_saving(cast, Decimal(3000))
    rows = gains_of_department(cast.traffic, 2026)
    assert [(row.name, row.gain.net) for row in rows] == [("아낀 예산", Decimal(5000)), ("줄어든 시간", None)]
    assert (list(gains_of_department(cast.traffic, 2025)), list(gains_of_department(cast.civil, 2026))) == ([], [])


def test_a_cost_without_its_figure_is_refused(write, cast):
    task, plan = a_monitored_task(cast)
    first = measures_of(plan.id)[0]
    said = (ResultValue(measure_id=first.id, no_value_reason="아직 재지 않았다.", cost=Decimal(3)),)
    with pytest.raises(Refused):
        write_closing(actor=cast.kim, task=task, draft=closing_draft(plan, values=said))


def test_closing_and_sheet_show_the_net_saving(as_, cast, app):
    with transaction():
        _task, closing = a_closed_saving(cast, Decimal(3000))
    assert "5,000" in as_(cast.park).get(f"/closings/{closing.id}").text
    assert "5,000" in as_(cast.kim).get(f"/reports/departments/{cast.traffic}").text


def test_the_form_asks_for_the_cost_of_a_saving_only(as_, cast, app):
    with transaction():
        task, plan = a_managed_task(cast, measures=(SAVED, TIME))
    text = as_(cast.kim).get(f"/tasks/{task.id}/closings/new").text
    assert ('name="values-0-cost"' in text, 'name="values-1-cost"' in text) == (True, False)
    saved, time = measures_of(plan.id)
    sent = {
        "values-0-measure_id": saved.id,
        "values-0-value": "8000",
        "values-0-cost": "3000",
        "values-1-measure_id": time.id,
        "values-1-value": "25",
        "result": "achieved",
    }
    assert as_(cast.kim).post(f"/tasks/{task.id}/closings", data=sent).status_code == 302
