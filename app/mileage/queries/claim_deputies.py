"""적립신청 대리: who stands in for whom today, and for which claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, exists, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Page, keyset_page
from app.mileage.enums import ClaimState, DeputyOffice
from app.mileage.models import Claim, ClaimDeputy, ClaimEntry, ClaimShare, ClaimUpload
from app.organization.models import Department

_ROLES = {DeputyOffice.HEAD: Role.HEAD, DeputyOffice.TOWER: Role.CONTROL_TOWER}
_Colleague = aliased(Person, name="deputy")
_Reader = SQLColumnExpression[int] | int


@dataclass(frozen=True)
class Seat:
    """A place somebody can name a deputy for: the head of a department, or a member of the control tower."""

    office: DeputyOffice
    department_id: int
    department: str


@dataclass(frozen=True)
class Standing:
    """Somebody stands in for somebody today."""

    principal_id: int
    principal: str
    deputy_id: int
    deputy: str
    ends_on: date


@dataclass(frozen=True)
class DeputyRow:
    """One line of the list."""

    id: int
    office: DeputyOffice
    department: str
    principal_id: int
    principal: str
    deputy_id: int
    deputy: str
    starts_on: date
    ends_on: date
    reason: str
    ended_at: datetime | None


def is_party(person_id: _Reader) -> ColumnElement[bool]:
    """Where-clause: the person wrote the claim, shares in it, or read it in from a workbook."""
    share = select(ClaimShare.claim_id).where(ClaimShare.claim_id == Claim.id, ClaimShare.person_id == person_id)
    entry = (
        select(ClaimEntry.claim_id)
        .join(ClaimUpload, ClaimUpload.id == ClaimEntry.upload_id)
        .where(ClaimEntry.claim_id == Claim.id, ClaimUpload.uploader_id == person_id)
    )
    return or_(
        Claim.claimant_id == person_id,
        share.correlate_except(ClaimShare).exists(),
        entry.correlate_except(ClaimEntry, ClaimUpload).exists(),
    )


def stands_in_today() -> ColumnElement[bool]:
    """Where-clause: the `ClaimDeputy` of the statement holds today.

    It lapses by itself where the principal no longer has the role, or the deputy has left the department or the office.
    """
    today = clock.today()
    roles = [
        and_(
            ClaimDeputy.office == office,
            RoleAssignment.role == role,
            RoleAssignment.department_id == ClaimDeputy.department_id if office is DeputyOffice.HEAD else true(),
        )
        for office, role in _ROLES.items()
    ]
    held = exists().where(RoleAssignment.person_id == ClaimDeputy.principal_id, held_on(today), or_(*roles))
    works_there = exists().where(
        _Colleague.id == ClaimDeputy.deputy_id,
        _Colleague.department_id == ClaimDeputy.department_id,
        or_(_Colleague.left_on.is_(None), _Colleague.left_on >= today),
    )
    return and_(
        ClaimDeputy.ended_at.is_(None),
        ClaimDeputy.starts_on <= today,
        ClaimDeputy.ends_on >= today,
        held.correlate_except(RoleAssignment),
        works_there.correlate_except(_Colleague),
    )


def standings(office: DeputyOffice, department_id: int | None = None) -> Sequence[Standing]:
    """Return who stands in today for the heads of a department, or for the control tower: one statement."""
    principal, deputy = aliased(Person), aliased(Person)
    statement = (
        select(ClaimDeputy.principal_id, principal.name, ClaimDeputy.deputy_id, deputy.name, ClaimDeputy.ends_on)
        .join(principal, principal.id == ClaimDeputy.principal_id)
        .join(deputy, deputy.id == ClaimDeputy.deputy_id)
        .where(ClaimDeputy.office == office, stands_in_today())
        .where(true() if department_id is None else ClaimDeputy.department_id == department_id)
        .order_by(ClaimDeputy.id)
    )
    return [Standing(*row) for row in db.session.execute(statement)]


def confirmed_as_deputy(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the actor may confirm the claim in the place of a head who has no part in it."""
    named = _named(DeputyOffice.HEAD).where(
        ClaimDeputy.deputy_id == actor.id,
        ClaimDeputy.department_id == Claim.department_id,
        ~is_party(ClaimDeputy.principal_id),
    )
    stood_for = _of_deputy(actor, DeputyOffice.HEAD, ClaimDeputy.department_id)
    return and_(Claim.department_id.in_(stood_for), named.correlate(Claim).exists())


