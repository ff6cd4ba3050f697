"""Coordinators enter, heads approve, nobody approves the own, and missing is never zero."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Denied, Missing, Refused
from app.evaluation import sources
from app.evaluation.enums import MeasureState, Method, Phase
from app.evaluation.models import ActualMeasure
from app.evaluation.services.scoring import compute_round
from tests.factories.evaluation import (
    advance,
    approve,
    enter,
    make_indicator,
    make_round,
    published_round,
)


@pytest.fixture
def measuring(cast, write):
    indicator = make_indicator(cast.choi, method=Method.ATTAINMENT)
    record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
    return advance(cast.choi, record, Phase.MEASURING), indicator


def test_coordinator_and_head_enter_and_nobody_else(cast, measuring):
    record, indicator = measuring
    for actor in (cast.kim, cast.seo, cast.yoon, cast.choi, cast.gam, cast.goh):
        with pytest.raises(Denied):
            enter(actor, record, cast.traffic, {indicator.id: 45})
    enter(cast.kang, record, cast.traffic, {indicator.id: 45})
    enter(cast.lee, record, cast.traffic, {indicator.id: 46})


def test_who_entered_a_value_cannot_approve_it(cast, measuring):
    record, indicator = measuring
    enter(cast.lee, record, cast.traffic, {indicator.id: 45})
    with pytest.raises(Refused):
        approve(cast.lee, record, cast.traffic)
    assert approve(cast.acting, record, cast.traffic) == 1


def test_the_database_refuses_an_own_approval(cast, app):
    with transaction():
        indicator = make_indicator(cast.choi)
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
        (row,) = enter(cast.lee, record, cast.traffic, {indicator.id: 45})
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(
            text("UPDATE measures SET approved_by_id = :who, approved_at = entered_at WHERE id = :id"),
            {"who": cast.lee.id, "id": row.id},
        )


def test_only_the_head_of_the_department_approves(cast, measuring):
    record, indicator = measuring
    enter(cast.kang, record, cast.traffic, {indicator.id: 45})
    for actor in (cast.yoon, cast.choi, cast.kang, cast.goh, cast.gam):
        with pytest.raises(Denied):
            approve(actor, record, cast.traffic)


def test_a_changed_value_is_approved_anew_and_the_same_value_is_not(cast, measuring):
    record, indicator = measuring
    enter(cast.kang, record, cast.traffic, {indicator.id: 45})
    approve(cast.lee, record, cast.traffic)
    assert enter(cast.kang, record, cast.traffic, {indicator.id: 45}) == []
    (row,) = enter(cast.kang, record, cast.traffic, {indicator.id: 46})
    assert (row.value, row.approved_by_id, row.version) == (Decimal(46), None, 3)


def test_an_indicator_of_another_round_is_not_there(cast, measuring):
    record, _indicator = measuring
    foreign = make_indicator(cast.choi, "X9")
    with pytest.raises(Missing):
        enter(cast.kang, record, cast.traffic, {foreign.id: 45})


def test_a_department_outside_the_round_is_not_there(cast, measuring):
    record, indicator = measuring
    with pytest.raises((Missing, Denied)):
        enter(cast.kang, record, cast.roads, {indicator.id: 45})


def test_values_are_entered_while_measuring_only(cast, measuring):
    record, indicator = measuring
    advance(cast.choi, record, Phase.SELF_REVIEW)
    with pytest.raises(Refused):
        enter(cast.kang, record, cast.traffic, {indicator.id: 45})


def test_a_value_and_another_state_contradict_each_other_in_the_database(cast, app):
    with transaction():
        indicator = make_indicator(cast.choi)
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {indicator.id: 45})
    for statement in ("UPDATE measures SET state = 'missing'", "UPDATE measures SET value = NULL"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_the_database_keeps_the_values_of_a_published_round(cast, app):
    with transaction():
        published_round(cast)
    for statement in ("UPDATE measures SET value = '99'", "DELETE FROM measures"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE evaluation_rounds SET phase = 'measuring'"))


def test_a_named_source_is_read_live_and_copied_when_measuring_closes(cast, write):
    figures = {cast.traffic: Decimal(3)}
    kept = dict(sources._sources)
    sources.install({"demo.count": lambda _ids, _start, _end: figures})
    indicator = make_indicator(cast.choi, method=Method.ATTAINMENT, target=Decimal(6), named_source="demo.count")
    record = make_round(cast.choi, [(indicator, 100)], [cast.traffic])
    advance(cast.choi, record, Phase.MEASURING)
    (before,) = compute_round(record).departments
    advance(cast.choi, record, Phase.SELF_REVIEW)
    figures[cast.traffic] = Decimal(6)
    (after,) = compute_round(record).departments
    sources.install(kept)
    row = db.session.query(ActualMeasure).one()
    assert (before.outcome.total, after.outcome.total) == (Decimal("50.00"), Decimal("50.00"))
    assert (row.value, row.state, row.named_source) == (Decimal(3), MeasureState.VALUE, "demo.count")
