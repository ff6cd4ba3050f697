"""Who may see the files reports keep in the evidence store; `app.registry` gives this to it."""

from collections.abc import Mapping

from app.core import access
from app.core.access import Actor
from app.files.guards import Guard
from app.reports.enums import Permission
from app.reports.policy import POLICY
from app.reports.services.document_settings import SUBJECT


def may_see_emblem(actor: Actor, _office: int) -> bool:
    """Whether the actor may look at the emblem's file."""
    return access.allows(POLICY, Permission.DOCUMENT_SETTINGS_READ, actor)


GUARDS: Mapping[str, Guard] = {SUBJECT: may_see_emblem}
