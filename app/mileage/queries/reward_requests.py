"""보상 신청: lists, one request with its points, and what was handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, bindparam, func, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, Role, allows
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import Labelled, _
from app.core.pages import Keyset, Page
from app.mileage.enums import Permission, RewardKind, RewardState, TransferKind
from app.mileage.models import Reward, RewardRequest, Transfer
from app.mileage.policy import POLICY
from app.mileage.rules.sources import source_of_reward
from app.organization.models import Department


class RequestScope(Labelled):
    """Which requests a list shows."""

    MINE = "mine", _("My rewards")
    TO_DECIDE = "to-decide", _("Rewards to decide")
    TO_HAND_OVER = "to-hand-over", _("Rewards to hand over")
    ALL = "all", _("All requests")


class RequestRow(NamedTuple):
    """One line of a list of requests."""

    id: int
    reward: str
    kind: RewardKind
    points: Decimal
    value_won: int
    requester_id: int
    requester: str
    department: str
    requested_on: date
    hold_until: date
    state: RewardState


class HandedOver(NamedTuple):
    """One reward that was handed over, for the list of HR."""

    id: int
    handed_over_on: date
    reward: str
    kind: RewardKind
    points: Decimal
    value_won: int
    employee_no: str
    requester: str
    department: str
    giver: str


@dataclass(frozen=True)
class RequestView:
    """Everything the page of a request shows."""

    request: RewardRequest
    reward: Reward
    department: str
    names: dict[int, str]
    transfer_id: int | None
    reversal_id: int | None


def offered_scopes(actor: Actor) -> tuple[RequestScope, ...]:
    """Return the lists the actor may open, the one to begin with first."""
    scopes = [RequestScope.MINE] if allows(POLICY, Permission.REWARD_REQUEST, actor) else []
    if actor.has(Role.CONTROL_TOWER):
        scopes.append(RequestScope.TO_DECIDE)
    if actor.has(Role.CONTROL_TOWER) or actor.has(Role.HR):
        scopes.append(RequestScope.TO_HAND_OVER)
    if any(actor.has(role) for role in (Role.CONTROL_TOWER, Role.HR, Role.AUDITOR)):
        scopes.append(RequestScope.ALL)
    return tuple(scopes) or (RequestScope.MINE,)


def requests_page(scope: RequestScope, actor: Actor, cursor: str | None = None) -> Page[RequestRow]:
    """Return a page of requests, the newest first. The route asks only for scopes the actor is offered."""
    given = {} if scope is RequestScope.ALL else {"me": actor.id}
    page = _listing(scope).page(cursor, given)
    return Page([RequestRow._make(row) for row in page.rows], page.next_cursor)


def to_decide(person_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Where-clause: requests that wait for a decision of the person as control tower."""
    return (RewardRequest.state == RewardState.RESERVED) & (RewardRequest.requester_id != person_id)


def to_hand_over(person_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Where-clause: approved requests that wait until the person hands the reward over."""
    return (RewardRequest.state == RewardState.APPROVED) & (RewardRequest.requester_id != person_id)


def request_or_404(request_id: int, actor: Actor) -> RewardRequest:
    """Load a request the actor may read. Raises `Missing`."""
    found = db.session.get(RewardRequest, request_id)
    if found is None or not allows(POLICY, Permission.REWARD_READ, actor, found):
        raise Missing(_("There is no such reward request."))
    return found


def request_view(request: RewardRequest) -> RequestView:
    """Load what the page of a request shows: three statements."""
    reward, department = db.session.execute(
        select(Reward, Department.name)
        .select_from(RewardRequest)
        .join(Reward, Reward.id == RewardRequest.reward_id)
        .join(Department, Department.id == RewardRequest.department_id)
        .where(RewardRequest.id == request.id)
    ).one()
    ids = {request.requester_id, request.approver_id, request.giver_id, request.closer_id} - {None}
    names = {row.id: row.name for row in db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}
    back = aliased(Transfer)
    moved = db.session.execute(
        select(Transfer.id, back.id)
        .outerjoin(back, back.reverses_id == Transfer.id)
        .where(Transfer.kind == TransferKind.REWARD, Transfer.source == source_of_reward(request.id))
    ).first()
    transfer_id, reversal_id = moved or (None, None)
    return RequestView(request, reward, department, names, transfer_id, reversal_id)


def reservation_of(request_id: int) -> Transfer:
    """Return the transfer that reserved the points of a request."""
    reserved = select(Transfer).where(
        Transfer.kind == TransferKind.REWARD, Transfer.source == source_of_reward(request_id)
    )
    return db.session.scalars(reserved).one()


def undecided_of(person_id: int) -> Sequence[RewardRequest]:
    """Return the person's requests nobody has decided about, the newest first."""
    waiting = select(RewardRequest).where(
        RewardRequest.requester_id == person_id, RewardRequest.state == RewardState.RESERVED
    )
    newest_first = waiting.order_by(RewardRequest.id.desc())
    return db.session.scalars(newest_first.execution_options(populate_existing=True)).all()


def handed_over_count(first: date, last: date) -> int:
    """Return how many rewards were handed over from one day to another, both counted."""
    return db.session.scalar(_COUNT, {"first": first, "last": last}) or 0


def handed_over(first: date, last: date) -> list[HandedOver]:
    """Return what was handed over from one day to another, in the order of the days."""
    return [HandedOver._make(row) for row in db.session.execute(_HANDED_OVER, {"first": first, "last": last})]


@lru_cache
def _listing(scope: RequestScope) -> Keyset:
    """Put the statement of a list together once; who reads it is left open."""
    me = bindparam("me", type_=Integer)
    where = {
        RequestScope.MINE: RewardRequest.requester_id == me,
        RequestScope.TO_DECIDE: to_decide(me),
        RequestScope.TO_HAND_OVER: to_hand_over(me),
        RequestScope.ALL: true(),
    }
    return Keyset(_rows().where(where[scope]), keys=[RewardRequest.id])


def _rows() -> AnySelect:
    return (
        select(
            RewardRequest.id,
            Reward.name,
            Reward.kind,
            Reward.points,
            Reward.value_won,
            RewardRequest.requester_id,
            Person.name,
            Department.name,
            RewardRequest.requested_on,
            RewardRequest.hold_until,
            RewardRequest.state,
        )
        .join(Reward, Reward.id == RewardRequest.reward_id)
        .join(Person, Person.id == RewardRequest.requester_id)
        .join(Department, Department.id == RewardRequest.department_id)
    )


_GIVER = aliased(Person, name="giver")
_BETWEEN = RewardRequest.handed_over_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
_COUNT = select(func.count()).select_from(RewardRequest).where(_BETWEEN)
_HANDED_OVER = (
    select(
        RewardRequest.id,
        RewardRequest.handed_over_on,
        Reward.name,
        Reward.kind,
        Reward.points,
        Reward.value_won,
        Person.employee_no,
        Person.name,
        Department.name,
        _GIVER.name,
    )
    .join(Reward, Reward.id == RewardRequest.reward_id)
    .join(Person, Person.id == RewardRequest.requester_id)
    .join(Department, Department.id == RewardRequest.department_id)
    .join(_GIVER, _GIVER.id == RewardRequest.giver_id)
    .where(_BETWEEN)
    .order_by(RewardRequest.handed_over_on, RewardRequest.id)
)
