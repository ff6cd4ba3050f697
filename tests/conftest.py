"""The stage of every test: a real database of either engine, a fixed cast, a client for each of them.

`OPUM_TEST_DATABASE` chooses the engine: sqlite (default) or postgresql. The suite runs on both.
"""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.globals import _cv_app
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.accounts.queries.actors import actor_of_person
from app.accounts.routes.sign_in import SESSION_COOKIE
from app.accounts.services import sign_in
from app.core import clock
from app.core.access import Actor
from app.core.database import db, transaction
from app.core.i18n import NO_BREAK_SPACE
from app.factory import create_app
from tests.browser import WIDE, Visitor, chromium, serve
from tests.cast import Cast, fill
from tests.engines import Engine, open_engine
from tests.statements import refuse_loose_tables


class Reading:
    """An answer as a person reads it: a space that breaks no line looks like any other."""

    get_data: Callable[..., str]

    @property
    def text(self) -> str:
        return self.get_data(as_text=True).replace(NO_BREAK_SPACE, " ")


class Client(FlaskClient):
    """A client whose requests share nothing with the test around them, as in life: no context, no session."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("Answer", (Reading, self.response_wrapper), {})

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = copy_context().run(self._open_alone, *args, **kwargs)
        db.session.rollback()
        return answer

    def _open_alone(self, *args: Any, **kwargs: Any) -> TestResponse:
        _cv_app.set(None)
        return super().open(*args, **kwargs)


NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""A Monday at noon in Seoul: the day on which every test plays unless it says otherwise."""


settings.register_profile("firm", deadline=None, derandomize=True)
settings.load_profile("firm")
"""The same examples on every machine, however slow: a red run can be repeated."""


def pytest_sessionstart() -> None:
    """Look for no garbage while thousands of tests are collected: there is none."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on look through what is new only: what is there stays to the end."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run what knows no database, and what only looks at pages, once: on SQLite. Long files go first.

    Workers take whole files in this order (`--no-loadscope-reorder`): none is left with a long one at the end.
    """
    long = {item.path for item in items if item.get_closest_marker("browser") or item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)
    if os.environ.get("OPUM_TEST_DATABASE") != "postgresql":
        return
    once = [item for item in items if "engine" not in item.fixturenames or item.get_closest_marker("engine_free")]
    config.hook.pytest_deselected(items=once)
    passed_on = set(once)
    items[:] = [item for item in items if item not in passed_on]


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The database server of this run, with a migrated database that knows the cast."""
    with open_engine(os.environ.get("OPUM_TEST_DATABASE", "sqlite"), tmp_path_factory.mktemp("engine")) as opened:
        yield opened


@pytest.fixture(scope="session")
def session_app(engine: Engine) -> Iterator[Flask]:
    """The application of the whole run. Tests use `app`, which starts clean."""
    chosen = {"SQLALCHEMY_DATABASE_URI": engine.url, "WTF_CSRF_ENABLED": False, "JOB_PROCESSES": False}
    app = create_app(chosen, instance=engine.instance)
    app.test_client_class = Client
    with app.app_context(), clock.frozen_at(NOON):
        engine.prepare()
        event.listen(db.engine, "before_cursor_execute", refuse_loose_tables)
        with transaction():
            fill()
        db.session.remove()
        engine.remember()
    gc.freeze()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(session_app: Flask, engine: Engine) -> Iterator[Flask]:
    """The application with a database as the cast left it, at noon of the day of play."""
    with session_app.app_context(), clock.frozen_at(NOON):
        yield session_app
        db.session.remove()
        session_app.extensions.get("kept", {}).clear()
        engine.restore()
    for leftover in ("evidence", "anchors", "backups", "reports", "exports", "jobs", "visits"):
        shutil.rmtree(Path(session_app.instance_path) / leftover, ignore_errors=True)


@pytest.fixture(scope="session")
def session_cast(session_app: Flask) -> Cast:
    """The cast as the day of play finds it: plain values, so that one reading serves the whole run."""
    with session_app.app_context(), clock.frozen_at(NOON):
        found = Cast.load()
        db.session.remove()
    return found


@pytest.fixture
def cast(session_cast: Cast, app: Flask) -> Cast:
    """The people and departments every test knows."""
    return session_cast


@pytest.fixture
def write(app: Flask) -> Iterator[None]:
    """For service tests: one write transaction around the test, committed at its end."""
    with transaction():
        yield


@pytest.fixture
def as_(app: Flask) -> Callable[[Actor], FlaskClient]:
    """Make a client that is signed in as somebody: `as_(cast.kim).get("/")`."""

    def client_of(actor: Actor, *, fresh: bool = True) -> FlaskClient:
        with transaction():
            token = sign_in.start_session(actor, address="127.0.0.1", demo=True)
            if fresh:
                sign_in.mark_fresh(token)
        client = app.test_client()
        client.set_cookie(SESSION_COOKIE, token)
        client.set_cookie("opum_language", "en")
        return client

    return client_of


@pytest.fixture
def anonymous(app: Flask) -> FlaskClient:
    """A client nobody signed in with."""
    client = app.test_client()
    client.set_cookie("opum_language", "en")
    return client


@pytest.fixture
def actor_again(app: Flask) -> Callable[[Actor], Actor]:
    """Load an actor anew, after roles changed."""

    def again(actor: Actor) -> Actor:
        found = actor_of_person(actor.id)
        assert found is not None
        return found

    return again


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium for the run."""
    with chromium() as opened:
        yield opened


@pytest.fixture
def visit(app: Flask, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """Open a window on the live app: `visit(cast.kim).open("/tasks")`."""
    visitors: list[Visitor] = []
    with serve(app) as base:

        def visitor(actor: Actor | None = None, *, size: tuple[int, int] = WIDE, language: str = "ko") -> Visitor:
            somebody = Visitor(browser, base, size=size, language=language)
            visitors.append(somebody)
            if actor is not None:
                somebody.sign_in_as(actor)
            return somebody

        yield visitor
        for somebody in visitors:
            somebody.close()
