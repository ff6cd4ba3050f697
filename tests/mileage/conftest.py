"""The items of the office, for every test of mileage that asks for them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core import clock, events
from app.core.database import transaction
from tests.conftest import NOON
from tests.factories import mileage as factory


@pytest.fixture
def items(cast):
    """The 28 preset items, valid since 2025."""
    with transaction():
        factory.items()


@pytest.fixture
def published(monkeypatch):
    """Everything that was published in the test, beside what really follows from it."""
    seen = []
    real = events._reactions
    monkeypatch.setattr(events, "_reactions", {**real, events.Event: [*real.get(events.Event, ()), seen.append]})
    return seen


@pytest.fixture
def at_once(app):
    """Run a piece of work in many threads, each with an application context and transaction of its own."""

    def run(work, times):
        def alone(number):
            with app.app_context(), clock.frozen_at(NOON), transaction():
                return work(number)

        def caught(number):
            try:
                return alone(number)
            except Exception as error:  # noqa: BLE001  the test looks at what came back
                return error

        with ThreadPoolExecutor(times) as pool:
            return list(pool.map(caught, range(times)))

    return run
