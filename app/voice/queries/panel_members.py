"""시민평가단: who is in it, what they agreed to, and what a member is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app.core import clock
from app.core.database import AnyRow, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.organization.models import Department
from app.voice.enums.survey_links import LinkAccess
from app.voice.enums.surveys import WaveState
from app.voice.models import (
    PanelAssignment,
    PanelConsent,
    PanelInvitation,
    PanelMember,
    Survey,
    SurveyLink,
    SurveyWave,
)
from app.voice.rules.panel_members import clean_code, code_hash


@dataclass(frozen=True)
class MemberRow:
    """A member as the list shows them."""

    id: int
    name: str
    contact: str
    consent_id: int
    consented_on: date
    kept_until: date
    asked: int


@dataclass(frozen=True, kw_only=True)
class MemberAsking:
    """A survey a member is asked to answer."""

    link_id: int
    title: str
    wave: str
    department: str | None
    closes_at: datetime
    has_taken: bool


@dataclass(frozen=True, kw_only=True)
class PanelLink:
    """A link of the panel that members may be assigned to, and how many are."""

    id: int
    name: str
    asked: int


_ASKED = select(func.count()).where(PanelAssignment.member_id == PanelMember.id).correlate(PanelMember)
_MEMBERS = Keyset(
    select(
        PanelMember.id,
        PanelMember.name,
        PanelMember.contact,
        PanelMember.consent_id,
        PanelMember.consented_on,
        PanelMember.kept_until,
        _ASKED.scalar_subquery(),
    ),
    keys=(PanelMember.id,),
)


def members_page(cursor: str | None = None) -> Page[MemberRow]:
    """Return a page of members."""
    page = _MEMBERS.page(cursor)
    return Page([MemberRow(*row) for row in page.rows], page.next_cursor)


def member_or_404(member_id: int) -> PanelMember:
    """Load a member. Raises Missing."""
    found = db.session.get(PanelMember, member_id)
    if found is None:
        raise Missing(_("There is no such member."))
    return found


def member_of_code(code: str) -> PanelMember:
    """Return the member whose page has this code. Raises Missing."""
    found = db.session.scalar(select(PanelMember).where(PanelMember.code_hash == code_hash(clean_code(code))))
    if found is None:
        raise Missing(_("There is no page at this address. Perhaps the data were deleted."))
    return found


def consent_in_force() -> PanelConsent | None:
    """Return what members agree to now."""
    return db.session.scalar(select(PanelConsent).order_by(PanelConsent.id.desc()).limit(1))


def consent_of(member: PanelMember) -> PanelConsent:
    """Return what a member agreed to."""
    return db.session.get_one(PanelConsent, member.consent_id)


def invitations_out() -> int:
    """Return how many invitation codes are good and unused."""
    good = PanelInvitation.good_until >= clock.today()
    return db.session.scalars(select(func.count()).select_from(PanelInvitation).where(good)).one()


def panel_links(language: str) -> Sequence[PanelLink]:
    """Return the links of the panel whose waves have not closed."""
    asked = select(func.count()).where(PanelAssignment.link_id == SurveyLink.id).correlate(SurveyLink)
    rows = db.session.execute(
        select(
            SurveyLink.id,
            Survey.title_ko,
            Survey.title_en,
            SurveyWave.name.label("wave"),
            Department.name.label("department"),
            asked.scalar_subquery().label("asked"),
        )
        .join(SurveyWave, SurveyWave.id == SurveyLink.wave_id)
        .join(Survey, Survey.id == SurveyWave.survey_id)
        .outerjoin(Department, Department.id == SurveyLink.department_id)
        .where(
            SurveyLink.access == LinkAccess.PANEL, SurveyLink.ended_at.is_(None), SurveyWave.state != WaveState.CLOSED
        )
        .order_by(SurveyWave.closes_at, SurveyLink.id)
    )
    return [PanelLink(id=row.id, name=_name(row, language), asked=row.asked) for row in rows]


def askings_of(member: PanelMember, language: str) -> Sequence[MemberAsking]:
    """Return the surveys a member is asked to answer now."""
    now = clock.now()
    rows = db.session.execute(
        select(
            SurveyLink.id,
            Survey.title_ko,
            Survey.title_en,
            SurveyWave.name.label("wave"),
            SurveyWave.closes_at,
            Department.name.label("department"),
            PanelAssignment.has_taken,
        )
        .join(PanelAssignment, PanelAssignment.link_id == SurveyLink.id)
        .join(SurveyWave, SurveyWave.id == SurveyLink.wave_id)
        .join(Survey, Survey.id == SurveyWave.survey_id)
        .outerjoin(Department, Department.id == SurveyLink.department_id)
        .where(
            PanelAssignment.member_id == member.id,
            SurveyLink.ended_at.is_(None),
            SurveyWave.state == WaveState.OPEN,
            SurveyWave.opens_at <= now,
            SurveyWave.closes_at > now,
        )
        .order_by(SurveyWave.closes_at, SurveyLink.id)
    )
    return [
        MemberAsking(
            link_id=row.id,
            title=(row.title_en if language == "en" else "") or row.title_ko,
            wave=row.wave,
            department=row.department,
            closes_at=row.closes_at,
            has_taken=row.has_taken,
        )
        for row in rows
    ]


def _name(row: AnyRow, language: str) -> str:
    title = (row.title_en if language == "en" else "") or row.title_ko
    return " · ".join(part for part in (title, row.wave, row.department) if part)
