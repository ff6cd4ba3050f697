"""A session decides only what is in conflict, by who is not too close, and what it decided stays."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.audit.models import AuditEntry
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Invalid, Refused, WrongState
from app.evaluation.enums import CaseOutcome, ConflictGround, CorrectionOrigin, Phase
from app.evaluation.models import CalibrationDecision, CalibrationSession, Correction
from app.evaluation.queries.calibration import decisions_of
from app.evaluation.rules.calibration import Bounds
from app.evaluation.services import calibration as services
from app.evaluation.services.calibration_agenda import agenda
from app.evaluation.services.calibration_cases import case_view, what_would_move
from app.evaluation.services.calibration_minutes import minutes_of
from app.evaluation.services.publications import check_publications, preview, publish_round
from app.evaluation.services.rounds import change_phase
from app.evaluation.services.scoring import compute_round
from tests.factories.calibration import REASON, calibrating_round, cases_of, change, keep, session_of


@pytest.fixture
def calibrating(cast, app):
    with transaction():
        return calibrating_round(cast)


@pytest.fixture
def held(cast, calibrating):
    """The session and its only case, 교통과."""
    record, panel = calibrating
    with transaction():
        session = session_of(cast, record)
    (case,) = cases_of(session)
    return record, panel, session, case


def totals(record):
    return {score.member.department: score.outcome.total for score in compute_round(record).departments}


def test_only_what_is_in_conflict_is_on_the_agenda(cast, calibrating):
    record, panel = calibrating
    (case,) = agenda(record)
    assert (case.department_id, case.indicator_id) == (cast.traffic, panel.id)
    assert [(g.kind, g.figure, g.bound) for g in case.grounds] == [(ConflictGround.SPREAD, Decimal(30), Decimal(20))]


def test_a_changed_score_counts_at_once_and_says_who_was_there(cast, held):
    record, _panel, session, case = held
    assert totals(record) == {"민원봉사과": Decimal("84.75"), "교통과": Decimal("77.50")}
    with transaction():
        change(cast, record, case, "88.5")
    assert totals(record) == {"민원봉사과": Decimal("84.75"), "교통과": Decimal("84.25")}
    (row,) = db.session.query(Correction).all()
    assert (row.origin, row.origin_id, row.after, row.before) == (
        CorrectionOrigin.CALIBRATION,
        session.id,
        {"score": "88.5"},
        {"score": "75"},
    )
    (decision,) = decisions_of([case.id])[case.id]
    assert (decision.present, decision.stepped_out) == ("윤바위, 문살핌, 나교수 (서해대학교)", "")
    assert (decision.score_before, decision.score_after) == (Decimal(75), Decimal("88.5"))


def test_the_last_decision_counts_and_the_earlier_ones_stay(cast, held):
    record, _panel, session, case = held
    with transaction():
        change(cast, record, case, 88)
        change(cast, record, case, 70, seen=1)
    assert totals(record)["교통과"] == Decimal("75.00")
    (row,) = minutes_of(record, session).cases
    assert [(d.score_before, d.score_after) for d in row.decisions] == [(75, 88), (88, 70)]


def test_a_case_may_be_kept_as_it_is(cast, held):
    record, _panel, session, case = held
    before = preview(record).sha256
    with transaction():
        keep(cast, record, case)
        services.close_session(actor=cast.choi, record=record, session=session)
    assert (session.before_sha256, session.after_sha256) == (before, before)
    assert agenda(record) == []


def test_who_is_too_close_steps_out_and_writes_nothing_down(cast, calibrating):
    record, _panel = calibrating
    with transaction():
        session = session_of(cast, record, people=[cast.lee.id, cast.yoon.id])
    (case,) = cases_of(session)
    with transaction():
        keep(cast, record, case)
    (decision,) = decisions_of([case.id])[case.id]
    assert (decision.present, decision.stepped_out) == ("윤바위, 나교수 (서해대학교)", "이소나무")


def test_without_anybody_left_nothing_is_decided(cast, calibrating):
    record, _panel = calibrating
    with transaction():
        session = session_of(cast, record, people=[cast.lee.id], others=())
    (case,) = cases_of(session)
    with pytest.raises(Refused), transaction():
        keep(cast, record, case)


@pytest.mark.parametrize("who", ["gam", "lee", "jung", "kim", "goh", "moon"])
def test_only_the_control_tower_holds_a_session(cast, calibrating, who):
    record, _panel = calibrating
    with pytest.raises(Denied), transaction():
        services.open_session(
            actor=getattr(cast, who),
            record=record,
            draft=services.SessionDraft(held_on=date(2026, 11, 23), place="가", chair="나", person_ids=[cast.yoon.id]),
        )


def test_a_case_of_the_own_department_is_decided_by_somebody_else(cast, held, session_app):
    record, _panel, _session, case = held
    with transaction():
        db.session.execute(
            text("UPDATE people SET department_id = :unit WHERE id = :id"), {"unit": cast.traffic, "id": cast.choi.id}
        )
    with pytest.raises(Denied), transaction():
        keep(cast, record, case)
    with transaction():
        keep(cast, record, case, actor=cast.bae)


@pytest.mark.parametrize(("figure", "problem"), [("100.1", Invalid), ("-1", Invalid), ("75", Invalid), ("88", None)])
def test_a_score_lies_between_0_and_100_and_is_another_one(cast, held, figure, problem):
    record, _panel, _session, case = held
    if problem is None:
        with transaction():
            change(cast, record, case, figure)
        return
    with pytest.raises(problem), transaction():
        change(cast, record, case, figure)
    assert db.session.query(Correction).count() == 0


def test_a_short_reason_and_a_page_that_is_out_of_date_are_refused(cast, held):
    record, _panel, _session, case = held
    with pytest.raises(Refused), transaction():
        keep(cast, record, case, reason="그냥")
    with transaction():
        keep(cast, record, case)
    with pytest.raises(Conflict), transaction():
        change(cast, record, case, 88)


def test_what_would_move_is_told_before_and_writes_nothing(cast, held):
    record, _panel, _session, case = held
    found = [(m.department, m.fact, m.before, m.after) for m in what_would_move(record, case, None, Decimal(95))]
    assert ("교통과", "total", "77.5", "87.5") in found
    assert ("교통과", "rank", "2", "1") in found
    assert ("민원봉사과", "rank", "1", "2") in found
    assert db.session.query(Correction).count() == 0


def test_marks_are_shown_highest_first_without_names(cast, held):
    record, _panel, _session, case = held
    view = case_view(record, case)
    assert [list(line.marks) for line in view.lines] == [[Decimal(90), Decimal(60)]]


def test_grades_stand_beside_their_quota(cast, held):
    record, _panel, session, case = held
    with transaction():
        change(cast, record, case, 95)
    (group,) = minutes_of(record, session).standings
    assert [(g.label, g.allowed, g.before, g.now) for g in group.grades if g.allowed] == [
        (g.label, 1, 1, 1) for g in group.grades if g.allowed
    ]
    assert {row.department: (row.before[1], row.now[1]) for row in group.rows} == {
        "교통과": (2, 1),
        "민원봉사과": (1, 2),
    }


def test_a_session_is_closed_before_results_are_published(cast, held):
    record, _panel, session, _case = held
    with pytest.raises(WrongState), transaction():
        publish_round(actor=cast.choi, record=record, reason="편차가 있으나 그대로 공개함")
    with pytest.raises(WrongState), transaction():
        change_phase(actor=cast.choi, record=record, to=Phase.SCORING, reason="다시 채점")
    with transaction():
        services.close_session(actor=cast.choi, record=record, session=session)
    with pytest.raises(Refused, match="1"), transaction():
        publish_round(actor=cast.choi, record=record)
    with transaction():
        publish_round(actor=cast.choi, record=record, reason="편차가 있으나 그대로 공개함")
    assert record.phase is Phase.PUBLISHED


def test_decided_cases_are_published_without_more_words_and_prove_themselves(cast, held):
    record, _panel, session, case = held
    with transaction():
        change(cast, record, case, 88)
        services.close_session(actor=cast.choi, record=record, session=session)
        published = publish_round(actor=cast.choi, record=record)
    assert published.sha256 == session.after_sha256
    assert list(check_publications()) == []


def test_an_undecided_case_comes_onto_the_next_agenda_and_a_decided_one_does_not(cast, held):
    record, _panel, session, _case = held
    with transaction():
        services.close_session(actor=cast.choi, record=record, session=session)
        again = session_of(cast, record)
    assert (again.number, len(cases_of(again))) == (2, 1)
    (case,) = cases_of(again)
    with transaction():
        keep(cast, record, case)
        services.close_session(actor=cast.choi, record=record, session=again)
    with pytest.raises(Refused), transaction():
        session_of(cast, record)


def test_nothing_is_decided_after_the_session(cast, held):
    record, _panel, session, case = held
    with transaction():
        services.close_session(actor=cast.choi, record=record, session=session)
    with pytest.raises(WrongState), transaction():
        keep(cast, record, case)
    with pytest.raises(WrongState), transaction():
        services.close_session(actor=cast.choi, record=record, session=session)


def test_one_session_at_a_time_on_a_day_that_was(cast, held):
    record, _panel, _session, _case = held
    with pytest.raises(WrongState), transaction():
        session_of(cast, record)


@pytest.mark.parametrize(
    "fields", [{"held_on": date(2026, 11, 24)}, {"held_on": date(2025, 12, 31)}, {"people": [], "others": ()}]
)
def test_a_session_to_come_or_without_people_is_refused(cast, calibrating, fields):
    record, _panel = calibrating
    with pytest.raises(Invalid), transaction():
        session_of(cast, record, **fields)


def test_bounds_hold_for_rounds_that_calibrate_later(cast, calibrating):
    record, _panel = calibrating
    wide = Bounds(spread=Decimal(50), rank_gap=9, margin=Decimal(0))
    with clock.frozen_at(clock.now() + timedelta(hours=1)), transaction():
        services.set_bounds(actor=cast.choi, bounds=wide, reason=REASON)
    with clock.frozen_at(clock.now() + timedelta(hours=2)), transaction():
        later, _later_panel = calibrating_round(cast, "2026-L")
    assert (len(agenda(record)), len(agenda(later))) == (1, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE calibration_decisions SET reason = '다른 이유를 적어 넣는다'",
        "DELETE FROM calibration_decisions",
        "UPDATE calibration_cases SET number = 9",
        "DELETE FROM calibration_attendees",
        "DELETE FROM calibration_sessions",
        "UPDATE calibration_sessions SET place = '다른 곳'",
        "UPDATE calibration_sessions SET version = version + 1",
        "UPDATE calibration_sessions SET standings = '{}', closed_at = opened_at, closed_by_id = opened_by_id, "
        "after_sha256 = before_sha256",
        "UPDATE evaluation_rounds SET phase = 'published'",
    ],
)
def test_the_database_keeps_the_minutes(cast, held, statement):
    record, _panel, _session, case = held
    with transaction():
        keep(cast, record, case)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text(statement))


def test_the_database_lets_nobody_decide_about_the_own_department(cast, held):
    _record, _panel, _session, case = held
    row = CalibrationDecision(
        case_id=case.id,
        number=1,
        outcome=CaseOutcome.KEPT,
        reason=REASON,
        present="윤바위",
        decided_by_id=cast.kim.id,
        decided_on=date(2026, 11, 23),
        decided_at=db.session.get_one(CalibrationSession, case.session_id).opened_at,
    )
    with pytest.raises(DatabaseError), transaction():
        db.session.add(row)


def test_every_step_is_in_the_audit_chain(cast, held):
    record, _panel, session, case = held
    with transaction():
        change(cast, record, case, 88)
        services.close_session(actor=cast.choi, record=record, session=session)
    actions = {entry.event for entry in db.session.query(AuditEntry)}
    assert {"calibration_opened", "calibration_decided", "calibration_closed", "round_corrected"} <= actions
