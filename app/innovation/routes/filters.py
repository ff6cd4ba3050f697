"""Filters of a list live in its address; what cannot be read there does not narrow."""

from typing import Any, TypeVar

from flask import request, url_for

from app.core.messages import Labelled
from app.core.numbers import whole_number

Member = TypeVar("Member", bound=Labelled)

UNKEPT = {"cursor", "endpoint"}
"""Parts of the address that are not filters, or that `url_for` takes for itself."""


def member(kind: type[Member], name: str) -> Member | None:
    """Return the member of a vocabulary named in the address."""
    text = request.args.get(name, "")
    return kind(text) if text in {item.value for item in kind} else None


def record_id(name: str) -> int | None:
    """Return the id named in the address."""
    return request.args.get(name, type=whole_number)


def is_ticked(name: str) -> bool:
    """Whether a tick is set in the address."""
    return request.args.get(name) == "1"


def page_url(endpoint: str, cursor: str | None) -> str | None:
    """Return the address of the next page with the same filters, or None at the end."""
    if cursor is None:
        return None
    return url_for(endpoint, **_kept(), cursor=cursor)


def first_url(endpoint: str) -> str | None:
    """Return the address of the first page with the same filters, or None when this is it."""
    if "cursor" not in request.args:
        return None
    return url_for(endpoint, **_kept())


def _kept() -> dict[str, Any]:
    return {name: text for name, text in request.args.items() if name.isalpha() and name not in UNKEPT and text}
