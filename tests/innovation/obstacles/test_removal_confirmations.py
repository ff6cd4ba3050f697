from contextvars import copy_context
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from flask.globals import _cv_app
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.audit.models import AuditEntry
from app.core import events
from app.core.access import Grant, Role
from app.core.database import db, transaction
from app.core.errors import Conflict, Denied, Refused
from app.innovation.enums import ObstacleState
from app.innovation.events import ObstacleRemoved
from app.innovation.models import Obstacle, ObstacleMove
from app.innovation.services import obstacles as services
from tests.factories.innovation_c import HOW, again, claimed_obstacle, obstacle_of, removed_obstacle
from tests.refusals import refused


@pytest.fixture
def published(monkeypatch):
    """Everything that was published in the test, beside what really follows from it."""
    seen = []
    real = events._reactions
    monkeypatch.setattr(events, "_reactions", {**real, events.Event: [*real.get(events.Event, ()), seen.append]})
    return seen


def test_the_claimant_cannot_confirm(cast, write):
    obstacle = claimed_obstacle(cast)
    with pytest.raises(Denied):
        services.confirm_removal(obstacle=obstacle, actor=cast.kim)


def test_the_head_of_the_claiming_department_cannot_confirm(cast, write):
    obstacle = claimed_obstacle(cast)
    for somebody in (cast.lee, cast.acting, cast.seo, cast.park, cast.choi, cast.goh, cast.gam):
        with pytest.raises(Denied):
            services.confirm_removal(obstacle=obstacle, actor=somebody)


def test_somebody_of_the_claiming_department_who_acts_for_the_suffering_one_cannot_confirm(cast, write):
    obstacle = claimed_obstacle(cast)
    acting = replace(cast.ahn, grants=(Grant(Role.HEAD, cast.civil, acting=True),))
    with pytest.raises(Denied):
        services.confirm_removal(obstacle=obstacle, actor=acting)


def test_the_head_of_the_suffering_department_confirms(cast, write, published):
    obstacle = claimed_obstacle(cast)
    services.confirm_removal(obstacle=obstacle, actor=cast.yoon, note="허가가 사흘 만에 났습니다.")
    assert obstacle.state is ObstacleState.REMOVED
    assert (obstacle.confirmed_by_id, obstacle.confirmed_by_department_id) == (cast.yoon.id, cast.civil)
    assert published[-1] == ObstacleRemoved(
        actor_id=cast.yoon.id,
        obstacle_id=obstacle.id,
        remover_ids=(cast.kim.id,),
        remover_department_id=cast.traffic,
        days_open=0,
        task_id=obstacle.task_id,
        issue_id=obstacle.issue_id,
    )


def test_where_the_suffering_department_claims_the_control_tower_confirms(cast, write):
    obstacle = obstacle_of(cast, owner_id=cast.park.id)
    services.claim_removal(obstacle=obstacle, actor=cast.park, how=HOW)
    with pytest.raises(Denied):
        services.confirm_removal(obstacle=obstacle, actor=cast.yoon)
    services.confirm_removal(obstacle=obstacle, actor=cast.choi)
    assert obstacle.confirmed_by_department_id == cast.tower


def test_where_the_suffering_control_tower_claims_the_asked_department_confirms(cast, write):
    obstacle = obstacle_of(cast, suffering_department_id=cast.tower, owner_id=cast.bae.id)
    services.claim_removal(obstacle=obstacle, actor=cast.bae, how=HOW)
    with pytest.raises(Denied):
        services.confirm_removal(obstacle=obstacle, actor=cast.choi)
    services.confirm_removal(obstacle=obstacle, actor=cast.lee)
    assert obstacle.confirmed_by_department_id == cast.traffic


def test_a_claim_nobody_could_confirm_is_refused(cast, write):
    obstacle = obstacle_of(
        cast,
        suffering_department_id=cast.tower,
        asked_department_id=None,
        asked_body="행정안전부",
        owner_id=cast.bae.id,
    )
    with refused("no other department"):
        services.claim_removal(obstacle=obstacle, actor=cast.bae, how=HOW)


def test_the_owner_who_did_not_claim_is_a_remover_too(cast, write, published):
    obstacle = obstacle_of(cast, owner_id=cast.ahn.id)
    services.claim_removal(obstacle=obstacle, actor=cast.lee, how=HOW)
    services.confirm_removal(obstacle=obstacle, actor=cast.yoon)
    assert published[-1].remover_ids == (cast.lee.id, cast.ahn.id)


