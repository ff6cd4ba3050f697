"""지표의 질: what is known of indicators before a year, and what was decided about them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, or_, select

from app.accounts.models import Person
from app.core import clock
from app.core.database import db
from app.core.figures import HUNDRED, exact, rounded
from app.evaluation.enums import MeasureState, Method, Phase, QualityFlag, SunsetChoice
from app.evaluation.models import (
    ActualMeasure,
    Composition,
    EvaluationRound,
    Indicator,
    Publication,
    SunsetDecision,
)
from app.evaluation.queries.releases import newest, released
from app.evaluation.rules.indicator_quality import FULL_YEARS, Finding, QualityFacts, findings, is_reached
from app.evaluation.rules.methods.reading import to_number
from app.organization.models import Department

STILL_OPEN = (Phase.PLANNING, Phase.MEASURING)
_LATEST = select(func.max(SunsetDecision.id)).group_by(SunsetDecision.indicator_id)
RETIRED = select(SunsetDecision.indicator_id).where(
    SunsetDecision.id.in_(_LATEST), SunsetDecision.choice == SunsetChoice.RETIRE
)
"""The indicators that are offered no longer."""
_NEVER_UPDATED = (
    select(ActualMeasure.indicator_id)
    .join(EvaluationRound, EvaluationRound.id == ActualMeasure.round_id)
    .where(EvaluationRound.phase.not_in(STILL_OPEN))
    .group_by(ActualMeasure.indicator_id)
    .having(func.sum(case((ActualMeasure.state == MeasureState.VALUE, 1), else_=0)) == 0)
)
"""Indicators that were measured in rounds past measuring, and never had a value."""


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """A decision about an indicator on the sunset list."""

    indicator_id: int
    year: int
    choice: SunsetChoice
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class QualityRow:
    """An indicator with what is to be mended, and the newest decision about it."""

    indicator_id: int
    code: str
    name: str
    owner: str | None
    findings: Sequence[Finding]
    decision: DecisionRow | None

    @property
    def is_retired(self) -> bool:
        """Whether it is offered no longer."""
        return _is_retired(self.decision)

    @property
    def is_listed(self) -> bool:
        """Whether it is on the sunset list."""
        return any(finding.flag is QualityFlag.FULL_THREE_YEARS for finding in self.findings)


def quality_rows(year: int, round_id: int | None = None, *, with_past: bool = True) -> Sequence[QualityRow]:
    """Return the indicators of a round, or all, with their findings for the year, by code.

    Statements: the indicators with what is known of each, and (`with_past`) last year's publications.
    """
    rows = _sheets(round_id)
    full = _full_years(year) if with_past else {}
    known = [_facts(row, year, full) for row in rows if not _is_retired(row.decision)]
    found = findings(known, year)
    return [
        QualityRow(
            indicator_id=row.sheet.id,
            code=row.sheet.code,
            name=row.sheet.name,
            owner=row.owner,
            findings=found.get(row.sheet.id, ()),
            decision=row.decision,
        )
        for row in rows
    ]


def _is_retired(decision: DecisionRow | None) -> bool:
    return decision is not None and decision.choice is SunsetChoice.RETIRE


@dataclass(frozen=True, kw_only=True)
class _Known:
    """A sheet, the department in charge, whether that exists today, the newest decision, whether it never had a value."""

    sheet: Indicator
    owner: str | None
    has_owner: bool
    decision: DecisionRow | None
    is_silent: bool


def _sheets(round_id: int | None) -> Sequence[_Known]:
    today = clock.today()
    there = (Department.valid_from <= today) & or_(Department.valid_until.is_(None), Department.valid_until >= today)
    newest_one = (SunsetDecision.indicator_id == Indicator.id) & SunsetDecision.id.in_(_LATEST)
    statement = (
        select(
            Indicator,
            Department.name,
            case((there, 1), else_=0),
            SunsetDecision,
            Person.name,
            case((Indicator.id.in_(_NEVER_UPDATED), 1), else_=0),
        )
        .outerjoin(Department, Department.id == Indicator.owner_department_id)
        .outerjoin(SunsetDecision, newest_one)
        .outerjoin(Person, Person.id == SunsetDecision.decided_by_id)
        .order_by(Indicator.code)
    )
    if round_id is not None:
        used = select(Composition.indicator_id).where(Composition.round_id == round_id)
        statement = statement.where(Indicator.id.in_(used))
    return [
        _Known(
            sheet=sheet,
            owner=owner,
            has_owner=bool(has_owner),
            decision=None if decision is None else _decision(decision, who),
            is_silent=bool(silent),
        )
        for sheet, owner, has_owner, decision, who, silent in db.session.execute(statement)
    ]


def _facts(known: _Known, year: int, full: Mapping[int, Mapping[int, bool]]) -> QualityFacts:
    sheet = known.sheet
    place = ("objective", sheet.objective_id) if sheet.objective_id else ("perspective", sheet.perspective_id)
    return QualityFacts(
        indicator_id=sheet.id,
        has_owner=known.has_owner,
        has_evidence=bool(sheet.evidence.strip()) or sheet.named_source is not None,
        result_kind=sheet.result_kind,
        place=place if place[1] else None,
        direction=sheet.direction,
        target=sheet.target,
        last_result=result_of(sheet.history, year - 1),
        never_updated=known.is_silent and sheet.method is not Method.PANEL,
        full_years={**_reached_years(sheet, year), **full.get(sheet.id, {})},
    )


def result_of(history: Mapping[str, Any], year: int) -> Decimal | None:
    """Return the result of a past year: the common one, else the mean of the departments to two decimals."""
    common = to_number(history.get("common", {}).get(str(year)))
    if common is not None:
        return common
    own = [to_number(years.get(str(year))) for years in history.get("departments", {}).values()]
    return _mean([figure for figure in own if figure is not None])


@exact()
def _mean(figures: Sequence[Decimal]) -> Decimal | None:
    return rounded(sum(figures, Decimal(0)) / len(figures), 2) if figures else None


def _reached_years(sheet: Indicator, year: int) -> dict[int, bool]:
    """Where nothing was published: whether the common result of a past year reaches today's target."""
    found = {}
    for past in range(year - FULL_YEARS, year):
        result = to_number(sheet.history.get("common", {}).get(str(past)))
        if result is not None and sheet.target is not None:
            reached = is_reached(result, sheet.target, sheet.direction)
            if reached is not None:
                found[past] = reached
    return found


