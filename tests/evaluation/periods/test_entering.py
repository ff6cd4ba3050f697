"""A value for each period makes the measure; a period that is missing when measuring closes leaves none."""

from datetime import date
from decimal import Decimal

import pytest

from app.core.database import db, transaction
from app.core.errors import Invalid, Refused
from app.evaluation.enums import Aggregation, Cadence, Direction, MeasureState, Method, Phase
from app.evaluation.models import ActualMeasure
from app.evaluation.queries import turns
from app.evaluation.queries.outlook import by_department, due_days, outlook_lines
from app.evaluation.rules.units import SubUnits
from app.evaluation.services.measures import MeasureDraft, save_measures
from app.evaluation.services.scoring import compute_round
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_round
from tests.statements import count_statements
from tests.turns import readers_of

TODAY = date(2026, 11, 23)
MONTHS = [f"2026-{month:02}" for month in range(1, 12)]


@pytest.fixture
def scene(cast, app):
    """A sum of months with the target 110, and a yearly rating."""
    with transaction():
        monthly = make_indicator(
            cast.choi,
            "M1",
            Method.ATTAINMENT,
            target=Decimal(110),
            direction=Direction.UP,
            cadence=Cadence.MONTHLY,
            parameters={"aggregation": "period_sum"},
        )
        yearly = make_indicator(cast.choi, "Y1")
        record = make_round(cast.choi, [(monthly, 60), (yearly, 40)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
    return record, monthly, yearly


def months(*values):
    text = "; ".join(f"{label} {value}" for label, value in zip(MONTHS, values, strict=False))
    return SubUnits.read(text, Aggregation.PERIOD_SUM)


def save(cast, record, indicator, units):
    draft = MeasureDraft(indicator_id=indicator.id, state=MeasureState.VALUE, actual=units)
    return save_measures(actor=cast.kang, record=record, department_id=cast.traffic, drafts=[draft])


def test_months_add_up_and_say_so(cast, scene):
    record, monthly, _yearly = scene
    with transaction():
        (row,) = save(cast, record, monthly, months(*range(5, 16)))
    assert (row.value, row.units["expected"]) == (Decimal(110), 11)
    line = next(d for d in compute_round(record).departments if d.member.department_id == cast.traffic).lines[0]
    assert line.score == Decimal(100)
    assert "5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13 + 14 + 15" in str(line.exact.derivation[0])


def test_a_period_the_round_does_not_have_is_refused(cast, scene):
    record, monthly, _yearly = scene
    foreign = SubUnits.read("2026-12 3", Aggregation.PERIOD_SUM)
    with pytest.raises(Refused), transaction():
        save(cast, record, monthly, foreign)


def test_a_missing_month_is_not_zero_the_year_is_not_handed_in(cast, scene):
    record, monthly, yearly = scene
    with transaction():
        save(cast, record, monthly, months(*range(5, 15)))
        enter(cast.kang, record, cast.traffic, {yearly.id: 90})
        enter(cast.seo, record, cast.civil, {yearly.id: 90, monthly.id: MeasureState.NOT_APPLICABLE})
        approve(cast.lee, record, cast.traffic)
    interim = next(d for d in compute_round(record).departments if d.member.department_id == cast.traffic)
    assert interim.lines[0].exact.state is MeasureState.VALUE
    with transaction():
        db.session.query(ActualMeasure).filter_by(department_id=cast.civil, indicator_id=monthly.id).delete()
        approve(cast.yoon, record, cast.civil)
        advance(cast.choi, record, Phase.SELF_REVIEW)
    row = db.session.query(ActualMeasure).filter_by(department_id=cast.traffic, indicator_id=monthly.id).one()
    assert (row.state, row.value, len(row.units["parts"])) == (MeasureState.MISSING, None, 10)
    closed = next(d for d in compute_round(record).departments if d.member.department_id == cast.traffic)
    assert closed.outcome.total == Decimal("36.00")  # 60 × 0 + 40 × 90/100: the rule of the round for what is missing


def test_periods_need_a_cadence(cast, write):
    with pytest.raises(Invalid) as caught:
        make_indicator(cast.choi, "M2", Method.DIRECT, parameters={"aggregation": "period_mean"})
    assert "aggregation" in caught.value.fields


def test_the_form_asks_for_each_month_that_has_begun(cast, scene, as_):
    record, monthly, _yearly = scene
    path = f"/rounds/{record.id}/departments/{cast.traffic}/measures"
    page = as_(cast.kang).get(path).text
    assert f'name="period_{monthly.id}_2026-11"' in page
    answer = as_(cast.kang).post(path, data={f"period_{monthly.id}_2026-01": "△3"})
    assert answer.status_code == 422
    assert "△3" in answer.text
    cells = {f"period_{monthly.id}_{label}": "10" for label in MONTHS[:3]}
    assert as_(cast.kang).post(path, data=cells).status_code == 302
    row = db.session.query(ActualMeasure).filter_by(indicator_id=monthly.id).one()
    assert row.value == Decimal(30)
    assert 'value="10"' in as_(cast.kang).get(path).text


def test_a_period_takes_no_number_beyond_what_is_kept(cast, scene, as_):
    record, monthly, _yearly = scene
    path = f"/rounds/{record.id}/departments/{cast.traffic}/measures"
    answer = as_(cast.kang).post(path, data={f"period_{monthly.id}_2026-02": "5" + "0" * 21})
    assert answer.status_code == 422
    assert f'href="#period_{monthly.id}_2026-02"' in answer.text
    with pytest.raises(Refused):
        months("1", "5" + "0" * 21)
    assert db.session.query(ActualMeasure).filter_by(indicator_id=monthly.id).count() == 0


def test_due_days_and_outlook_count_what_is_late_and_unlikely(cast, scene, as_):
    record, monthly, _yearly = scene
    with transaction():
        save(cast, record, monthly, months(5, 6, 7))
    lines = outlook_lines(record, [cast.traffic])
    assert [p.label for p in lines[0].late(TODAY)] == MONTHS[3:10]
    first = due_days(lines)[0]
    assert (first.label, first.expected, first.arrived) == ("2026-01", 1, 1)
    # 5, 6, 7: mean 6, so 18 + 8 × 6 = 66 of 110 are expected
    assert lines[0].outlook.expected == Decimal(66)
    assert lines[0].outlook.is_unlikely
    (row,) = by_department(lines, TODAY)
    assert (row.missing, row.late, row.unlikely, row.unknown) == (2, 1, 1, 1)
    head = as_(cast.lee)
    assert "2026-04" in head.get(f"/rounds/{record.id}/outlook").text
    assert head.get(f"/rounds/{record.id}/outlook?department={cast.civil}").status_code == 404
    assert head.get(f"/rounds/{record.id}/due-days").status_code == 200
    assert as_(cast.choi).get(f"/rounds/{record.id}/outlook?department={cast.civil}").status_code == 200


def test_what_is_in_stays_in_when_measuring_closes_without_the_rest(cast, scene):
    record, monthly, yearly = scene
    with transaction():
        save(cast, record, monthly, months(5, 6, 7))
        enter(cast.kang, record, cast.traffic, {yearly.id: 90})
        approve(cast.lee, record, cast.traffic)
        advance(cast.choi, record, Phase.SELF_REVIEW)
    lines = outlook_lines(record, [cast.traffic])
    assert lines[0].state is MeasureState.MISSING
    assert [p.label for p in lines[0].missing] == MONTHS[3:]
    assert [(day.arrived, day.expected) for day in due_days(lines)][:4] == [(1, 1), (1, 1), (1, 1), (0, 1)]


def test_what_is_not_due_in_the_round_is_not_asked_for(cast, scene):
    record, monthly, yearly = scene
    with transaction():
        enter(cast.kang, record, cast.traffic, {monthly.id: MeasureState.NOT_DUE, yearly.id: MeasureState.NOT_DUE})
    lines = outlook_lines(record, [cast.traffic])
    assert [line.missing for line in lines] == [[], []]
    assert due_days(lines) == []


def test_the_outlook_takes_four_statements_whatever_the_round(scene):
    record, _monthly, _yearly = scene
    with count_statements() as seen:
        outlook_lines(record)
    assert len(seen) == 4


def test_a_period_that_is_over_without_a_value_is_a_turn_of_the_coordinator(cast, scene):
    record, monthly, _yearly = scene
    owed, _awaited = readers_of(turns)

    def periods_owed():
        return [turn for turn in owed(cast.kang) if "periods" in turn.what.msgid]

    with transaction():
        save(cast, record, monthly, months(*range(1, 10)))
    (turn,) = periods_owed()
    assert turn.due_on == date(2026, 11, 10)  # October is over, its value was due ten days later
    with transaction():
        save(cast, record, monthly, months(*range(1, 12)))
    assert periods_owed() == []
