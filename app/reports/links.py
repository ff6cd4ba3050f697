"""Addresses of the lists behind the figures."""

from flask import current_app, url_for


def url_or_none(endpoint: str, **params: object) -> str | None:
    """Return the address of a page, or None where this office runs without that part of the product."""
    return url_for(endpoint, **params) if endpoint in current_app.view_functions else None  # type: ignore[arg-type]
