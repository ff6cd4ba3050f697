"""Reads about tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from app.accounts.models import Account, Person
from app.api import rules
from app.api.enums import Permission, TokenState
from app.api.models import ApiToken, ApiTokenDay
from app.api.policy import POLICY
from app.core import access, clock
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.organization.enums import ApiHolders, SettingKey
from app.organization.models import Department
from app.organization.queries import setting_column

RECENT_DAYS = 30


@dataclass(frozen=True)
class TokenFound:
    """A token as the door of the API knows it."""

    id: int
    person_id: int
    scopes: tuple[str, ...]
    state: TokenState
    last_used_on: date | None
    holders: ApiHolders


@dataclass(frozen=True, kw_only=True)
class TokenRow:
    """One line of a list of tokens. `requests` and `rows` are those of the last thirty days."""

    id: int
    person: str
    department: str | None
    purpose: str
    scopes: tuple[str, ...]
    ending: str
    made_at: datetime
    ends_on: date
    last_used_on: date | None
    state: TokenState
    is_gone: bool
    requests: int
    rows: int


def find_token(secret: str) -> TokenFound | None:
    """Return the token somebody sent, however it stands, or None where there is no such token."""
    if not rules.is_token(secret):
        return None
    row = db.session.execute(_FOUND, {"token_hash": rules.hash_of(secret)}).one_or_none()
    if row is None:
        return None
    token_id, person_id, scopes, ends_on, last_used_on, revoked_at, holders = row
    state = rules.state_of(ends_on=ends_on, revoked_at=revoked_at, today=clock.today())
    return TokenFound(token_id, person_id, tuple(scopes), state, last_used_on, ApiHolders(holders))


_FOUND = select(
    ApiToken.id,
    ApiToken.person_id,
    ApiToken.scopes,
    ApiToken.ends_on,
    ApiToken.last_used_on,
    ApiToken.revoked_at,
    setting_column(SettingKey.API_HOLDERS),
).where(ApiToken.token_hash == bindparam("token_hash"))


def own_tokens(actor: Actor) -> Sequence[TokenRow]:
    """Return the actor's tokens, the latest first: the good ones are few, and old ones are no secret."""
    return [_row(*row) for row in db.session.execute(_rows().where(ApiToken.person_id == actor.id).limit(100))]


def all_tokens(cursor: str | None) -> Page[TokenRow]:
    """Return a page of everybody's tokens, the latest first."""
    page = keyset_page(_rows().order_by(None), keys=[ApiToken.id], cursor=cursor)
    return Page([_row(*row) for row in page.rows], page.next_cursor)


def token_or_404(token_id: int, actor: Actor) -> ApiToken:
    """Return a token of the actor's own, or any for whoever sees all. Raises `Missing` for those of others."""
    found = db.session.get(ApiToken, token_id)
    if found is None or not (found.person_id == actor.id or access.allows(POLICY, Permission.TOKENS_OVERSEE, actor)):
        raise Missing(_("There is no such token."))
    return found


def _rows() -> AnySelect:
    since = date.fromordinal(clock.today().toordinal() - RECENT_DAYS)
    used = (
        select(
            ApiTokenDay.token_id,
            func.sum(ApiTokenDay.requests).label("requests"),
            func.sum(ApiTokenDay.row_count).label("row_count"),
        )
        .where(ApiTokenDay.day > since)
        .group_by(ApiTokenDay.token_id)
        .subquery()
    )
    return (
        select(
            ApiToken.id,
            Person.name,
            Department.name,
            ApiToken.purpose,
            ApiToken.scopes,
            ApiToken.ending,
            ApiToken.made_at,
            ApiToken.ends_on,
            ApiToken.last_used_on,
            ApiToken.revoked_at,
            Person.left_on,
            Account.disabled_at,
            used.c.requests,
            used.c.row_count,
        )
        .join(Person, Person.id == ApiToken.person_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(Department, Department.id == Person.department_id)
        .outerjoin(used, used.c.token_id == ApiToken.id)
        .order_by(ApiToken.id.desc())
    )


def _row(*values: Any) -> TokenRow:
    token_id, person, unit, purpose, scopes, ending, made_at, ends_on, used_on, revoked_at, *rest = values
    left_on, disabled_at, requests, rows = rest
    today = clock.today()
    return TokenRow(
        id=token_id,
        person=person,
        department=unit,
        purpose=purpose,
        scopes=tuple(scopes),
        ending=ending,
        made_at=made_at,
        ends_on=ends_on,
        last_used_on=used_on,
        state=rules.state_of(ends_on=ends_on, revoked_at=revoked_at, today=today),
        is_gone=disabled_at is not None or (left_on is not None and left_on < today),
        requests=int(requests or 0),
        rows=int(rows or 0),
    )
