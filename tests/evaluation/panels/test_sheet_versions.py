"""A conflict declared late and evidence that changed: nothing handed in is lost, and nothing is removed in silence."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Missing, Refused, WrongState
from app.evaluation.enums import CorrectionKind, CorrectionOrigin, MeasureState, Phase, SheetState
from app.evaluation.models import Correction, DeclaredConflict, KeptMark, KeptSheet, ScoreSheet
from app.evaluation.queries.kept_sheets import kept_versions
from app.evaluation.queries.panels import own_departments
from app.evaluation.queries.scoring_progress import scoring_progress
from app.evaluation.queries.stale_sheets import changes_since, stale_sheets
from app.evaluation.services import panels
from app.evaluation.services.scoring import compute_round
from app.evaluation.services.sheet_versions import declare_conflict, reopen_sheet
from tests.factories.evaluation import advance, approve, assign, enter, make_indicator, make_panel, make_round, score

WHY = "배우자가 이 부서에서 일한다"


@pytest.fixture
def scoring(cast, app):
    with transaction():
        panel, counted = make_panel(cast.choi), make_indicator(cast.choi, "A1")
        record = make_round(cast.choi, [(panel, 50), (counted, 50)], [cast.traffic, cast.civil])
        assign(cast.choi, record, panel, cast.moon, cast.shin)
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.kang, record, cast.traffic, {counted.id: 80})
        approve(cast.lee, record, cast.traffic)
        enter(cast.seo, record, cast.civil, {counted.id: 70})
        approve(cast.yoon, record, cast.civil)
        advance(cast.choi, record, Phase.SCORING)
    return record, panel, counted


def declare(cast, record, actor, department_id, reason=WHY):
    with transaction():
        return declare_conflict(actor=actor, record=record, department_id=department_id, reason=reason)


def correct(cast, record, counted, department_id, value="84"):
    """A measure corrected by two people, as a reopening ticket writes it."""
    fact = {"state": MeasureState.VALUE.value}
    with transaction():
        db.session.add(
            Correction(
                round_id=record.id,
                version=1,
                origin=CorrectionOrigin.REOPENING,
                origin_id=1,
                kind=CorrectionKind.MEASURE,
                department_id=department_id,
                indicator_id=counted.id,
                before={**fact, "value": "80"},
                after={**fact, "value": value},
                reason="대장을 다시 세었다",
                entered_by_id=cast.choi.id,
                confirmed_by_id=cast.gam.id,
                made_on=clock.today(),
                made_at=clock.now(),
            )
        )


def later(minutes=5):
    return clock.frozen_at(clock.now() + timedelta(minutes=minutes))


def test_a_declared_department_is_blocked_in_the_service_and_in_the_database(cast, scoring):
    record, panel, _counted = scoring
    declare(cast, record, cast.shin, cast.civil)
    assert cast.civil in own_departments(record, cast.shin.id)
    with pytest.raises(Denied), transaction():
        score(cast.shin, record, panel, cast.civil, 80, 80)
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            ScoreSheet(
                round_id=record.id,
                indicator_id=panel.id,
                evaluator_id=cast.shin.id,
                department_id=cast.civil,
                created_at=clock.now(),
            )
        )
    for statement in ("UPDATE declared_conflicts SET reason = '없음'", "DELETE FROM declared_conflicts"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_marks_given_before_become_an_abstention_and_are_kept(cast, scoring):
    record, panel, _counted = scoring
    with transaction():
        sheet = score(cast.shin, record, panel, cast.civil, 90, 80)
        score(cast.moon, record, panel, cast.civil, 70, 70)
    declare(cast, record, cast.shin, cast.civil)
    db.session.refresh(sheet)
    assert (sheet.state, sheet.note) == (SheetState.ABSTAINED, WHY)
    (kept,) = kept_versions(sheet)
    assert [mark for _name, mark, _note in kept.marks] == [Decimal(90), Decimal(80)]
    (line,) = scoring_progress(record).conflicts
    assert (line.evaluator, line.department, line.reason, line.withdrawn) == ("신외부", "민원봉사과", WHY, 1)
    civil = next(row for row in compute_round(record).departments if row.member.department_id == cast.civil)
    assert civil.outcome.total == Decimal("70.00")


def test_a_sheet_withdrawn_for_a_conflict_is_told_as_that_and_not_as_opened_again(cast, scoring):
    record, panel, _counted = scoring
    with transaction():
        score(cast.moon, record, panel, cast.traffic, 90, 80)
    with later():
        declare(cast, record, cast.moon, cast.traffic)
    found = scoring_progress(record)
    (line,) = [row for row in found.evaluators if row.person_id == cast.moon.id]
    assert line.reopened == 0
    assert [row.withdrawn for row in found.conflicts] == [1]


def test_a_draft_is_withdrawn_the_same_way(cast, scoring):
    record, panel, _counted = scoring
    with transaction():
        sheet = panels.save_sheet(
            actor=cast.shin,
            record=record,
            indicator_id=panel.id,
            department_id=cast.civil,
            marks={panels.criteria_of(panel.id)[0].id: Decimal(77)},
        )
    declare(cast, record, cast.shin, cast.civil)
    db.session.refresh(sheet)
    assert (sheet.state, [len(row.marks) for row in kept_versions(sheet)]) == (SheetState.ABSTAINED, [1])


def test_a_conflict_is_declared_once_with_a_reason_where_one_is_asked_before_the_marks_are_known(cast, scoring):
    record, _panel, _counted = scoring
    with pytest.raises(Refused):
        declare(cast, record, cast.shin, cast.civil, reason=" ")
    with pytest.raises(Missing):
        declare(cast, record, cast.yang, cast.civil)
    with pytest.raises(Missing):
        declare(cast, record, cast.shin, cast.daesan)
    declare(cast, record, cast.shin, cast.civil)
    with pytest.raises(WrongState):
        declare(cast, record, cast.shin, cast.civil)
    with transaction():
        advance(cast.choi, record, Phase.CALIBRATION)
    with pytest.raises(WrongState):
        declare(cast, record, cast.shin, cast.traffic)
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            DeclaredConflict(
                round_id=record.id,
                evaluator_id=cast.shin.id,
                department_id=cast.traffic,
                reason=WHY,
                declared_at=clock.now(),
            )
        )


def test_a_sheet_stays_locked_while_nothing_changed(cast, scoring):
    record, panel, _counted = scoring
    with transaction():
        sheet = score(cast.shin, record, panel, cast.traffic, 90, 80)
    assert (list(stale_sheets(record)), list(changes_since(record, sheet))) == ([], [])
    with pytest.raises(Refused), transaction():
        reopen_sheet(actor=cast.shin, record=record, sheet=sheet)


def test_a_corrected_measure_makes_the_sheet_stale_and_the_evaluator_opens_it_again(cast, scoring):
    record, panel, counted = scoring
    with transaction():
        sheet = score(cast.shin, record, panel, cast.traffic, 90, 80)
        score(cast.shin, record, panel, cast.civil, 90, 80)
    with later():
        correct(cast, record, counted, cast.traffic)
    (stale,) = stale_sheets(record)
    assert (stale.evaluator_id, stale.department_id, stale.changes) == (cast.shin.id, cast.traffic, 1)
    (change,) = changes_since(record, sheet)
    assert (change.name, change.before, change.after) == ("지표 A1", "80", "84")
    line = next(row for row in scoring_progress(record).evaluators if row.person_id == cast.shin.id)
    assert (line.stale, line.reopened) == (1, 0)
    with pytest.raises(Missing), transaction():
        reopen_sheet(actor=cast.moon, record=record, sheet=sheet)
    with later(), transaction():
        reopen_sheet(actor=cast.shin, record=record, sheet=sheet)
        score(cast.shin, record, panel, cast.traffic, 70, 60)
    assert [[mark for _name, mark, _note in row.marks] for row in kept_versions(sheet)] == [[90, 80]]
    assert (sheet.state, len(panels.marks_of(sheet)), list(stale_sheets(record))) == (SheetState.SUBMITTED, 2, [])
    line = next(row for row in scoring_progress(record).evaluators if row.person_id == cast.shin.id)
    assert (line.stale, line.reopened) == (0, 1)


def test_the_database_opens_no_sheet_whose_marks_are_not_all_kept(cast, scoring):
    record, panel, _counted = scoring
    with transaction():
        sheet = score(cast.shin, record, panel, cast.traffic, 90, 80)
    criteria = panels.criteria_of(panel.id)
    reopening = text("UPDATE score_sheets SET state = 'draft', closed_at = NULL")

    def keep(marks, *entries):
        kept = KeptSheet(
            sheet_id=sheet.id,
            number=1,
            sheet_version=sheet.version,
            state=sheet.state,
            note=sheet.note,
            closed_at=sheet.closed_at,
            marks=marks,
            reason="-",
            kept_at=clock.now(),
        )
        db.session.add(kept)
        db.session.flush()
        for criterion, mark in entries:
            note = "증빙에서 그대로 확인된다"
            db.session.add(KeptMark(kept_sheet_id=kept.id, criterion_id=criterion.id, mark=Decimal(mark), note=note))
        db.session.flush()

    with pytest.raises(DatabaseError), transaction():
        keep(0)
    with pytest.raises(DatabaseError), transaction():
        keep(2, (criteria[0], 10), (criteria[1], 10))

    def reopen_with_one_mark_missing():
        keep(2, (criteria[0], 90))
        db.session.execute(reopening)

    with pytest.raises(DatabaseError), transaction():
        reopen_with_one_mark_missing()
    with transaction():
        keep(2, (criteria[0], 90), (criteria[1], 80))
        advance(cast.choi, record, Phase.CALIBRATION)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(reopening)
    for table in ("kept_sheets", "kept_marks"):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(f"DELETE FROM {table}"))


def test_no_sheet_is_opened_again_after_scoring(cast, scoring):
    record, panel, counted = scoring
    with transaction():
        sheet = score(cast.shin, record, panel, cast.traffic, 90, 80)
    with later():
        correct(cast, record, counted, cast.traffic)
        with transaction():
            advance(cast.choi, record, Phase.CALIBRATION)
        with pytest.raises(Refused), transaction():
            reopen_sheet(actor=cast.shin, record=record, sheet=sheet)


def test_the_sheet_shows_what_counts_and_what_was_entered(cast, scoring, as_):
    record, panel, counted = scoring
    with later():
        correct(cast, record, counted, cast.traffic)
    moon = as_(cast.moon)
    assert "84 (corrected, was 80)" in moon.get(f"/rounds/{record.id}/sheets/{panel.id}/{cast.traffic}").text
    assert "corrected" not in moon.get(f"/rounds/{record.id}/sheets/{panel.id}/{cast.civil}").text
