"""What templates need to be quick: addresses without routing, and macros that are rendered once for the same words."""

from collections.abc import Callable, Hashable, MutableMapping
from typing import Any

from flask import Flask, current_app, request
from flask.templating import Environment
from markupsafe import Markup

from app.core.i18n import language

Macro = Callable[..., Markup]


class QuickEnvironment(Environment):
    """Flask's environment with the globals of a template in one dict.

    The library chains two mappings, so that a global added later is seen. Here everything is added before the first
    page, and every macro of a page looks its names up there.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names a template knows."""
        return {**self.globals, **(d or {})}


def init_app(app: Flask) -> None:
    """Give templates the helpers."""
    app.jinja_env.globals.update(asset=asset, memo=memo, lasting=lasting)


def asset(path: str) -> str:
    """Return the address of a file of `static/`. A frame names a dozen; they need no routing."""
    return f"{request.script_root}{current_app.static_url_path}/{path}"


MOST_LASTING = 500
"""Parts that are kept by a process at most; then it begins anew."""


def lasting(macro: Macro, *given: Hashable, **more: Hashable) -> Markup:
    """Render a macro once for the same arguments in the same language, however many pages ask for it.

    Only for parts that depend on nothing else: what is given is the key, so nobody sees another's.
    """
    store: dict[Hashable, Markup] = current_app.extensions.setdefault("lasting", {})
    key = (macro, language(), request.script_root, given, *more.items())
    found = store.get(key)
    if found is None:
        if len(store) >= MOST_LASTING:
            store.clear()
        found = store[key] = macro(*given, **more)
    return found


def memo() -> Callable[..., Markup]:
    """Return a caller of macros that renders each once for the same arguments.

    A list has many rows and few different badges. It lives as long as the page: `{% set shown = memo() %}`, then
    `{{ shown(state_badge, row.state) }}`.
    """
    known: dict[tuple[Hashable, ...], Markup] = {}

    def shown(macro: Macro, *given: Hashable) -> Markup:
        key = (macro, *given)
        found = known.get(key)
        if found is None:
            found = known[key] = macro(*given)
        return found

    return shown
