"""Pages of mileage."""

from flask import Blueprint

bp = Blueprint("mileage", __name__)

from app.mileage.routes import (  # noqa: E402  needs the blueprint
    accounts,
    board,
    claims,
    decisions,
    items,
    reward_exports,
    reward_requests,
    rewards,
    shortening,
    shortening_rules,
    tabs,
    thanks,
    thanks_limits,
    thanks_reports,
    transfers,
)

__all__ = [
    "accounts",
    "board",
    "bp",
    "claims",
    "decisions",
    "items",
    "reward_exports",
    "reward_requests",
    "rewards",
    "shortening",
    "shortening_rules",
    "tabs",
    "thanks",
    "thanks_limits",
    "thanks_reports",
    "transfers",
]
