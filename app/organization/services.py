"""Verbs about departments, days off and settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import holidays
from sqlalchemy import select

from app.core import access, clock
from app.core.access import Actor
from app.core.database import change_state, db
from app.core.errors import CHANGED, Conflict, Invalid, Refused
from app.core.events import publish
from app.core.messages import _
from app.organization.enums import DepartmentKind, HolidayKind, Permission, SettingKey
from app.organization.events import (
    DepartmentAdded,
    DepartmentChanged,
    HolidayAdded,
    HolidayRemoved,
    HolidaysSeeded,
    PeerGroupSaved,
    SettingChanged,
)
from app.organization.models import Department, Holiday, PeerGroup, Setting
from app.organization.policy import POLICY
from app.organization.queries import setting


@dataclass(frozen=True, kw_only=True)
class DepartmentFacts:
    """What is known of a department; `parent_id` is its bureau."""

    code: str
    name: str
    kind: DepartmentKind
    parent_id: int | None = None
    peer_group_id: int | None = None
    position: int = 0
    valid_from: date
    valid_until: date | None = None


def require_edit(actor: Actor | None) -> None:
    """Let an administrator through, or the command line (`actor` None), which has the whole machine anyway."""
    if actor is not None:
        access.require(POLICY, Permission.ORGANIZATION_EDIT, actor)


def save_department(*, facts: DepartmentFacts, read_version: int | None = None, actor: Actor | None) -> Department:
    """Enter a department, or change the one with this code. Returns it flushed, with its id.

    Raises `Conflict` when it is no longer the version that was read.
    """
    require_edit(actor)
    _check_facts(facts)
    found = db.session.scalar(select(Department).where(Department.code == facts.code))
    if found is not None and read_version not in {None, found.version}:
        raise Conflict(CHANGED)
    return _enter_department(facts, actor) if found is None else _change_department(found, facts, actor)


def add_department(*, facts: DepartmentFacts, actor: Actor | None) -> Department:
    """Enter a department. Raises `Invalid` when another one has its code."""
    require_edit(actor)
    _check_facts(facts)
    if db.session.scalar(select(Department.id).where(Department.code == facts.code)) is not None:
        taken = _("This code is taken.")
        raise Invalid(taken, fields={"code": [taken]})
    return _enter_department(facts, actor)


def _check_facts(facts: DepartmentFacts) -> None:
    if facts.valid_until is not None and facts.valid_until < facts.valid_from:
        raise Refused(_("The last day of a department cannot come before its first."))
    if facts.kind is DepartmentKind.BUREAU and facts.peer_group_id is not None:
        raise Refused(_("A bureau is not ranked: leave its peer group empty."))
    parent = db.session.get(Department, facts.parent_id) if facts.parent_id is not None else None
    if parent is not None and (parent.kind is not DepartmentKind.BUREAU or parent.code == facts.code):
        raise Refused(_("Only a bureau can have departments below it."))
    if parent is not None and facts.kind is DepartmentKind.BUREAU:
        raise Refused(_("A bureau stands below no other department."))
    for label, text, most in ((_("Code"), facts.code, 20), (_("Name"), facts.name, 200)):
        if len(text) > most:
            raise Refused(_("%(field)s: at most %(most)s characters.", field=label, most=most))


def _enter_department(facts: DepartmentFacts, actor: Actor | None) -> Department:
    department = Department(**vars(facts), version=1)
    db.session.add(department)
    db.session.flush()
    publish(
        DepartmentAdded(
            actor_id=actor.id if actor else None,
            department_id=department.id,
            code=department.code,
            valid_from=department.valid_from.isoformat(),
        )
    )
    return department


def _change_department(department: Department, facts: DepartmentFacts, actor: Actor | None) -> Department:
    new = vars(facts)
    changed = {name: value for name, value in new.items() if getattr(department, name) != value}
    if not changed:
        return department
    changes = tuple(f"{name}: {getattr(department, name)} -> {value}" for name, value in sorted(changed.items()))
    change_state(department, **changed)
    publish(DepartmentChanged(actor_id=actor.id if actor else None, department_id=department.id, changes=changes))
    return department


def save_peer_group(*, code: str, name: str, position: int, actor: Actor | None) -> PeerGroup:
    """Enter a peer group, or rename the one with this code."""
    require_edit(actor)
    group = db.session.scalar(select(PeerGroup).where(PeerGroup.code == code))
    if group is None:
        group = PeerGroup(code=code, name=name, position=position)
        db.session.add(group)
    changed = group.id is None or group.name != name  # a new row has no number before it is written
    group.name, group.position = name, position
    db.session.flush()
    if changed:
        publish(PeerGroupSaved(actor_id=actor.id if actor else None, peer_group_id=group.id, code=code, name=name))
    return group


PEER_GROUPS = (("support", "지원부서"), ("project", "사업부서"), ("town", "읍면동"))


def seed_peer_groups(*, actor: Actor | None) -> None:
    """Enter the three usual peer groups into an office that has none yet."""
    require_edit(actor)
    if db.session.scalar(select(PeerGroup.id).limit(1)) is None:
        for position, (code, name) in enumerate(PEER_GROUPS):
            save_peer_group(code=code, name=name, position=position, actor=actor)


def change_setting(*, key: SettingKey, value: str, actor: Actor | None) -> None:
    """Choose another value for a setting."""
    require_edit(actor)
    old = setting(key)
    row = db.session.get(Setting, key)
    if row is None:
        row = Setting(key=key, value=value, changed_at=clock.now())
        db.session.add(row)
    row.value, row.changed_at = value, clock.now()
    db.session.flush()
    if old != value:
        publish(SettingChanged(actor_id=actor.id if actor else None, setting=key.value, old=old, new=value))


def add_holiday(*, day: date, name: str, kind: HolidayKind, actor: Actor | None) -> Holiday:
    """Enter a day off. Raises `Refused` when the day is off already."""
    require_edit(actor)
    if db.session.scalar(select(Holiday.id).where(Holiday.day == day)) is not None:
        raise Refused(_("This day is off already."))
    holiday = Holiday(day=day, name=name, kind=kind)
    db.session.add(holiday)
    db.session.flush()
    publish(HolidayAdded(actor_id=actor.id if actor else None, holiday_id=holiday.id, day=day.isoformat()))
    return holiday


def remove_holiday(*, holiday: Holiday, actor: Actor | None) -> None:
    """Take a day off out of the calendar."""
    require_edit(actor)
    publish(HolidayRemoved(actor_id=actor.id if actor else None, holiday_id=holiday.id, day=holiday.day.isoformat()))
    db.session.delete(holiday)
    db.session.flush()


def seed_holidays(*, years: Sequence[int], actor: Actor | None) -> int:
    """Enter the Korean public and substitute holidays of the years that are not there yet; return how many.

    Temporary holidays are declared ad hoc: the office adds them by hand.
    Source: 관공서의 공휴일에 관한 규정, by the `holidays` package.
    """
    require_edit(actor)
    known = set(db.session.scalars(select(Holiday.day)))
    public = holidays.country_holidays("KR", years=years, language="ko")
    new = [Holiday(day=day, name=name, kind=HolidayKind.PUBLIC) for day, name in public.items() if day not in known]
    db.session.add_all(new)
    db.session.flush()
    if new:
        days = tuple(holiday.day.isoformat() for holiday in new)
        publish(HolidaysSeeded(actor_id=actor.id if actor else None, years=tuple(years), days=days))
    return len(new)
