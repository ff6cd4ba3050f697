"""처리기간 단축 집계: read in as a simulation, posted by a second person, or withdrawn."""

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import insert

from app.core import access, clock
from app.core.access import Actor, offices_of
from app.core.database import change_state, db
from app.core.errors import Refused
from app.core.events import FreeText, publish
from app.core.messages import Message, _
from app.core.sheets import Problems
from app.core.snapshots import canonical_json
from app.mileage.enums import EventCode, ItemSubject, Permission, RunState
from app.mileage.events import ShorteningRunDrafted, ShorteningRunPosted, ShorteningRunWithdrawn
from app.mileage.models import ProcessingRecord, SavedShorteningRule, ShorteningCount, ShorteningRun, Transfer
from app.mileage.policy import POLICY
from app.mileage.queries.items import item_for_event
from app.mileage.queries.shortening import (
    Payee,
    Simulation,
    draft_of_file,
    rule_of,
    saved_rule_or_404,
    simulation_of,
)
from app.mileage.queries.shortening_places import departments_between, people_between
from app.mileage.queries.year_locks import check_open
from app.mileage.rules import shortening_runs as rules
from app.mileage.rules.owners import Owner
from app.mileage.rules.shortening import ShorteningRule, judge
from app.mileage.services.accounts import lock_pool
from app.mileage.services.awards import post_award
from app.mileage.services.shortening_sheets import TITLE, SheetCase, read_cases

Known = Mapping[str, tuple[int, frozenset[int]]]


@dataclass(frozen=True, kw_only=True)
class RunText:
    """What is read in: the workbook under a version of a rule, for a time that is over."""

    saved_rule: SavedShorteningRule
    starts_on: date
    ends_on: date
    file_name: str
    content: bytes
    handover_id: int | None = None


@dataclass(frozen=True)
class _Placed:
    """A row whose department and person are known, and which case it is."""

    row: SheetCase
    department_id: int
    person_id: int
    likeness: str
    key: str


@dataclass(frozen=True, kw_only=True)
class RunRows:
    """What comes from records of the office itself, instead of a workbook: `name` says where it comes from.

    `handover_id` is the number of the sending there.
    """

    saved_rule: SavedShorteningRule
    starts_on: date
    ends_on: date
    name: str
    cases: Sequence[SheetCase]
    handover_id: int


def draft_run_of_rows(*, actor: Actor, text: RunRows) -> ShorteningRun:
    """Simulate rows that are no workbook, under the same checks and the same guard against counting a case twice.

    The same rows again give the simulation there is. Raises `SheetErrors` with every row that cannot be counted.
    """
    access.require(POLICY, Permission.SHORTENING_DRAFT, actor)
    rules.check_days(text.starts_on, text.ends_on, clock.today())
    if not text.cases:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=TITLE))
    lock_pool()
    check_open(text.ends_on)
    head = RunText(
        saved_rule=text.saved_rule,
        starts_on=text.starts_on,
        ends_on=text.ends_on,
        file_name=text.name,
        content=canonical_json([_plain_case(case) for case in text.cases]),
        handover_id=text.handover_id,
    )
    return _draft(actor, head, text.cases, Problems())


def _plain_case(row: SheetCase) -> Sequence[object]:
    case = row.case
    return (
        row.department,
        row.employee_no,
        row.receipt_no,
        case.affair,
        case.statutory,
        case.actual,
        case.compound,
        case.outcome,
    )


def draft_run(*, actor: Actor, text: RunText) -> ShorteningRun:
    """Read a workbook in as a simulation. Raises `SheetErrors` with every wrong row; then nothing is saved.

    Sent twice, the simulation there is already comes back. The file is read before the first statement: until then
    nobody else waits for the write lock of SQLite.
    """
    access.require(POLICY, Permission.SHORTENING_DRAFT, actor)
    rules.check_days(text.starts_on, text.ends_on, clock.today())
    problems = Problems()
    read = read_cases(io.BytesIO(text.content), problems)
    lock_pool()
    check_open(text.ends_on)
    return _draft(actor, text, read, problems)


