"""What templates need to be quick: addresses without routing, and macros that are rendered once for the same words."""

from collections.abc import Callable, Hashable, MutableMapping
from typing import Any

from flask import Flask, current_app, request
from flask.templating import Environment
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, escape
from markupsafe import _escape_inner as _escaped  # type: ignore[attr-defined]

from app.core.i18n import language

Macro = Callable[..., Markup]


def written(value: Any) -> str:  # noqa: ANN401  whatever a template shows
    """Return a value as it stands on a page: markup as it is, everything else escaped.

    The library's `escape` makes new markup of each value, ten times as dear; what a page puts together is plain text.
    """
    kind = type(value)
    if kind is str:
        return _escaped(value)  # what `escape` itself asks
    text: str = value if kind is Markup else str(value) if kind is int else escape(value)
    return text


class QuickOutput(CodeGenerator):
    """Jinja's compiler, which lets `written` write what stands between `{{` and `}}`."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:  # noqa: ANN401  Jinja's own
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


class QuickEnvironment(Environment):
    """Flask's environment with quick output, and with the globals of a template in one dict.

    The library chains two mappings, so that a global added later is seen. Here everything is added before the first
    page, and every macro of a page looks its names up there.
    """

    code_generator_class = QuickOutput
    written = staticmethod(written)

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
