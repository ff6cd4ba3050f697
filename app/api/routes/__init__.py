"""The API, its tokens, and what a watcher of the server asks."""

from flask import Blueprint

bp = Blueprint("api", __name__)

from app.api.routes import guide, monitoring, records, tokens  # noqa: E402  the blueprint must exist before its routes

__all__ = ["bp", "guide", "monitoring", "records", "tokens"]
