"""Evaluators score what they are asked, never the own department, and what is in is locked."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person
from app.accounts.queries.roles import evaluators_today
from app.core import clock
from app.core.database import db, transaction
from app.core.errors import Denied, Invalid, Missing, Refused
from app.evaluation.enums import Phase
from app.evaluation.models import ScoreSheet
from app.evaluation.queries import sheets as queries
from app.evaluation.queries.panels import panel_progress
from app.evaluation.services import panels
from app.evaluation.services.scoring import compute_round
from tests.factories.evaluation import advance, assign, make_panel, make_round, score


@pytest.fixture
def scoring(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        assign(cast.choi, record, panel, cast.moon, cast.yang, cast.shin)
        advance(cast.choi, record, Phase.SCORING)
    return record, panel


def test_marks_are_weighted_and_averaged(cast, scoring):
    record, panel = scoring
    with transaction():
        score(cast.moon, record, panel, cast.traffic, 90, 80)
        score(cast.shin, record, panel, cast.traffic, 80, 70)
    first = compute_round(record).departments[0]
    assert (first.member.department, first.outcome.total) == ("교통과", Decimal("81.00"))


def test_nobody_scores_the_own_department(cast, scoring):
    record, panel = scoring
    with pytest.raises(Denied), transaction():
        score(cast.yang, record, panel, cast.traffic, 90, 80)
    with transaction():
        score(cast.yang, record, panel, cast.civil, 90, 80)


def test_the_database_refuses_a_sheet_for_the_own_department(cast, scoring):
    record, panel = scoring
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            ScoreSheet(
                round_id=record.id,
                indicator_id=panel.id,
                evaluator_id=cast.yang.id,
                department_id=cast.traffic,
                created_at=clock.now(),
            )
        )


def test_who_was_not_asked_finds_nothing_to_score(cast, scoring):
    record, panel = scoring
    with pytest.raises(Denied), transaction():
        score(cast.goh, record, panel, cast.traffic, 90, 80)
    with pytest.raises(Missing), transaction():
        score(cast.moon, record, panel, cast.roads, 90, 80)


def test_a_sheet_handed_in_is_locked_in_the_service_and_in_the_database(cast, scoring):
    record, panel = scoring
    with transaction():
        score(cast.moon, record, panel, cast.traffic, 90, 80)
    with pytest.raises(Refused), transaction():
        score(cast.moon, record, panel, cast.traffic, 10, 10)
    for statement in (
        "UPDATE score_entries SET mark = '1'",
        "DELETE FROM score_entries",
        "UPDATE score_sheets SET state = 'draft', closed_at = NULL",
        "DELETE FROM score_sheets",
    ):
        with pytest.raises(DatabaseError), transaction():
            db.session.execute(text(statement))


def test_every_criterion_needs_a_mark_between_0_and_100(cast, scoring):
    record, panel = scoring
    with pytest.raises(Refused), transaction():
        score(cast.moon, record, panel, cast.traffic, 90)
    with pytest.raises(Invalid), transaction():
        score(cast.moon, record, panel, cast.traffic, 90, 101)


def test_an_abstention_needs_a_reason_and_never_counts_as_0(cast, scoring):
    record, panel = scoring
    where = {"record": record, "indicator_id": panel.id, "department_id": cast.traffic}
    with pytest.raises(Refused), transaction():
        panels.abstain(actor=cast.moon, reason=" ", **where)
    with transaction():
        panels.abstain(actor=cast.moon, reason="과제를 함께 추진한 적이 있다", **where)
        score(cast.shin, record, panel, cast.traffic, 80, 70)
    found = {score.member.department: score.outcome.total for score in compute_round(record).departments}
    assert found == {"교통과": Decimal("76.00"), "민원봉사과": None}


def test_marks_are_given_while_scoring_only(cast, scoring):
    record, panel = scoring
    with transaction():
        advance(cast.choi, record, Phase.CALIBRATION)
    with pytest.raises(Refused), transaction():
        score(cast.moon, record, panel, cast.traffic, 90, 80)


def test_the_marks_of_others_show_once_the_own_is_in_and_scoring_is_over(cast, scoring):
    record, panel = scoring

    def seen():
        place = queries.sheet_place(record, cast.moon.id, panel.id, cast.traffic)
        return [row.mark for row in queries.peer_marks(place, cast.moon.id)]

    with transaction():
        score(cast.shin, record, panel, cast.traffic, 80, 70)
    assert seen() == []
    with transaction():
        score(cast.moon, record, panel, cast.traffic, 90, 80)
    assert seen() == []
    with transaction():
        advance(cast.choi, record, Phase.CALIBRATION)
    assert seen() == [Decimal(76)]


def test_an_evaluator_is_somebody_with_the_role(cast, scoring):
    record, panel = scoring
    with pytest.raises(Refused), transaction():
        assign(cast.choi, record, panel, cast.kim)
    with pytest.raises(Denied), transaction():
        assign(cast.goh, record, panel, cast.moon)


def test_who_has_left_is_not_offered_as_evaluator(cast, app):
    assert evaluators_today() == [
        (cast.moon.id, "문살핌 · 도로과"),
        (cast.shin.id, "신외부 · 외부"),
        (cast.yang.id, "양충돌 · 교통과"),
    ]
    with transaction():
        db.session.get_one(Person, cast.moon.id).left_on = clock.today() - timedelta(days=1)
    assert [person for person, _name in evaluators_today()] == [cast.shin.id, cast.yang.id]


def test_the_own_department_is_not_expected_from_an_evaluator(cast, scoring):
    record, _panel = scoring
    assert [row.expected for row in panel_progress(record)] == [2, 2, 1]
