"""Random walks: whatever people try in whatever order, nobody but the confirming department closes an obstacle as removed."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.core import clock
from app.core.database import db, writing
from app.core.errors import OpumError
from app.innovation.enums import ObstacleLevel, ObstacleState
from app.innovation.enums.obstacle_steps import ObstacleStep
from app.innovation.models import Obstacle, ObstacleMove
from app.innovation.rules.obstacles import SETTLED
from app.innovation.services import obstacles as services
from tests.factories.innovation_c import HOW, obstacle_of, task_of

WHY = "두 과의 의견이 갈려 판단이 필요합니다."
ACTORS = st.sampled_from(["kim", "lee", "kang", "park", "yoon", "seo", "han", "choi", "bae", "gam", "goh"])
MOVES = st.sampled_from(["escalate", "bypass", "accept", "reopen", "reject_removal"])
CLAIMANTS, CONFIRMERS = st.sampled_from(["kim", "lee", "kang"]), st.sampled_from(["yoon", "lee", "choi", "park"])
DAYS = st.integers(0, 40)


class Walk(RuleBasedStateMachine):
    """Obstacles of one task under every operation there is, legal or not; the transaction is rolled back at the end."""

    obstacles = Bundle("obstacles")
    removals = moved = 0

    def __init__(self, cast, task_id, noon):
        super().__init__()
        self.cast, self.task_id, self.now = cast, task_id, noon
        self.closed_by = {}
        self.levels = {}
        self.saved = db.session.begin_nested()

    @contextmanager
    def trying(self):
        inner = db.session.begin_nested()
        with clock.frozen_at(self.now):
            try:
                yield
                db.session.flush()
                inner.commit()
            except OpumError:
                inner.rollback()
                db.session.expire_all()

    def load(self, obstacle_id):
        return db.session.get(Obstacle, obstacle_id, populate_existing=True)

    @rule(target=obstacles, suffering=st.sampled_from(["civil", "traffic", "tower"]), owner=ACTORS)
    def report(self, suffering, owner):
        with clock.frozen_at(self.now):
            due_on = clock.today() + timedelta(days=14)
            obstacle = obstacle_of(
                self.cast,
                task=self.task(),
                suffering_department_id=getattr(self.cast, suffering),
                owner_id=getattr(self.cast, owner).id,
                due_on=due_on,
            )
        return obstacle.id

    def task(self):
        return type("Task", (), {"id": self.task_id})()

    @rule(obstacle_id=obstacles, actor=ACTORS, move=MOVES)
    def decide(self, obstacle_id, actor, move):
        with self.trying():
            getattr(services, move)(obstacle=self.load(obstacle_id), actor=getattr(self.cast, actor), reason=WHY)

    @rule(obstacle_id=obstacles, actor=ACTORS)
    def take_up(self, obstacle_id, actor):
        with self.trying():
            services.take_up(obstacle=self.load(obstacle_id), actor=getattr(self.cast, actor))

    @rule(obstacle_id=obstacles, actor=ACTORS)
    def claim(self, obstacle_id, actor):
        with self.trying():
            services.claim_removal(obstacle=self.load(obstacle_id), actor=getattr(self.cast, actor), how=HOW)

    @rule(obstacle_id=obstacles, actor=ACTORS)
    def confirm(self, obstacle_id, actor):
        with self.trying():
            obstacle = self.load(obstacle_id)
            services.confirm_removal(obstacle=obstacle, actor=getattr(self.cast, actor))
            self.closed_by[obstacle_id] = actor
            Walk.removals += 1

    @rule(obstacle_id=obstacles, claimant=CLAIMANTS, confirmer=CONFIRMERS)
    def claim_and_confirm(self, obstacle_id, claimant, confirmer):
        self.claim(obstacle_id=obstacle_id, actor=claimant)
        self.confirm(obstacle_id=obstacle_id, actor=confirmer)

    @rule(days=DAYS)
    def time_goes_by(self, days):
        self.now += timedelta(days=days)
        with clock.frozen_at(self.now):
            Walk.moved += services.escalate_overdue(clock.today())
            assert services.escalate_overdue(clock.today()) == 0

    @invariant()
    def removed_means_confirmed_by_who_suffered(self):
        for obstacle in db.session.query(Obstacle).filter_by(task_id=self.task_id).populate_existing():
            if obstacle.state is not ObstacleState.REMOVED:
                continue
            confirmer = getattr(self.cast, self.closed_by[obstacle.id])
            others = [obstacle.suffering_department_id, self.cast.tower, obstacle.asked_department_id]
            expected = next(unit for unit in others if unit != obstacle.claimed_by_department_id)
            assert obstacle.confirmed_by_department_id == expected
            assert obstacle.confirmed_by_id == confirmer.id != obstacle.claimed_by_id
            assert confirmer.department_id == expected
            assert confirmer.heads(expected) or expected == self.cast.tower

    @invariant()
    def the_timetable_moves_what_is_open_and_only_upwards(self):
        seen = {}
        for move in db.session.query(ObstacleMove).order_by(ObstacleMove.id):
            before = seen.get(move.obstacle_id, ObstacleLevel.DEPARTMENT)
            assert move.level.number >= before.number
            if move.step is ObstacleStep.AUTOMATIC_ESCALATION:
                assert move.moved_by_id is None
                assert move.from_state not in SETTLED | {ObstacleState.REMOVAL_CLAIMED}
                assert move.level.number == before.number + 1
            seen[move.obstacle_id] = move.level

    def teardown(self):
        self.saved.rollback()
        db.session.expire_all()


@pytest.mark.slow
def test_an_obstacle_is_never_removed_without_the_department_that_confirms(cast):
    noon = clock.now()
    db.session.rollback()
    with writing():
        task_id = task_of(cast).id
        run_state_machine_as_test(
            lambda: Walk(cast, task_id, noon),
            settings=settings(
                max_examples=25,
                stateful_step_count=25,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
        db.session.rollback()
    assert Walk.removals > 0
    assert Walk.moved > 0
