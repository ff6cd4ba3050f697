"""What the database takes, because it looks right to every trigger, and the audit chain was never told of."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.cli.check import check_published
from app.core import clock
from app.core.database import db, transaction
from app.evaluation.enums import Phase
from app.evaluation.models import Criterion
from app.evaluation.services.calibration import close_session
from tests.factories import appeals as appealing
from tests.factories.calibration import calibrating_round, cases_of, change, session_of
from tests.factories.evaluation import advance, assign, make_panel, make_round
from tests.factories.reopenings import calibrating_round as counted_round
from tests.factories.reopenings import measure, opened, put_in
from tests.triggers import without_triggers

NOW = "'2026-11-23 03:00:00'"


def problems():
    with transaction():
        return check_published().problems


def forge(*statements):
    with transaction():
        for statement in statements:
            db.session.execute(text(statement))


def named(table):
    return any(table in problem for problem in problems())


@pytest.fixture
def scoring(cast, app):
    with transaction():
        panel = make_panel(cast.choi, "T-Q")
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil], code="2026-T")
        assign(cast.choi, record, panel, cast.shin)
        advance(cast.choi, record, Phase.SCORING)
        return record, panel


def test_marks_somebody_else_gave_in_the_name_of_an_evaluator(cast, scoring):
    record, panel = scoring
    assert problems() == ()
    of = f"{record.id}, {panel.id}, {cast.shin.id}, {cast.traffic}"
    sheet = "(SELECT MAX(id) FROM score_sheets)"
    marks = [
        f"INSERT INTO score_entries (sheet_id, criterion_id, mark, note) VALUES ({sheet}, {key}, '99', 'x')"
        for key in db.session.scalars(db.select(Criterion.id).where(Criterion.indicator_id == panel.id))
    ]
    forge(
        "INSERT INTO score_sheets (round_id, indicator_id, evaluator_id, department_id, state, note, read_version, "
        f"version, created_at) VALUES ({of}, 'draft', '', 1, 1, {NOW})",
        *marks,
        f"UPDATE score_sheets SET state = 'submitted', closed_at = {NOW} WHERE id = {sheet}",
    )
    assert named("score_sheets")


def test_a_friend_who_was_made_an_evaluator(cast, scoring):
    record, panel = scoring
    forge(
        "INSERT INTO evaluator_assignments (round_id, indicator_id, evaluator_id, assigned_by_id, assigned_at) "
        f"VALUES ({record.id}, {panel.id}, {cast.moon.id}, {cast.choi.id}, {NOW})"
    )
    assert named("evaluator_assignments")


@pytest.fixture
def decided(cast, app):
    with transaction():
        record, _panel = calibrating_round(cast)
        session = session_of(cast, record)
        (case,) = cases_of(session)
        change(cast, record, case, "88.5")
    return record, session, case


def test_a_phase_that_went_back_and_forth(cast, app):
    with transaction():
        record, _panel = calibrating_round(cast)
    assert problems() == ()
    for one, other in (("calibration", "scoring"), ("scoring", "calibration")):
        forge(
            "INSERT INTO phase_changes (round_id, from_phase, to_phase, reason, changed_by_id, changed_at) "
            f"VALUES ({record.id}, '{one}', '{other}', 'x', {cast.choi.id}, {NOW})",
            f"UPDATE evaluation_rounds SET phase = '{other}' WHERE id = {record.id}",
        )
    assert named("phase_changes")


def test_a_decision_no_session_took(cast, decided):
    _record, _session, case = decided
    assert problems() == ()
    forge(
        "INSERT INTO calibration_decisions (case_id, number, outcome, reason, present, stepped_out, decided_by_id, "
        f"decided_on, decided_at) VALUES ({case.id}, 2, 'kept', '그대로 두기로 정하였음', '모두', '', {cast.choi.id}, "
        f"'2026-11-23', {NOW})"
    )
    assert named("calibration_decisions")


def test_minutes_stay_whole_to_the_check(cast, decided):
    record, session, _case = decided
    with transaction():
        close_session(actor=cast.choi, record=record, session=session)
    assert problems() == ()


def test_a_judgement_nobody_gave(cast, app):
    with transaction():
        record, indicator, _second = appealing.in_appeals(cast)
        appeal = appealing.replied(cast, appealing.filed(cast, record, indicator))
    assert problems() == ()
    forge(
        "INSERT INTO appeal_steps (appeal_id, kind, outcome, words, taken_by_id, taken_on, taken_at) "
        f"VALUES ({appeal.id}, 'decided', 'accepted', '인용하기로 결정하였습니다', {cast.bae.id}, '2026-11-23', {NOW})"
    )
    assert named("appeal_steps")


def test_an_appeal_filed_after_the_window_with_an_earlier_moment(cast, app):
    with transaction():
        record, _indicator, _second = appealing.in_appeals(cast)
    assert problems() == ()
    forge(
        "INSERT INTO appeals (round_id, publication_id, department_id, reason, filed_by_id, filed_on, filed_at, state, "
        f"version) SELECT {record.id}, MAX(p.id), {cast.traffic}, '기간이 지난 뒤에 적어 넣음', {cast.lee.id}, "
        f"'2026-11-23', (SELECT MAX(w.opened_at) FROM appeal_windows w), 'filed', 1 FROM publications p"
    )
    assert named("appeals")


def test_a_proposal_nobody_wrote(cast, app):
    with transaction():
        record, indicator, _second = appealing.in_appeals(cast)
        appeal = appealing.decided(cast, appealing.filed(cast, record, indicator))
    forge(
        "INSERT INTO appeal_corrections (appeal_id, drafts, moves, moves_sha256, reason, state, version, "
        "proposed_by_id, proposed_on, proposed_at, second_id, end_reason) "
        f"VALUES ({appeal.id}, '[]', '[]', '{'0' * 64}', '인용에 따라 정정한다고 적음', 'proposed', 1, {cast.choi.id}, "
        f"'2026-11-23', {NOW}, {cast.yoon.id}, '')"
    )
    assert named("appeal_corrections")


def test_what_the_public_sees_is_ticked_by_nobody(cast, app):
    with transaction():
        record, _indicator, _second = appealing.round_with_results(cast)
    assert problems() == ()
    forge(
        "INSERT INTO public_showings (round_id, names, ranks, grades, totals, slogans, set_by_id, set_at) "
        f"VALUES ({record.id}, TRUE, TRUE, TRUE, TRUE, FALSE, {cast.choi.id}, {NOW})"
    )
    assert named("public_showings")


def test_an_embargo_that_was_lifted_on_disk(cast, app):
    with transaction():
        appealing.round_with_results(cast, release_at=clock.now() + timedelta(days=3))
    assert problems() == ()
    with without_triggers("publications"):
        forge("UPDATE publications SET release_at = NULL")
    assert named("publications")


def test_an_entry_typed_past_the_product_under_the_name_of_a_coordinator(cast, app):
    record, indicator = counted_round(cast)
    with transaction():
        found = opened(cast, record)
        put_in(cast.kang, record, found, measure(cast.traffic, indicator, 95))
    assert problems() == ()
    forge(
        "INSERT INTO reopening_entries (reopening_id, kind, department_id, indicator_id, after, reason, basis, "
        f"entered_by_id, entered_on, entered_at) VALUES ({found.id}, 'measure', {cast.roads}, {indicator.id}, "
        f"'{{\"state\": \"value\", \"value\": \"99\"}}', '집계에서 빠짐', '문서', {cast.kang.id}, '2026-11-23', {NOW})"
    )
    assert named("reopening_entries")
