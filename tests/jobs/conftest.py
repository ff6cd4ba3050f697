"""What every test of background work needs."""

import pytest

from app.core import events


@pytest.fixture
def published(monkeypatch):
    """Everything that was published in the test, beside what really follows from it."""
    seen = []
    real = events._reactions
    monkeypatch.setattr(events, "_reactions", {**real, events.Event: [*real.get(events.Event, ()), seen.append]})
    return seen
