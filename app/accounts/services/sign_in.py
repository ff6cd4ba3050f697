"""로그인: proving who one is, with a throttle that slows guessing down and never locks anybody out for good."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func, select, update

from app.accounts.events import SignedIn, SignedOut
from app.accounts.models import Account, Person, SignInAttempt, SignInSession
from app.accounts.passwords import verify_password
from app.accounts.queries.actors import actor_of_person, hash_token
from app.core import clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import TooMany
from app.core.events import publish
from app.core.messages import _

WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 5
TRIES_PER_ADDRESS = 30
SESSIONS_PER_PERSON = 2


@dataclass(frozen=True)
class Credentials:
    """What a person typed, and where they sit."""

    employee_no: str
    password: str
    address: str


def check_throttle(credentials: Credentials) -> None:
    """Raise `TooMany` when this account from this address, or this address alone, has failed too often."""
    since = clock.now() - WINDOW
    wrong = (
        select(func.count(), func.max(SignInAttempt.attempted_at))
        .where(SignInAttempt.address == credentials.address, SignInAttempt.attempted_at > since)
        .where(~SignInAttempt.succeeded)
    )
    for statement, limit in (
        (wrong.where(SignInAttempt.account_hash == _account_hash(credentials.employee_no)), TRIES_PER_ACCOUNT),
        (wrong, TRIES_PER_ADDRESS),
    ):
        count, latest = db.session.execute(statement).one()
        if count >= limit:
            wait = min(WINDOW, timedelta(seconds=2 ** min(count - limit + 5, 9)))
            left = int((latest + wait - clock.now()).total_seconds())
            if left > 0:
                raise TooMany(_("Too many wrong tries. Try again in %(seconds)s seconds.", seconds=left), seconds=left)


def authenticate(credentials: Credentials) -> Actor | None:
    """Return who typed the right password, or None. Takes the same time for unknown numbers."""
    row = db.session.execute(
        select(Person.id, Account.password_hash)
        .join(Account, Account.person_id == Person.id)
        .where(Person.employee_no == credentials.employee_no, Account.disabled_at.is_(None))
    ).first()
    if not verify_password(row.password_hash if row else None, credentials.password):
        return None
    assert row is not None
    return actor_of_person(row.id)


def note_try(credentials: Credentials) -> None:
    """Remember a try as wrong before the password is looked at, so that parallel guesses count too."""
    db.session.add(
        SignInAttempt(
            account_hash=_account_hash(credentials.employee_no),
            address=credentials.address,
            attempted_at=clock.now(),
            succeeded=False,
        )
    )
    db.session.flush()


def forgive_tries(credentials: Credentials) -> None:
    """A right password forgives the account's tries from this address."""
    db.session.execute(
        update(SignInAttempt)
        .where(
            SignInAttempt.account_hash == _account_hash(credentials.employee_no),
            SignInAttempt.address == credentials.address,
        )
        .values(succeeded=True)
    )


def start_session(actor: Actor, *, address: str, demo: bool = False) -> str:
    """Open a session and return its token; the person's oldest sessions beyond two end."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    living = db.session.scalars(
        select(SignInSession)
        .where(SignInSession.person_id == actor.id, SignInSession.ended_at.is_(None))
        .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
    ).all()
    if not demo:
        for session in living[SESSIONS_PER_PERSON - 1 :]:
            session.ended_at = now
    db.session.add(
        SignInSession(
            person_id=actor.id, token_hash=hash_token(token), created_at=now, last_seen_at=now, address=address
        )
    )
    db.session.flush()
    publish(SignedIn(actor_id=actor.id, person_id=actor.id, address=address, demo=demo))
    return token


def mark_seen(session_id: int) -> None:
    """Note that the session is alive."""
    db.session.execute(update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=clock.now()))


def end_session(actor: Actor) -> None:
    """Sign out: the session is over for whoever holds its cookie."""
    db.session.execute(update(SignInSession).where(SignInSession.id == actor.session_id).values(ended_at=clock.now()))
    publish(SignedOut(actor_id=actor.id, person_id=actor.id))


def mark_fresh(token: str) -> None:
    """Count the session as just proven by password."""
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.token_hash == hash_token(token))
        .values(reauthenticated_at=clock.now())
    )


def end_all_sessions(person_id: int) -> None:
    """End every session of a person."""
    db.session.flush()
    db.session.execute(
        update(SignInSession)
        .where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def _account_hash(employee_no: str) -> str:
    return sha256(employee_no.strip().casefold().encode()).hexdigest()