def test_nobody_confirms_what_nobody_claims(cast, write):
    with refused("Nobody has claimed"):
        services.confirm_removal(obstacle=obstacle_of(cast), actor=cast.yoon)


def test_a_rejection_sends_it_back_to_work(cast, write):
    obstacle = claimed_obstacle(cast)
    services.reject_removal(obstacle=obstacle, actor=cast.yoon, reason="아직 허가가 나지 않았습니다.")
    assert (obstacle.state, obstacle.claimed_at) == (ObstacleState.IN_PROGRESS, None)


def test_confirmation_is_kept_and_audited(cast, as_):
    with transaction():
        obstacle = claimed_obstacle(cast)
    answer = as_(cast.yoon).post(
        f"/obstacles/{obstacle.id}/removal-confirmations", data={"confirmation-note": "it's gone 😀"}
    )
    assert answer.status_code == 302
    assert again(obstacle).state is ObstacleState.REMOVED
    last = db.session.query(ObstacleMove).order_by(ObstacleMove.id.desc()).first()
    assert (last.step, last.note, last.moved_by_id) == ("removal_confirmation", "it's gone 😀", cast.yoon.id)
    entries = db.session.query(AuditEntry).filter_by(event="obstacle_removed", subject_id=obstacle.id).all()
    assert [entry.actor_id for entry in entries] == [cast.yoon.id]


def test_two_confirmations_one_after_the_other_close_it_once(cast, as_):
    with transaction():
        obstacle = claimed_obstacle(cast)
    answers = [as_(cast.yoon).post(f"/obstacles/{obstacle.id}/removal-confirmations") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]


def test_two_confirmations_at_once_close_it_once(app, cast):
    with transaction():
        obstacle_id = claimed_obstacle(cast).id
    barrier, outcomes = Barrier(2), []

    def confirm():
        with app.app_context():
            obstacle = db.session.get(Obstacle, obstacle_id)
            db.session.rollback()
            barrier.wait(10)
            try:
                with transaction():
                    services.confirm_removal(obstacle=db.session.get(Obstacle, obstacle_id), actor=cast.yoon)
                outcomes.append("confirmed")
            except (Conflict, Refused):
                outcomes.append("refused")
            del obstacle
            db.session.remove()

    in_threads(confirm, 2)
    assert sorted(outcomes) == ["confirmed", "refused"]
    assert db.session.query(ObstacleMove).filter_by(step="removal_confirmation").count() == 1


def in_threads(work, count):
    def alone():
        _cv_app.set(None)
        work()

    threads = [Thread(target=copy_context().run, args=(alone,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_raw_sql_cannot_let_the_claiming_department_confirm(cast):
    with transaction():
        obstacle = removed_obstacle(cast)
    with pytest.raises(IntegrityError, match="confirmed_by_another"), transaction():
        db.session.execute(
            text("UPDATE obstacles SET confirmed_by_department_id = claimed_by_department_id WHERE id = :id"),
            {"id": obstacle.id},
        )
    with pytest.raises(IntegrityError, match="confirmed_by_another_person"), transaction():
        db.session.execute(
            text("UPDATE obstacles SET confirmed_by_id = claimed_by_id WHERE id = :id"), {"id": obstacle.id}
        )


def test_raw_sql_cannot_remove_an_obstacle_without_a_confirmation(cast):
    with transaction():
        obstacle = claimed_obstacle(cast)
    with pytest.raises(IntegrityError, match=r"confirmed_if_removed|closed_if_settled"), transaction():
        db.session.execute(text("UPDATE obstacles SET state = 'removed' WHERE id = :id"), {"id": obstacle.id})


def test_the_page_offers_exactly_what_the_reader_may_do(cast, as_):
    with transaction():
        obstacle = claimed_obstacle(cast)
    path = f"/obstacles/{obstacle.id}"
    confirms = f"{path}/removal-confirmations"
    assert confirms in as_(cast.yoon).get(path).text
    for bystander in (cast.kim, cast.park, cast.choi, cast.gam, cast.han):
        page = as_(bystander).get(path)
        assert page.status_code == 200
        assert confirms not in page.text
        assert "What you can do" not in page.text
