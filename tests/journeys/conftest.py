"""The office of the journeys: everybody of the cast at a browser of their own, and the mileage items in force."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
from app.core.database import transaction
from tests.browser import Visitor
from tests.cast import Cast
from tests.factories import mileage
from tests.journeys.person import Person


class Office:
    """`office.kim` sits down at a browser the first time and stays there."""

    def __init__(self, cast: Cast, visit: Callable[..., Visitor]) -> None:
        self.cast = cast
        self._visit = visit
        self._people: dict[str, Person] = {}

    def __getattr__(self, name: str) -> Person:
        """Return the person of the cast with this name."""
        if name not in self._people:
            self._people[name] = Person(self._visit(getattr(self.cast, name)))
        return self._people[name]

    def stranger(self) -> Person:
        """Somebody without an account sits down at a browser."""
        name = f"stranger {len(self._people)}"
        self._people[name] = Person(self._visit())
        return self._people[name]

    def lets_pass(self, app: Flask, time: timedelta, *names: str) -> None:
        """Let time pass on the server; these people type their password again afterwards."""
        app.extensions["moment"] += time
        with clock.frozen_at(app.extensions["moment"]):
            for name in names:
                getattr(self, name).visitor.sign_in_as(getattr(self.cast, name))

    def complaints(self) -> list[str]:
        """Return what anybody's browser complained about on the whole way."""
        return [line for person in self._people.values() for line in person.visitor.complaints]


@pytest.fixture
def office(cast: Cast, visit: Callable[..., Visitor]) -> Iterator[Office]:
    """The office, with the 28 preset items; at the end no browser may have complained."""
    with transaction():
        mileage.items()
    everybody = Office(cast, visit)
    yield everybody
    assert everybody.complaints() == []
