"""A round moves one phase at a time, and what it froze stays frozen, for everybody."""

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.evaluation.enums import MeasureState, Phase
from app.evaluation.models import ActualMeasure, EvaluationRound, RoundMember
from app.evaluation.services import rounds
from app.evaluation.services.rounds import Share
from app.organization.queries import peer_groups
from tests.factories.evaluation import advance, approve, enter, make_indicator, make_panel, make_round


def test_only_the_control_tower_makes_a_round(cast, write):
    indicator = make_indicator(cast.choi)
    for actor in (cast.goh, cast.kim, cast.gam, cast.jung, cast.lee):
        with pytest.raises(Denied):
            make_round(actor, [(indicator, 100)], [cast.traffic])


def test_weights_that_do_not_sum_to_100_keep_the_round_closed(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 95)], [cast.traffic])
    with pytest.raises(Refused, match="사업부서"):
        advance(cast.choi, record, Phase.MEASURING)
    assert record.phase is Phase.PLANNING


def test_opening_keeps_departments_and_groups_as_they_are_that_day(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic, cast.haemi])
    advance(cast.choi, record, Phase.MEASURING)
    db.session.execute(text("UPDATE departments SET name = '교통정책과' WHERE name = '교통과'"))
    rows = db.session.query(RoundMember).filter_by(round_id=record.id).order_by(RoundMember.position).all()
    assert [(row.department_name, row.peer_group_name) for row in rows] == [
        ("교통과", "사업부서"),
        ("해미면", "읍면동"),
    ]


def test_an_open_round_keeps_its_set_up(cast, write):
    indicator = make_indicator(cast.choi)
    record = make_round(cast.choi, [(indicator, 100)], [cast.traffic])
    advance(cast.choi, record, Phase.MEASURING)
    share = Share(indicator=indicator, peer_group_id=peer_groups()[0].id, weight=Decimal(100))
    with pytest.raises(Refused):
        rounds.set_composition(actor=cast.choi, record=record, shares=[share])
    with pytest.raises(Refused):
        rounds.set_members(actor=cast.choi, record=record, department_ids=[cast.roads])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE compositions SET weight = '1'",
        "DELETE FROM compositions",
        "DELETE FROM round_members",
        "UPDATE round_members SET peer_group_name = 'x'",
        "DELETE FROM phase_changes",
        "UPDATE phase_changes SET reason = 'x'",
        "DELETE FROM evaluation_rounds",
    ],
)
def test_the_database_refuses_what_the_open_round_froze(cast, statement, app):
    with transaction():
        record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
        advance(cast.choi, record, Phase.MEASURING)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_phases_cannot_be_skipped_and_going_back_needs_a_reason(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    with pytest.raises(Refused):
        rounds.change_phase(actor=cast.choi, record=record, to=Phase.SCORING)
    advance(cast.choi, record, Phase.CALIBRATION)
    with pytest.raises(Refused):
        rounds.change_phase(actor=cast.choi, record=record, to=Phase.SCORING)
    rounds.change_phase(actor=cast.choi, record=record, to=Phase.SCORING, reason="평가표 하나가 늦게 도착했다")
    assert record.phase is Phase.SCORING


def test_publishing_is_not_a_change_of_phase(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    advance(cast.choi, record, Phase.CALIBRATION)
    with pytest.raises(Refused):
        rounds.change_phase(actor=cast.choi, record=record, to=Phase.PUBLISHED)


def test_closing_measuring_marks_what_is_missing(cast, write):
    indicator = make_indicator(cast.choi)
    record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
    advance(cast.choi, record, Phase.MEASURING)
    enter(cast.kang, record, cast.traffic, {indicator.id: 90})
    with pytest.raises(Refused):
        advance(cast.choi, record, Phase.SELF_REVIEW)
    approve(cast.lee, record, cast.traffic)
    advance(cast.choi, record, Phase.SELF_REVIEW)
    rows = db.session.query(ActualMeasure).filter_by(round_id=record.id).order_by(ActualMeasure.department_id).all()
    assert [(row.department_id, row.state) for row in rows] == [
        (cast.traffic, MeasureState.VALUE),
        (cast.civil, MeasureState.MISSING),
    ]


def test_a_panel_needs_evaluators_before_scoring(cast, write):
    record = make_round(cast.choi, [(make_panel(cast.choi), 100)], [cast.traffic])
    advance(cast.choi, record, Phase.SELF_REVIEW)
    with pytest.raises(Refused):
        advance(cast.choi, record, Phase.SCORING)


def test_a_round_changed_by_another_in_the_meantime_is_a_conflict(cast, write):
    record = make_round(cast.choi, [(make_indicator(cast.choi), 100)], [cast.traffic])
    db.session.execute(text("UPDATE evaluation_rounds SET version = version + 1"))
    with pytest.raises(Conflict):
        advance(cast.choi, record, Phase.MEASURING)
    assert db.session.query(EvaluationRound).count() == 1