def verified_as_deputy(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the actor may verify the claim in the place of somebody of the control tower who may."""
    free = _named(DeputyOffice.TOWER).where(
        ClaimDeputy.deputy_id == actor.id,
        ~is_party(ClaimDeputy.principal_id),
        *_on_another_side(ClaimDeputy.principal_id),
    )
    return free.correlate(Claim).exists()


def is_confirmed_for(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: a deputy of the actor, as head, decides about the claim today."""
    named = _named(DeputyOffice.HEAD).where(
        ClaimDeputy.principal_id == actor.id,
        ClaimDeputy.department_id == Claim.department_id,
        ~is_party(ClaimDeputy.deputy_id),
    )
    return named.correlate(Claim).exists()


def is_verified_for(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: a deputy of the actor, as member of the control tower, decides about the claim today."""
    named = _named(DeputyOffice.TOWER).where(
        ClaimDeputy.principal_id == actor.id,
        ~is_party(ClaimDeputy.deputy_id),
        *_on_another_side(ClaimDeputy.deputy_id),
    )
    return named.correlate(Claim).exists()


def read_as_deputy(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims that wait while the actor stands in, and what the actor decided as a deputy."""
    heads = Claim.department_id.in_(_of_deputy(actor, DeputyOffice.HEAD, ClaimDeputy.department_id))
    tower = _of_deputy(actor, DeputyOffice.TOWER, ClaimDeputy.id).exists()
    decided = (
        and_(Claim.confirmer_id == actor.id, Claim.confirmed_for_id.is_not(None)),
        and_(Claim.verifier_id == actor.id, Claim.verified_for_id.is_not(None)),
        and_(Claim.returner_id == actor.id, Claim.returned_for_id.is_not(None)),
    )
    return or_(and_(Claim.state.in_((ClaimState.SUBMITTED, ClaimState.CONFIRMED)), or_(heads, tower)), *decided)


def stands_in_for_somebody(actor: Actor) -> bool:
    """Whether the actor is a deputy today: one statement."""
    held = select(ClaimDeputy.id).where(ClaimDeputy.deputy_id == actor.id, stands_in_today())
    return db.session.scalar(held.limit(1)) is not None


def seats_of(actor: Actor) -> Sequence[Seat]:
    """Return the places the actor can name a deputy for: one statement, none for somebody without one."""
    wanted = {
        (DeputyOffice.HEAD, grant.department_id)
        for grant in actor.grants
        if grant.role is Role.HEAD and not grant.acting and grant.department_id is not None
    }
    if actor.has(Role.CONTROL_TOWER) and actor.department_id is not None:
        wanted.add((DeputyOffice.TOWER, actor.department_id))
    if not wanted:
        return ()
    units = select(Department.id, Department.name).where(Department.id.in_({unit for _office, unit in wanted}))
    names = {row.id: row.name for row in db.session.execute(units)}
    return [Seat(office, unit, names[unit]) for office, unit in sorted(wanted)]


def candidates(actor: Actor, seats: Sequence[Seat]) -> Sequence[tuple[int, str]]:
    """Return (id, name with department) of who works where the actor can be stood for, without the actor."""
    today, units = clock.today(), {seat.department_id for seat in seats}
    statement = (
        select(Person.id, Person.name, Person.rank, Department.name)
        .join(Department, Department.id == Person.department_id)
        .where(Person.department_id.in_(units), Person.id != actor.id, Person.joined_on <= today)
        .where(or_(Person.left_on.is_(None), Person.left_on >= today))
        .order_by(Department.name, Person.name, Person.id)
    )
    rows = db.session.execute(statement)
    return [(person_id, " · ".join(filter(None, (name, rank, unit)))) for person_id, name, rank, unit in rows]


def deputies_page(actor: Actor, cursor: str | None = None) -> Page[DeputyRow]:
    """Return a page of who was named, the latest first: the actor's own, or all for control tower, HR and auditors."""
    principal, deputy = aliased(Person), aliased(Person)
    oversees = any(actor.has(role) for role in (Role.CONTROL_TOWER, Role.HR, Role.AUDITOR))
    statement = (
        select(
            ClaimDeputy.id,
            ClaimDeputy.office,
            Department.name,
            ClaimDeputy.principal_id,
            principal.name,
            ClaimDeputy.deputy_id,
            deputy.name,
            ClaimDeputy.starts_on,
            ClaimDeputy.ends_on,
            ClaimDeputy.reason,
            ClaimDeputy.ended_at,
        )
        .join(Department, Department.id == ClaimDeputy.department_id)
        .join(principal, principal.id == ClaimDeputy.principal_id)
        .join(deputy, deputy.id == ClaimDeputy.deputy_id)
        .where(true() if oversees else _takes_part(actor))
    )
    page = keyset_page(statement, keys=[ClaimDeputy.id], cursor=cursor)
    return Page([DeputyRow(*row) for row in page.rows], page.next_cursor)


def deputy_or_404(deputy_id: int, actor: Actor) -> ClaimDeputy:
    """Load a deputy's row of the actor's own, as principal or deputy. Raises `Missing`."""
    found = db.session.scalar(select(ClaimDeputy).where(ClaimDeputy.id == deputy_id, _takes_part(actor)))
    if found is None:
        raise Missing(_("There is no such deputy."))
    return found


def named_between(person_ids: Sequence[int], starts_on: date, ends_on: date) -> Sequence[ClaimDeputy]:
    """Return the rows of these people, as principal or deputy, that meet the days."""
    takes_part = or_(ClaimDeputy.principal_id.in_(person_ids), ClaimDeputy.deputy_id.in_(person_ids))
    meets = (ClaimDeputy.ended_at.is_(None), ClaimDeputy.starts_on <= ends_on, ClaimDeputy.ends_on >= starts_on)
    return db.session.scalars(select(ClaimDeputy).where(takes_part, *meets)).all()


def roles_between(person_id: int, starts_on: date, ends_on: date) -> Sequence[tuple[Role, int | None]]:
    """Return the roles a person holds on some of the days."""
    meets = (
        RoleAssignment.starts_on <= ends_on,
        or_(RoleAssignment.ends_on.is_(None), RoleAssignment.ends_on >= starts_on),
    )
    statement = select(RoleAssignment.role, RoleAssignment.department_id).where(
        RoleAssignment.person_id == person_id, *meets
    )
    return [(row.role, row.department_id) for row in db.session.execute(statement)]


def _named(office: DeputyOffice) -> AnySelect:
    return select(ClaimDeputy.id).where(ClaimDeputy.office == office, stands_in_today())


def _of_deputy(actor: Actor, office: DeputyOffice, column: ColumnElement[int] | SQLColumnExpression[int]) -> AnySelect:
    held = select(column).where(ClaimDeputy.deputy_id == actor.id, ClaimDeputy.office == office, stands_in_today())
    return held.correlate(None)


def _on_another_side(person_id: SQLColumnExpression[int]) -> tuple[ColumnElement[bool], ...]:
    """Where-clauses: the person neither confirmed nor was confirmed for."""
    return (
        or_(Claim.confirmer_id.is_(None), Claim.confirmer_id != person_id),
        or_(Claim.confirmed_for_id.is_(None), Claim.confirmed_for_id != person_id),
    )


def _takes_part(actor: Actor) -> ColumnElement[bool]:
    return or_(ClaimDeputy.principal_id == actor.id, ClaimDeputy.deputy_id == actor.id)
