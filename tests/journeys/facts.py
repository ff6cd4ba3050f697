"""What the database holds at the end of a journey, read anew."""

from decimal import Decimal

from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.audit.services.verifications import verify_chain
from app.core.database import db
from app.mileage.models import MileageAccount, MileageItem, Transfer
from app.mileage.services.checks import check_ledger


def stored(model, record_id):
    """The record as it is now."""
    db.session.rollback()
    return db.session.get_one(model, record_id, populate_existing=True)


def count(model, **values):
    """How many rows have these values."""
    db.session.rollback()
    return db.session.query(model).filter_by(**values).count()


def earnings(*, person_id=None, department_id=None):
    """Item code → points, as the account of a person or department has received them."""
    owner = MileageAccount.person_id == person_id if person_id else MileageAccount.department_id == department_id
    statement = (
        select(Transfer.item_code, func.sum(Transfer.points))
        .join(MileageAccount, MileageAccount.id == Transfer.credit_account_id)
        .where(owner)
        .group_by(Transfer.item_code)
    )
    db.session.rollback()
    return {code: points for code, points in db.session.execute(statement)}  # noqa: C416  rows are no pairs


def item_name(code):
    """The Korean name of a mileage item."""
    return db.session.query(MileageItem.name_ko).filter_by(code=code).scalar()


def audited(subject_type, subject_id):
    """The events of a subject, in the order in which they happened."""
    rows = db.session.query(AuditEntry.event).filter_by(subject_type=subject_type, subject_id=subject_id)
    return [event for (event,) in rows.order_by(AuditEntry.seq)]


def books_are_in_order():
    """The ledger sums to zero and holds every row; the audit chain is whole."""
    db.session.rollback()
    assert db.session.scalar(select(func.coalesce(func.sum(MileageAccount.balance), 0))) == Decimal(0)
    assert list(check_ledger()) == []
    assert verify_chain().ok
