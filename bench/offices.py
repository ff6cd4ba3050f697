"""Filled offices: the product, the floor, and how to ask either as the control tower."""

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from re import search
from secrets import token_hex

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text
from werkzeug.test import EnvironBuilder

from app.accounts.queries.actors import actor_of_person
from app.accounts.routes.sign_in import SESSION_COOKIE
from app.accounts.services import sign_in
from app.core.database import db, transaction
from app.factory import create_app
from app.innovation.enums import Stage
from bench.fill import Size, fill
from bench.floor import make_floor
from bench.measure import Environ, Request


@dataclass(frozen=True)
class Office:
    """A filled office: the product, the floor, and how to ask either as the control tower."""

    product: Flask
    floor: Flask
    cookie: str

    def get(self, path: str) -> Request:
        """Make a request for a page, built anew each time outside the clock."""
        return lambda _number: self._environ(path)

    def post(self, app: Flask, path: str, fields: dict[str, str]) -> Request:
        """Make a request that writes: token and session are taken once, key and number differ each time."""
        cookie, token = self._token(app)

        def build(number: int) -> Environ:
            unique = {"number": f"x{token_hex(6)}", "idempotency_key": token_hex(12)}
            data = {**fields, **unique, "title": f"{fields['title']} {number}", "csrf_token": token}
            return self._environ(path, method="POST", data=data, extra=cookie)

        return build

    def _token(self, app: Flask) -> tuple[str, str]:
        client = app.test_client()
        client.set_cookie(SESSION_COOKIE, self.cookie)
        page = client.get("/issues/new" if app is self.product else "/issues")
        found = search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        session = client.get_cookie("session")
        assert found is not None
        assert session is not None
        return f"; session={session.value}", found[1]

    def _environ(self, path: str, *, extra: str = "", **given: object) -> Environ:
        headers = {"Cookie": f"{SESSION_COOKIE}={self.cookie}{extra}", "Origin": "http://localhost"}
        environ = EnvironBuilder(path, base_url="http://localhost", headers=headers, **given).get_environ()  # type: ignore[arg-type]
        environ["wsgi.errors"] = BytesIO()
        return environ


@contextmanager
def office(size: Size, url: str | None = None) -> Iterator[Office]:
    """A filled office in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        overrides = {"SQLALCHEMY_DATABASE_URI": url} if url else None
        product = create_app(overrides, instance=Path(folder))
        with product.app_context():
            upgrade()
            with transaction():
                fill(size)
            if url:
                with transaction() as session:  # a running office has it done by the server in time
                    session.execute(text("ANALYZE"))
            actor = actor_of_person(1)
            assert actor is not None
            with transaction():
                cookie = sign_in.start_session(actor, address="127.0.0.1", demo=True)
            engine = db.engine
            db.session.remove()
        floor = make_floor(engine, token_hex(16), [stage.value for stage in Stage])
        gc.collect()
        gc.freeze()
        yield Office(product, floor, cookie)
        engine.dispose()


@contextmanager
def beside(url: str | None, name: str) -> Iterator[str | None]:
    """Open the address of another empty database on the same server; None (a file of its own) for SQLite."""
    if url is None:
        yield None
        return
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    database = f"{make_url(url).database}_{name}"
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{database}" TEMPLATE template0'))
    try:
        yield make_url(url).set(database=database).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{database}" WITH (FORCE)'))
        server.dispose()
