"""토큰 발급과 폐기."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select, update

from app.accounts.events import AccountDisabled
from app.api import rules
from app.api.enums import Permission
from app.api.events import ApiTokenMade, ApiTokenRevoked
from app.api.models import ApiToken
from app.api.policy import POLICY
from app.api.resources import RESOURCES
from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Denied, Invalid, WrongState
from app.core.events import FreeText, publish
from app.core.messages import _
from app.organization.enums import ApiHolders, SettingKey
from app.organization.queries import setting
from app.organization.services import change_setting

MOST_TOKENS = 20
"""Good tokens one person may hold at a time."""


def create_token(*, actor: Actor, purpose: str, scopes: Collection[str], ends_on: date) -> tuple[ApiToken, str]:
    """Make a token of the actor's own. Returns its row and the token itself, which nobody can ever see again."""
    require_holder(actor)
    known = tuple(name for name in RESOURCES if name in scopes)
    if not known:
        wrong = _("Choose at least one.")
        raise Invalid(wrong, fields={"scopes": [wrong]})
    rules.check_purpose(purpose)
    rules.check_end(ends_on, clock.today())
    if len(_living(actor.id)) >= MOST_TOKENS:
        raise WrongState(_("You hold %(count)s good tokens. Revoke one that nobody uses first.", count=MOST_TOKENS))
    secret = rules.new_token()
    token = ApiToken(
        person_id=actor.id,
        purpose=purpose,
        scopes=list(known),
        token_hash=rules.hash_of(secret),
        ending=secret[-rules.SHOWN_LETTERS :],
        made_at=clock.now(),
        made_on=clock.today(),
        ends_on=ends_on,
    )
    db.session.add(token)
    db.session.flush()
    publish(
        ApiTokenMade(
            actor_id=actor.id,
            api_token_id=token.id,
            scopes=known,
            ends_on=ends_on.isoformat(),
            purpose=FreeText(purpose),
        )
    )
    return token, secret


def revoke_token(*, actor: Actor, token: ApiToken) -> None:
    """End a token at once: the owner's own, or anybody's by the administrator."""
    if token.person_id != actor.id and not access.allows(POLICY, Permission.TOKENS_RULE, actor):
        raise Denied(_("You may not do this."))
    if not _revoke(token, actor.id):
        raise WrongState(_("The token is revoked already."))


def revoke_tokens_of_closed_account(event: AccountDisabled) -> None:
    """Reaction: whoever opens the account again does not open its tokens again."""
    for token in _living(event.person_id):
        _revoke(token, event.actor_id)


def choose_holders(*, actor: Actor, holders: ApiHolders) -> None:
    """Say who may hold tokens; those of others stop working at once."""
    access.require(POLICY, Permission.TOKENS_RULE, actor)
    change_setting(key=SettingKey.API_HOLDERS, value=holders.value, actor=actor)


def require_holder(actor: Actor) -> None:
    """Raise `Denied` unless the actor may hold tokens."""
    if not access.allows(POLICY, Permission.TOKENS_HOLD, actor, ApiHolders(setting(SettingKey.API_HOLDERS))):
        raise Denied(_("Your role may not hold tokens. The administrator says who may."))


def _living(person_id: int) -> list[ApiToken]:
    statement = select(ApiToken).where(
        ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None), ApiToken.ends_on >= clock.today()
    )
    return list(db.session.scalars(statement.order_by(ApiToken.id)))


def _revoke(token: ApiToken, actor_id: int | None) -> bool:
    """End a token; False if somebody has ended it already. Of two at once one does it."""
    good = update(ApiToken).where(ApiToken.id == token.id, ApiToken.revoked_at.is_(None))
    ended = good.values(revoked_at=clock.now(), revoked_by_id=actor_id).returning(ApiToken.id)
    if db.session.scalar(ended) is None:
        return False
    publish(ApiTokenRevoked(actor_id=actor_id, api_token_id=token.id, person_id=token.person_id))
    return True
