"""Reads about departments, working days and settings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Date, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.database import db
from app.core.errors import Missing
from app.core.messages import _
from app.organization.enums import DepartmentKind, SettingKey
from app.organization.models import Department, Holiday, PeerGroup, Setting

DEFAULTS = {
    SettingKey.OFFICE_NAME: "오품 시범 기관",
    SettingKey.CONTROL_TOWER: "",
    SettingKey.LEADING_OFFICE: "",
    SettingKey.PASSWORD_PRESET: "modern",
    SettingKey.DEDUCTION_OPINION_DAYS: "10",
    SettingKey.DEDUCTION_OBJECTION_DAYS: "10",
    SettingKey.ROUND_REOPENING_DAYS: "14",
    SettingKey.NIGHTLY_BACKUPS: "7",
    SettingKey.API_HOLDERS: "officers",
    SettingKey.DEMO_PERSONAS: "",
}


def setting(key: SettingKey) -> str:
    """Return what the office has chosen, or the default."""
    found = db.session.scalar(_SETTING, {"wanted": key})
    return DEFAULTS[key] if found is None else str(found)


_settings = Setting.__table__.c
_SETTING = select(_settings.value).where(_settings.key == bindparam("wanted"))


def setting_column(key: SettingKey) -> ColumnElement[str]:
    """Return the same as a column, for a statement that is sent anyway."""
    chosen = select(_settings.value).where(_settings.key == key).scalar_subquery()
    return func.coalesce(chosen, DEFAULTS[key])


def control_tower_department_id() -> int | None:
    """Return the department that is the control tower today."""
    return db.session.scalar(select(Department.id).where(Department.code == setting_column(SettingKey.CONTROL_TOWER)))


def leading_department_id() -> int | None:
    """Return the unit whose head is the mayor; None where the office has named none."""
    return db.session.scalar(_LEADING)


_LEADING = select(Department.id).where(Department.code == setting_column(SettingKey.LEADING_OFFICE))


class Unit(NamedTuple):
    """A department as lists and choices name it."""

    id: int
    code: str
    name: str
    kind: DepartmentKind
    parent_id: int | None
    peer_group_id: int | None


def departments_on(day: date | None = None, *, with_bureaus: bool = False) -> Sequence[Unit]:
    """Return the departments that exist on a day (today), in the order of the organization chart."""
    rows = db.session.execute(_UNITS if with_bureaus else _DEPARTMENTS, {"day": day or clock.today()})
    return [Unit._make(row) for row in rows]


_unit = Department.__table__.c
_UNITS = (
    select(_unit.id, _unit.code, _unit.name, _unit.kind, _unit.parent_id, _unit.peer_group_id)
    .where(
        _unit.valid_from <= bindparam("day", type_=Date),
        or_(_unit.valid_until.is_(None), _unit.valid_until >= bindparam("day", type_=Date)),
    )
    .order_by(_unit.position, _unit.id)
)
_DEPARTMENTS = _UNITS.where(_unit.kind != DepartmentKind.BUREAU)


@dataclass(frozen=True)
class DepartmentRow:
    """A department as the list shows it."""

    id: int
    code: str
    name: str
    kind: DepartmentKind
    bureau: str | None
    peer_group: str | None
    valid_from: date
    valid_until: date | None
    is_past: bool


def department_rows() -> Sequence[DepartmentRow]:
    """Return every department, past ones too, in the order of the organization chart."""
    bureau = aliased(Department)
    rows = db.session.execute(
        select(
            Department.id,
            Department.code,
            Department.name,
            Department.kind,
            bureau.name,
            PeerGroup.name,
            Department.valid_from,
            Department.valid_until,
        )
        .outerjoin(bureau, bureau.id == Department.parent_id)
        .outerjoin(PeerGroup, PeerGroup.id == Department.peer_group_id)
        .order_by(Department.position, Department.id)
    )
    today = clock.today()
    return [DepartmentRow(*row, is_past=row.valid_until is not None and row.valid_until < today) for row in rows]


def department_or_404(department_id: int) -> Department:
    """Return a department. Raises `Missing`."""
    department = db.session.get(Department, department_id)
    if department is None:
        raise Missing(_("There is no such department."))
    return department


def department_by_code_or_name(text: str) -> Unit:
    """Return the department of today with this code, or else this name. Raises `Missing`."""
    here = departments_on(with_bureaus=True)
    found = [unit for unit in here if unit.code == text] or [unit for unit in here if unit.name == text]
    if len(found) != 1:
        raise Missing(_("There is no department “%(text)s” today.", text=text))
    return found[0]


def bureaus() -> Sequence[Unit]:
    """Return the bureaus of today."""
    return [unit for unit in departments_on(with_bureaus=True) if unit.kind is DepartmentKind.BUREAU]


def holidays_of(year: int) -> Sequence[Holiday]:
    """Return the days off of a year in order."""
    return db.session.scalars(
        select(Holiday).where(Holiday.day.between(date(year, 1, 1), date(year, 12, 31))).order_by(Holiday.day)
    ).all()


def holiday_or_404(holiday_id: int) -> Holiday:
    """Return a day off. Raises `Missing`."""
    holiday = db.session.get(Holiday, holiday_id)
    if holiday is None:
        raise Missing(_("There is no such day off."))
    return holiday


def departments_under(bureau_ids: Collection[int]) -> frozenset[int]:
    """Return the departments that belong to some bureaus, past ones too; no statement where no unit is asked for."""
    if not bureau_ids:
        return frozenset()
    return frozenset(db.session.scalars(select(Department.id).where(Department.parent_id.in_(bureau_ids))))


def department_names() -> dict[int, str]:
    """Return every department's name by id, past ones too."""
    return {row.id: row.name for row in db.session.execute(select(Department.id, Department.name))}


def peer_groups() -> Sequence[PeerGroup]:
    """Return the peer groups in order."""
    return db.session.scalars(select(PeerGroup).order_by(PeerGroup.position)).all()


def holidays_between(start: date, end: date) -> frozenset[date]:
    """Return the days off between two days, both included."""
    return frozenset(db.session.scalars(select(Holiday.day).where(Holiday.day.between(start, end))))
