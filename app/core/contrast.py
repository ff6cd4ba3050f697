"""High contrast: what the reader chose is kept in a cookie; without a choice the page follows the system's wish."""

from flask import Flask, has_request_context, request

COOKIE = "opum_contrast"
MORE, NORMAL = "more", "normal"
CHOICES = (MORE, NORMAL)


def contrast() -> str:
    """Return "more" or "normal" as chosen, or nothing where nobody chose: then `prefers-contrast` decides."""
    chosen = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return chosen if chosen in CHOICES else ""


def init_app(app: Flask) -> None:
    """Let the frame of every page say it."""
    app.jinja_env.globals.update(contrast=contrast)
