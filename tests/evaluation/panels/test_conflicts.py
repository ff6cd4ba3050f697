"""Nobody scores a department they stand close to, and nobody joins once the marks are known."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.accounts.models import Person
from app.accounts.services.people import transfer_person
from app.accounts.services.roles import grant_role
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.core.errors import Denied, Refused
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluatorAssignment, PhaseChange, ScoreSheet
from app.evaluation.queries.panels import own_departments, panel_progress
from app.evaluation.queries.scoring_progress import scoring_progress
from app.evaluation.services.rounds import change_phase
from tests.factories.evaluation import advance, assign, make_panel, make_round, score
from tests.factories.innovation import a_task, teamed


@pytest.fixture
def scoring(cast, app):
    with transaction():
        panel = make_panel(cast.choi)
        record = make_round(cast.choi, [(panel, 100)], [cast.traffic, cast.civil])
        assign(cast.choi, record, panel, cast.moon)
        advance(cast.choi, record, Phase.SCORING)
    return record, panel


def office(cast, who, role, department_id, **given):
    with transaction():
        grant_role(
            person=db.session.get_one(Person, who.id),
            role=role,
            department_id=department_id,
            starts_on=clock.today(),
            actor=cast.goh,
            **given,
        )


@pytest.mark.parametrize("acting", [True, False])
def test_an_acting_head_and_a_coordinator_cannot_score_that_department(cast, scoring, acting):
    record, panel = scoring
    if acting:
        office(cast, cast.moon, Role.HEAD, cast.civil, acting=True, ends_on=clock.today())
    else:
        office(cast, cast.moon, Role.COORDINATOR, cast.civil)
    with pytest.raises(Denied), transaction():
        score(cast.moon, record, panel, cast.civil, 100, 100)
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            ScoreSheet(
                round_id=record.id,
                indicator_id=panel.id,
                evaluator_id=cast.moon.id,
                department_id=cast.civil,
                created_at=clock.now(),
            )
        )
    with transaction():
        score(cast.moon, record, panel, cast.traffic, 100, 100)
    assert [(row.done, row.expected) for row in panel_progress(record)] == [(1, 1)]


def test_the_database_refuses_to_hand_in_a_sheet_begun_before_the_office(cast, scoring):
    record, panel = scoring
    with transaction():
        db.session.add(
            ScoreSheet(
                round_id=record.id,
                indicator_id=panel.id,
                evaluator_id=cast.moon.id,
                department_id=cast.civil,
                created_at=clock.now(),
            )
        )
    office(cast, cast.moon, Role.COORDINATOR, cast.civil)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE score_sheets SET state = 'submitted', closed_at = created_at"))


def test_who_works_in_a_team_of_the_department_cannot_score_it(cast, scoring):
    record, panel = scoring
    with transaction():
        task = a_task(cast, by=cast.lee)
        teamed(task, cast)
    assert own_departments(record, cast.kim.id) >= {task.lead_department_id}
    with transaction():
        db.session.execute(
            text("UPDATE team_members SET person_id = :p WHERE person_id = :k"), {"p": cast.moon.id, "k": cast.kim.id}
        )
    with pytest.raises(Denied), transaction():
        score(cast.moon, record, panel, cast.traffic, 100, 100)


def test_who_was_transferred_yesterday_scores_neither_the_old_nor_the_new_department(cast, scoring, actor_again):
    record, panel = scoring
    with transaction():
        score(cast.moon, record, panel, cast.civil, 70, 70)
        person = db.session.get_one(Person, cast.moon.id)
        yesterday = clock.today() - timedelta(days=1)
        transfer_person(person=person, to_department_id=cast.civil, on=yesterday, actor=cast.goh)
    moon = actor_again(cast.moon)
    assert own_departments(record, moon.id) == {cast.roads, cast.civil}
    with pytest.raises(Denied), transaction():
        score(moon, record, panel, cast.civil, 100, 100)
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(text("UPDATE score_sheets SET state = 'draft', closed_at = NULL"))
    found = scoring_progress(record)
    assert [(row.evaluator, row.department) for row in found.overtaken] == [("문살핌", "민원봉사과")]
    assert [(row.done, row.expected) for row in found.evaluators] == [(0, 1)]


def test_nobody_new_scores_after_scoring_was_closed_once(cast, scoring):
    record, panel = scoring
    with transaction():
        assign(cast.choi, record, panel, cast.yang)
        for department in (cast.traffic, cast.civil):
            score(cast.moon, record, panel, department, 80, 80)
        advance(cast.choi, record, Phase.CALIBRATION)
        change_phase(actor=cast.choi, record=record, to=Phase.SCORING, reason="한 명을 더 넣으려고 한다")
    with pytest.raises(Refused), transaction():
        assign(cast.choi, record, panel, cast.shin)
    with pytest.raises(DatabaseError), transaction():
        db.session.add(
            EvaluatorAssignment(
                round_id=record.id, indicator_id=panel.id, evaluator_id=cast.shin.id, assigned_at=clock.now()
            )
        )


def test_scoring_ends_with_sheets_missing_only_for_a_reason(cast, scoring):
    record, panel = scoring
    with transaction():
        score(cast.moon, record, panel, cast.traffic, 80, 80)
    with pytest.raises(Refused, match="민원봉사과") as refused, transaction():
        change_phase(actor=cast.choi, record=record, to=Phase.CALIBRATION)
    assert ("문살핌" in str(refused.value), "교통과" in str(refused.value)) == (True, False)
    with transaction():
        change_phase(actor=cast.choi, record=record, to=Phase.CALIBRATION, reason="위원이 병가 중이다")
    assert db.session.query(PhaseChange).order_by(PhaseChange.id.desc()).first().reason == "위원이 병가 중이다"


def test_scoring_ends_without_a_word_once_every_sheet_is_in(cast, scoring):
    record, panel = scoring
    with transaction():
        for department in (cast.traffic, cast.civil):
            score(cast.moon, record, panel, department, 80, 80)
        change_phase(actor=cast.choi, record=record, to=Phase.CALIBRATION)
    assert record.phase is Phase.CALIBRATION
