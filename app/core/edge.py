"""The edge of a request: one transaction around it, security headers on it, one page for each failure."""

import logging
import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, SecurityError

from app.core import idempotency, problems
from app.core.database import commit, db
from app.core.database.session import announce_writing, forget_announcement
from app.core.errors import Conflict, Denied, Missing, OpumError, Refused, TooMany, WrongState
from app.core.messages import _
from app.core.web import NeedsReauthentication, optional_actor

log = logging.getLogger("opum")

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' {EMPTY_STYLE}",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
CODES: dict[type[OpumError], int] = {Denied: 403, Missing: 404, Conflict: 409, WrongState: 409, Refused: 422}


def init_app(app: Flask) -> None:
    """Install the edge. Call before blueprints add their own hooks."""
    app.before_request(_refuse_foreign_origin)
    app.before_request(_refuse_nul)
    app.before_request(_open)
    app.after_request(_close)
    app.after_request(_add_headers)
    app.teardown_request(_forget)
    app.register_error_handler(OpumError, _show_refusal)
    app.register_error_handler(NeedsReauthentication, _ask_for_password)
    app.register_error_handler(CSRFError, _show_csrf_failure)
    app.register_error_handler(HTTPException, _show_http_failure)
    app.register_error_handler(Exception, _show_failure)


def _open() -> None:
    view: Any = _view()
    if request.method not in SAFE_METHODS and not getattr(view, "own_transactions", False):
        g.writing = announce_writing()


def claim_key() -> ResponseReturnValue | None:
    """Claim the form's idempotency key once it is known who asks. `g.sender`: somebody without an account."""
    if "writing" not in g:
        return None
    who = optional_actor()
    return idempotency.claim(g.get("sender") or (str(who.id) if who else "anonymous"))


def _close(response: Response) -> Response:
    if "writing" not in g:
        return response
    if response.status_code >= 400:  # noqa: PLR2004  the border between done and not done
        db.session.rollback()
        return response
    try:
        idempotency.remember(response.location)
        commit()
    except OpumError as refusal:
        db.session.rollback()
        return make_response(_show_refusal(refusal))
    except IntegrityError as error:
        db.session.rollback()
        return make_response(_show_integrity(error))
    return response


def _forget(_error: BaseException | None) -> None:
    token = g.pop("writing", None)
    if token is not None:
        db.session.rollback()
        forget_announcement(token)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _refuse_foreign_origin() -> None:
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site == "same-origin":
        return  # the browser vouches; because of our referrer policy its Origin reads "null"
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if site not in {None, "none"} or foreign:
        raise Denied(_("This request came from another site."))


def _refuse_nul() -> None:
    """No person types a NUL, and PostgreSQL cannot store one."""
    if any(
        "\0" in value for given in (request.args, request.form) for _name, values in given.lists() for value in values
    ):
        raise BadRequest


def _view() -> object:
    return current_app.view_functions.get(request.endpoint or "")


def _page(code: int, reason: object = None, error_id: str | None = None) -> Response:
    if problems.is_asked_by_program():
        return problems.problem(code, reason, error_id=error_id)
    return make_response(
        render_template(f"errors/{code}.html", layout=_layout(code), reason=reason, error_id=error_id), code
    )


def _layout(code: int) -> str:
    """Keep the menu around a refusal; a failure leans on as little as possible.

    `g.layout`: the frame of pages whose readers have no account, and which must not ask for one or set a cookie.
    """
    if "layout" in g:
        return str(g.layout)
    failed = code == HTTPStatus.INTERNAL_SERVER_ERROR
    return "layouts/public.html" if failed or optional_actor() is None else "base.html"


def _show_refusal(refusal: OpumError) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(refusal, TooMany):
        response = _page(429, refusal.reason)
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    code = next(code for cls, code in CODES.items() if isinstance(refusal, cls))
    return _page(code, refusal.reason)


def _show_csrf_failure(_error: CSRFError) -> ResponseReturnValue:
    db.session.rollback()
    return _page(400, _("The form is too old or did not come from this page. Open the page again and send it anew."))


def _show_http_failure(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # noqa: PLR2004  redirects are not failures
        return error
    if isinstance(error, InternalServerError):
        return _show_failure(error.original_exception or error)
    db.session.rollback()
    if isinstance(error, SecurityError):
        return make_response("400", 400)  # an untrusted host name: no page can be built for it
    if problems.is_asked_by_program():
        allowed = {name: value for name, value in error.get_headers() if name == "Allow"}
        return problems.problem(error.code, headers=allowed)
    known = {400, 403, 404, 409, 413, 422, 429}
    response = _page(error.code if error.code in known else 400)
    response.status_code = error.code
    return response


def _show_integrity(error: IntegrityError) -> ResponseReturnValue:
    log.warning("integrity: %s", error.orig)
    return _page(409, _("This is already there, or it contradicts something that is. Nothing was changed."))


def _show_failure(error: BaseException) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(error, IntegrityError):
        return _show_integrity(error)
    error_id = secrets.token_hex(4)
    log.error("failure %s at %s", error_id, request.path, exc_info=error)
    return _page(500, error_id=error_id)


def _ask_for_password(detour: NeedsReauthentication) -> ResponseReturnValue:
    db.session.rollback()
    g.submission_key = None  # the form was not answered: it may be sent again after the password
    return redirect(url_for("accounts.new_reauthentication", next=detour.back))