def _full_years(year: int) -> dict[int, dict[int, bool]]:
    """Whether every department with a value scored 100, by indicator and year: of the last published round of each year."""
    statement = (
        select(EvaluationRound.year, Publication.snapshot)
        .join(EvaluationRound, EvaluationRound.id == Publication.round_id)
        .where(Publication.id.in_(newest(released())), EvaluationRound.year.between(year - FULL_YEARS, year - 1))
        .order_by(EvaluationRound.base_on, EvaluationRound.id)
    )
    last = {past: text for past, text in db.session.execute(statement)}  # noqa: C416  rows are no pairs to mypy
    found: dict[int, dict[int, bool]] = {}
    for past, text in last.items():
        for department in json.loads(text)["departments"]:
            for line in department["lines"]:
                score = to_number(line["score"]) if line["state"] == MeasureState.VALUE.value else None
                if score is not None:
                    years = found.setdefault(line["indicator_id"], {})
                    years[past] = years.get(past, True) and score >= HUNDRED
    return found


def decisions_about(indicator_id: int) -> Sequence[DecisionRow]:
    """Return every decision about an indicator, the last first."""
    statement = (
        select(SunsetDecision, Person.name)
        .join(Person, Person.id == SunsetDecision.decided_by_id)
        .where(SunsetDecision.indicator_id == indicator_id)
        .order_by(SunsetDecision.id.desc())
    )
    return [_decision(row, name) for row, name in db.session.execute(statement)]


def _decision(row: SunsetDecision, name: str) -> DecisionRow:
    return DecisionRow(
        indicator_id=row.indicator_id,
        year=row.year,
        choice=row.choice,
        reason=row.reason,
        decided_by=name,
        decided_at=row.decided_at,
    )


def retired_ids() -> frozenset[int]:
    """Return the indicators that are offered no longer: the newest decision retired them."""
    return frozenset(db.session.scalars(RETIRED))


def offered_indicators(round_id: int) -> Sequence[Indicator]:
    """Return the indicators a round in planning may be made of: all but the retired, and what it has already."""
    used = select(Composition.indicator_id).where(Composition.round_id == round_id)
    statement = (
        select(Indicator).where(or_(Indicator.id.not_in(RETIRED), Indicator.id.in_(used))).order_by(Indicator.code)
    )
    return db.session.scalars(statement).all()
