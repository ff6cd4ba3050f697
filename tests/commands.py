"""Runs the operator's commands, each in a context of its own, as in life."""

from contextvars import Context

from app.core import clock
from app.core.database import db


def runner(app):
    """Return a function that runs `flask …` and returns its result: `run("org", "export", path)`."""

    def run(*arguments, on=None):
        now = clock.now()

        def alone():
            with clock.frozen_at(now):
                return (on or app).test_cli_runner().invoke(args=[str(item) for item in arguments])

        db.session.rollback()
        result = Context().run(alone)
        db.session.rollback()
        return result

    return run
