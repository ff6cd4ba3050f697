"""심의: the terms in force, the panel about a claim, and what of its votes may be seen."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select

from app.accounts.models import Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.mileage.enums import ClaimState, PanelOutcome, PanelVote
from app.mileage.models import Claim, ClaimPanel, PanelSeat, PanelTerms
from app.mileage.rules import claim_panels as rules
from app.mileage.rules.claim_panels import Terms


@dataclass(frozen=True)
class Voice:
    """A member of a panel; vote and reason are those that may be seen."""

    person_id: int
    name: str
    vote: PanelVote | None
    reason: str | None
    voted_at: datetime | None


@dataclass(frozen=True)
class PanelView:
    """The panel about a claim since it was last handed in."""

    id: int
    ends_on: date
    is_over: bool
    outcome: PanelOutcome | None
    voices: tuple[Voice, ...]

    @property
    def given(self) -> int:
        """How many have voted."""
        return sum(voice.voted_at is not None for voice in self.voices)

    def may_vote(self, person_id: int) -> bool:
        """Whether the person has still to vote."""
        return not self.is_over and any(
            voice.person_id == person_id and voice.voted_at is None for voice in self.voices
        )

    def shown(self, reader_id: int) -> Sequence[Voice]:
        """Return the members: sealed until it is over, but for the reader's own vote."""
        return [
            voice
            if self.is_over or voice.person_id == reader_id
            else Voice(voice.person_id, voice.name, None, None, None)
            for voice in self.voices
        ]


def terms_in_force() -> Terms:
    """Return the terms: off where nothing was set."""
    row = db.session.scalar(select(PanelTerms).order_by(PanelTerms.id.desc()).limit(1))
    return Terms() if row is None else _terms(row)


def terms_rows() -> Sequence[tuple[PanelTerms, str]]:
    """Return what was set, latest first, with who set it."""
    statement = select(PanelTerms, Person.name).join(Person, Person.id == PanelTerms.set_by_id)
    return [(row[0], row[1]) for row in db.session.execute(statement.order_by(PanelTerms.id.desc()).limit(20))]


def terms_for(claim: Claim, party_ids: AbstractSet[int]) -> Sequence[Terms]:
    """Return the terms a claim is held to: those it was handed in under, and what was set since. One statement.

    Nobody loosens them for a claim that is handed in, nor before for one of their own: what somebody with a part in it
    set holds beside the terms before.
    """
    found = []
    for row in db.session.scalars(select(PanelTerms).order_by(PanelTerms.id.desc())):
        found.append(_terms(row))
        if (claim.submitted_at is None or row.set_at < claim.submitted_at) and row.set_by_id not in party_ids:
            break
    return found


def panels_were_on() -> ScalarSelect[int]:
    """Count in a statement the terms that have ever asked for panels."""
    return select(func.count()).select_from(PanelTerms).where(PanelTerms.is_on).scalar_subquery()


def panels_about(claim_id: int) -> ScalarSelect[int]:
    """Count in a statement the panels there were about a claim."""
    return select(func.count()).select_from(ClaimPanel).where(ClaimPanel.claim_id == claim_id).scalar_subquery()


def panel_of(claim: Claim) -> PanelView | None:
    """Return the panel about the claim since it was handed in, with every vote: one statement."""
    if claim.submitted_at is None:
        return None
    statement = (
        select(ClaimPanel, PanelSeat, Person.name)
        .join(PanelSeat, PanelSeat.panel_id == ClaimPanel.id)
        .join(Person, Person.id == PanelSeat.person_id)
        .where(ClaimPanel.claim_id == claim.id, ClaimPanel.convened_at >= claim.submitted_at)
        .order_by(ClaimPanel.id.desc(), Person.name, Person.id)
    )
    rows = db.session.execute(statement).all()
    if not rows:
        return None
    panel = rows[0][0]
    voices = tuple(
        Voice(seat.person_id, name, seat.vote, seat.reason, seat.voted_at)
        for found, seat, name in rows
        if found.id == panel.id
    )
    votes = [voice.vote for voice in voices]
    is_over = panel.closed_at is not None or rules.is_over(votes, panel.ends_on, clock.today())
    outcome = (panel.outcome or rules.outcome_of(votes)) if is_over else None
    return PanelView(panel.id, panel.ends_on, is_over, outcome, voices)


def sits_on_panel(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: the actor sits on a panel about the claim."""
    seat = (
        select(PanelSeat.panel_id)
        .join(ClaimPanel, ClaimPanel.id == PanelSeat.panel_id)
        .where(PanelSeat.person_id == actor.id)
        .with_only_columns(ClaimPanel.claim_id)
    )
    return and_(Claim.id.in_(seat), Claim.state != ClaimState.DRAFT)


def to_vote(actor: Actor) -> ColumnElement[bool]:
    """Where-clause: claims the actor has still to vote about."""
    seat = (
        select(ClaimPanel.claim_id)
        .join(PanelSeat, PanelSeat.panel_id == ClaimPanel.id)
        .where(PanelSeat.person_id == actor.id, PanelSeat.voted_at.is_(None))
        .where(ClaimPanel.closed_at.is_(None), ClaimPanel.ends_on >= clock.today())
    )
    return and_(Claim.id.in_(seat), Claim.state.in_((ClaimState.SUBMITTED, ClaimState.CONFIRMED)))


def panel_or_404(panel_id: int, actor: Actor) -> ClaimPanel:
    """Load a panel the actor sits on. Raises `Missing`."""
    found = db.session.scalar(
        select(ClaimPanel)
        .join(PanelSeat, PanelSeat.panel_id == ClaimPanel.id)
        .where(ClaimPanel.id == panel_id, PanelSeat.person_id == actor.id)
    )
    if found is None:
        raise Missing(_("There is no such panel."))
    return found


def members_by_number(numbers: Sequence[str]) -> dict[str, int]:
    """Return employee number → id of those with a department who are in office today."""
    today = clock.today()
    statement = select(Person.employee_no, Person.id).where(
        Person.employee_no.in_(numbers),
        Person.department_id.is_not(None),
        Person.joined_on <= today,
        func.coalesce(Person.left_on, today) >= today,
    )
    return {row.employee_no: row.id for row in db.session.execute(statement)}


def barred_from(claim: Claim) -> frozenset[int]:
    """Return who decides about claims, audits, or works in, heads or coordinates the claimant's department today: two statements."""
    decides = RoleAssignment.role.in_((Role.CONTROL_TOWER, Role.AUDITOR))
    roles = select(RoleAssignment.person_id).where(
        held_on(clock.today()), or_(decides, RoleAssignment.department_id == claim.department_id)
    )
    colleagues = select(Person.id).where(Person.department_id == claim.department_id)
    return frozenset(db.session.scalars(roles)) | frozenset(db.session.scalars(colleagues))


def _terms(row: PanelTerms) -> Terms:
    return Terms(is_on=row.is_on, above_points=row.above_points, item_codes=tuple(row.item_codes), days=row.days)
