"""지급규정과 인사자료를 들이는 일: a workbook becomes a version, all of it or nothing."""

import io
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO

from app.accounts.services.access_records import record_access
from app.core import access, clock
from app.core.access import Actor
from app.core.database import db
from app.core.errors import Refused
from app.core.events import publish
from app.core.figures import ZERO
from app.core.messages import _
from app.core.sheets import Column, Kind, Problems, Row, Sheet, SheetSpec, read_workbook
from app.core.snapshots import canonical_json, fingerprint
from app.evaluation.models import EvaluationRound
from app.reports.enums import Permission
from app.reports.events import IncentiveFactsEntered, IncentiveFactsTakenOut, IncentiveRulesEntered
from app.reports.models import IncentiveFactSheet, IncentiveRuleVersion
from app.reports.policy import POLICY
from app.reports.queries.incentive_rules import newest_facts, newest_rules, people_on
from app.reports.rules.rule_sets import PersonFact, content_of_rules, rule_code
from app.reports.services.rule_sheets import read_rules

FACTS = "인사자료"
NAME_LENGTH = 200
MOST_POINTS = Decimal(10_000)
MOST_TEXT = 200
FACT_COLUMNS = (
    Column(
        "사번", width=12, required=True, note=_("Employee number of somebody in office on the base date; each once.")
    ),
    Column("근평점", kind=Kind.NUMBER, width=10, note=_("Performance rating. Empty: not known.")),
    Column("실적가점", kind=Kind.NUMBER, width=10, note=_("Bonus for results.")),
    Column("출산가점", kind=Kind.NUMBER, width=10, note=_("Bonus for childbirth.")),
    Column("감점", kind=Kind.NUMBER, width=10, note=_("Points that are taken off, written without a minus.")),
    Column("감점사유", width=30, note=_("Needed with a deduction.")),
    Column("제외사유", width=30, note=_("Discipline, leave …; who has a reason gets no grade and no amount.")),
)
UPLOADED, TAKEN_OUT = "incentive_facts_upload", "incentive_facts_download"
"""Actions of the access record."""


