"""In: all or nothing. Every wrong row is told with its number, its column and the reason."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from app.accounts.models import Person, RoleAssignment
from app.accounts.services.people import PersonFacts, save_person
from app.accounts.services.roles import end_role, grant_role
from app.accounts.sheets.columns import ACTING, DEPARTMENTS, EMAIL, HOLDERS, KINDS, PEOPLE, ROLES, SPECS
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.messages import Message, _
from app.core.sheets import Problems, Row, read_workbook
from app.organization.models import Department, PeerGroup
from app.organization.services import DepartmentFacts, save_department, save_peer_group, seed_peer_groups

Source = IO[bytes] | str | Path
Told = Callable[[int, int], None]
"""Gets how many rows of how many are done."""
WORKBOOK_IMPORT = "accounts.workbook_import"
"""The long work that reads in a large workbook; `app.home.jobs` does it."""


def silently(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Counts:
    """How many rows each sheet had."""

    departments: int
    people: int
    roles: int


def row_count(source: Source) -> int:
    """Return how many rows a workbook has. What is wrong with them is told when it is read in."""
    return sum(map(len, read_workbook(source, SPECS, Problems()).values()))


def say_counts(counts: Counts, *, dry_run: bool) -> Message:
    """Say what was saved, or that nothing is wrong."""
    numbers = vars(counts)
    if dry_run:
        return _(
            "Nothing is wrong with the workbook: %(departments)s departments, %(people)s people, %(roles)s roles. "
            "Nothing was saved.",
            **numbers,
        )
    return _("Saved: %(departments)s departments, %(people)s people, %(roles)s roles.", **numbers)


def import_organization(source: Source, *, actor: Actor | None, dry_run: bool = False, told: Told = silently) -> Counts:
    """Save departments, people and roles of a workbook inside the present transaction; `dry_run` takes it back.

    Raises `SheetErrors` with every wrong row: then nothing of it is saved.
    """
    savepoint = db.session.begin_nested()
    try:
        counts = _import(source, actor, told)
    except BaseException:
        savepoint.rollback()
        raise
    if dry_run:
        savepoint.rollback()
    else:
        savepoint.commit()
    return counts


def _import(source: Source, actor: Actor | None, told: Told) -> Counts:
    problems = Problems()
    rows = read_workbook(source, SPECS, problems)
    steps = _Steps(told, sum(map(len, rows.values())))
    _refuse_repeats(rows[DEPARTMENTS.title], ("코드",), DEPARTMENTS.title, problems)
    _refuse_repeats(rows[PEOPLE.title], ("사번",), PEOPLE.title, problems)
    seed_peer_groups(actor=actor)
    _take_over_groups(rows[DEPARTMENTS.title], actor)
    _save_departments(steps.of(rows[DEPARTMENTS.title]), actor, problems)
    _save_people(steps.of(rows[PEOPLE.title]), actor, problems)
    _save_roles(steps.of(rows.get(HOLDERS.title, [])), actor, problems)
    problems.raise_any()
    return Counts(*(len(rows.get(spec.title, [])) for spec in SPECS))


class _Steps:
    """Tells after each row how far it is, over all sheets."""

    def __init__(self, told: Told, total: int) -> None:
        self._told, self._total, self._done = told, total, 0

    def of(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows; one is done when the next is asked for."""
        for row in rows:
            yield row
            self._done += 1
            self._told(self._done, self._total)


def _take_over_groups(rows: Iterable[Row], actor: Actor | None) -> None:
    """An office's first workbook may name peer groups of its own; later an unknown name is a mistake."""
    if db.session.scalar(select(Department.id).limit(1)) is not None:
        return
    groups = db.session.scalars(select(PeerGroup)).all()
    known = {text for group in groups for text in (group.name, group.code)}
    named = dict.fromkeys(str(row.values["평가군"]) for row in rows if row.values["평가군"] is not None)
    new = [name for name in named if name not in known]
    for number, name in enumerate(new, start=1):
        save_peer_group(code=f"G{number}", name=name, position=len(groups) + number, actor=actor)


def _save_departments(rows: Iterable[Row], actor: Actor | None, problems: Problems) -> None:
    codes = {unit.code: unit.id for unit in db.session.scalars(select(Department))}
    groups = {name: group.id for group in db.session.scalars(select(PeerGroup)) for name in (group.name, group.code)}
    ordered = sorted(rows, key=lambda row: row.values["구분"] != "국")
    for position, row in enumerate(ordered):
        sheet = DEPARTMENTS.title
        if problems.has(sheet, row.number):
            continue
        values = row.values
        parent = _find(codes, values["상위부서"], row, "상위부서", sheet, problems)
        group = _find(groups, values["평가군"], row, "평가군", sheet, problems)
        kind = KINDS.get(str(values["구분"]))
        if kind is None:
            problems.add(sheet, row.number, "구분", _unknown(values["구분"]))
        if problems.has(sheet, row.number) or kind is None:
            continue
        facts = DepartmentFacts(
            code=str(values["코드"]),
            name=str(values["부서명"]),
            kind=kind,
            parent_id=parent,
            peer_group_id=group,
            position=position,
            valid_from=_day(values["시작일"]),
            valid_until=_day(values["종료일"]),
        )
        saved = _try(lambda facts=facts: save_department(facts=facts, actor=actor), row, sheet, problems)
        if saved is not None:
            codes[saved.code] = saved.id


