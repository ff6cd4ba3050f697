"""처리기간 단축 집계: the simulation of a run, and lists of runs, rules and cases."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, bindparam, exists, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.access import Actor, allows
from app.core.database import AnyRow, db
from app.core.errors import Missing
from app.core.messages import _
from app.core.pages import Keyset, Page
from app.core.snapshots import fingerprint
from app.mileage.enums import EventCode, Exclusion, ItemSubject, Permission, RunState
from app.mileage.models import ProcessingRecord, SavedShorteningRule, ShorteningCount, ShorteningRun
from app.mileage.policy import POLICY
from app.mileage.queries.items import item_for_event
from app.mileage.queries.shortening_carries import Carries, carries_into
from app.mileage.rules.shortening import NOTHING_CARRIED, ShorteningRule, Tally, is_barred, payable
from app.mileage.rules.shortening_parameters import rule_from
from app.organization.models import Department


@dataclass(frozen=True)
class Payee:
    """A person or department of a run: what the cases come to, the minus carried into it, and what is due for them."""

    id: int
    name: str
    tally: Tally
    payable: Decimal
    is_barred: bool
    reaches_goal: bool | None
    carried: Decimal


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """모의 결과. `counted` are (case id, case key); `person_ids` and `department_ids` those of all cases."""

    total: Tally
    people: Sequence[Payee]
    departments: Sequence[Payee]
    excluded: Mapping[Exclusion, int]
    counted: Sequence[tuple[int, str]]
    person_ids: frozenset[int]
    department_ids: frozenset[int]
    digest: str


@dataclass
class _Sums:
    """Sums made while the cases go by."""

    total: Tally = field(default_factory=Tally)
    people: dict[int, tuple[str, Tally]] = field(default_factory=dict)
    departments: dict[int, tuple[str, Tally]] = field(default_factory=dict)
    excluded: Counter[Exclusion] = field(default_factory=Counter)
    counted: list[tuple[int, str]] = field(default_factory=list)
    person_ids: set[int] = field(default_factory=set)
    department_ids: set[int] = field(default_factory=set)


class RunRow(NamedTuple):
    """One line of the list of runs."""

    id: int
    rule_code: str
    rule_version: int
    rule_name: str
    starts_on: date
    ends_on: date
    file_name: str
    row_count: int
    state: RunState
    drafted_by: str
    drafted_at: datetime


class CaseRow(NamedTuple):
    """One line of the cases of a run. `reason` is why it is left out; then its points do not count."""

    row_number: int
    department: str
    person: str
    employee_no: str
    affair: str
    statutory: int
    actual: Decimal
    compound: bool
    outcome: str
    receipt_no: str | None
    points: Decimal | None
    formula: str
    reason: Exclusion | None


class _Standing(NamedTuple):
    """What decides whether a case counts: `counted_id` is the case that was counted under its key, if any."""

    excluded: Exclusion | None
    state: RunState
    id: int
    counted_id: int | None
    looks_counted: bool


SHOWN_COLUMNS = len(CaseRow._fields) - 1


def rule_of(saved: SavedShorteningRule) -> ShorteningRule:
    """Return the rule a version says."""
    return rule_from(saved.parameters)


def run_or_404(run_id: int) -> ShorteningRun:
    """Load a run. Raises `Missing`."""
    found = db.session.get(ShorteningRun, run_id)
    if found is None:
        raise Missing(_("There is no such count of handling times."))
    return found


def saved_rule_or_404(rule_id: int) -> SavedShorteningRule:
    """Load a version of a rule. Raises `Missing`."""
    found = db.session.get(SavedShorteningRule, rule_id)
    if found is None:
        raise Missing(_("There is no such rule."))
    return found


def latest_rule(code: str) -> SavedShorteningRule | None:
    """Return the latest version of the rule with this code."""
    statement = select(SavedShorteningRule).where(SavedShorteningRule.code == code)
    return db.session.scalar(statement.order_by(SavedShorteningRule.version.desc()).limit(1))


def latest_rules() -> Sequence[SavedShorteningRule]:
    """Return the latest version of every rule, by code."""
    later = aliased(SavedShorteningRule)
    newer = exists().where(later.code == SavedShorteningRule.code, later.version > SavedShorteningRule.version)
    return db.session.scalars(select(SavedShorteningRule).where(~newer).order_by(SavedShorteningRule.code)).all()


def versions_of(code: str) -> Sequence[tuple[SavedShorteningRule, str]]:
    """Return every version of a rule with who saved it, the newest first."""
    statement = (
        select(SavedShorteningRule, Person.name)
        .join(Person, Person.id == SavedShorteningRule.saved_by_id)
        .where(SavedShorteningRule.code == code)
        .order_by(SavedShorteningRule.version.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


_RUNS = Keyset(
    select(
        ShorteningRun.id,
        SavedShorteningRule.code,
        SavedShorteningRule.version,
        SavedShorteningRule.name,
        ShorteningRun.starts_on,
        ShorteningRun.ends_on,
        ShorteningRun.file_name,
        ShorteningRun.row_count,
        ShorteningRun.state,
        Person.name,
        ShorteningRun.drafted_at,
    )
    .join(SavedShorteningRule, SavedShorteningRule.id == ShorteningRun.rule_id)
    .join(Person, Person.id == ShorteningRun.drafted_by_id),
    keys=[ShorteningRun.id],
)


def runs_page(cursor: str | None) -> Page[RunRow]:
    """Return runs, the newest first."""
    page = _RUNS.page(cursor)
    return Page([RunRow(*row) for row in page.rows], page.next_cursor)


def missing_items(day: date) -> Sequence[ItemSubject]:
    """Return for whom the office has no item that pays what was saved, on the day."""
    return [subject for subject in ItemSubject if item_for_event(EventCode.SHORTENING_COUNTED, subject, day) is None]


def names_of_run(run: ShorteningRun) -> Mapping[int, str]:
    """Return the names of who drafted, posted and withdrew it."""
    ids = {run.drafted_by_id, run.posted_by_id, run.withdrawn_by_id} - {None}
    found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {person_id: name for person_id, name in found}  # noqa: C416  rows are no pairs to the type checker


def runs_with_file(sha256: str, besides: int = 0) -> Sequence[ShorteningRun]:
    """Return the runs made of the very same file that were not withdrawn."""
    statement = select(ShorteningRun).where(ShorteningRun.sha256 == sha256, ShorteningRun.id != besides)
    return db.session.scalars(statement.where(ShorteningRun.state != RunState.WITHDRAWN)).all()


def runs_of_handovers(handover_ids: Collection[int]) -> Sequence[ShorteningRun]:
    """Return the runs that come from these sendings of records and were not withdrawn, in order."""
    statement = select(ShorteningRun).where(ShorteningRun.handover_id.in_(handover_ids))
    return db.session.scalars(
        statement.where(ShorteningRun.state != RunState.WITHDRAWN).order_by(ShorteningRun.id)
    ).all()


def draft_of_file(sha256: str, rule_id: int, starts_on: date, ends_on: date) -> ShorteningRun | None:
    """Return the simulation of this file under this version for these days, if there is one."""
    statement = select(ShorteningRun).where(ShorteningRun.sha256 == sha256, ShorteningRun.rule_id == rule_id)
    same_days = (ShorteningRun.starts_on == starts_on, ShorteningRun.ends_on == ends_on)
    return db.session.scalar(statement.where(*same_days, ShorteningRun.state == RunState.DRAFT))


def _looks_counted() -> ColumnElement[bool]:
    """Where-clause: one of two cases that look the same has no receipt number, and the other was counted for the days.

    Of two cases with receipt numbers, or two without, the key decides.
    """
    other, its_run, its_count = aliased(ProcessingRecord), aliased(ShorteningRun), aliased(ShorteningCount)
    return (
        select(other.id)
        .join(its_count, its_count.case_id == other.id)
        .join(its_run, its_run.id == other.run_id)
        .where(other.likeness == ProcessingRecord.likeness, other.run_id != ProcessingRecord.run_id)
        .where(other.receipt_no.is_(None) != ProcessingRecord.receipt_no.is_(None))
        .where(its_run.starts_on <= ShorteningRun.ends_on, its_run.ends_on >= ShorteningRun.starts_on)
        .correlate(ProcessingRecord, ShorteningRun)
        .exists()
    )


_COUNTED_BY = aliased(ShorteningCount)
_SIMULATED = (
    select(
        ProcessingRecord.id,
        ProcessingRecord.case_key,
        ProcessingRecord.person_id,
        (Person.name + " (" + Person.employee_no + ")").label("person"),
        ProcessingRecord.department_id,
        Department.name.label("department"),
        ProcessingRecord.statutory,
        ProcessingRecord.actual,
        ProcessingRecord.points,
        ProcessingRecord.excluded,
        ShorteningRun.state,
        _COUNTED_BY.case_id,
        _looks_counted().label("looks_counted"),
    )
    .join(ShorteningRun, ShorteningRun.id == ProcessingRecord.run_id)
    .join(Person, Person.id == ProcessingRecord.person_id)
    .join(Department, Department.id == ProcessingRecord.department_id)
    .outerjoin(_COUNTED_BY, _COUNTED_BY.case_key == ProcessingRecord.case_key)
    .where(ProcessingRecord.run_id == bindparam("run_id"))
    .order_by(ProcessingRecord.row_number)
)


def simulation_of(run: ShorteningRun, rule: ShorteningRule) -> Simulation:
    """Return what the run comes to: before it is posted with what other runs have counted by now, afterwards as it was."""
    sums = _Sums()
    for row in db.session.execute(_SIMULATED, {"run_id": run.id}):
        _take_up(sums, row)
    carries = carries_into(run)
    people = _payees(sums.people, rule, ItemSubject.PERSON, carries)
    departments = _payees(sums.departments, rule, ItemSubject.DEPARTMENT, carries)
    shown = {
        "run": run.id,
        "cases": sorted(case_id for case_id, _key in sums.counted),
        "people": {str(payee.id): payee.payable for payee in people},
        "departments": {str(payee.id): payee.payable for payee in departments},
        "items": [_item_terms(subject, run.ends_on) for subject in ItemSubject],
    }
    return Simulation(
        total=sums.total,
        people=people,
        departments=departments,
        excluded=sums.excluded,
        counted=sums.counted,
        person_ids=frozenset(sums.person_ids),
        department_ids=frozenset(sums.department_ids),
        digest=fingerprint(shown),
    )


def _item_terms(subject: ItemSubject, day: date) -> dict[str, object] | None:
    """Return the item that would pay, with its caps: they decide what comes of the sums."""
    item = item_for_event(EventCode.SHORTENING_COUNTED, subject, day)
    if item is None:
        return None
    return {"id": item.id, "code": item.code, "points": item.points, "caps": item.caps, "group": item.highest_group}


def _take_up(sums: _Sums, row: AnyRow) -> None:
    sums.person_ids.add(row.person_id)
    sums.department_ids.add(row.department_id)
    reason = _reason(_Standing(row.excluded, row.state, row.id, row.case_id, row.looks_counted))
    if reason is not None:
        sums.excluded[reason] += 1
        return
    sums.counted.append((row.id, row.case_key))
    by_person = sums.people.setdefault(row.person_id, (row.person, Tally()))[1]
    by_department = sums.departments.setdefault(row.department_id, (row.department, Tally()))[1]
    for tally in (sums.total, by_person, by_department):
        tally.add(row.statutory, row.actual, row.points)


def _reason(case: _Standing) -> Exclusion | None:
    """Why a case does not count. A posted case that is counted stays so, whatever is counted later."""
    if case.excluded is not None or case.counted_id == case.id:
        return case.excluded
    if case.counted_id is not None:
        return Exclusion.COUNTED_BEFORE
    return Exclusion.LOOKS_COUNTED if case.looks_counted or case.state is RunState.POSTED else None


def _payees(
    sums: Mapping[int, tuple[str, Tally]], rule: ShorteningRule, subject: ItemSubject, carries: Carries
) -> Sequence[Payee]:
    """Most points first; equal ones by name, so that the order is always the same."""
    is_person, found = subject is ItemSubject.PERSON, []
    for owner_id, (name, tally) in sums.items():
        before = carries.get((subject, owner_id), NOTHING_CARRIED)
        found.append(
            Payee(
                id=owner_id,
                name=name,
                tally=tally,
                payable=payable(rule, tally, is_person=is_person, before=before),
                is_barred=is_person and is_barred(rule, tally, before),
                reaches_goal=tally.reaches_goal(rule),
                carried=before.points,
            )
        )
    return sorted(found, key=lambda payee: (-payee.tally.points, payee.name, payee.id))


def _case_list(*, mine: bool) -> Keyset:
    statement = (
        select(
            ProcessingRecord.row_number,
            Department.name,
            Person.name,
            Person.employee_no,
            ProcessingRecord.affair,
            ProcessingRecord.statutory,
            ProcessingRecord.actual,
            ProcessingRecord.compound,
            ProcessingRecord.outcome,
            ProcessingRecord.receipt_no,
            ProcessingRecord.points,
            ProcessingRecord.formula,
            ProcessingRecord.excluded,
            ShorteningRun.state,
            ProcessingRecord.id,
            _COUNTED_BY.case_id,
            _looks_counted(),
        )
        .join(ShorteningRun, ShorteningRun.id == ProcessingRecord.run_id)
        .join(Person, Person.id == ProcessingRecord.person_id)
        .join(Department, Department.id == ProcessingRecord.department_id)
        .outerjoin(_COUNTED_BY, _COUNTED_BY.case_key == ProcessingRecord.case_key)
        .where(ProcessingRecord.run_id == bindparam("run_id"))
        .where(_is_own() if mine else true())
    )
    return Keyset(statement, keys=[ProcessingRecord.row_number], smallest_first=True)


def _is_own() -> ColumnElement[bool]:
    of_the_department = ProcessingRecord.department_id.in_(bindparam("headed_ids", type_=Integer, expanding=True))
    return (ProcessingRecord.person_id == bindparam("reader_id", type_=Integer)) | of_the_department


_ALL_CASES, _OWN_CASES = _case_list(mine=False), _case_list(mine=True)


def cases_page(run: ShorteningRun, actor: Actor, cursor: str | None) -> Page[CaseRow]:
    """Return the cases the actor may read: all, or of a posted run those one handled or heads. Raises `Missing`."""
    if allows(POLICY, Permission.SHORTENING_READ, actor):
        page = _ALL_CASES.page(cursor, {"run_id": run.id})
    else:
        reader = {"run_id": run.id, "reader_id": actor.id, "headed_ids": actor.headed_department_ids}
        any_own = select(ProcessingRecord.id).where(ProcessingRecord.run_id == run.id, _is_own()).limit(1)
        if run.state is not RunState.POSTED or not db.session.scalar(any_own, reader):
            raise Missing(_("There is no such count of handling times."))
        page = _OWN_CASES.page(cursor, reader)
    return Page([_case_row(row) for row in page.rows], page.next_cursor)


def _case_row(row: AnyRow) -> CaseRow:
    shown = tuple(row)
    return CaseRow._make([*shown[:SHOWN_COLUMNS], _reason(_Standing(*shown[SHOWN_COLUMNS:]))])
