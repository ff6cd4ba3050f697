"""적립신청 대리: named by whoever is away, ended by the date or early by one of the two."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import Person
from app.core import access, clock
from app.core.access import Actor, Role
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import _
from app.mileage.claim_events import ClaimDeputyEnded, ClaimDeputyNamed
from app.mileage.enums import DeputyOffice, Permission
from app.mileage.models import ClaimDeputy
from app.mileage.policy import POLICY
from app.mileage.queries.claim_deputies import Seat, named_between, roles_between
from app.mileage.rules import claim_deputies as rules


@dataclass(frozen=True, kw_only=True)
class DeputyText:
    """Who stands in, for which seat, from–to and why."""

    seat: Seat
    deputy_id: int
    starts_on: date
    ends_on: date
    reason: str


def name_deputy(*, actor: Actor, text: DeputyText) -> ClaimDeputy:
    """Name who decides about claims in the actor's place. Raises `Invalid` or `Refused` where that may not be."""
    access.require(POLICY, Permission.CLAIM_DEPUTY_NAME, actor, text.seat)
    if not text.reason.strip():
        raise Refused(_("Please write the reason."))
    # Whoever names one of the two at the same time waits here, and then sees this row. Rows that only name them do not.
    for person_id in sorted({actor.id, text.deputy_id}):
        db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    rules.check_naming(_naming(actor, text), clock.today())
    row = ClaimDeputy(
        office=text.seat.office,
        department_id=text.seat.department_id,
        principal_id=actor.id,
        deputy_id=text.deputy_id,
        starts_on=text.starts_on,
        ends_on=text.ends_on,
        reason=text.reason,
        named_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    publish(
        ClaimDeputyNamed(
            actor_id=actor.id,
            claim_deputy_id=row.id,
            office=row.office.value,
            department_id=row.department_id,
            principal_id=row.principal_id,
            deputy_id=row.deputy_id,
            starts_on=row.starts_on.isoformat(),
            ends_on=row.ends_on.isoformat(),
            reason=FreeText(row.reason),
        )
    )
    return row


def end_deputy(*, deputy: ClaimDeputy, actor: Actor) -> None:
    """End a deputy's days now, as one of the two: the principal decides again at once."""
    access.require(POLICY, Permission.CLAIM_DEPUTY_END, actor, deputy)
    rules.check_ending(has_ended=deputy.ended_at is not None, ends_on=deputy.ends_on, today=clock.today())
    change_state(deputy, ended_at=clock.now(), ended_by_id=actor.id)
    publish(
        ClaimDeputyEnded(
            actor_id=actor.id,
            claim_deputy_id=deputy.id,
            principal_id=deputy.principal_id,
            deputy_id=deputy.deputy_id,
        )
    )


def _naming(actor: Actor, text: DeputyText) -> rules.Naming:
    days = (text.starts_on, max(text.starts_on, text.ends_on))
    person = db.session.get(Person, text.deputy_id)
    roles = roles_between(text.deputy_id, *days)
    wanted = (
        (Role.HEAD, text.seat.department_id) if text.seat.office is DeputyOffice.HEAD else (Role.CONTROL_TOWER, None)
    )
    rows = named_between([actor.id, text.deputy_id], *days)
    return rules.Naming(
        principal_id=actor.id,
        deputy_id=text.deputy_id,
        department_id=text.seat.department_id,
        deputy_department_id=person.department_id if person else None,
        starts_on=text.starts_on,
        ends_on=text.ends_on,
        deputy_is_here=person is not None and (person.left_on is None or person.left_on >= text.ends_on),
        deputy_audits=any(role is Role.AUDITOR for role, _unit in roles),
        holds_it_too=wanted in roles,
        is_taken=any(_is_of_seat(row, actor, text.seat) for row in rows),
        is_chain=any(row.principal_id == text.deputy_id or row.deputy_id == actor.id for row in rows),
    )


def _is_of_seat(row: ClaimDeputy, actor: Actor, seat: Seat) -> bool:
    return (row.principal_id, row.office, row.department_id) == (actor.id, seat.office, seat.department_id)
