"""응답권: made to be printed, or dealt one by one from a shuffled pool. See decision 0054."""

import secrets
from collections.abc import Collection

from sqlalchemy import delete, insert, select, update

from app.core import access
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.events import publish
from app.core.instance import secret
from app.core.messages import _
from app.voice.enums.permissions import Permission
from app.voice.enums.survey_links import LinkAccess
from app.voice.events.survey_links import SurveyTokensMade
from app.voice.models import SurveyLink, SurveyTaking, SurveyTicket, SurveyToken
from app.voice.policy import POLICY
from app.voice.queries.survey_takings import may_answer, require_open_link
from app.voice.rules.survey_tokens import (
    MOST_TOKENS,
    new_token,
    token_hash,
    token_of_ticket,
    written_token,
)
from app.voice.services.survey_answers import random_id, shuffled

KEY_FILE = "surveys"
POOL = 50
"""Tickets put into a pool at once: whoever takes one is one of so many."""
LEAST_LEFT = 10


def token_secret() -> bytes:
    """Return the key tokens are made with; it lies in the instance folder, not in the database."""
    return secret(KEY_FILE)


def make_letters(*, actor: Actor, link: SurveyLink, count: int) -> list[str]:
    """Make tokens to be printed and return them as they are written: they are kept nowhere in the clear.

    Raises Refused for a link without printed tokens, Invalid for a count out of bounds.
    """
    access.require(POLICY, Permission.SURVEY_LINK_EDIT, actor)
    require_open_link(link)
    if link.access is not LinkAccess.LETTERS:
        raise Refused(_("Tokens are printed only for links that are answered with a printed token."))
    if not 1 <= count <= MOST_TOKENS:
        wrong = _("1 to %(most)s tokens at a time.", most=MOST_TOKENS)
        raise Invalid(wrong, fields={"count": [wrong]})
    key = token_secret()
    tokens = {new_token(key, link.key) for _one in range(count)}
    _keep(actor, link, tokens)
    return sorted(written_token(token) for token in tokens)


def fill_pool(*, actor: Actor | None, link: SurveyLink) -> None:
    """Put tickets into the pool of a link whose tokens are taken in the app."""
    tickets = sorted(random_id() for _one in range(POOL))
    db.session.execute(insert(SurveyTicket), [{"id": ticket, "link_id": link.id} for ticket in tickets])
    _keep(actor, link, {token_of_ticket(token_secret(), link.key, ticket) for ticket in tickets})


def take_token(*, actor: Actor, link: SurveyLink) -> str:
    """Deal a token to a colleague, once; it is known to nobody else and cannot be shown again.

    No event is published: that somebody has taken a token is a row without a time, and when is not kept anywhere.
    Raises Refused for whom the survey does not ask, Conflict where a token was taken before.
    """
    access.require(POLICY, Permission.SURVEY_TOKEN_TAKE, actor)
    db.session.execute(select(SurveyLink.id).where(SurveyLink.id == link.id).with_for_update())
    require_open_link(link)
    if not may_answer(actor, link):
        raise Refused(_("This survey asks people of other departments."))
    takers = set(db.session.scalars(select(SurveyTaking.person_id).where(SurveyTaking.link_id == link.id)))
    if actor.id in takers:
        raise Conflict(_("You have taken your token of this survey already; it cannot be shown again."))
    # all are written anew, so that the database does not know in which order they came: see decision 0054
    db.session.execute(delete(SurveyTaking).where(SurveyTaking.link_id == link.id))
    rows = [{"link_id": link.id, "person_id": person_id} for person_id in shuffled([*takers, actor.id])]
    db.session.execute(insert(SurveyTaking), rows)
    return deal(link)


def deal(link: SurveyLink) -> str:
    """Draw a ticket of the pool at random and return its token, bare. Hold the link before."""
    tickets = db.session.scalars(select(SurveyTicket.id).where(SurveyTicket.link_id == link.id)).all()
    if len(tickets) <= LEAST_LEFT:
        fill_pool(actor=None, link=link)
        tickets = db.session.scalars(select(SurveyTicket.id).where(SurveyTicket.link_id == link.id)).all()
    ticket = secrets.choice(tickets)
    db.session.execute(delete(SurveyTicket).where(SurveyTicket.id == ticket))
    return token_of_ticket(token_secret(), link.key, ticket)


def _keep(actor: Actor | None, link: SurveyLink, tokens: Collection[str]) -> None:
    """Keep the hashes, by their own order, and count them."""
    hashes = sorted(token_hash(token) for token in tokens)
    db.session.execute(insert(SurveyToken), [{"token_hash": one, "link_id": link.id} for one in hashes])
    made = SurveyLink.tokens_made + len(hashes)
    db.session.execute(update(SurveyLink).where(SurveyLink.id == link.id).values(tokens_made=made))
    publish(
        SurveyTokensMade(
            actor_id=actor.id if actor else None, survey_link_id=link.id, survey_wave_id=link.wave_id, count=len(hashes)
        )
    )
