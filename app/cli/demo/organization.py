"""조직과 직원: departments, people, their history and roles."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.accounts.models import Account, Person
from app.accounts.services.people import PersonFacts, save_person, transfer_person
from app.accounts.services.roles import grant_role
from app.cli.demo.content_files import content
from app.cli.demo.steps import Office, Step, on
from app.core.access import Role
from app.core.database import db
from app.organization.enums import DepartmentKind, SettingKey
from app.organization.services import DepartmentFacts, change_setting, save_department, save_peer_group, seed_holidays

YEARS = (2024, 2025, 2026, 2027)
FIRST_DAY = on("2025-01-01")


def steps(office: Office) -> Iterator[Step]:
    """The organization on its first day, then every arrival, transfer and role on its own."""
    yield Step(FIRST_DAY, 0, partial(_enter_departments, office))
    for row in content("people")["people"]:
        yield Step(_first_day(row), 1, partial(_enter_person, office, row))
        for move in row.get("previous_assignments", ())[1:]:
            yield Step(on(move["starts_on"]), 2, partial(_transfer, office, row, move["department"]))
        if row.get("previous_assignments"):
            yield Step(on(row["starts_on"]), 2, partial(_transfer, office, row, row["department"]))
        for role in row["roles"]:
            yield Step(on(role["starts_on"]), 3, partial(_grant, office, row, role))
    yield Step(FIRST_DAY, 9, _name_personas)


def _first_day(row: dict[str, Any]) -> Any:  # noqa: ANN401  a date
    earlier = row.get("previous_assignments") or [row]
    return on(earlier[0]["starts_on"])


def _enter_departments(office: Office) -> None:
    data = content("organization")
    change_setting(key=SettingKey.OFFICE_NAME, value=data["office"]["name"], actor=None)
    seed_holidays(years=YEARS, actor=None)
    groups = {
        row["code"]: save_peer_group(code=row["code"], name=row["name"], position=position, actor=None).id
        for position, row in enumerate(data["peer_groups"])
    }
    bureaus = {}
    for position, row in enumerate(data["bureaus"], start=1):
        facts = DepartmentFacts(
            code=row["code"], name=row["name"], kind=DepartmentKind.BUREAU, position=position, valid_from=FIRST_DAY
        )
        bureaus[row["code"]] = save_department(facts=facts, actor=None).id
    for position, row in enumerate(data["departments"], start=len(bureaus) + 1):
        facts = DepartmentFacts(
            code=row["code"],
            name=row["name"],
            kind=DepartmentKind(row["kind"]),
            parent_id=bureaus.get(row["bureau"]),
            peer_group_id=groups[row["peer_group"]],
            position=position,
            valid_from=on(row["valid_from"]),
        )
        saved = save_department(facts=facts, actor=None)
        if row["name"] == data["control_tower"]["department"]:
            change_setting(key=SettingKey.CONTROL_TOWER, value=saved.code, actor=None)
    _enter_leading_office(data["leading_office"])
    office.refresh()


def _enter_leading_office(row: dict[str, Any]) -> None:
    """Enter the mayor's unit, which stands beside the bureaus and before them."""
    facts = DepartmentFacts(
        code=row["code"], name=row["name"], kind=DepartmentKind.BUREAU, position=0, valid_from=FIRST_DAY
    )
    change_setting(key=SettingKey.LEADING_OFFICE, value=save_department(facts=facts, actor=None).code, actor=None)


def _enter_person(office: Office, row: dict[str, Any]) -> None:
    first = (row.get("previous_assignments") or [row])[0]
    facts = PersonFacts(
        employee_no=row["number"],
        name=row["name"],
        rank=row["grade"] or "",
        series=row["series"] or "",
        department_id=office.departments[first["department"]] if first["department"] else None,
        joined_on=_first_day(row),
    )
    person = save_person(facts=facts, actor=None)
    db.session.add(Account(person_id=person.id))
    db.session.flush()
    office.people[row["number"]] = person.id


def _transfer(office: Office, row: dict[str, Any], department: str) -> None:
    transfer_person(
        person=db.session.get_one(Person, office.people[row["number"]]),
        to_department_id=office.departments[department],
        on=on(row["starts_on"]),
        actor=None,
    )


def _grant(office: Office, row: dict[str, Any], role: dict[str, Any]) -> None:
    grant_role(
        person=db.session.get_one(Person, office.people[row["number"]]),
        role=Role(role["role"]),
        department_id=office.departments[role["department"]] if role["role"] in {"head", "coordinator"} else None,
        starts_on=on(role["starts_on"]),
        ends_on=on(role["ends_on"]) if role["ends_on"] else None,
        acting=bool(role.get("acting")),
        actor=None,
    )


def _name_personas() -> None:
    pairs = (f"{row['persona']}={row['number']}" for row in content("people")["people"] if row["persona"])
    change_setting(key=SettingKey.DEMO_PERSONAS, value=" ".join(pairs), actor=None)
