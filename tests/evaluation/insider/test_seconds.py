"""Two names are two offices, and neither of them gains: in calibration, in a reopening, in an appeal."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Denied, Refused, WrongState
from app.evaluation.enums import AdjustmentKind, Phase
from app.evaluation.models import CalibrationDecision, Correction, PointAdjustment, ScoreSheet
from app.evaluation.services.adjustments import AdjustmentDraft, adjust_points
from app.evaluation.services.calibration import close_session
from app.evaluation.services.rounds import change_phase
from tests.factories.calibration import calibrating_round, cases_of, change, keep, session_of
from tests.factories.reopenings import calibrating_round as counted_round
from tests.factories.reopenings import confirm, hand_over, measure, opened, put_in


@pytest.fixture
def calibrating(cast, app):
    with transaction():
        return calibrating_round(cast)


def points(department):
    return AdjustmentDraft(
        department_id=department,
        kind=AdjustmentKind.BONUS,
        item="가점",
        source="수상 1",
        points=Decimal(1),
        reason="조정회의 뒤에 알게 된 수상",
    )


def test_one_office_alone_calibrates_nothing(cast, calibrating):
    """최관제 writes down himself, 배조율 of the same office, and a name nobody can ask."""
    record, _panel = calibrating
    for people in ([], [cast.choi.id], [cast.choi.id, cast.bae.id], [cast.bae.id, cast.lee.id]):
        with transaction():
            session = session_of(cast, record, people=people)
        (case,) = cases_of(session)
        with pytest.raises(Refused), transaction():
            change(cast, record, case, 95)
        with pytest.raises(Refused), transaction():
            keep(cast, record, case)
        with pytest.raises(DatabaseError), transaction():
            db.session.add(decision(case, cast.choi.id))
        with transaction():
            close_session(actor=cast.choi, record=record, session=session)
    assert db.session.query(Correction).count() == 0


def decision(case, person):
    return CalibrationDecision(
        case_id=case.id,
        number=1,
        outcome="kept",
        reason="그대로 둔다고 정하였음",
        present="모두",
        decided_by_id=person,
        decided_on=date(2026, 11, 23),
        decided_at=clock.now(),
    )


def test_a_control_tower_that_scored_decides_nothing_about_the_own_marks(cast, calibrating):
    record, _panel = calibrating
    with transaction():
        session = session_of(cast, record)
    (case,) = cases_of(session)
    with transaction():
        db.session.add(RoleAssignment(person_id=cast.moon.id, role=Role.CONTROL_TOWER, starts_on=date(2026, 1, 1)))
    moon = actor_of_person(cast.moon.id)
    assert db.session.query(ScoreSheet).filter_by(evaluator_id=moon.id, department_id=cast.traffic).count() == 1
    with pytest.raises(Denied), transaction():
        change(cast, record, case, 95, actor=moon)
    with pytest.raises(DatabaseError), transaction():
        db.session.add(decision(case, moon.id))


def test_after_a_session_nobody_scores_again_and_no_points_are_added_by_one(cast, calibrating):
    record, _panel = calibrating
    with transaction():
        session = session_of(cast, record)
    (case,) = cases_of(session)
    with transaction():
        keep(cast, record, case)
        close_session(actor=cast.choi, record=record, session=session)
    with pytest.raises(WrongState), transaction():
        change_phase(actor=cast.choi, record=record, to=Phase.SCORING, reason="다시 채점하게 한다")
    with pytest.raises(WrongState), transaction():
        adjust_points(actor=cast.choi, record=record, draft=points(cast.civil))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(
            text(
                "INSERT INTO phase_changes (round_id, from_phase, to_phase, reason, changed_at) "
                f"VALUES ({record.id}, 'calibration', 'scoring', 'x', '2026-11-23 03:00:00')"
            )
        )
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            PointAdjustment(
                round_id=record.id,
                department_id=cast.civil,
                kind=AdjustmentKind.BONUS,
                item="가점",
                source="수상 1",
                points=Decimal(1),
                reason="뒤늦게",
                entered_by_id=cast.choi.id,
                entered_at=clock.now(),
            )
        )


def test_nobody_confirms_what_lifts_the_own_department(cast, app):
    """교통과 falls behind: 민원봉사과, whose head 윤바위 confirms, would be first."""
    record, indicator = counted_round(cast)
    with transaction():
        found = opened(cast, record)
        put_in(cast.choi, record, found, measure(cast.traffic, indicator, 70))
    with pytest.raises(Refused), transaction():
        hand_over(cast, record, found)
    assert db.session.query(Correction).count() == 0


def test_nobody_confirms_what_corrects_the_own_department(cast, app):
    record, indicator = counted_round(cast)
    with transaction():
        found = opened(cast, record)
        put_in(cast.choi, record, found, measure(cast.civil, indicator, 60))
    with pytest.raises(Refused), transaction():
        hand_over(cast, record, found)


def test_who_came_to_the_corrected_department_since_confirms_nothing(cast, app):
    record, indicator = counted_round(cast)
    with transaction():
        found = opened(cast, record)
        put_in(cast.choi, record, found, measure(cast.traffic, indicator, 95))
        seen = hand_over(cast, record, found)
        db.session.execute(
            text("UPDATE people SET department_id = :unit WHERE id = :id"), {"unit": cast.traffic, "id": cast.yoon.id}
        )
    with pytest.raises(Refused), transaction():
        confirm(cast.yoon, record, found, seen)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(
            text(
                "UPDATE round_reopenings SET state = 'closed', closed_on = '2026-11-23', content = '{}', "
                f"closed_at = '2026-11-23 03:00:00', sha256 = '{'0' * 64}'"
            )
        )
