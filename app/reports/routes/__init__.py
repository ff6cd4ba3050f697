"""Routes of reports; a module per noun."""

from flask import Blueprint

bp = Blueprint("reports", __name__)

# the blueprint must exist before its routes
from app.reports.routes import (  # noqa: E402
    bureaus,
    department_dashboards,
    departments,
    document_settings,
    documents,
    hub,
    incentive_facts,
    incentive_rules,
    incentive_setup,
    incentives,
    list_exports,
    mayor,
    my_year,
    periods,
    public_results,
    rounds,
    tower,
)

__all__ = [
    "bp",
    "bureaus",
    "department_dashboards",
    "departments",
    "document_settings",
    "documents",
    "hub",
    "incentive_facts",
    "incentive_rules",
    "incentive_setup",
    "incentives",
    "list_exports",
    "mayor",
    "my_year",
    "periods",
    "public_results",
    "rounds",
    "tower",
]
