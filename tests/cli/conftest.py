"""The operator's command line."""

import pytest

from tests.commands import runner


@pytest.fixture
def run(app):
    """Run `flask …` and return its result: `run("org", "export", path)`."""
    return runner(app)
