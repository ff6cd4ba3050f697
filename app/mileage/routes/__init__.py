"""Pages of mileage."""

from flask import Blueprint

bp = Blueprint("mileage", __name__)

from app.mileage.routes import accounts, board, claims, decisions, items, transfers  # noqa: E402  needs the blueprint

__all__ = ["accounts", "board", "bp", "claims", "decisions", "items", "transfers"]
