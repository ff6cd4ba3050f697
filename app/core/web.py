"""Small helpers for routes: who asks, from where, and where to go next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy
from werkzeug.routing import IntegerConverter, Map

from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Denied, Invalid, Refused, WrongState
from app.core.messages import _
from app.core.numbers import LARGEST_ID

LOOPBACK = {"127.0.0.1", "::1"}
View = TypeVar("View", bound=Callable[..., Any])


class RecordIdConverter(IntegerConverter):
    """`<int:…>` in a path: a number that can be an id; anything larger is no page."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST_ID, **options})


def own_transactions(view: View) -> View:
    """Mark a view that opens its write transactions itself, because it does slow work between them."""
    view.__dict__["own_transactions"] = True
    return view


@contextmanager
def showing_refusal(form: Any) -> Iterator[None]:  # noqa: ANN401  any WTForm
    """Turn a refusal of a service into an error of the form: beside its fields, or on top of it.

    >>> with showing_refusal(form):                                   # doctest: +SKIP
    ...     task = services.frame_task(actor=actor(), title=form.title.data)
    >>> if form.errors: ...  # render the page again with 422         # doctest: +SKIP
    """
    try:
        yield
    except Invalid as refusal:
        form.show(refusal)
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        form.came_late = isinstance(refusal, WrongState)


@contextmanager
def keeping_words(form: Any) -> Iterator[None]:  # noqa: ANN401  any form of ours
    """Turn a refusal of a service into an error of the form, and a `Conflict` too: see `code_of`."""
    try:
        with showing_refusal(form):
            yield
    except Conflict as conflict:
        db.session.rollback()
        form.form_errors.append(conflict.reason)
        form.came_late = True


def code_of(form: Any) -> int:  # noqa: ANN401  any form of ours
    """Return the status of a page that shows a refused form again: 409 where it came too late, else 422."""
    return 409 if form.came_late else 422


def actor() -> Actor:
    """Return who asks. Only behind endpoints that need a sign-in."""
    user = current_user._get_current_object() if isinstance(current_user, LocalProxy) else current_user  # noqa: SLF001  the proxy's documented way out
    if not isinstance(user, Actor):
        raise Denied(_("Sign in first."))
    return user


def optional_actor() -> Actor | None:
    """Return who asks, or None for an anonymous visitor."""
    return actor() if current_user and current_user.is_authenticated else None


def address() -> str:
    """Return the address the request came from."""
    return request.remote_addr or ""


def is_demo() -> bool:
    """Whether this is a demonstration on the visitor's own machine."""
    forwarded = "X-Forwarded-For" in request.headers
    return bool(current_app.config["DEMO"]) and address() in LOOPBACK and not forwarded


def page_path() -> str:
    """Return the path that shows the present page: itself, or for the answer to a form the nearest page above it."""
    if request.method in {"GET", "HEAD"}:
        return request.full_path
    adapter = current_app.create_url_adapter(request)
    path = request.path.rstrip("/")
    while path and adapter is not None:
        if adapter.test(path, method="GET"):
            return path
        path = path.rpartition("/")[0]
    return url_for("home.show_home")


def safe_next(target: str | None) -> str:
    """Return where to go after sign-in: a path of this app, or the first page."""
    parts = urlsplit((target or "").replace("\\", "/"))
    if (
        target
        and target.isprintable()
        and not parts.scheme
        and not parts.netloc
        and target.startswith("/")
        and not target.startswith("//")
    ):
        return target
    return url_for("home.show_home")


class NeedsReauthentication(Exception):
    """The actor must type the password again first; then the way leads to `back`. Handled by the edge."""

    def __init__(self, back: str) -> None:
        super().__init__(back)
        self.back = back


def require_recent_password(back: str | None = None) -> None:
    """Send the actor to prove who they are, unless they did in the last five minutes (or this is the demo).

    `back` is where to go on after the password: the page itself for a GET; a POST must name the page with its form.
    """
    asking = actor()
    if not asking.reauthenticated and not is_demo():
        raise NeedsReauthentication(back or (request.full_path if request.method == "GET" else "/"))
