"""Pages of mileage."""

from flask import Blueprint

bp = Blueprint("mileage", __name__)

from app.mileage.routes import (  # noqa: E402  needs the blueprint
    accounts,
    board,
    claims,
    decisions,
    items,
    tabs,
    transfers,
)

__all__ = ["accounts", "board", "bp", "claims", "decisions", "items", "tabs", "transfers"]
