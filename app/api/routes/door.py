"""토큰 확인: who asks by the API, before anything else is done. No session counts here, and no token on a page."""

from dataclasses import dataclass

from flask import current_app, g, request
from flask.typing import ResponseReturnValue

from app.accounts.queries.actors import actor_of_person
from app.api.enums import Permission, TokenState
from app.api.policy import POLICY
from app.api.queries.tokens import TokenFound, find_token
from app.api.resources import RESOURCES
from app.api.resources.shapes import Resource
from app.api.services.usage import count_request
from app.core import access, clock
from app.core.access import Actor
from app.core.database import transaction
from app.core.errors import Denied
from app.core.messages import Message, _
from app.core.problems import problem

BEARER = "bearer"
UNKNOWN = _("There is no such token. It is sent as “Authorization: Bearer opum_…”.")
NOT_GOOD: dict[TokenState, Message] = {
    TokenState.EXPIRED: _("The token has expired. Its owner makes a new one."),
    TokenState.REVOKED: _("The token was revoked."),
}
GONE = _("The owner of the token may no longer sign in.")
RESOURCE_OF = {f"api.{verb}_{resource.noun}": resource for resource in RESOURCES.values() for verb in ("list", "show")}


@dataclass(frozen=True)
class Admission:
    """Who asks, with which token, for what."""

    actor: Actor
    token: TokenFound
    resource: Resource


def admit_token() -> ResponseReturnValue | None:
    """Let a program in by the token of somebody who may hold it and may read the resource today, or refuse it."""
    found = find_token(_sent())
    if found is None:
        return _stranger(UNKNOWN)
    if found.state is not TokenState.GOOD:
        return _stranger(NOT_GOOD[found.state])
    who = actor_of_person(found.person_id)
    if who is None:
        return _stranger(GONE)
    resource = RESOURCE_OF[request.endpoint or ""]
    _count(found, resource)
    if not access.allows(POLICY, Permission.TOKENS_HOLD, who, found.holders):
        raise Denied(_("The owner of the token may no longer hold tokens."))
    if resource.name not in found.scopes:
        raise Denied(_("The token was made without “%(resource)s”.", resource=resource.title))
    if not access.satisfies(resource.may, who):
        raise Denied(_("The owner of the token may not read “%(resource)s”.", resource=resource.title))
    g.admission = Admission(who, found, resource)
    return None


def _count(found: TokenFound, resource: Resource) -> None:
    with transaction():
        count_request(
            token_id=found.id,
            resource=resource.name,
            most=current_app.config["API_REQUESTS_A_MINUTE"],
            first_today=found.last_used_on != clock.today(),
        )


def _sent() -> str:
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == BEARER else ""


def _stranger(reason: Message) -> ResponseReturnValue:
    sent = "Authorization" in request.headers
    challenge = 'Bearer realm="opum"' + (', error="invalid_token"' if sent else "")
    return problem(401, reason, headers={"WWW-Authenticate": challenge})
