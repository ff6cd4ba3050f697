"""What is written while the round moves on waits for it, and is refused then: nothing slips in after the closing."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event
from time import sleep

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Conflict, Refused
from app.evaluation.enums import CorrectionKind, CorrectionOrigin, MeasureState, Phase
from app.evaluation.models import ActualMeasure, Composition, Correction, EvaluationRound, ScoreSheet
from app.evaluation.rules.corrections import CorrectionDraft
from app.evaluation.services.corrections import write_corrections
from app.evaluation.services.measures import MeasureDraft, save_measures
from app.evaluation.services.panels import criteria_of, save_sheet
from app.evaluation.services.publications import check_publications, publish_round
from app.evaluation.services.rounds import Share, change_phase, set_composition
from app.evaluation.services.seals import check_seals
from app.organization.queries import peer_groups
from tests.conftest import NOON
from tests.factories.evaluation import advance, approve, assign, enter, make_indicator, make_panel, make_round

OVERLAP = 0.5
"""Seconds the first transaction stays open after the second has begun; on SQLite the second waits for its turn."""


def race(app, first, second):
    """Let `second` begin while `first` has written and not committed; return what became of `second`."""
    written, begun = Event(), Event()

    def moving():
        with app.app_context(), clock.frozen_at(NOON), transaction():
            first()
            written.set()
            begun.wait(2)
            sleep(OVERLAP)

    def late():
        written.wait(10)
        try:
            with app.app_context(), clock.frozen_at(NOON):
                begun.set()
                with transaction():
                    second()
        except (Refused, Conflict):
            return "refused"
        return "written"

    with ThreadPoolExecutor(2) as pool:
        moved, other = pool.submit(moving), pool.submit(late)
        moved.result()
        return other.result()


def the(model, key):
    return db.session.get_one(model, key)


@pytest.fixture
def measuring(cast, app):
    with transaction():
        indicator = make_indicator(cast.choi, "A1")
        record = make_round(cast.choi, [(indicator, 100)], [cast.traffic, cast.civil])
        advance(cast.choi, record, Phase.MEASURING)
        enter(cast.seo, record, cast.civil, {indicator.id: 80})
        approve(cast.yoon, record, cast.civil)
    return record.id, indicator.id


def test_no_value_slips_in_while_measuring_is_closed(app, cast, measuring):
    round_id, indicator_id = measuring

    def close():
        change_phase(actor=cast.choi, record=the(EvaluationRound, round_id), to=Phase.SELF_REVIEW)

    def save():
        draft = MeasureDraft(indicator_id=indicator_id, state=MeasureState.VALUE, actual=Decimal(99))
        save_measures(
            actor=cast.kang, record=the(EvaluationRound, round_id), department_id=cast.traffic, drafts=[draft]
        )

    assert race(app, close, save) == "refused"
    row = db.session.query(ActualMeasure).filter_by(department_id=cast.traffic).one()
    assert row.state is MeasureState.MISSING
    assert list(check_seals()) == []


def test_no_weight_slips_in_while_the_round_is_opened(app, cast):
    with transaction():
        indicator = make_indicator(cast.choi, "A1")
        round_id = make_round(cast.choi, [(indicator, 100)], [cast.traffic]).id
    groups = [group.id for group in peer_groups()]

    def open_it():
        change_phase(actor=cast.choi, record=the(EvaluationRound, round_id), to=Phase.MEASURING)

    def weigh():
        shares = [Share(indicator=indicator, peer_group_id=key, weight=Decimal(50)) for key in groups]
        set_composition(actor=cast.bae, record=the(EvaluationRound, round_id), shares=shares)

    assert race(app, open_it, weigh) == "refused"
    assert {row.weight for row in db.session.query(Composition)} == {Decimal(100)}


def test_no_mark_slips_in_while_scoring_is_closed(app, cast):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic])
        assign(cast.choi, record, panel, cast.moon)
        advance(cast.choi, record, Phase.SCORING)
        criteria, round_id, panel_id = [row.id for row in criteria_of(panel.id)], record.id, panel.id

    def close():
        change_phase(
            actor=cast.choi, record=the(EvaluationRound, round_id), to=Phase.CALIBRATION, reason="기한이 지났다"
        )

    def mark():
        save_sheet(
            actor=cast.moon,
            record=the(EvaluationRound, round_id),
            indicator_id=panel_id,
            department_id=cast.traffic,
            marks={key: Decimal(90) for key in criteria},
        )

    assert race(app, close, mark) == "refused"
    assert db.session.query(ScoreSheet).count() == 0


def test_a_correction_made_while_the_round_is_published_counts_from_the_next_version(app, cast, measuring):
    round_id, indicator_id = measuring
    with transaction():
        advance(cast.choi, the(EvaluationRound, round_id), Phase.CALIBRATION)

    def publish():
        publish_round(actor=cast.choi, record=the(EvaluationRound, round_id))

    def correct():
        draft = CorrectionDraft(
            kind=CorrectionKind.MEASURE,
            after={"state": "value", "value": "99"},
            reason="감사에서 집계가 잘못된 것을 찾았다",
            department_id=cast.civil,
            indicator_id=indicator_id,
        )
        write_corrections(
            record=the(EvaluationRound, round_id),
            drafts=[draft],
            origin=CorrectionOrigin.REOPENING,
            origin_id=1,
            entered_by_id=cast.choi.id,
            confirmed_by_id=cast.lee.id,
        )

    assert race(app, publish, correct) == "written"
    assert db.session.query(Correction).one().version == 2
    assert list(check_publications()) == []