def enter_rules(
    *, actor: Actor | None, source: IO[bytes] | str | Path, file_name: str, code: str = ""
) -> IncentiveRuleVersion:
    """Keep a workbook as the next version of its code; the file's name is the code where none is given.

    The same content again is the version that is there. `actor` None is the office's own command line.
    Raises `SheetErrors` with every wrong row.
    """
    if actor is not None:
        access.require(POLICY, Permission.BATCH_RULES_WRITE, actor)
    named = rule_code(code or file_name)
    content = content_of_rules(read_rules(source))
    sha256 = fingerprint(content)
    known = newest_rules(named)
    if known is not None and known.sha256 == sha256:
        return known
    record = IncentiveRuleVersion(
        code=named,
        version=1 if known is None else known.version + 1,
        file_name=file_name[-NAME_LENGTH:],
        content=canonical_json(content).decode(),
        sha256=sha256,
        entered_by_id=actor.id if actor else None,
        entered_at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    publish(
        IncentiveRulesEntered(
            actor_id=actor.id if actor else None,
            incentive_rule_version_id=record.id,
            code=named,
            version=record.version,
            sha256=sha256,
        )
    )
    return record


def enter_facts(
    *, actor: Actor, record: EvaluationRound, content: bytes, file_name: str, address: str
) -> IncentiveFactSheet:
    """Keep HR's facts for a round as its next version. Raises `SheetErrors` with every wrong row."""
    access.require(POLICY, Permission.BATCH_FACTS_WRITE, actor)
    facts = read_facts(io.BytesIO(content), people_on(record))
    plain = {"round": record.code, "rows": [vars(fact) for fact in facts]}
    known = newest_facts(record.id)
    sheet = IncentiveFactSheet(
        round_id=record.id,
        version=1 if known is None else known.version + 1,
        file_name=file_name[-NAME_LENGTH:],
        people=len(facts),
        content=canonical_json(plain).decode(),
        sha256=fingerprint(plain),
        entered_by_id=actor.id,
        entered_at=clock.now(),
    )
    db.session.add(sheet)
    db.session.flush()
    reason = f"{record.code} v{sheet.version}"
    record_access(actor=actor, address=address, action=UPLOADED, concerned_count=len(facts), reason=reason)
    publish(
        IncentiveFactsEntered(
            actor_id=actor.id,
            incentive_fact_sheet_id=sheet.id,
            round_code=record.code,
            version=sheet.version,
            people=len(facts),
            sha256=sheet.sha256,
        )
    )
    return sheet


def read_facts(source: IO[bytes], people: dict[str, int]) -> Sequence[PersonFact]:
    """Read the sheet 인사자료. `people` are those in office on the base date, by employee number."""
    problems = Problems()
    rows = read_workbook(source, [SheetSpec(FACTS, FACT_COLUMNS)], problems)[FACTS]
    if not rows:
        raise Refused(_("The sheet “%(sheet)s” has no row.", sheet=FACTS))
    found: dict[str, PersonFact] = {}
    for row in rows:
        number = row.text("사번") or ""
        if number and number not in people:
            problems.add(FACTS, row.number, "사번", _("Nobody with this number was in office on the base date."))
        if number in found:
            problems.add(FACTS, row.number, "사번", _("“%(name)s” stands here twice.", name=number))
        found[number] = _fact(row, people.get(number, 0), problems)
    problems.raise_any()
    return list(found.values())


def _fact(row: Row, person_id: int, problems: Problems) -> PersonFact:
    for header in ("근평점", "실적가점", "출산가점", "감점"):
        figure = row.number_of(header)
        if figure is not None and not ZERO <= figure <= MOST_POINTS:
            reason = _("This must be a number from 0 to %(most)s.", most=f"{MOST_POINTS:,f}")
            problems.add(FACTS, row.number, header, reason)
    for header in ("감점사유", "제외사유"):
        if len(row.text(header) or "") > MOST_TEXT:
            problems.add(FACTS, row.number, header, _("At most %(most)s letters.", most=MOST_TEXT))
    deduction, why = row.number_of("감점"), row.text("감점사유") or ""
    if deduction and not why:
        problems.add(FACTS, row.number, "감점사유", _("A deduction needs its reason."))
    if why and not deduction:
        problems.add(FACTS, row.number, "감점", _("There is a reason, but no deduction."))
    return PersonFact(
        person_id=person_id,
        employee_no=row.text("사번") or "",
        rating=row.number_of("근평점"),
        merit=row.number_of("실적가점"),
        birth=row.number_of("출산가점"),
        deduction=deduction,
        deduction_reason=why,
        exclusion=row.text("제외사유") or "",
    )


def take_facts_out(*, actor: Actor, sheet: IncentiveFactSheet, address: str) -> Sequence[Sheet]:
    """Return the sheets of HR's facts as they were read, and keep who took them out."""
    access.require(POLICY, Permission.BATCH_FACTS_WRITE, actor)
    content = json.loads(sheet.content)
    reason = f"{content['round']} v{sheet.version}"
    record_access(actor=actor, address=address, action=TAKEN_OUT, concerned_count=sheet.people, reason=reason)
    publish(IncentiveFactsTakenOut(actor_id=actor.id, incentive_fact_sheet_id=sheet.id, people=sheet.people))
    return [Sheet(FACTS, FACT_COLUMNS, [_cells(row) for row in content["rows"]])]


def _cells(row: dict[str, str | None]) -> Sequence[str | Decimal | None]:
    figures = [
        None if row[name] is None else Decimal(str(row[name])) for name in ("rating", "merit", "birth", "deduction")
    ]
    return [row["employee_no"], *figures, row["deduction_reason"] or None, row["exclusion"] or None]


def blank_facts() -> Sequence[Sheet]:
    """Return the empty sheet to fill in."""
    return [Sheet(FACTS, FACT_COLUMNS)]
