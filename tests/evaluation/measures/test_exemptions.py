"""No department leaves out a bad indicator by itself: the control tower agrees to each, or the round stands still."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Missing, Refused
from app.evaluation import sources
from app.evaluation.enums import MeasureState, Phase
from app.evaluation.models import ActualMeasure
from app.evaluation.services.exemptions import exempt_measure
from app.evaluation.services.measures import approve_measures
from app.evaluation.services.workbooks import import_workbook
from tests.factories.evaluation import (
    advance,
    approve,
    enter,
    exempt,
    indicator_row,
    make_indicator,
    make_panel,
    make_round,
    measure_row,
    workbook,
)

DOES_NOT_APPLY = MeasureState.NOT_APPLICABLE


@pytest.fixture
def measuring(cast, app):
    with transaction():
        good, bad = make_indicator(cast.choi, "A1"), make_indicator(cast.choi, "A2")
        record = make_round(cast.choi, [(good, 50), (bad, 50)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {good.id: 95, bad.id: DOES_NOT_APPLY})
    return record


def left_out():
    return db.session.query(ActualMeasure).filter_by(state=DOES_NOT_APPLY).one()


def test_the_head_alone_cannot_leave_an_indicator_out(cast, measuring):
    with transaction():
        approve(cast.lee, measuring, cast.traffic)
    with pytest.raises(Refused), transaction():
        advance(cast.choi, measuring, Phase.SELF_REVIEW)
    with transaction():
        exempt(cast.choi, measuring, left_out(), reason="해당 사무가 없다")
        advance(cast.choi, measuring, Phase.SELF_REVIEW)
    row = left_out()
    assert (row.approved_by_id, row.exempted_by_id, row.exemption_reason) == (
        cast.lee.id,
        cast.choi.id,
        "해당 사무가 없다",
    )


def test_the_database_keeps_the_round_in_measuring_as_well(cast, measuring):
    with transaction():
        approve(cast.lee, measuring, cast.traffic)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE evaluation_rounds SET phase = 'self_review'"))


def test_only_the_control_tower_agrees_with_a_reason_and_after_the_head(cast, measuring):
    row = left_out()
    with pytest.raises(Refused), transaction():
        exempt(cast.choi, measuring, row)
    with transaction():
        approve(cast.lee, measuring, cast.traffic)
    for actor in (cast.lee, cast.yoon, cast.kang, cast.goh, cast.gam):
        with pytest.raises(Denied), transaction():
            exempt(actor, measuring, left_out())
    with pytest.raises(Refused), transaction():
        exempt(cast.choi, measuring, left_out(), reason=" ")
    with transaction():
        exempt(cast.choi, measuring, left_out())
    with pytest.raises(Refused), transaction():
        exempt(cast.bae, measuring, left_out())


def test_the_control_tower_does_not_agree_for_its_own_department(cast, app):
    with transaction():
        indicator = make_indicator(cast.choi)
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {indicator.id: DOES_NOT_APPLY})
        approve(cast.lee, record, cast.traffic)
        db.session.execute(
            text("UPDATE people SET department_id = :d WHERE id = :p"), {"d": cast.traffic, "p": cast.bae.id}
        )
    moved = type(cast.bae)(**(vars(cast.bae) | {"department_id": cast.traffic}))
    with pytest.raises(Refused), transaction():
        exempt(moved, record, left_out())


def test_what_changed_since_it_was_seen_is_not_agreed_to(cast, measuring):
    with transaction():
        approve(cast.lee, measuring, cast.traffic)
    row = left_out()
    with pytest.raises(Conflict), transaction():
        exempt_measure(
            actor=cast.choi, record=measuring, measure_id=row.id, reason="이유", seen_version=row.version - 1
        )
    with pytest.raises(Missing), transaction():
        exempt_measure(actor=cast.choi, record=measuring, measure_id=row.id + 99, reason="이유")


def test_a_changed_entry_loses_the_exemption(cast, measuring):
    with transaction():
        approve(cast.lee, measuring, cast.traffic)
        exempt(cast.choi, measuring, left_out())
        enter(cast.kang, measuring, cast.traffic, {left_out().indicator_id: 40})
    rows = db.session.query(ActualMeasure.exempted_at, ActualMeasure.exemption_reason).all()
    assert rows == [(None, ""), (None, "")]


@pytest.mark.parametrize("state", list(MeasureState))
def test_nothing_is_entered_for_what_evaluators_score_or_the_product_counts(cast, write, state):
    kept = dict(sources._sources)
    sources.install({"demo.count": lambda _ids, _start, _end: {}})
    panel = make_panel(cast.choi)
    counted = make_indicator(cast.choi, "N1", named_source="demo.count")
    record = make_round(cast.choi, [(panel, 50), (counted, 50)], [cast.traffic])
    advance(cast.choi, record, Phase.MEASURING)
    sources.install(kept)
    for indicator in (panel, counted):
        with pytest.raises(Refused):
            enter(cast.kang, record, cast.traffic, {indicator.id: 1 if state is MeasureState.VALUE else state})


def test_what_the_control_tower_brings_in_itself_needs_no_second_agreement(cast, write):
    book = workbook(
        indicators=[indicator_row("A1", 50), indicator_row("A2", 50)],
        measures=[
            measure_row("A1", "교통과", 95, None, "대장"),
            measure_row("A2", "교통과", None, "해당없음", "사무가 없다"),
        ],
    )
    import_workbook(book, actor=cast.choi)
    row = left_out()
    assert (row.exempted_by_id, row.exempted_at is not None, row.exemption_reason) == (
        cast.choi.id,
        True,
        "사무가 없다",
    )


def test_the_head_approves_the_values_that_were_shown_and_no_others(cast, measuring):
    seen = dict(db.session.query(ActualMeasure.id, ActualMeasure.version).all())
    first = min(seen)
    with transaction():
        row = db.session.get_one(ActualMeasure, first)
        enter(cast.kang, measuring, cast.traffic, {row.indicator_id: 99})
    for stale in (seen, {}, {first: seen[first] + 1}):
        with pytest.raises(Conflict), transaction():
            approve_measures(actor=cast.lee, record=measuring, department_id=cast.traffic, seen=stale)
    now = dict(db.session.query(ActualMeasure.id, ActualMeasure.version).all())
    with transaction():
        assert approve_measures(actor=cast.lee, record=measuring, department_id=cast.traffic, seen=now) == 2
