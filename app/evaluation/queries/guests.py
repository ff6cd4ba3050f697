"""외부 평가위원: who was invited, how their codes stand, and who asks with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.accounts.queries.actors import ABSOLUTE, IDLE, SEEN_STEP, hash_token
from app.core import clock
from app.core.access import Actor, Grant, Role
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.evaluation.enums import Phase
from app.evaluation.models import EvaluationRound, OutsideEvaluator, PanelCode, PanelSession
from app.evaluation.rules.sheets import code_ends_at, code_is_alive


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Who asks with an access code: the person as an actor who may do nothing but score, and in which round."""

    actor: Actor
    id: int
    round_id: int
    session_id: int
    ends_at: datetime
    """When the code ends."""


@dataclass(frozen=True, kw_only=True)
class GuestRow:
    """An invitation as the control tower sees it. `valid_days` and `issued_at`: of the last code, None without one."""

    id: int
    person_id: int
    name: str
    institution: str
    field: str
    phase: Phase
    issued_at: datetime | None
    valid_days: int | None
    revoked_at: datetime | None
    signed_in_at: datetime | None
    signed_in_from: str | None
    displaced: int

    @property
    def ends_at(self) -> datetime | None:
        """When the last code ends."""
        if self.issued_at is None or self.valid_days is None:
            return None
        return code_ends_at(self.issued_at, self.valid_days)

    @property
    def is_alive(self) -> bool:
        """Whether the last code still opens the sheets."""
        if self.issued_at is None or self.valid_days is None:
            return False
        return code_is_alive(
            issued_at=self.issued_at,
            valid_days=self.valid_days,
            phase=self.phase,
            is_revoked=self.revoked_at is not None,
            now=clock.now(),
        )


def _sessions() -> AnySelect:
    return (
        select(
            PanelSession.id,
            PanelSession.created_at,
            PanelSession.last_seen_at,
            PanelSession.ended_at,
            PanelSession.displaced_by,
            PanelCode.issued_at,
            PanelCode.valid_days,
            PanelCode.revoked_at,
            OutsideEvaluator.id.label("guest_id"),
            OutsideEvaluator.round_id,
            EvaluationRound.phase,
            Person.id.label("person_id"),
            Person.name,
            Person.institution,
        )
        .join(PanelCode, PanelCode.id == PanelSession.code_id)
        .join(OutsideEvaluator, OutsideEvaluator.id == PanelCode.guest_id)
        .join(EvaluationRound, EvaluationRound.id == OutsideEvaluator.round_id)
        .join(Person, Person.id == OutsideEvaluator.person_id)
    )


_SESSIONS = _sessions()


def guest_of_token(token: str) -> tuple[Guest, bool] | None:
    """Return who a living session belongs to and whether it should be marked as seen, or None."""
    row = db.session.execute(_SESSIONS.where(PanelSession.token_hash == hash_token(token))).first()
    now = clock.now()
    if row is None or row.ended_at is not None or now - row.last_seen_at > IDLE or now - row.created_at > ABSOLUTE:
        return None
    alive = code_is_alive(
        issued_at=row.issued_at,
        valid_days=row.valid_days,
        phase=row.phase,
        is_revoked=row.revoked_at is not None,
        now=now,
    )
    if not alive:
        return None
    guest = Guest(
        actor=_actor(row.person_id, row.name, row.institution or ""),
        id=row.guest_id,
        round_id=row.round_id,
        session_id=row.id,
        ends_at=code_ends_at(row.issued_at, row.valid_days),
    )
    return guest, now - row.last_seen_at > SEEN_STEP


def was_displaced(token: str) -> bool:
    """Whether the session was ended by a sign-in from another machine."""
    statement = select(PanelSession.displaced_by).where(PanelSession.token_hash == hash_token(token))
    return db.session.scalar(statement) is not None


def guest_actor(round_id: int, person_id: int) -> Actor | None:
    """Return somebody from outside as an actor who may score, if they were invited to the round."""
    row = db.session.execute(
        select(Person.id, Person.name, Person.institution)
        .join(OutsideEvaluator, OutsideEvaluator.person_id == Person.id)
        .where(OutsideEvaluator.round_id == round_id, Person.id == person_id)
    ).first()
    return None if row is None else _actor(row.id, row.name, row.institution or "")


def _actor(person_id: int, name: str, institution: str) -> Actor:
    """Make the actor: an evaluator without a department. Only the pages of guests ever see one."""
    return Actor(
        id=person_id,
        employee_no="",
        name=name,
        department_id=None,
        department_name=institution,
        grants=(Grant(Role.EVALUATOR, None),),
    )


def former_guests(round_id: int) -> Sequence[tuple[int, str]]:
    """Return (person id, name with institution) of those invited to other rounds and not yet to this one."""
    here = select(OutsideEvaluator.person_id).where(OutsideEvaluator.round_id == round_id)
    statement = (
        select(Person.id, Person.name, Person.institution)
        .where(Person.institution.is_not(None), Person.id.not_in(here))
        .order_by(Person.name, Person.id)
    )
    return [(person_id, f"{name} · {institution}") for person_id, name, institution in db.session.execute(statement)]


def guest_rows(record: EvaluationRound) -> Sequence[GuestRow]:
    """Return the invitations of a round with the state of the last code and of the sign-ins, by name."""
    any_code, any_session = aliased(PanelCode), aliased(PanelSession)
    of_guest = any_code.guest_id == OutsideEvaluator.id
    latest = select(func.max(any_code.id)).where(of_guest).correlate(OutsideEvaluator).scalar_subquery()
    sessions = select(any_session.id).join(any_code, any_code.id == any_session.code_id).where(of_guest)
    displaced = sessions.with_only_columns(func.count()).where(any_session.displaced_by.is_not(None))
    displaced_count = displaced.correlate(OutsideEvaluator).scalar_subquery()
    last = sessions.with_only_columns(func.max(any_session.id)).correlate(OutsideEvaluator).scalar_subquery()
    statement = (
        select(
            OutsideEvaluator.id,
            OutsideEvaluator.person_id,
            Person.name,
            Person.institution,
            OutsideEvaluator.field,
            PanelCode.issued_at,
            PanelCode.valid_days,
            PanelCode.revoked_at,
            PanelSession.created_at.label("signed_in_at"),
            PanelSession.address,
            displaced_count.label("displaced"),
        )
        .join(Person, Person.id == OutsideEvaluator.person_id)
        .outerjoin(PanelCode, and_(PanelCode.guest_id == OutsideEvaluator.id, PanelCode.id == latest))
        .outerjoin(PanelSession, PanelSession.id == last)
        .where(OutsideEvaluator.round_id == record.id)
        .order_by(Person.name, OutsideEvaluator.id)
    )
    return [
        GuestRow(
            id=row.id,
            person_id=row.person_id,
            name=row.name,
            institution=row.institution or "",
            field=row.field,
            phase=record.phase,
            issued_at=row.issued_at,
            valid_days=row.valid_days,
            revoked_at=row.revoked_at,
            signed_in_at=row.signed_in_at,
            signed_in_from=row.address,
            displaced=row.displaced,
        )
        for row in db.session.execute(statement)
    ]


def guest_or_404(record: EvaluationRound, guest_id: int) -> OutsideEvaluator:
    """Return an invitation to a round. Raises Missing."""
    found = db.session.scalar(
        select(OutsideEvaluator).where(OutsideEvaluator.id == guest_id, OutsideEvaluator.round_id == record.id)
    )
    if found is None:
        raise Missing(_("Nobody of this number was invited to the round."))
    return found
