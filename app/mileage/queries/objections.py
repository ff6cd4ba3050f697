"""적립 이의신청: lists, one objection with everybody who had a hand in its row, and the answers shown on rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, bindparam, func, or_, select, true, union
from sqlalchemy.orm import aliased

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on, offices_on
from app.core import clock
from app.core.access import Actor, Role, allows
from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import Labelled, _
from app.core.pages import Keyset, Page
from app.mileage.enums import AccountKind, ClosingState, ObjectionKind, ObjectionResult, ObjectionState, Permission
from app.mileage.models import (
    CapCut,
    Claim,
    ClaimEntry,
    ClaimPanel,
    ClaimShare,
    ClaimUpload,
    MileageAccount,
    Objection,
    PanelSeat,
    ShorteningRun,
    Transfer,
    YearClosing,
)
from app.mileage.policy import POLICY
from app.mileage.rules.sources import parse_source
from app.organization.models import Department

_DECIDERS = (
    Claim.claimant_id,
    Claim.confirmer_id,
    Claim.confirmed_for_id,
    Claim.verifier_id,
    Claim.verified_for_id,
    Claim.returner_id,
    Claim.returned_for_id,
)


class ObjectionScope(Labelled):
    """Which objections a list shows."""

    MINE = "mine", _("My objections")
    OPEN = "open", _("Objections to answer")
    ALL = "all", _("All objections")


class ObjectionRow(NamedTuple):
    """One line of a list."""

    id: int
    kind: ObjectionKind
    owner: str
    objector: str
    happened_on: date
    fact: str | None
    transfer_id: int | None
    received_on: date
    answer_by: date
    state: ObjectionState
    outcome: ObjectionResult | None


class RowObjection(NamedTuple):
    """What stands on a row of the statement: an objection to it, and the answer."""

    id: int
    state: ObjectionState
    outcome: ObjectionResult | None
    answer: str | None


@dataclass(frozen=True)
class ObjectionView:
    """Everything the page of an objection shows. Stands for the objection in the policy."""

    objection: Objection
    person_id: int | None
    department_id: int | None
    account_kind: AccountKind
    owner: str
    names: Mapping[int, str]
    hands: frozenset[int]
    objector_offices: frozenset[int]

    @property
    def objector_id(self) -> int:
        """Who handed it in."""
        return self.objection.objector_id


def objection_or_404(objection_id: int, actor: Actor) -> Objection:
    """Load an objection the actor may read. Raises `Missing`."""
    found = db.session.execute(_ONE, {"objection": objection_id}).first()
    if found is None or not allows(POLICY, Permission.OBJECTION_READ, actor, _Readable(*found[1:])):
        raise Missing(_("There is no such objection."))
    objection: Objection = found[0]
    return objection


def objection_view(objection: Objection) -> ObjectionView:
    """Load what the page shows and who may answer: five statements."""
    kind, person_id, department_id, owner = db.session.execute(_OWNER, {"account": objection.account_id}).one()
    wanted = {objection.objector_id, objection.answerer_id} - {None}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    offices = offices_on(objection.objector_id, clock.today()) | {objection.objector_department_id}
    if department_id is not None:
        offices |= {department_id}
    return ObjectionView(
        objection=objection,
        person_id=person_id,
        department_id=department_id,
        account_kind=kind,
        owner=owner,
        names={row.id: row.name for row in rows},
        hands=hands_in(objection) | {objection.objector_id},
        objector_offices=offices,
    )


def hands_in(objection: Objection) -> frozenset[int]:
    """Return who recorded the row, wrote, shares, confirmed or verified its claim, or drafted what paid or expired.

    At most two statements.
    """
    if objection.transfer_id is not None:
        of_row = select(Transfer.actor_id, Transfer.claim_id, Transfer.source).where(
            Transfer.id == objection.transfer_id
        )
    elif objection.cap_cut_id is not None:
        of_row = select(CapCut.actor_id, CapCut.claim_id, CapCut.source).where(CapCut.id == objection.cap_cut_id)
    else:
        return frozenset()
    recorder, claim_id, source = db.session.execute(of_row).one()
    people: set[int | None] = {recorder, *_drafters_of(source)}
    if claim_id is not None:
        people |= claim_hands(claim_id)
    return frozenset(person for person in people if person is not None)


def _drafters_of(source: str) -> Sequence[int]:
    """Return who drafted the run of handling times behind a source, or proposed the closings of its year."""
    parsed = parse_source(source)
    if parsed is not None and parsed.noun == "shortening":
        return db.session.scalars(select(ShorteningRun.drafted_by_id).where(ShorteningRun.id == parsed.id)).all()
    if parsed is not None and parsed.noun == "closing":
        confirmed = YearClosing.state == ClosingState.CONFIRMED
        return db.session.scalars(
            select(YearClosing.proposed_by_id).where(YearClosing.year == parsed.id, confirmed)
        ).all()
    return ()


def claim_hands(claim_id: int) -> set[int | None]:
    """Return who wrote, read in, shares, confirmed, verified or returned a claim, for whom, and who sat on its panel."""
    of_claim = [select(column).where(Claim.id == claim_id) for column in _DECIDERS]
    shares = select(ClaimShare.person_id).where(ClaimShare.claim_id == claim_id)
    readers_in = (
        select(ClaimUpload.uploader_id)
        .join(ClaimEntry, ClaimEntry.upload_id == ClaimUpload.id)
        .where(ClaimEntry.claim_id == claim_id)
    )
    seats = (
        select(PanelSeat.person_id)
        .join(ClaimPanel, ClaimPanel.id == PanelSeat.panel_id)
        .where(ClaimPanel.claim_id == claim_id)
    )
    return set(db.session.scalars(union(*of_claim, shares, readers_in, seats)))


def free_answerers(view: ObjectionView) -> Sequence[str]:
    """Return the names of those of the control tower who may answer: one statement."""
    today, held = clock.today(), aliased(RoleAssignment)
    same_office = select(held.id).where(
        held.person_id == Person.id,
        held.department_id.in_(view.objector_offices),
        held.starts_on <= today,
        or_(held.ends_on.is_(None), held.ends_on >= today),
    )
    return db.session.scalars(
        select(Person.name)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.role == Role.CONTROL_TOWER, held_on(today))
        .where(or_(Person.left_on.is_(None), Person.left_on >= today))
        .where(Person.id.not_in(view.hands), Person.department_id.not_in(view.objector_offices))
        .where(~same_office.correlate(Person).exists())
        .distinct()
        .order_by(Person.name)
    ).all()


def objections_page(scope: ObjectionScope, actor: Actor, cursor: str | None) -> Page[ObjectionRow]:
    """Return a page of objections, newest first; of all only for those who read every account."""
    page = _listing(scope).page(cursor, {"me": actor.id})
    return Page([ObjectionRow(*row) for row in page.rows], page.next_cursor)


def objections_to(transfer_ids: Iterable[int], account_id: int) -> Mapping[int, RowObjection]:
    """Return the objections to rows of an account: transfer id → objection. One statement, none without rows."""
    wanted = tuple(transfer_ids)
    if not wanted:
        return {}
    given = {"transfers": wanted, "account": account_id}
    return {row[0]: RowObjection(*row[1:]) for row in db.session.execute(_TO_ROWS, given) if row[0] is not None}


def objection_to_cut(cap_cut_id: int) -> RowObjection | None:
    """Return the objection to what a cap left nothing of."""
    row = db.session.execute(_TO_CUT, {"cut": cap_cut_id}).first()
    return RowObjection(*row) if row else None


def upheld_day(claim_id: int) -> date | None:
    """Return the day of the upheld objection a claim comes from, None for all others."""
    return db.session.scalar(select(Objection.happened_on).where(Objection.claim_id == claim_id))


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: received objections of others; the page says who may not answer one."""
    of_own_office = select(MileageAccount.id).where(
        MileageAccount.id == Objection.account_id, MileageAccount.department_id == actor.department_id
    )
    outside = and_(
        Objection.objector_department_id != actor.department_id,
        ~of_own_office.correlate_except(MileageAccount).exists(),
    )
    return and_(
        Objection.state == ObjectionState.RECEIVED, Objection.objector_id != actor.id, outside, ~_has_hand(actor)
    )


