"""Pages of the inbox, the choices and the mail."""

from flask import Blueprint

from app.core import access
from app.core.web import optional_actor
from app.notifications.enums import Permission
from app.notifications.policy import POLICY

bp = Blueprint("notifications", __name__)


@bp.context_processor
def _permissions() -> dict[str, bool]:
    """Say whether to show the buttons of those who may change something; the services ask again."""
    who = optional_actor()
    return {"may_edit": who is not None and access.allows(POLICY, Permission.MAIL_EDIT, who)}


from app.notifications.routes import choices, mail, notices  # noqa: E402  the blueprint must exist before its routes

__all__ = ["bp", "choices", "mail", "notices"]
