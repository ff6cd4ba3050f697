"""지급규정과 인사자료: the versions there are, and the newest of each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.accounts.models import Membership, Person
from app.core.database import db
from app.core.errors import Missing, Refused
from app.core.messages import _
from app.evaluation.models import EvaluationRound
from app.evaluation.rules.incentives import IncentiveTable
from app.evaluation.rules.payouts import PayoutTerms
from app.reports.models import IncentiveFactSheet, IncentiveHandover, IncentiveRuleVersion
from app.reports.queries.incentives import base_amounts, grade_tables, ranks_in_use, table_rule
from app.reports.rules.grade_tables import PRESETS
from app.reports.rules.incentives import grades_of
from app.reports.rules.rule_sets import PersonFact, RuleSet, facts_of, rules_of

HALF = Decimal(50)


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """One line of the list of rule sets: the newest version of a code."""

    id: int
    code: str
    version: int
    entered_at: datetime
    entered_by: str | None
    sha256: str
    batches: int
    rules: RuleSet


@dataclass(frozen=True, kw_only=True)
class FactRow:
    """One line of the list of HR's facts: a version for a round."""

    id: int
    round_code: str
    round_name: str
    version: int
    people: int
    entered_at: datetime
    entered_by: str
    sha256: str
    batches: int


def rules_of_version(record: IncentiveRuleVersion) -> RuleSet:
    """Return what a version says."""
    return rules_of(json.loads(record.content))


def newest_rules(code: str) -> IncentiveRuleVersion | None:
    """Return the newest version of a code, if there is one."""
    statement = select(IncentiveRuleVersion).where(IncentiveRuleVersion.code == code)
    return db.session.scalar(statement.order_by(IncentiveRuleVersion.version.desc()).limit(1))


def rules_or_refuse(code: str) -> IncentiveRuleVersion:
    """Return the newest version of a code. Raises `Refused` for an unknown one."""
    found = newest_rules(code)
    if found is None:
        known = ", ".join(rule_codes()) or str(_("none"))
        raise Refused(_("There is no rule set “%(code)s”. There are: %(known)s.", code=code, known=known))
    return found


def rule_codes() -> Sequence[str]:
    """Return the codes in order."""
    return db.session.scalars(select(IncentiveRuleVersion.code).distinct().order_by(IncentiveRuleVersion.code)).all()


def rules_or_404(version_id: int) -> IncentiveRuleVersion:
    """Load a version. Raises `Missing`."""
    found = db.session.get(IncentiveRuleVersion, version_id)
    if found is None:
        raise Missing(_("There is no such rule set."))
    return found


def list_rules() -> Sequence[RuleRow]:
    """Return the newest version of every code, with how many batches rest on that code."""
    other = aliased(IncentiveRuleVersion)
    newest = select(func.max(other.version)).where(other.code == IncentiveRuleVersion.code).scalar_subquery()
    used = select(func.count()).where(IncentiveHandover.rule_code == IncentiveRuleVersion.code).scalar_subquery()
    statement = (
        select(IncentiveRuleVersion, Person.name, used)
        .outerjoin(Person, Person.id == IncentiveRuleVersion.entered_by_id)
        .where(IncentiveRuleVersion.version == newest)
        .order_by(IncentiveRuleVersion.code)
    )
    return [_rule_row(record, name, batches) for record, name, batches in db.session.execute(statement)]


def versions_of(code: str) -> Sequence[RuleRow]:
    """Return all versions of a code, the newest first, with how many batches rest on each."""
    used = select(func.count()).where(IncentiveHandover.rule_version_id == IncentiveRuleVersion.id).scalar_subquery()
    statement = (
        select(IncentiveRuleVersion, Person.name, used)
        .outerjoin(Person, Person.id == IncentiveRuleVersion.entered_by_id)
        .where(IncentiveRuleVersion.code == code)
        .order_by(IncentiveRuleVersion.version.desc())
    )
    return [_rule_row(record, name, batches) for record, name, batches in db.session.execute(statement)]


def _rule_row(record: IncentiveRuleVersion, name: str | None, batches: int) -> RuleRow:
    return RuleRow(
        id=record.id,
        code=record.code,
        version=record.version,
        entered_at=record.entered_at,
        entered_by=name,
        sha256=record.sha256,
        batches=batches,
        rules=rules_of_version(record),
    )


def rules_to_begin_with() -> RuleSet:
    """Return what a new rule set begins with: the office's first table of grades and the base amounts that are set."""
    amounts = base_amounts()
    tables = grade_tables()
    standard = PRESETS[0]
    table = table_rule(tables[0]) if tables else IncentiveTable(grades=grades_of(standard.grades), unit=10)
    bases = {rank: amounts.get(rank) for rank in ranks_in_use()}
    return RuleSet(terms=PayoutTerms(table=table, department_share=HALF), bases=bases)


def newest_facts(round_id: int) -> IncentiveFactSheet | None:
    """Return HR's newest facts for a round, if there are any."""
    statement = select(IncentiveFactSheet).where(IncentiveFactSheet.round_id == round_id)
    return db.session.scalar(statement.order_by(IncentiveFactSheet.version.desc()).limit(1))


def facts_of_sheet(record: IncentiveFactSheet | None) -> dict[int, PersonFact]:
    """Return what HR said of each person; nothing without a sheet."""
    return {} if record is None else facts_of(json.loads(record.content))


def facts_or_404(sheet_id: int) -> IncentiveFactSheet:
    """Load a fact sheet. Raises `Missing`."""
    found = db.session.get(IncentiveFactSheet, sheet_id)
    if found is None:
        raise Missing(_("There are no such facts."))
    return found


def list_facts() -> Sequence[FactRow]:
    """Return the versions of all rounds, the newest first."""
    used = select(func.count()).where(IncentiveHandover.fact_sheet_id == IncentiveFactSheet.id).scalar_subquery()
    statement = (
        select(
            IncentiveFactSheet.id,
            EvaluationRound.code.label("round_code"),
            EvaluationRound.name.label("round_name"),
            IncentiveFactSheet.version,
            IncentiveFactSheet.people,
            IncentiveFactSheet.entered_at,
            Person.name.label("entered_by"),
            IncentiveFactSheet.sha256,
            used.label("batches"),
        )
        .join(EvaluationRound, EvaluationRound.id == IncentiveFactSheet.round_id)
        .join(Person, Person.id == IncentiveFactSheet.entered_by_id)
        .order_by(IncentiveFactSheet.id.desc())
        .limit(100)
    )
    return [FactRow(**row._mapping) for row in db.session.execute(statement)]  # noqa: SLF001  SQLAlchemy's public name


def rounds_for_facts() -> Sequence[EvaluationRound]:
    """Return the rounds HR may give facts for, the latest first."""
    return db.session.scalars(select(EvaluationRound).order_by(EvaluationRound.base_on.desc())).all()


def round_or_refuse(code: str) -> EvaluationRound:
    """Return the round with this code. Raises `Refused` for an unknown one."""
    found = db.session.scalar(select(EvaluationRound).where(EvaluationRound.code == code))
    if found is None:
        raise Refused(_("There is no round with the code “%(code)s”.", code=code))
    return found


def people_on(record: EvaluationRound) -> dict[str, int]:
    """Return everybody in office on the base date of a round: employee number → id."""
    day = record.base_on
    statement = (
        select(Person.employee_no, Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.starts_on <= day,
            (Membership.ends_on.is_(None)) | (Membership.ends_on >= day),
            Person.joined_on <= day,
            (Person.left_on.is_(None)) | (Person.left_on >= day),
        )
    )
    return dict(db.session.execute(statement).all())
