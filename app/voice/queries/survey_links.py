"""설문 링크: the links of a wave as the office sees them, with counts that are hidden below the minimum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from app.core.database import AnySelect, db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.models import Department
from app.voice.enums.survey_links import LinkAccess
from app.voice.models import CustomerGroup, SurveyCell, SurveyLink, SurveyPending, SurveyTaking, SurveyToken
from app.voice.models.panel_members import PanelAssignment


@dataclass(frozen=True, kw_only=True)
class LinkRow:
    """A link. `used`: tokens used; `taken`: colleagues or members who took one; both None where there are none."""

    id: int
    key: str
    access: LinkAccess
    department: str | None
    group: str | None
    tokens_made: int
    used: int | None
    taken: int | None
    asked: int | None
    made_at: datetime
    ended_at: datetime | None


def _links() -> AnySelect:
    left = select(func.count()).where(SurveyToken.link_id == SurveyLink.id).correlate(SurveyLink).scalar_subquery()
    taken = select(func.count()).where(SurveyTaking.link_id == SurveyLink.id).correlate(SurveyLink).scalar_subquery()
    members = select(func.count()).where(PanelAssignment.link_id == SurveyLink.id)
    assigned = members.correlate(SurveyLink).scalar_subquery()
    panel = members.where(PanelAssignment.has_taken.is_(True)).correlate(SurveyLink).scalar_subquery()
    return (
        select(
            SurveyLink.id,
            SurveyLink.key,
            SurveyLink.access,
            SurveyLink.tokens_made,
            SurveyLink.made_at,
            SurveyLink.ended_at,
            Department.name.label("department"),
            CustomerGroup.name.label("customer_group"),
            left.label("tokens_left"),
            taken.label("taken"),
            panel.label("panel_taken"),
            assigned.label("assigned"),
        )
        .outerjoin(Department, Department.id == SurveyLink.department_id)
        .outerjoin(CustomerGroup, CustomerGroup.id == SurveyLink.customer_group_id)
        .where(SurveyLink.wave_id == bindparam("wave_id"))
        .order_by(SurveyLink.ended_at.is_not(None), Department.position, CustomerGroup.name, SurveyLink.id)
    )


_LINKS = _links()


def link_rows(wave_id: int) -> Sequence[LinkRow]:
    """Return the links of a wave, those in use first: one statement."""
    return [
        LinkRow(
            id=row.id,
            key=row.key,
            access=row.access,
            department=row.department,
            group=row.customer_group,
            tokens_made=row.tokens_made,
            used=row.tokens_made - row.tokens_left if row.access.needs_token else None,
            taken=_taken(row.access, row.taken, row.panel_taken),
            asked=row.assigned if row.access is LinkAccess.PANEL else None,
            made_at=row.made_at,
            ended_at=row.ended_at,
        )
        for row in db.session.execute(_LINKS, {"wave_id": wave_id})
    ]


def _taken(access: LinkAccess, by_colleagues: int, by_members: int) -> int | None:
    if access is LinkAccess.STAFF:
        return by_colleagues
    return by_members if access is LinkAccess.PANEL else None


def has_link(wave_id: int) -> bool:
    """Whether a link of a wave is in use: without one nobody can answer."""
    in_use = select(SurveyLink.id).where(SurveyLink.wave_id == wave_id, SurveyLink.ended_at.is_(None))
    return db.session.scalars(in_use.limit(1)).first() is not None


def answers_of(wave_id: int) -> int:
    """Return how many answers a wave has, those that wait among them. Show it only from the minimum on."""
    waiting = select(func.count()).select_from(SurveyPending).where(SurveyPending.wave_id == wave_id).scalar_subquery()
    counted = select(func.coalesce(func.sum(SurveyCell.answers), 0)).where(SurveyCell.wave_id == wave_id)
    return int(db.session.scalars(select(counted.scalar_subquery() + waiting)).one())


def link_or_404(link_id: int) -> SurveyLink:
    """Load a link. Raises Missing."""
    found = db.session.get(SurveyLink, link_id)
    if found is None:
        raise Missing(_("There is no such survey link."))
    return found


def link_row(link: SurveyLink) -> LinkRow:
    """Return a link with its names and counts."""
    return next(row for row in link_rows(link.wave_id) if row.id == link.id)