def _save_people(rows: Iterable[Row], actor: Actor | None, problems: Problems) -> None:
    units = _units()
    addresses = dict(db.session.execute(select(Person.employee_no, Person.email)).all())
    for row in rows:
        sheet, values = PEOPLE.title, row.values
        if problems.has(sheet, row.number):
            continue
        unit = _find(units, values["부서"], row, "부서", sheet, problems)
        if problems.has(sheet, row.number):
            continue
        facts = PersonFacts(
            employee_no=str(values["사번"]),
            name=str(values["이름"]),
            rank=str(values["직급"] or ""),
            series=str(values["직렬"] or ""),
            department_id=unit,
            joined_on=_day(values["입사일"]),
            left_on=_day(values["퇴직일"]),
            email=str(values[EMAIL]) if values[EMAIL] else addresses.get(str(values["사번"])),
        )
        _try(lambda facts=facts: save_person(facts=facts, actor=actor), row, sheet, problems)


def _save_roles(rows: Iterable[Row], actor: Actor | None, problems: Problems) -> None:
    units = _units()
    people = {person.employee_no: person for person in db.session.scalars(select(Person))}
    held = {(r.person_id, r.role, r.department_id, r.starts_on): r for r in db.session.scalars(select(RoleAssignment))}
    for row in rows:
        sheet, values = HOLDERS.title, row.values
        person = people.get(str(values["사번"]))
        role = ROLES.get(str(values["역할"]))
        if person is None:
            problems.add(sheet, row.number, "사번", _unknown(values["사번"]))
        if role is None:
            problems.add(sheet, row.number, "역할", _unknown(values["역할"]))
        unit = _find(units, values["부서"], row, "부서", sheet, problems)
        if problems.has(sheet, row.number) or person is None or role is None:
            continue
        known = held.get((person.id, role, unit, _day(values["시작일"])))
        if known is not None:
            last_day = _day(values["종료일"])
            _try(lambda known=known, day=last_day: _end(known, day, actor), row, sheet, problems)
            continue
        given: dict[str, Any] = {"person": person, "role": role, "department_id": unit, "actor": actor}
        given |= {"starts_on": _day(values["시작일"]), "ends_on": _day(values["종료일"])}
        given |= {"acting": values[ACTING] == "예"}
        _try(lambda given=given: grant_role(**given), row, sheet, problems)


def _end(known: RoleAssignment, last_day: date | None, actor: Actor | None) -> None:
    """Bring the last day of a role that is there already; it can only come nearer."""
    if known.ends_on == last_day:
        return
    if last_day is None:
        raise Refused(_("The role has ended already."))
    end_role(assignment=known, ends_on=last_day, actor=actor)


def _units() -> Mapping[str, int]:
    """Departments by code and by name; a name that stands twice is no name."""
    units = db.session.scalars(select(Department)).all()
    names = [unit.name for unit in units]
    by_name = {unit.name: unit.id for unit in units if names.count(unit.name) == 1}
    return by_name | {unit.code: unit.id for unit in units}


def _find(known: Mapping[str, int], value: object, row: Row, column: str, sheet: str, problems: Problems) -> int | None:
    if value is None:
        return None
    found = known.get(str(value))
    if found is None:
        problems.add(sheet, row.number, column, _unknown(value))
    return found


def _unknown(value: object) -> Message:
    return _("“%(value)s” is not known.", value=value)


def _refuse_repeats(rows: Iterable[Row], keys: tuple[str, ...], sheet: str, problems: Problems) -> None:
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        key = tuple(row.values[name] for name in keys)
        if key in seen and None not in key:
            problems.add(sheet, row.number, keys[0], _("“%(value)s” stands twice.", value=key[0]))
        seen.add(key)


def _try(work: Any, row: Row, sheet: str, problems: Problems) -> Any:  # noqa: ANN401  whatever the service returns
    try:
        return work()
    except Refused as refusal:
        problems.add(sheet, row.number, None, refusal.reason)
        return None


def _day(value: object) -> Any:  # noqa: ANN401  a date or None, as the column promised
    return value
