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
_RETIRED = select(SunsetDecision.indicator_id).where(
    SunsetDecision.id.in_(_LATEST), SunsetDecision.choice == SunsetChoice.RETIRE
)


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

    Statements: the indicators, what was ever measured, the decisions, and (`with_past`) last year's publications.
    """
    rows = _sheets(round_id)
    decided = newest_decisions()
    silent = _never_updated()
    full = _full_years(year) if with_past else {}
    known = [
        _facts(sheet, year, full, has_owner=has_owner, is_silent=sheet.id in silent)
        for sheet, _owner, has_owner in rows
    ]
    active = [one for one in known if not _is_retired(decided.get(one.indicator_id))]
    found = findings(active, year)
    return [
        QualityRow(
            indicator_id=sheet.id,
            code=sheet.code,
            name=sheet.name,
            owner=owner,
            findings=found.get(sheet.id, ()),
            decision=decided.get(sheet.id),
        )
        for sheet, owner, _has_owner in rows
    ]


def _is_retired(decision: DecisionRow | None) -> bool:
    return decision is not None and decision.choice is SunsetChoice.RETIRE


def _sheets(round_id: int | None) -> Sequence[tuple[Indicator, str | None, bool]]:
    """The sheets with the department in charge, and whether it exists today."""
    today = clock.today()
    there = (Department.valid_from <= today) & or_(Department.valid_until.is_(None), Department.valid_until >= today)
    statement = (
        select(Indicator, Department.name, case((there, 1), else_=0))
        .outerjoin(Department, Department.id == Indicator.owner_department_id)
        .order_by(Indicator.code)
    )
    if round_id is not None:
        used = select(Composition.indicator_id).where(Composition.round_id == round_id)
        statement = statement.where(Indicator.id.in_(used))
    return [(sheet, owner, bool(exists)) for sheet, owner, exists in db.session.execute(statement)]


def _facts(
    sheet: Indicator, year: int, full: Mapping[int, Mapping[int, bool]], *, has_owner: bool, is_silent: bool
) -> QualityFacts:
    place = ("objective", sheet.objective_id) if sheet.objective_id else ("perspective", sheet.perspective_id)
    return QualityFacts(
        indicator_id=sheet.id,
        has_owner=has_owner,
        has_evidence=bool(sheet.evidence.strip()) or sheet.named_source is not None,
        result_kind=sheet.result_kind,
        place=place if place[1] else None,
        direction=sheet.direction,
        target=sheet.target,
        last_result=result_of(sheet.history, year - 1),
        never_updated=is_silent and sheet.method is not Method.PANEL,
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


def _never_updated() -> frozenset[int]:
    """Indicators that were measured in rounds past measuring, and never had a value."""
    statement = (
        select(ActualMeasure.indicator_id)
        .join(EvaluationRound, EvaluationRound.id == ActualMeasure.round_id)
        .where(EvaluationRound.phase.not_in(STILL_OPEN))
        .group_by(ActualMeasure.indicator_id)
        .having(func.sum(case((ActualMeasure.state == MeasureState.VALUE, 1), else_=0)) == 0)
    )
    return frozenset(db.session.scalars(statement))


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


def newest_decisions() -> Mapping[int, DecisionRow]:
    """Return the decision that holds about each indicator, in one statement."""
    statement = (
        select(SunsetDecision, Person.name)
        .join(Person, Person.id == SunsetDecision.decided_by_id)
        .where(SunsetDecision.id.in_(_LATEST))
    )
    return {row.indicator_id: _decision(row, name) for row, name in db.session.execute(statement)}


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
    return frozenset(db.session.scalars(_RETIRED))


def offered_indicators(round_id: int) -> Sequence[Indicator]:
    """Return the indicators a round in planning may be made of: all but the retired, and what it has already."""
    used = select(Composition.indicator_id).where(Composition.round_id == round_id)
    statement = (
        select(Indicator).where(or_(Indicator.id.not_in(_RETIRED), Indicator.id.in_(used))).order_by(Indicator.code)
    )
    return db.session.scalars(statement).all()
