"""Pages of mileage."""

from flask import Blueprint

bp = Blueprint("mileage", __name__)

from app.mileage.routes import (  # noqa: E402  needs the blueprint
    accounts,
    board,
    claim_uploads,
    claims,
    decisions,
    item_changes,
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
    year_closings,
)

__all__ = [
    "accounts",
    "board",
    "bp",
    "claim_uploads",
    "claims",
    "decisions",
    "item_changes",
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
    "year_closings",
]
