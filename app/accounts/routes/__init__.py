"""Pages of people and sign-in."""

from flask import Blueprint

from app.accounts.enums import Permission
from app.accounts.policy import POLICY
from app.core import access
from app.core.web import optional_actor

bp = Blueprint("accounts", __name__)


@bp.context_processor
def _permissions() -> dict[str, bool]:
    """Say whether to show the buttons of those who may change something; the services ask again."""
    who = optional_actor()
    return {"may_edit": who is not None and access.allows(POLICY, Permission.PEOPLE_EDIT, who)}


from app.accounts.routes import (  # noqa: E402  the blueprint must exist before its routes
    access_records,
    invitations,
    passwords,
    people,
    roles,
    sign_in,
    transfers,
    workbooks,
)

__all__ = ["access_records", "bp", "invitations", "passwords", "people", "roles", "sign_in", "transfers", "workbooks"]
