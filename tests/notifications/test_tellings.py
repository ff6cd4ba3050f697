"""What follows from facts: who is told, in the transaction of the fact, and nobody of what they may not see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.database import db, transaction
from app.evaluation.models import CalibrationSession
from app.innovation.enums import RefusalReason, Stage
from app.innovation.enums.obstacles import Sensitivity
from app.innovation.services.stages import return_task
from app.innovation.services.triage import refuse_issue
from app.notices import NOTICES
from app.notices.releases import tell_releases
from app.notifications.enums import NoticeKind
from app.notifications.models import Notice
from app.notifications.sentences import said
from tests.factories import appeals, mileage
from tests.factories.innovation import a_task_in, acting_head, an_issue
from tests.factories.innovation_b import a_submitted_plan
from tests.factories.innovation_c import obstacle_of
from tests.house.test_access_matrix import AREAS, build

REASON = "이미 시행 중인 일과 같아서 채택하지 않는다."


def told(cast, sentence):
    """Whom a sentence was told: short names of the cast."""
    db.session.rollback()
    ids = db.session.scalars(select(Notice.person_id).where(Notice.msgid.startswith(sentence)).order_by(Notice.id))
    names = {getattr(cast, name).id: name for name in vars(cast) if hasattr(getattr(cast, name), "employee_no")}
    return [names[person_id] for person_id in ids]


def test_a_new_issue_is_told_to_the_control_tower_and_its_decision_to_the_proposers(app, cast):
    with transaction():
        issue = an_issue(cast.kim, shares={cast.kim.id: 60, cast.park.id: 40})
    assert told(cast, "A new issue waits") == ["choi", "bae"]
    assert told(cast, "Confirm your share of the issue") == ["park"]
    with transaction():
        refuse_issue(actor=cast.choi, issue=issue, refusal=RefusalReason.ALREADY_DONE, reason=REASON)
    assert sorted(told(cast, "Decision about your issue")) == ["kim", "park"]


def test_nobody_decides_about_the_own_issue_and_is_not_told_of_it(app, cast):
    with transaction():
        an_issue(cast.choi)
    assert told(cast, "A new issue waits") == ["bae"]


def test_a_blind_issue_is_told_discreetly_and_without_a_name(app, cast):
    with transaction():
        an_issue(cast.kim, blind=True)
    notices = db.session.scalars(select(Notice)).all()
    assert {notice.discreet for notice in notices} == {True}
    assert [notice for notice in notices if cast.kim.name in str(notice.params)] == []


def test_a_plan_is_told_to_whoever_approves_it_next(app, cast):
    with transaction():
        a_submitted_plan(cast)
    assert set(told(cast, "A plan waits for your approval")) == {"lee", "acting"}


def test_while_an_acting_head_stands_in_both_are_told(app, cast):
    with transaction():
        acting_head(cast.ahn, cast)
        a_submitted_plan(cast)
    assert {"lee", "ahn"} <= set(told(cast, "A plan waits for your approval"))


@pytest.mark.parametrize(("days", "is_told"), [(-1, False), (0, True), (1, False)])
def test_an_acting_head_is_told_on_these_days_only(days, is_told, app, cast):
    with transaction():
        acting_head(cast.ahn, cast)
    with clock.frozen_at(clock.now() + timedelta(days=days)), transaction():
        a_submitted_plan(cast)
    heads = told(cast, "A plan waits for your approval")
    assert "lee" in heads
    assert ("ahn" in heads) == is_told


def test_a_stage_that_was_returned_is_told_to_team_and_offices(app, cast):
    with transaction():
        task = a_task_in(Stage.PLAN, cast)
        return_task(actor=cast.choi, task=task, to_stage=Stage.TEAM, reason="협조 부서의 답이 빠져 있다.")
    assert {"kim", "ahn", "lee", "kang"} <= set(told(cast, "%(title)s went back to stage"))


def test_an_obstacle_is_told_to_the_office_asked_and_not_to_whom_it_is_kept_from(app, cast):
    with transaction():
        obstacle_of(cast, actor=cast.kim, asked_department_id=cast.civil)
    assert set(told(cast, "Your department is asked to see to")) == {"yoon", "seo"}
    with transaction():
        db.session.execute(Notice.__table__.delete())
        obstacle_of(cast, actor=cast.kim, asked_department_id=cast.civil, sensitivity=Sensitivity.RESTRICTED)
    assert told(cast, "Your department is asked to see to") == ["yoon"]


def test_a_claim_is_told_to_the_heads_and_never_to_the_claimant(app, cast):
    with transaction():
        mileage.items()
        mileage.submitted(cast.kim)
    assert set(told(cast, "A mileage claim waits for you")) == {"lee", "acting"}


def test_a_fact_that_is_taken_back_tells_nobody(app, cast):
    with pytest.raises(RuntimeError, match="taken back"), transaction():
        _issue_and_failure(cast)
    assert db.session.scalars(select(Notice)).all() == []


def _issue_and_failure(cast):
    an_issue(cast.kim)
    raise RuntimeError("taken back")


def test_the_table_knows_every_kind_it_speaks_of(app):
    assert len(NOTICES) > 90
    assert set(NoticeKind) >= {NoticeKind.IDEA}


@pytest.mark.parametrize("area", AREAS)
def test_whatever_is_told_can_be_said_and_opened_by_whom_it_is_told(area, app, cast, as_):
    """The scenes of the access tables act through the real services: their notices are those of an office."""
    build(area, cast)
    db.session.rollback()
    rows = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    closed = []
    for person_id in sorted({row.person_id for row in rows}):
        client = as_(actor_of_person(person_id))
        for row in {(row.endpoint, str(row.link)): row for row in rows if row.person_id == person_id}.values():
            assert "%(" not in str(said(row.msgid, row.params))
            answer = client.get(f"/notices/{row.id}", follow_redirects=True)
            if answer.status_code != 200:
                closed.append((row.msgid, person_id, answer.status_code))
    assert closed == []


def test_who_is_entered_as_present_at_a_calibration_is_told(app, cast):
    build("calibration", cast)
    sessions = db.session.scalars(select(CalibrationSession)).all()
    assert sessions
    assert told(cast, "You were entered as present at a calibration session")


def test_results_under_embargo_are_told_when_the_clock_has_released_them(app, cast):
    with transaction():
        appeals.round_with_results(cast, release_at=clock.now() + timedelta(days=2))
        assert tell_releases() == 0
    assert told(cast, "The results are published") == []
    with clock.frozen_at(clock.now() + timedelta(days=3)), transaction():
        assert tell_releases() > 0
        assert tell_releases() == 0
    assert "lee" in told(cast, "The results are published")
