"""마일리지: accounts and transfers."""

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.api.resources.organization import NAMES_IN_FULL
from app.api.resources.shapes import Field, Filter, Kind, Resource, Row, equals, since, year_of_days
from app.core import access
from app.core.access import Actor
from app.core.database import AnySelect, db
from app.core.messages import _
from app.mileage.concealment import hidden_sources
from app.mileage.enums import AccountKind, Permission, ReversalReason, TransferKind
from app.mileage.models import MileageAccount, Transfer
from app.mileage.policy import POLICY
from app.mileage.rules.masks import masked_number
from app.organization.models import Department


def _accounts(statement: AnySelect) -> AnySelect:
    return (
        statement.select_from(MileageAccount)
        .outerjoin(Person, Person.id == MileageAccount.person_id)
        .outerjoin(Department, Department.id == MileageAccount.department_id)
    )


def _readable_accounts(actor: Actor) -> ColumnElement[bool]:
    """All accounts for those whose list shows them all; the own and those of departments they lead for others."""
    if access.allows(POLICY, Permission.ACCOUNT_LIST, actor):
        return true()
    led = sorted({*actor.headed_department_ids, *actor.coordinated_department_ids})
    return or_(MileageAccount.person_id == actor.id, MileageAccount.department_id.in_(led))


def _with_masks(actor: Actor, rows: list[Row]) -> list[Row]:
    """Mask employee numbers for whom the list of people masks them; one's own is no secret."""
    if access.satisfies(NAMES_IN_FULL, actor):
        return rows
    return [
        row if row["person_id"] in {None, actor.id} else row | {"employee_no": masked_number(row["employee_no"])}
        for row in rows
    ]


ACCOUNTS = Resource(
    name="accounts",
    title=_("Mileage accounts"),
    about=_("Accounts with their balance: all for control tower, HR and auditor, else the own and those one leads."),
    key=MileageAccount.id,
    joined=_accounts,
    visible=_readable_accounts,
    personal=True,
    finish=_with_masks,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), MileageAccount.id),
        Field("kind", Kind.CODE, _("Kind"), MileageAccount.kind, vocabulary=AccountKind),
        Field("person_id", Kind.WHOLE, _("Owner, of a personal account"), MileageAccount.person_id, optional=True),
        Field("employee_no", Kind.TEXT, _("Employee number of the owner"), Person.employee_no, optional=True),
        Field("name", Kind.TEXT, _("Name of the owner"), Person.name, optional=True),
        Field(
            "department_id",
            Kind.WHOLE,
            _("Owner, of a department account"),
            MileageAccount.department_id,
            optional=True,
        ),
        Field("department", Kind.TEXT, _("Name of the department that owns it"), Department.name, optional=True),
        Field("balance", Kind.EXACT, _("Points now"), MileageAccount.balance),
    ),
    filters=(
        Filter("kind", Kind.CODE, _("Kind"), equals(MileageAccount.kind), vocabulary=AccountKind),
        Filter("department_id", Kind.WHOLE, _("Department that owns it"), equals(MileageAccount.department_id)),
    ),
)

_Own = aliased(MileageAccount, name="own")


def _readable_transfers(actor: Actor) -> ColumnElement[bool]:
    """Transfers of which the actor may read one of the two accounts."""
    if access.allows(POLICY, Permission.ACCOUNT_LIST, actor):
        return true()
    led = sorted({*actor.headed_department_ids, *actor.coordinated_department_ids})
    mine = select(_Own.id).where(or_(_Own.person_id == actor.id, _Own.department_id.in_(led)))
    return or_(Transfer.credit_account_id.in_(mine), Transfer.debit_account_id.in_(mine))


def _without_hidden(actor: Actor, rows: list[Row]) -> list[Row]:
    """Leave out what was paid for ideas with hidden names, but to the person it was paid to.

    At most two statements: what is hidden among the sources of the page, and the actor's own account.
    """
    hidden = hidden_sources({row["source"] for row in rows})
    if not hidden:
        return rows
    own = db.session.scalar(select(MileageAccount.id).where(MileageAccount.person_id == actor.id))
    return [
        row for row in rows if row["source"] not in hidden or own in {row["credit_account_id"], row["debit_account_id"]}
    ]


TRANSFERS = Resource(
    name="transfers",
    title=_("Mileage transfers"),
    about=_("The rows of the ledger. What was paid for ideas with hidden names is only there for whom it was paid to."),
    key=Transfer.id,
    joined=lambda statement: statement.select_from(Transfer),
    visible=_readable_transfers,
    personal=True,
    finish=_without_hidden,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Transfer.id),
        Field("kind", Kind.CODE, _("Kind"), Transfer.kind, vocabulary=TransferKind),
        Field("debit_account_id", Kind.WHOLE, _("Account that gives"), Transfer.debit_account_id),
        Field("credit_account_id", Kind.WHOLE, _("Account that gets"), Transfer.credit_account_id),
        Field("points", Kind.EXACT, _("Points"), Transfer.points),
        Field("cut_off", Kind.EXACT, _("Points that caps cut off"), Transfer.cut_off),
        Field("item_code", Kind.TEXT, _("Code of the item"), Transfer.item_code, optional=True),
        Field("source", Kind.TEXT, _("What it was paid for"), Transfer.source),
        Field("department_id", Kind.WHOLE, _("Department it counts for"), Transfer.department_id, optional=True),
        Field("occurred_on", Kind.DAY, _("Day of the fact"), Transfer.occurred_on),
        Field("posted_at", Kind.MOMENT, _("When it was posted"), Transfer.posted_at),
        Field("reverses_id", Kind.WHOLE, _("Transfer it takes back"), Transfer.reverses_id, optional=True),
        Field(
            "reason_code",
            Kind.CODE,
            _("Why it was taken back"),
            Transfer.reason_code,
            optional=True,
            vocabulary=ReversalReason,
        ),
        Field("seal", Kind.TEXT, _("Keyed hash of the row"), Transfer.seal),
    ),
    filters=(
        Filter("updated_since", Kind.MOMENT, _("Posted at this moment or later"), since(Transfer.posted_at)),
        Filter("year", Kind.WHOLE, _("Year of the fact"), year_of_days(Transfer.occurred_on)),
        Filter("department_id", Kind.WHOLE, _("Department it counts for"), equals(Transfer.department_id)),
        Filter("kind", Kind.CODE, _("Kind"), equals(Transfer.kind), vocabulary=TransferKind),
    ),
)
