"""Addresses of the lists behind the figures."""

from dataclasses import dataclass, field
from urllib.parse import quote_plus

from flask import current_app, url_for


def url_or_none(endpoint: str, **params: object) -> str | None:
    """Return the address of a page, or None where this office runs without that part of the product."""
    return url_for(endpoint, **params) if endpoint in current_app.view_functions else None  # type: ignore[arg-type]


@dataclass(frozen=True)
class ListLink:
    """A list and the filters every figure of a page shares. `base` None: the office has no such list."""

    base: str | None
    shared: dict[str, str] = field(default_factory=dict)

    def to(self, **filters: object) -> str | None:
        """Return the address of the list with these filters too; what is None or empty narrows nothing."""
        if self.base is None:
            return None
        chosen = {name: str(value) for name, value in filters.items() if value not in {None, ""}}
        asked = {**self.shared, **chosen}
        return (
            f"{self.base}?{'&'.join(f'{name}={_quoted(value)}' for name, value in asked.items())}"
            if asked
            else self.base
        )


def _quoted(value: str) -> str:
    """Quote what needs it: a page has hundreds of these, and nearly all are numbers."""
    return value if value.isascii() and value.isalnum() else quote_plus(value)
