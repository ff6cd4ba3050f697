"""조직: departments and people."""

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.api.resources.shapes import Field, Filter, Kind, Resource, Row, equals
from app.core import access, clock
from app.core.access import Actor, Alternatives, is_administrator, is_auditor, is_control_tower, is_hr
from app.core.database import AnySelect
from app.core.messages import _
from app.mileage.rules.masks import masked_name, masked_number
from app.organization.enums import DepartmentKind, Permission
from app.organization.models import Department, PeerGroup
from app.organization.policy import POLICY

NAMES_IN_FULL: Alternatives = ((is_hr,), (is_administrator,), (is_auditor,))
"""HR keeps people's data, administrator and auditor read them on their pages; the control tower reads masked names."""


def _departments(statement: AnySelect) -> AnySelect:
    return statement.select_from(Department).outerjoin(PeerGroup, PeerGroup.id == Department.peer_group_id)


def _known_departments(actor: Actor) -> ColumnElement[bool]:
    """Those of today; who keeps the organization also sees what was and what will be."""
    if access.allows(POLICY, Permission.ORGANIZATION_SEE, actor):
        return true()
    today = clock.today()
    return (Department.valid_from <= today) & or_(Department.valid_until.is_(None), Department.valid_until >= today)


DEPARTMENTS = Resource(
    name="departments",
    title=_("Departments"),
    about=_("Departments of today; administrator and auditor also get those of other days."),
    key=Department.id,
    joined=_departments,
    visible=_known_departments,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Department.id),
        Field("code", Kind.TEXT, _("Code of the department"), Department.code),
        Field("name", Kind.TEXT, _("Name"), Department.name),
        Field("kind", Kind.CODE, _("Kind"), Department.kind, vocabulary=DepartmentKind),
        Field("bureau_id", Kind.WHOLE, _("Bureau above it"), Department.parent_id, optional=True),
        Field("peer_group", Kind.TEXT, _("Peer group in which it is ranked"), PeerGroup.name, optional=True),
        Field("position", Kind.WHOLE, _("Place in the organization chart"), Department.position),
        Field("valid_from", Kind.DAY, _("First day"), Department.valid_from),
        Field("valid_until", Kind.DAY, _("Last day"), Department.valid_until, optional=True),
    ),
    filters=(Filter("kind", Kind.CODE, _("Kind"), equals(Department.kind), vocabulary=DepartmentKind),),
)

_Unit = aliased(Department, name="unit")


def _people(statement: AnySelect) -> AnySelect:
    return statement.select_from(Person).outerjoin(_Unit, _Unit.id == Person.department_id)


def _staff(_actor: Actor) -> ColumnElement[bool]:
    """People from outside are not staff: no list shows them."""
    return Person.institution.is_(None)


def _masked(actor: Actor, rows: list[Row]) -> list[Row]:
    if access.satisfies(NAMES_IN_FULL, actor):
        return rows
    return [row | {"employee_no": masked_number(row["employee_no"]), "name": masked_name(row["name"])} for row in rows]


PEOPLE = Resource(
    name="people",
    title=_("People"),
    about=_("The people of the office. The control tower gets names and employee numbers masked."),
    who=_("HR, administrator, auditor; control tower masked"),
    may=(*NAMES_IN_FULL, (is_control_tower,)),
    key=Person.id,
    joined=_people,
    visible=_staff,
    personal=True,
    finish=_masked,
    fields=(
        Field("id", Kind.WHOLE, _("Number of the record"), Person.id),
        Field("employee_no", Kind.TEXT, _("Employee number"), Person.employee_no),
        Field("name", Kind.TEXT, _("Name"), Person.name),
        Field("rank", Kind.TEXT, _("Rank"), Person.rank),
        Field("series", Kind.TEXT, _("Series"), Person.series),
        Field("department_id", Kind.WHOLE, _("Department"), Person.department_id, optional=True),
        Field("department", Kind.TEXT, _("Name of the department"), _Unit.name, optional=True),
        Field("joined_on", Kind.DAY, _("Joined on"), Person.joined_on),
        Field("left_on", Kind.DAY, _("Left on"), Person.left_on, optional=True),
    ),
    filters=(Filter("department_id", Kind.WHOLE, _("Department"), equals(Person.department_id)),),
)
