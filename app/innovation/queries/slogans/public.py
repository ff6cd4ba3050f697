"""Slogans everybody may read: approved, with the department and without any person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.database import db
from app.innovation.enums import SloganState
from app.innovation.models import Slogan
from app.organization.models import Department


@dataclass(frozen=True, kw_only=True)
class PublicSlogan:
    """A slogan and whose it is."""

    department: str
    text: str


def public_slogans(year: int) -> Sequence[PublicSlogan]:
    """Return the approved slogans of a year in the order of the departments, in one statement."""
    statement = (
        select(Department.name, Slogan.text)
        .join(Department, Department.id == Slogan.department_id)
        .where(Slogan.year == year, Slogan.state == SloganState.APPROVED)
        .order_by(Department.position, Department.id)
    )
    return [PublicSlogan(department=name, text=text) for name, text in db.session.execute(statement)]