def to_claim(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: upheld objections of the actor whose claim is not drafted yet."""
    return and_(Objection.objector_id == actor.id, Objection.item_id.is_not(None), Objection.claim_id.is_(None))


def holds_up() -> ColumnElement[bool]:
    """Where-clause on objections and their objectors: unanswered, or upheld and still to be claimed by the objector.

    Nobody can draft any more what was upheld for who has left, or leads another department than the one it pays.
    """
    paid = select(MileageAccount.department_id).where(MileageAccount.id == Objection.account_id)
    can_claim = and_(
        Person.left_on.is_(None),
        func.coalesce(paid.correlate(Objection).scalar_subquery(), Person.department_id) == Person.department_id,
    )
    to_be_claimed = and_(Objection.item_id.is_not(None), Objection.claim_id.is_(None), can_claim)
    return or_(Objection.state == ObjectionState.RECEIVED, to_be_claimed)


def _has_hand(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the actor recorded the row, or has a part in its claim."""
    me = actor.id
    seats = select(ClaimPanel.claim_id).join(PanelSeat, PanelSeat.panel_id == ClaimPanel.id)
    read_in = select(ClaimEntry.claim_id).join(ClaimUpload, ClaimUpload.id == ClaimEntry.upload_id)
    claims = union(
        select(Claim.id).where(or_(*(column == me for column in _DECIDERS))).correlate_except(Claim),
        select(ClaimShare.claim_id).where(ClaimShare.person_id == me).correlate_except(ClaimShare),
        seats.where(PanelSeat.person_id == me).correlate_except(ClaimPanel, PanelSeat),
        read_in.where(ClaimUpload.uploader_id == me).correlate_except(ClaimEntry, ClaimUpload),
    )
    row = select(Transfer.id).where(
        Transfer.id == Objection.transfer_id, or_(Transfer.actor_id == me, Transfer.claim_id.in_(claims))
    )
    cut = select(CapCut.id).where(
        CapCut.id == Objection.cap_cut_id, or_(CapCut.actor_id == me, CapCut.claim_id.in_(claims))
    )
    return or_(row.correlate_except(Transfer).exists(), cut.correlate_except(CapCut).exists())


class _Readable(NamedTuple):
    person_id: int | None
    department_id: int | None
    objector_id: int


_ONE = (
    select(Objection, MileageAccount.person_id, MileageAccount.department_id, Objection.objector_id)
    .join(MileageAccount, MileageAccount.id == Objection.account_id)
    .where(Objection.id == bindparam("objection", type_=Integer))
)
_OWNER = (
    select(
        MileageAccount.kind,
        MileageAccount.person_id,
        MileageAccount.department_id,
        func.coalesce(Person.name, Department.name),
    )
    .outerjoin(Person, Person.id == MileageAccount.person_id)
    .outerjoin(Department, Department.id == MileageAccount.department_id)
    .where(MileageAccount.id == bindparam("account", type_=Integer))
)
_STANDS = Objection.state != ObjectionState.WITHDRAWN
_TO_ROWS = select(Objection.transfer_id, Objection.id, Objection.state, Objection.outcome, Objection.answer).where(
    Objection.transfer_id.in_(bindparam("transfers", expanding=True)),
    Objection.account_id == bindparam("account", type_=Integer),
    _STANDS,
)
_TO_CUT = select(Objection.id, Objection.state, Objection.outcome, Objection.answer).where(
    Objection.cap_cut_id == bindparam("cut", type_=Integer), _STANDS
)


@lru_cache
def _listing(scope: ObjectionScope) -> Keyset:
    objector, owner = aliased(Person), aliased(Person)
    wanted = {
        ObjectionScope.MINE: Objection.objector_id == bindparam("me", type_=Integer),
        ObjectionScope.OPEN: Objection.state == ObjectionState.RECEIVED,
        ObjectionScope.ALL: true(),
    }[scope]
    columns: AnySelect = (
        select(
            Objection.id,
            Objection.kind,
            func.coalesce(owner.name, Department.name),
            objector.name,
            Objection.happened_on,
            Objection.fact,
            Objection.transfer_id,
            Objection.received_on,
            Objection.answer_by,
            Objection.state,
            Objection.outcome,
        )
        .join(objector, objector.id == Objection.objector_id)
        .join(MileageAccount, MileageAccount.id == Objection.account_id)
        .outerjoin(owner, owner.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
        .where(wanted)
    )
    return Keyset(columns, keys=[Objection.id])
