"""인사 인계 at the same moment: one batch of many requests, and never accepted and replaced at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core import clock
from app.core.database import db, transaction
from app.reports.models import IncentiveBatch, IncentiveDecision, IncentiveHandover
from app.reports.services import handovers
from tests.conftest import NOON
from tests.factories.incentives import hand_over, ready_to_hand_over, some_facts

TIMES = 8


@pytest.fixture
def record(cast):
    with transaction():
        return ready_to_hand_over(cast)


def at_once(app, work):
    """Do a piece of work in many threads, each in a transaction of its own; returns what came back or was raised."""

    def alone(number):
        try:
            with app.app_context(), clock.frozen_at(NOON), transaction():
                return work(number)
        except Exception as error:  # noqa: BLE001  the test looks at what came back
            return error

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(alone, range(TIMES)))


def done(outcomes):
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)]


def test_many_requests_make_one_batch(app, cast, record):
    outcomes = at_once(app, lambda _number: hand_over(cast.choi).id)
    assert len(done(outcomes)) == 1
    assert db.session.query(IncentiveBatch).count() == db.session.query(IncentiveHandover).count() == 1


def test_a_batch_is_accepted_or_replaced_but_never_both(app, cast, record):
    with transaction():
        batch_id = hand_over(cast.choi).id
        some_facts(cast, record, ("kim", 80, None, None, None, None, None))

    def work(number):
        if number % 2:
            handovers.accept_batch(actor=cast.jung, batch=db.session.get_one(IncentiveBatch, batch_id))
            return "accepted"
        made = hand_over(cast.choi)
        return db.session.get_one(IncentiveHandover, made.id).replaces_id

    outcomes = done(at_once(app, work))
    accepted, replaced = outcomes.count("accepted"), outcomes.count(batch_id)
    assert accepted + replaced == 1
    assert db.session.query(IncentiveDecision).count() == accepted
    # Once accepted, the facts entered meanwhile become one adjustment of it.
    assert outcomes.count(None) == accepted
    assert db.session.query(IncentiveBatch).count() == 2