def _draft(actor: Actor, text: RunText, read: Sequence[SheetCase], problems: Problems) -> ShorteningRun:
    fingerprint = sha256(text.content).hexdigest()
    again = draft_of_file(fingerprint, text.saved_rule.id, text.starts_on, text.ends_on)
    if again is not None:
        return again
    placed = _placed(read, text, problems)
    problems.raise_any()
    run = ShorteningRun(
        rule_id=text.saved_rule.id,
        starts_on=text.starts_on,
        ends_on=text.ends_on,
        file_name=text.file_name,
        sha256=fingerprint,
        row_count=len(placed),
        handover_id=text.handover_id,
        drafted_by_id=actor.id,
        drafted_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    _keep_cases(run, placed, rule_of(text.saved_rule))
    publish(
        ShorteningRunDrafted(
            actor_id=actor.id,
            shortening_run_id=run.id,
            rule_code=text.saved_rule.code,
            rule_version=text.saved_rule.version,
            starts_on=run.starts_on.isoformat(),
            ends_on=run.ends_on.isoformat(),
            rows=run.row_count,
            sha256=run.sha256,
        )
    )
    return run


def post_run(*, run: ShorteningRun, actor: Actor, digest: str) -> Sequence[Transfer]:
    """Count the cases once and for all and pay positive sums, on the last day of the run's time. Returns the transfers.

    `digest` is that of the sums the actor has seen. Who drafted the run, has cases in it or has an office in a
    department of it may not post. Raises `Refused`, and `Conflict` where the sums have changed.
    """
    access.require(POLICY, Permission.SHORTENING_POST, actor)
    lock_pool()
    simulation = simulation_of(run, rule_of(saved_rule_or_404(run.rule_id)))
    facts = rules.RunFacts(
        state=run.state,
        drafted_by_id=run.drafted_by_id,
        person_ids=simulation.person_ids,
        department_ids=simulation.department_ids,
    )
    rules.check_posting(facts, actor.id, offices_of(actor))
    rules.check_same(digest, simulation.digest)
    _check_payable(run, simulation)
    change_state(run, state=RunState.POSTED, posted_by_id=actor.id, posted_at=clock.now(), digest=simulation.digest)
    counts = [{"case_id": case_id, "case_key": key} for case_id, key in simulation.counted]
    db.session.execute(insert(ShorteningCount), counts)
    transfers = [
        *_pay(run, ItemSubject.PERSON, simulation.people, actor),
        *_pay(run, ItemSubject.DEPARTMENT, simulation.departments, actor),
    ]
    publish(
        ShorteningRunPosted(
            actor_id=actor.id,
            shortening_run_id=run.id,
            counted=len(simulation.counted),
            transfer_ids=tuple(transfer.id for transfer in transfers),
            points=sum((transfer.points for transfer in transfers), Decimal(0)),
            digest=simulation.digest,
        )
    )
    return transfers


def withdraw_run(*, run: ShorteningRun, actor: Actor, reason: str) -> None:
    """Take a simulation back before it is posted."""
    access.require(POLICY, Permission.SHORTENING_DRAFT, actor)
    rules.check_draft(run.state)
    change_state(
        run,
        state=RunState.WITHDRAWN,
        withdrawn_by_id=actor.id,
        withdrawn_at=clock.now(),
        withdraw_reason=reason,
    )
    publish(ShorteningRunWithdrawn(actor_id=actor.id, shortening_run_id=run.id, reason=FreeText(reason)))


def _placed(read: Sequence[SheetCase], text: RunText, problems: Problems) -> Sequence[_Placed]:
    """Find department, person and identity of every row; what cannot be found is a problem of its row."""
    departments = departments_between(text.starts_on, text.ends_on)
    people = people_between(text.starts_on, text.ends_on)
    places: Counter[str] = Counter()
    seen: dict[str, int] = {}
    found = []
    for row in read:
        owners = _owners(row, departments, people, problems)
        if owners is None:
            continue
        likeness = rules.likeness_of(owners[1], row.case)
        if row.receipt_no is None:
            places[likeness] += 1
            key = rules.key_of_likeness(likeness, places[likeness])
        else:
            key = rules.key_of_receipt(row.case.affair, row.receipt_no)
            if key in seen:
                problems.add(TITLE, row.row, "접수번호", _same_case(seen[key]))
                continue
            seen[key] = row.row
        found.append(_Placed(row, *owners, likeness, key))
    return found


def _same_case(row: int) -> Message:
    return _(
        "This case stands in row %(row)s already. Where departments number for themselves, write the department before "
        "the number.",
        row=row,
    )


def _owners(
    row: SheetCase, departments: Mapping[str, int], people: Known, problems: Problems
) -> tuple[int, int] | None:
    department_id, person = departments.get(row.department), people.get(row.employee_no)
    wrong: list[tuple[str, Message]] = []
    if department_id is None:
        wrong.append(("부서", _("There was no department “%(name)s” in this time.", name=row.department)))
    if person is None:
        wrong.append(("사번", _("Nobody with the number “%(number)s” worked here then.", number=row.employee_no)))
    elif department_id is not None and department_id not in person[1]:
        wrong.append(("부서", _("The person did not belong to this department in this time.")))
    for column, reason in wrong:
        problems.add(TITLE, row.row, column, reason)
    return None if wrong or department_id is None or person is None else (department_id, person[0])


def _keep_cases(run: ShorteningRun, placed: Sequence[_Placed], rule: ShorteningRule) -> None:
    db.session.execute(insert(ProcessingRecord), [_values(run, item, rule) for item in placed])


def _values(run: ShorteningRun, item: _Placed, rule: ShorteningRule) -> dict[str, Any]:
    verdict, case = judge(rule, item.row.case), item.row.case
    return {
        "run_id": run.id,
        "row_number": item.row.row,
        "department_id": item.department_id,
        "person_id": item.person_id,
        "affair": case.affair,
        "statutory": case.statutory,
        "actual": case.actual,
        "compound": case.compound,
        "outcome": case.outcome,
        "receipt_no": item.row.receipt_no,
        "case_key": item.key,
        "likeness": item.likeness,
        "points": verdict.points,
        "formula": verdict.formula,
        "excluded": verdict.excluded,
    }


def _check_payable(run: ShorteningRun, simulation: Simulation) -> None:
    if not simulation.counted:
        raise Refused(_("No case counts; there is nothing to post. Withdraw the simulation."))
    if all(item_for_event(EventCode.SHORTENING_COUNTED, subject, run.ends_on) is None for subject in ItemSubject):
        raise Refused(
            _(
                "On the last day of this time the office had no item that pays what was saved. An item pays from the day "
                "on which it is entered."
            )
        )


def _pay(run: ShorteningRun, subject: ItemSubject, payees: Sequence[Payee], actor: Actor) -> Sequence[Transfer]:
    """Pay every positive sum of one kind; nobody where the office has no such item."""
    item = item_for_event(EventCode.SHORTENING_COUNTED, subject, run.ends_on)
    if item is None:
        return ()
    owner = Owner.person if subject is ItemSubject.PERSON else Owner.department
    paid = [
        post_award(
            item_code=item.code,
            owner=owner(payee.id),
            source=rules.source_of_run(run.id, subject.value, payee.id),
            actor_id=actor.id,
            points=payee.payable,
            occurred_on=run.ends_on,
        )
        for payee in payees
        if payee.payable > 0
    ]
    return [transfer for transfer in paid if transfer is not None]
