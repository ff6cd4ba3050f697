"""Closings for tests: everything goes through the real services."""

from datetime import UTC, date, datetime
from decimal import Decimal

from app.accounts.models import RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Role
from app.core.database import db, transaction
from app.mileage import services
from app.mileage.enums import ItemSubject, TransferKind
from app.mileage.models import MileageAccount, Transfer, YearClosing, YearReopening
from app.mileage.queries import year_closings as queries
from app.mileage.rules.closings import YearEnd
from app.mileage.services import year_reopenings
from tests.factories import mileage as points

WHY = "위원회에서 정한 연말 기준이다."
AFTER = datetime(2027, 2, 10, 3, tzinfo=UTC)
YEAR = 2026


def set_rule(cast, kind, most=None, year=YEAR):
    """What becomes of the points of people at the end of a year."""
    rule = YearEnd(kind, None if most is None else Decimal(most))
    with transaction():
        services.set_year_rule(actor=cast.choi, year=year, subject=ItemSubject.PERSON, rule=rule, reason=WHY)


def propose(cast, second=None, year=YEAR, actor=None):
    """Propose to close a year; returns the id."""
    with transaction():
        second_id = (second or cast.yoon).id
        return services.propose_closing(actor=actor or cast.choi, year=year, second_id=second_id).id


def confirm(actor, closing_id):
    """Confirm what the sums are now."""
    with transaction():
        found = db.session.get_one(YearClosing, closing_id)
        services.confirm_closing(closing=found, actor=actor, digest=queries.preview_of(found.year).digest)


def close(cast, year=YEAR):
    """Close a year early in February of the next one; returns the id."""
    with clock.frozen_at(AFTER.replace(year=year + 1)):
        closing_id = propose(cast, year=year)
        confirm(cast.yoon, closing_id)
    return closing_id


def propose_reopening(cast, closing_id, second=None, actor=None):
    """Propose to open a closing again; returns the id."""
    with transaction():
        closing = db.session.get_one(YearClosing, closing_id)
        return year_reopenings.propose_reopening(
            actor=actor or cast.choi, closing=closing, second_id=(second or cast.lee).id, reason=WHY
        ).id


def agree(actor, reopening_id):
    """Agree that the year is opened again."""
    with transaction():
        found = db.session.get_one(YearReopening, reopening_id)
        year_reopenings.agree_reopening(reopening=found, actor=actor)


def acting_for(person, department_id, first=date(2026, 11, 1), last=date(2028, 12, 31), day=AFTER):
    """The person acts as head of the department, too; returns the actor of that day."""
    with transaction():
        row = RoleAssignment(person_id=person.id, role=Role.HEAD, department_id=department_id, acting=True)
        row.starts_on, row.ends_on = first, last
        db.session.add(row)
    with clock.frozen_at(day):
        return actor_of_person(person.id)


def balance(**where):
    """What an account has now."""
    db.session.rollback()
    db.session.expire_all()
    found = db.session.query(MileageAccount).filter_by(**where).one_or_none()
    return found.balance if found else Decimal(0)


def expiries():
    """The rows by which points expired."""
    return db.session.query(Transfer).filter_by(kind=TransferKind.EXPIRY).order_by(Transfer.id).all()


def award_everybody(people, base, day):
    """Eight points for each of them on a day."""
    with clock.frozen_at(day), transaction():
        for person in people:
            points.award(person, f"claim:{base + person.id}")
