"""Verbs about people: entering, changing, transferring."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from app.accounts.enums import Permission
from app.accounts.events import AccountDisabled, PersonAdded, PersonChanged, PersonTransferred
from app.accounts.models import Account, Membership, Person, RoleAssignment
from app.accounts.policy import POLICY
from app.accounts.rules import is_address
from app.accounts.services.sign_in import end_all_sessions
from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Invalid, Refused
from app.core.events import publish
from app.core.messages import _
from app.organization.models import Department

LATEST_ENTRY = timedelta(days=31)
"""How long after its day a transfer may be entered."""


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What is known of a person; `department_id` None: from outside the office."""

    employee_no: str
    name: str
    rank: str = ""
    series: str = ""
    department_id: int | None = None
    joined_on: date
    left_on: date | None = None
    email: str | None = None


def require_edit(actor: Actor | None) -> None:
    """Let an administrator through, or the command line (`actor` None)."""
    if actor is not None:
        access.require(POLICY, Permission.PEOPLE_EDIT, actor)


def save_person(*, facts: PersonFacts, actor: Actor | None) -> Person:
    """Enter a person, or change the one with this number; a new department is a transfer of today."""
    require_edit(actor)
    _check_facts(facts)
    person = db.session.scalar(select(Person).where(Person.employee_no == facts.employee_no))
    if person is None:
        return _enter(facts, actor)
    _change_person(person, facts, actor)
    if facts.department_id is not None and facts.department_id != person.department_id:
        transfer_person(person=person, to_department_id=facts.department_id, on=clock.today(), actor=actor)
    return person


def add_person(*, facts: PersonFacts, actor: Actor | None) -> Person:
    """Enter a person. Raises `Invalid` when the number belongs to somebody already."""
    require_edit(actor)
    _check_facts(facts)
    if db.session.scalar(select(Person.id).where(Person.employee_no == facts.employee_no)) is not None:
        taken = _("This employee number is taken.")
        raise Invalid(taken, fields={"employee_no": [taken]})
    return _enter(facts, actor)


def _check_facts(facts: PersonFacts) -> None:
    if facts.left_on is not None and facts.left_on < facts.joined_on:
        raise Refused(_("The last day of a person cannot come before the first."))
    for label, text, most in (
        (_("Employee number"), facts.employee_no, 20),
        (_("Name"), facts.name, 200),
        (_("Rank"), facts.rank, 20),
        (_("Series"), facts.series, 40),
    ):
        if len(text) > most:
            raise Refused(_("%(field)s: at most %(most)s characters.", field=label, most=most))
    if facts.email is not None and not is_address(facts.email):
        wrong = _("Write one plain mail address, for example hong@city.go.kr.")
        raise Invalid(wrong, fields={"email": [wrong]})


def _enter(facts: PersonFacts, actor: Actor | None) -> Person:
    starts_on = _first_day_in_department(facts)
    person = Person(**vars(facts), version=1)
    db.session.add(person)
    db.session.flush()
    if facts.department_id is not None:
        db.session.add(Membership(person_id=person.id, department_id=facts.department_id, starts_on=starts_on))
        db.session.flush()
    publish(PersonAdded(actor_id=actor.id if actor else None, person_id=person.id, department_id=person.department_id))
    return person


def _change_person(person: Person, facts: PersonFacts, actor: Actor | None) -> None:
    kept = ("name", "rank", "series", "joined_on", "left_on", "email")
    changed = {name: getattr(facts, name) for name in kept if getattr(person, name) != getattr(facts, name)}
    if not changed:
        return
    for name, value in changed.items():
        setattr(person, name, value)
    person.version += 1
    db.session.flush()
    publish(PersonChanged(actor_id=actor.id if actor else None, person_id=person.id))


def transfer_person(*, person: Person, to_department_id: int, on: date, actor: Actor | None) -> None:
    """Move a person to another department. Roles held for departments end the same day.

    `on` is the first day in the new department, today or up to a month earlier: who belonged where decides whom
    somebody may score, so the past is not rewritten. Raises `Refused` for a day to come or longer ago, for a day before the present membership began, and for a department that does not exist on that day.
    """
    require_edit(actor)
    if on > clock.today():
        raise Refused(_("A transfer is entered on its day or later, not before."))
    if on < clock.today() - LATEST_ENTRY:
        raise Refused(
            _("A transfer is entered at most %(days)s days after its day, not later.", days=LATEST_ENTRY.days)
        )
    _check_department(to_department_id, on)
    _close_membership(person, on)
    ended = _end_departmental_roles(person.id, on)
    former, person.department_id = person.department_id, to_department_id
    person.version += 1
    db.session.add(Membership(person_id=person.id, department_id=to_department_id, starts_on=on))
    db.session.flush()
    publish(
        PersonTransferred(
            actor_id=actor.id if actor else None,
            person_id=person.id,
            from_department_id=former,
            to_department_id=to_department_id,
            starts_on=on.isoformat(),
            ended_role_ids=ended,
        )
    )


def disable_account(*, person: Person, actor: Actor | None) -> None:
    """Close an account at once; every session of the person ends."""
    require_edit(actor)
    account = db.session.get(Account, person.id)
    if account is None or account.disabled_at is not None:
        raise Refused(_("This person has no open account."))
    account.disabled_at = clock.now()
    end_all_sessions(person.id)
    publish(AccountDisabled(actor_id=actor.id if actor else None, person_id=person.id))


def _first_day_in_department(facts: PersonFacts) -> date:
    """Return the day the person joined, or the department's first day where the person is older than it."""
    if facts.department_id is None:
        return facts.joined_on
    department = db.session.get(Department, facts.department_id)
    if department is None or not department.exists_between(facts.joined_on, facts.left_on):
        raise Refused(_("The department does not exist in that time."))
    return max(facts.joined_on, department.valid_from)


def _check_department(department_id: int, day: date) -> None:
    department = db.session.get(Department, department_id)
    if department is None or not department.is_valid_on(day):
        raise Refused(_("The department does not exist on %(day)s.", day=day.isoformat()))


def _close_membership(person: Person, on: date) -> None:
    open_one = db.session.scalar(
        select(Membership).where(Membership.person_id == person.id, Membership.ends_on.is_(None))
    )
    if open_one is None:
        return
    if on <= open_one.starts_on:
        raise Refused(
            _(
                "The transfer must come after %(day)s, the first day in the present department.",
                day=open_one.starts_on.isoformat(),
            )
        )
    open_one.ends_on = on - timedelta(days=1)
    db.session.flush()


def _end_departmental_roles(person_id: int, on: date) -> tuple[int, ...]:
    """End what is held for a department on the last day before the transfer; what begins later never counts."""
    rows = db.session.scalars(
        select(RoleAssignment).where(
            RoleAssignment.person_id == person_id,
            RoleAssignment.department_id.is_not(None),
            or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= on),
        )
    ).all()
    for row in rows:
        row.ends_on = on - timedelta(days=1)
    return tuple(row.id for row in rows)
