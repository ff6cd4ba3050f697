"""응답권 수령: which surveys ask a colleague, and who has not taken a token yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from app.accounts.models import Account, Person, RoleAssignment
from app.accounts.queries.roles import held_on
from app.core import clock
from app.core.access import Actor, Role, offices_of
from app.core.database import AnyRow, AnySelect, db
from app.core.errors import Missing, WrongState
from app.core.messages import _
from app.organization.models import Department
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import SurveyPurpose, WaveState
from app.voice.models import Survey, SurveyLink, SurveyTaking, SurveyWave
from app.voice.partners import partner_ids, partnerships


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A survey that asks a colleague. `department` None: about the whole office."""

    link_id: int
    title: str
    wave: str
    department: str | None
    minimum: int
    closes_at: datetime
    has_taken: bool


def _asked_of_staff() -> AnySelect:
    return (
        select(
            SurveyLink.id,
            SurveyLink.department_id,
            Department.name.label("department"),
            Survey.title_ko,
            Survey.title_en,
            Survey.purpose,
            Survey.minimum,
            SurveyWave.name.label("wave"),
            SurveyWave.year,
            SurveyWave.closes_at,
        )
        .join(SurveyWave, SurveyWave.id == SurveyLink.wave_id)
        .join(Survey, Survey.id == SurveyWave.survey_id)
        .outerjoin(Department, Department.id == SurveyLink.department_id)
        .where(SurveyLink.access == LinkAccess.STAFF, SurveyLink.ended_at.is_(None))
    )


def askings(actor: Actor, language: str) -> Sequence[Asking]:
    """Return the open surveys that ask the actor, those that close first at the top. Three statements at most."""
    now = clock.now()
    taken = and_(SurveyTaking.link_id == SurveyLink.id, SurveyTaking.person_id == actor.id)
    rows = db.session.execute(
        _asked_of_staff()
        .add_columns(SurveyTaking.person_id.is_not(None).label("has_taken"))
        .outerjoin(SurveyTaking, taken)
        .where(
            SurveyWave.state == WaveState.OPEN,
            SurveyWave.opens_at <= now,
            SurveyWave.closes_at > now,
            or_(SurveyLink.department_id.is_(None), SurveyLink.department_id.not_in(sorted(offices_of(actor)))),
        )
        .order_by(SurveyWave.closes_at, Department.position, SurveyLink.id)
    ).all()
    partners: dict[int, frozenset[int]] = {}
    return [
        Asking(
            link_id=row.id,
            title=(row.title_en if language == "en" else "") or row.title_ko,
            wave=row.wave,
            department=row.department,
            minimum=row.minimum,
            closes_at=row.closes_at,
            has_taken=row.has_taken,
        )
        for row in rows
        if _worked_with(actor, row, partners)
    ]


def asking_or_404(actor: Actor, link_id: int, language: str) -> Asking:
    """Return an open survey that asks the actor. Raises Missing."""
    found = next((one for one in askings(actor, language) if one.link_id == link_id), None)
    if found is None:
        raise Missing(_("No open survey asks you here."))
    return found


def may_answer(actor: Actor, link: SurveyLink) -> bool:
    """Whether the survey asks this colleague: of another department, and for cooperation of one that worked with it.

    Whoever heads or coordinates the department is of it too.
    """
    row = db.session.execute(_asked_of_staff().where(SurveyLink.id == link.id)).first()
    return (
        row is not None
        and actor.department_id is not None
        and row.department_id not in offices_of(actor)
        and _worked_with(actor, row, {})
    )


def _worked_with(actor: Actor, row: AnyRow, partners: dict[int, frozenset[int]]) -> bool:
    if row.purpose is not SurveyPurpose.COOPERATION or row.department_id is None:
        return True
    if actor.department_id is None:
        return False
    if row.year not in partners:
        partners[row.year] = partner_ids(actor.department_id, date(row.year, 1, 1), date(row.year, 12, 31))
    return row.department_id in partners[row.year]


def require_open_link(link: SurveyLink) -> None:
    """Raise WrongState for a link that ended, or whose wave has closed."""
    state = db.session.scalars(select(SurveyWave.state).where(SurveyWave.id == link.wave_id)).one()
    if link.ended_at is not None or state is WaveState.CLOSED:
        raise WrongState(_("This link is not in use any more."))


def people_to_remind(link: SurveyLink) -> AnySelect:
    """Select the ids of the colleagues a link asks who have not taken a token yet."""
    row = db.session.execute(_asked_of_staff().where(SurveyLink.id == link.id)).one()
    today = clock.today()
    taken = select(SurveyTaking.person_id).where(SurveyTaking.link_id == link.id)
    auditors = select(RoleAssignment.person_id).where(RoleAssignment.role == Role.AUDITOR, held_on(today))
    asked = (
        select(Person.id)
        .join(Account, Account.person_id == Person.id)
        .where(
            Account.disabled_at.is_(None),
            Person.department_id.is_not(None),
            Person.institution.is_(None),
            or_(Person.left_on.is_(None), Person.left_on >= today),
            Person.id.not_in(taken),
            Person.id.not_in(auditors),
        )
    )
    if row.department_id is not None:
        own = select(RoleAssignment.person_id).where(
            RoleAssignment.department_id == row.department_id,
            RoleAssignment.role.in_((Role.HEAD, Role.COORDINATOR)),
            held_on(today),
        )
        asked = asked.where(Person.department_id != row.department_id, Person.id.not_in(own))
    if row.purpose is SurveyPurpose.COOPERATION and row.department_id is not None:
        pairs = partnerships(date(row.year, 1, 1), date(row.year, 12, 31))
        near = {one.department_id for one in pairs if one.partner_id == row.department_id}
        asked = asked.where(Person.department_id.in_(sorted(near)))
    return asked
