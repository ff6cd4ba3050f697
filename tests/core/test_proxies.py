"""Behind a proxy: whose word about the visitor counts."""

import pytest
from flask import request

from app.config import settings
from app.core import web
from app.core.database import db
from app.factory import create_app

FORWARDED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "127.0.0.1",
}


def seen_by(app):
    """Return (address, scheme, host) as the app sees a request that came through a proxy with forged leftovers."""
    found = []

    @app.before_request
    def look():
        found.append((web.address(), request.scheme, request.host))

    app.test_client().get("/sign-in", headers=FORWARDED | {"Host": "localhost"})
    return found[0]


@pytest.fixture
def make(app, tmp_path):
    made = []

    def make(proxies):
        environment = {"OPUM_TRUSTED_PROXIES": proxies} if proxies else {}
        instance = tmp_path / f"behind-{proxies}"
        instance.mkdir(mode=0o700)
        uri = {"SQLALCHEMY_DATABASE_URI": app.config["SQLALCHEMY_DATABASE_URI"]}
        made.append(create_app({**settings(instance, environment), **uri, "TESTING": True}, instance=instance))
        return made[-1]

    yield make
    for one in made:
        with one.app_context():
            db.engine.dispose()


def test_by_default_nobody_is_believed_about_the_visitor(make):
    assert seen_by(make("")) == ("127.0.0.1", "http", "localhost")


def test_one_trusted_proxy_is_believed_and_what_came_before_it_is_not(make):
    assert seen_by(make("1")) == ("198.51.100.7", "https", "127.0.0.1")


def test_the_demo_stays_closed_behind_a_trusted_proxy(make):
    behind = make("1")
    behind.config["DEMO"] = True
    with behind.test_request_context(headers={"X-Forwarded-For": "127.0.0.1"}):
        assert not web.is_demo()


@pytest.mark.parametrize("text", ["-1", "yes", "6", "1.0", "١"])
def test_a_setting_that_is_no_number_of_proxies_stops_the_start(tmp_path, text):
    with pytest.raises(RuntimeError, match="OPUM_TRUSTED_PROXIES is a number from 0 to 5"):
        settings(tmp_path, {"OPUM_TRUSTED_PROXIES": text})
