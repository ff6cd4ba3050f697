"""Pages of departments, days off and settings."""

from flask import Blueprint

from app.core import access
from app.core.web import optional_actor
from app.organization.enums import Permission
from app.organization.policy import POLICY

bp = Blueprint("organization", __name__)


@bp.context_processor
def _permissions() -> dict[str, bool]:
    """Say whether to show the buttons of those who may change something; the services ask again."""
    who = optional_actor()
    return {"may_edit": who is not None and access.allows(POLICY, Permission.ORGANIZATION_EDIT, who)}


from app.organization.routes import (  # noqa: E402  the blueprint must exist before its routes
    administration,
    departments,
    holidays,
    peer_groups,
    settings,
)

__all__ = ["administration", "bp", "departments", "holidays", "peer_groups", "settings"]
