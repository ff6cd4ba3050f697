"""Puts everything together: `create_app()`."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app import registry
from app.accounts.queries.actors import actor_of_token
from app.accounts.routes.sign_in import SESSION_COOKIE
from app.accounts.services import sign_in
from app.api.routes.door import admit_token
from app.config import ROOT, instance_folder, settings
from app.core import access, contrast, edge, i18n, idempotency, logs, metrics, templates
from app.core.access import Actor
from app.core.database import db, transaction
from app.core.database.session import engine_options, watch_engine
from app.core.errors import Denied
from app.core.messages import _
from app.core.web import RecordIdConverter, optional_actor
from app.evaluation.routes.guest_desk import admit_guest
from app.voice.routes.public_surveys import answering


class Opum(Flask):
    """The application."""

    jinja_environment = templates.QuickEnvironment
    jinja_options = {"cache_size": -1}  # noqa: RUF012  Flask's own; all templates: there are more than the library keeps


def create_app(overrides: Mapping[str, Any] | None = None, *, instance: Path | None = None) -> Flask:
    """Make the application. Refuses to start with an endpoint nobody wrote a policy for."""
    folder = instance or instance_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(PermissionError):  # a folder of somebody else stays as it is; `flask doctor` tells
        folder.chmod(0o700)
    app = Opum(
        "app",
        root_path=str(ROOT / "app"),
        instance_path=str(folder),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.update(settings(folder), **(overrides or {}))
    app.url_map.converters["int"] = RecordIdConverter
    _trust_proxies(app)
    logs.init_app(app)
    _init_database(app)
    _init_web(app)
    registry.init_app(app)
    refuse_open_endpoints(app)
    return app


def _trust_proxies(app: Flask) -> None:
    hops = app.config["TRUSTED_PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _init_database(app: Flask) -> None:
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        watch_engine(db.engine)


def _init_web(app: Flask) -> None:
    metrics.init_app(app)
    i18n.init_app(app)
    contrast.init_app(app)
    templates.init_app(app)
    idempotency.init_app(app)
    edge.init_app(app)
    CSRFProtect(app)
    Compress(app)
    login = LoginManager(app)
    login.session_protection = None
    login.request_loader(_load_actor)
    app.before_request(guard_endpoint)
    app.before_request(edge.claim_key)


def _load_actor(_request: object) -> Actor | None:
    if request.blueprint == answering.name:
        return None  # whoever answers a survey is nobody, even with a session: not even its last use is written
    token = request.cookies.get(SESSION_COOKIE)
    found = actor_of_token(token) if token else None
    if found is None:
        return None
    actor, due = found
    if due and actor.session_id is not None:
        with transaction():
            sign_in.mark_seen(actor.session_id)
    return actor


def guard_endpoint() -> ResponseReturnValue | None:
    """Let a request through only where the endpoint's row in the policy says so."""
    if request.endpoint is None:
        return None
    alternatives = registry.ENDPOINTS[request.endpoint]
    if alternatives is access.PUBLIC:
        return None
    if alternatives is access.GUESTS:
        return admit_guest()
    if alternatives is access.TOKENS:
        return admit_token()
    actor = optional_actor()
    if actor is None:
        return redirect(url_for("accounts.new_sign_in", next=request.full_path if request.method == "GET" else "/"))
    if not access.satisfies(alternatives, actor):
        raise Denied(_("You may not do this."))
    return None


def refuse_open_endpoints(app: Flask) -> None:
    """Raise if there is an endpoint nobody wrote a policy row for."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    open_ones = endpoints - set(registry.ENDPOINTS)
    if open_ones:
        raise RuntimeError(f"Endpoints without a policy row: {', '.join(sorted(open_ones))}")
