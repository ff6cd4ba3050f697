"""Routes of reports; a module per noun."""

from flask import Blueprint

bp = Blueprint("reports", __name__)

# the blueprint must exist before its routes
from app.reports.routes import departments, hub, incentive_setup, incentives, periods, rounds, tower  # noqa: E402

__all__ = ["bp", "departments", "hub", "incentive_setup", "incentives", "periods", "rounds", "tower"]
