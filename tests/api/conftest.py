"""Programs that ask with a token."""

import pytest

from tests.factories import api as factory


@pytest.fixture
def program(app):
    """Make a program that reads in somebody's name: `program(cast.jung).get("tasks")`."""

    def of(actor, *scopes):
        return factory.program_of(app, actor, *scopes)

    return of


@pytest.fixture
def scene(cast):
    """Something of every resource, and everybody may hold tokens."""
    factory.everybody_may(cast)
    factory.something_of_everything(cast)
    return cast
