"""Refusals as programs read them: `application/problem+json` (RFC 9457), in the office's language."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from app.core.messages import Message, _

API = "/api/v1/"
PROBLEM = "application/problem+json"
TITLES: Mapping[int, Message] = {
    400: _("The request could not be read"),
    401: _("A token is needed"),
    403: _("You may not open this"),
    404: _("There is nothing here"),
    405: _("Nothing can be changed here, only read"),
    406: _("Only JSON is handed out here"),
    422: _("A parameter has a value it cannot have"),
    429: _("Too many requests"),
    500: _("Something went wrong on our side"),
}


def is_asked_by_program() -> bool:
    """Whether a program asks, which reads no page."""
    return request.path.startswith(API)


def problem(code: int, detail: object = None, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """Make the answer: what is the matter in general (`title`), in this case (`detail`), and `more` for programs."""
    content = {"type": "about:blank", "title": str(TITLES.get(code, TITLES[400])), "status": code}
    if detail:
        content["detail"] = str(detail)
    content |= {name: value for name, value in more.items() if value is not None}
    response = Response(json.dumps(content, ensure_ascii=False), status=code, mimetype=PROBLEM)
    response.headers.update(headers or {})
    return response
