"""Who is asking: the session, the person, today's roles and the name of the office in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Date, and_, bindparam, or_, select

from app.accounts.models import Account, Person, RoleAssignment, SignInSession
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Actor, Grant
from app.core.database import AnyRow, AnySelect, read
from app.organization.enums import SettingKey
from app.organization.models import Department
from app.organization.queries import setting_column

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
REAUTHENTICATION = timedelta(minutes=5)
SEEN_STEP = timedelta(minutes=1)


def hash_token(token: str) -> str:
    """Return what is stored of a session token."""
    return sha256(token.encode()).hexdigest()


def _actors() -> AnySelect:
    """Build the statement once: it runs before every page. `:today` is the day in Seoul."""
    today = bindparam("today", type_=Date)
    held_today = and_(RoleAssignment.person_id == Person.id, held_on(today))
    return (
        select(
            Person.id,
            Person.employee_no,
            Person.name,
            Person.department_id,
            Department.name,
            RoleAssignment.role,
            RoleAssignment.department_id,
            RoleAssignment.acting,
        )
        .join(Account, Account.person_id == Person.id)
        .outerjoin(Department, Department.id == Person.department_id)
        .outerjoin(RoleAssignment, held_today)
        .where(Account.disabled_at.is_(None), or_(Person.left_on.is_(None), Person.left_on >= today))
        .order_by(RoleAssignment.id)
    )


OF_PERSON = _actors().where(Person.id == bindparam("person_id"))
OF_PEOPLE = _actors().where(Person.id.in_(bindparam("person_ids", expanding=True)))
OF_TOKEN = (
    _actors()
    .add_columns(
        SignInSession.id,
        SignInSession.reauthenticated_at,
        SignInSession.last_seen_at,
        setting_column(SettingKey.OFFICE_NAME),
    )
    .join(SignInSession, SignInSession.person_id == Person.id)
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        SignInSession.ended_at.is_(None),
        SignInSession.last_seen_at > bindparam("idle_since"),
        SignInSession.created_at > bindparam("begun_since"),
    )
)


def actor_of_token(token: str) -> tuple[Actor, bool] | None:
    """Return the actor of a living session and whether it should be marked as seen, or None."""
    now = clock.now()
    given = {
        "today": clock.today(),
        "token_hash": hash_token(token),
        "idle_since": now - IDLE,
        "begun_since": now - ABSOLUTE,
    }
    rows = read(OF_TOKEN, given).all()
    if not rows:
        return None
    session_id, reauthenticated_at, last_seen_at, office = rows[0][-4:]
    recent = reauthenticated_at is not None and reauthenticated_at > now - REAUTHENTICATION
    actor = _actor(rows, session_id=session_id, reauthenticated=recent, office_name=office)
    return actor, now - last_seen_at > SEEN_STEP


def actor_of_person(person_id: int) -> Actor | None:
    """Return the actor for a person who may act today: for commands, jobs and tests."""
    rows = read(OF_PERSON, {"today": clock.today(), "person_id": person_id}).all()
    return _actor(rows) if rows else None


def actors_of_people(person_ids: Sequence[int]) -> Sequence[Actor]:
    """Return those of some people who may act today, in one statement."""
    rows = read(OF_PEOPLE, {"today": clock.today(), "person_ids": list(person_ids)})
    own: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        own[row[0]].append(row)
    return [_actor(found) for found in own.values()]


def _actor(
    rows: Sequence[AnyRow],
    *,
    session_id: int | None = None,
    reauthenticated: bool = False,
    office_name: str | None = None,
) -> Actor:
    person_id, employee_no, name, department_id, department_name, *_rest = rows[0]
    grants = tuple(
        Grant(role, unit, acting) for *_, role, unit, acting in (row[:8] for row in rows) if role is not None
    )
    return Actor(
        id=person_id,
        employee_no=employee_no,
        name=name,
        department_id=department_id,
        department_name=department_name or "",
        grants=grants,
        session_id=session_id,
        reauthenticated=reauthenticated,
        office_name=office_name,
    )
