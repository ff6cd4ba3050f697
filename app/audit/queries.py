"""Reads of the audit log."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, not_, select

from app.accounts.models import Person
from app.audit.concealment import actor_is_hidden
from app.audit.models import AuditEntry, AuditVerification
from app.core import clock
from app.core.database import AnySelect, db
from app.core.messages import Message, _
from app.core.pages import Page, keyset_page


@dataclass(frozen=True)
class Search:
    """What an auditor looks for; None stands for everything. Days are days in Seoul, both included."""

    event: str | None = None
    person: str | None = None
    subject_type: str | None = None
    subject_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Finding:
    """The last check of the chain."""

    at: datetime
    by: str
    entries: int
    intact: bool
    problems: tuple[Message, ...]


def find_entries(search: Search, cursor: str | None = None) -> Page[object]:
    """Return a page of rows (seq, at, name of the actor, event, subject type, subject id, is the name hidden), newest first."""
    hidden = actor_is_hidden()
    statement: AnySelect = select(
        AuditEntry.seq,
        AuditEntry.at,
        case((not_(hidden), Person.name)),
        AuditEntry.event,
        AuditEntry.subject_type,
        AuditEntry.subject_id,
        hidden,
    ).outerjoin(Person, Person.id == AuditEntry.actor_id)
    return keyset_page(_narrowed(statement, search), keys=[AuditEntry.seq], cursor=cursor)


def entry_by_seq(seq: int) -> AuditEntry | None:
    """Return one entry, or None."""
    return db.session.get(AuditEntry, seq)


def actor_of_entry(entry: AuditEntry) -> tuple[str | None, bool]:
    """Return the name of who acted (None: the system, or hidden) and whether it is hidden.

    Of a deputy the name says in whose place: such an entry carries `deputy_for_id`.
    """
    hidden = actor_is_hidden()
    statement = (
        select(case((not_(hidden), Person.name)), hidden)
        .select_from(AuditEntry)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.seq == entry.seq)
    )
    name, is_hidden = db.session.execute(statement).one()
    principal_id = json.loads(entry.details).get("deputy_for_id")
    if name is not None and principal_id is not None:
        principal = db.session.scalar(select(Person.name).where(Person.id == principal_id))
        name = str(_("%(deputy)s, deputy of %(principal)s", deputy=name, principal=principal))
    return name, bool(is_hidden)


def last_verification() -> Finding | None:
    """Return what the last check of the chain has found, or None if there was none yet."""
    statement = (
        select(AuditVerification, Person.name)
        .outerjoin(Person, Person.id == AuditVerification.actor_id)
        .order_by(AuditVerification.id.desc())
        .limit(1)
    )
    row = db.session.execute(statement).first()
    if row is None:
        return None
    kept, name = row
    problems = tuple(Message(problem["msgid"], problem["params"]) for problem in kept.problems)
    return Finding(kept.at, name or "", kept.entries, kept.intact, problems)


def _narrowed(statement: AnySelect, search: Search) -> AnySelect:
    if search.event:
        statement = statement.where(AuditEntry.event == search.event)
    if search.person:
        who = select(Person.id).where((Person.name == search.person) | (Person.employee_no == search.person))
        statement = statement.where(AuditEntry.actor_id.in_(who), not_(actor_is_hidden()))
    if search.subject_type:
        statement = statement.where(AuditEntry.subject_type == search.subject_type)
    if search.subject_id is not None:
        statement = statement.where(AuditEntry.subject_id == search.subject_id)
    if search.first_day:
        statement = statement.where(AuditEntry.at >= clock.start_of_day(search.first_day))
    if search.last_day and search.last_day < date.max:
        statement = statement.where(AuditEntry.at < clock.start_of_day(search.last_day + timedelta(days=1)))
    return statement
