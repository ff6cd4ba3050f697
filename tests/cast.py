"""The fixed cast. 김 belongs to the team, 이 heads the department, 박 is from another and must see nothing."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from app.accounts.models import Account, Membership, Person, RoleAssignment
from app.accounts.queries.actors import actor_of_person
from app.core import clock
from app.core.access import Actor, Role
from app.core.database import db
from app.organization.enums import DepartmentKind, SettingKey
from app.organization.models import Department, PeerGroup, Setting

START = date(2025, 1, 1)

DEPARTMENTS = {
    # name: (kind, peer group)
    "자치행정과": (DepartmentKind.DIVISION, "support"),
    "기획예산담당관": (DepartmentKind.OFFICE, "support"),
    "교통과": (DepartmentKind.DIVISION, "project"),
    "민원봉사과": (DepartmentKind.DIVISION, "project"),
    "도로과": (DepartmentKind.DIVISION, "project"),
    "대산읍": (DepartmentKind.EUP, "town"),
    "해미면": (DepartmentKind.MYEON, "town"),
}
GROUPS = {"support": "지원부서", "project": "사업부서", "town": "읍면동"}

PEOPLE = {
    # field of Cast: (name, rank, department, role, department of the role)
    "kim": ("김하늘", "7급", "교통과", None),
    "ahn": ("안바다", "8급", "교통과", None),
    "kang": ("강나루", "7급", "교통과", Role.COORDINATOR),
    "lee": ("이소나무", "5급", "교통과", Role.HEAD),
    "park": ("박들판", "7급", "민원봉사과", None),
    "yoon": ("윤바위", "5급", "민원봉사과", Role.HEAD),
    "seo": ("서시내", "7급", "민원봉사과", Role.COORDINATOR),
    "han": ("한여울", "6급", "도로과", None),
    "choi": ("최관제", "6급", "자치행정과", Role.CONTROL_TOWER),
    "bae": ("배조율", "6급", "자치행정과", Role.CONTROL_TOWER),
    "moon": ("문살핌", "6급", "도로과", Role.EVALUATOR),
    "yang": ("양충돌", "6급", "교통과", Role.EVALUATOR),
    "shin": ("신외부", "", None, Role.EVALUATOR),
    "jung": ("정인사", "7급", "자치행정과", Role.HR),
    "gam": ("감사랑", "6급", "기획예산담당관", Role.AUDITOR),
    "goh": ("고관리", "7급", "기획예산담당관", Role.ADMINISTRATOR),
    "retired": ("오퇴직", "6급", "교통과", None),
}


@dataclass(frozen=True)
class Cast:
    """Everybody, as actors of the day, and the departments by a short name."""

    kim: Actor
    ahn: Actor
    kang: Actor
    lee: Actor
    acting: Actor
    park: Actor
    yoon: Actor
    seo: Actor
    han: Actor
    choi: Actor
    bae: Actor
    moon: Actor
    yang: Actor
    shin: Actor
    jung: Actor
    gam: Actor
    goh: Actor
    traffic: int
    civil: int
    roads: int
    tower: int
    planning: int
    daesan: int
    haemi: int

    @classmethod
    def load(cls) -> Self:
        """Read the cast from the database."""
        units = {"traffic": "교통과", "civil": "민원봉사과", "roads": "도로과", "tower": "자치행정과"}
        units |= {"planning": "기획예산담당관", "daesan": "대산읍", "haemi": "해미면"}
        ids = {d.name: d.id for d in db.session.query(Department)}
        people = {p.employee_no: p.id for p in db.session.query(Person)}
        found = {f.name: actor_of_person(people[f.name]) for f in fields(cls) if f.name in people}
        return cls(**found, **{key: ids[name] for key, name in units.items()})


def fill() -> None:
    """Enter the cast into an empty database."""
    groups = {}
    for position, (code, name) in enumerate(GROUPS.items()):
        groups[code] = PeerGroup(code=code, name=name, position=position)
    db.session.add_all(groups.values())
    db.session.flush()
    units = {
        name: Department(
            code=f"D{n:02}", name=name, kind=kind, peer_group_id=groups[group].id, position=n, valid_from=START
        )
        for n, (name, (kind, group)) in enumerate(DEPARTMENTS.items(), start=1)
    }
    db.session.add_all(units.values())
    db.session.add(Setting(key=SettingKey.CONTROL_TOWER, value=units["자치행정과"].code, changed_at=clock.now()))
    db.session.flush()
    everybody = {**PEOPLE, "acting": ("임대행", "6급", "교통과", None)}
    for number, (name, rank, unit, role) in everybody.items():
        department_id = units[unit].id if unit else None
        person = Person(
            employee_no=number,
            name=name,
            rank=rank,
            series="행정",
            department_id=department_id,
            joined_on=START,
            left_on=date(2026, 6, 30) if number == "retired" else None,
        )
        db.session.add(person)
        db.session.flush()
        db.session.add(Account(person_id=person.id))
        if department_id:
            db.session.add(Membership(person_id=person.id, department_id=department_id, starts_on=START))
        _give_role(person, role, department_id, acting=number == "acting")
    db.session.flush()


def _give_role(person: Person, role: Role | None, department_id: int | None, *, acting: bool) -> None:
    if acting:
        assignment = RoleAssignment(
            role=Role.HEAD, acting=True, starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 27)
        )
    elif role is None:
        return
    else:
        assignment = RoleAssignment(role=role, acting=False, starts_on=START)
    assignment.person_id = person.id
    departmental = assignment.role in {Role.HEAD, Role.COORDINATOR}
    assignment.department_id = department_id if departmental else None
    db.session.add(assignment)
