"""Saving what a workbook asks for: all of it in one transaction, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from sqlalchemy import select

from app.core.access import Actor
from app.core.database import db
from app.core.messages import _
from app.core.sheets import Problems
from app.evaluation import policy
from app.evaluation.enums import IndicatorKind, Method, Permission, RoundingMode
from app.evaluation.models import EvaluationRound, Indicator, RoundMember
from app.evaluation.queries.scoring import compositions_of, eligible_members
from app.evaluation.rules import phases
from app.evaluation.services import indicators, places, rounds
from app.evaluation.services.changes import composition_facts, publish_round_change
from app.evaluation.services.exemptions import exempt_imported
from app.evaluation.services.indicators import IndicatorDraft
from app.evaluation.services.measures import MeasureDraft, write_measures
from app.evaluation.services.rounds import RoundDraft, Share
from app.evaluation.services.workbooks.plans import IndicatorPlan, RoundPlan, WorkbookPlan
from app.evaluation.services.workbooks.reading import read_plan
from app.evaluation.services.workbooks.round_rows import round_with_code

DEFAULT_DIGITS = 2


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import has done. `measures` counts the rows that changed something."""

    code: str
    is_new: bool
    indicators: int
    departments: int
    measures: int
    measure_rows: int
    other_rounds: tuple[str, ...] = ()
    """Codes of rounds that were made beside it, in planning."""


def import_workbook(
    source: IO[bytes] | str | Path, *, actor: Actor | None, code: str | None = None, dry_run: bool = False
) -> Imported:
    """Read a workbook and save it. Raises SheetErrors with every wrong row, and Refused; then nothing is saved.

    The caller holds the transaction; `dry_run` takes everything back. `actor` is None for the office's command line.
    """
    policy.require(Permission.ROUND_EDIT, actor)
    savepoint = db.session.begin_nested()
    done = _import(source, actor, code)
    if dry_run:
        savepoint.rollback()
    else:
        savepoint.commit()
    return done


def _import(source: IO[bytes] | str | Path, actor: Actor | None, code: str | None) -> Imported:
    problems = Problems()
    plan = read_plan(source, code, problems)
    problems.raise_any()
    return apply_plan(plan, actor)


def apply_plan(plan: WorkbookPlan, actor: Actor | None) -> Imported:
    """Save what was read without a fault; the caller has asked the policy and holds the transaction."""
    record = round_with_code(plan.round.code)
    is_new = record is None
    if record is None:
        digits, rounding = _total_rounding(plan.indicators)
        record = rounds.open_round(actor=actor, draft=_round_draft(plan.round, digits, rounding))
    elif phases.may_edit_setup(record.phase):
        _update_round(record, plan.round, actor)
    for other in plan.other_rounds:
        rounds.open_round(actor=actor, draft=_round_draft(other))
    if phases.may_edit_setup(record.phase):
        if plan.indicators:
            _save_setup(record, plan.indicators, actor)
        _add_members(record, plan, actor)
    changed = _save_measures(record, plan, actor)
    return Imported(
        code=record.code,
        is_new=is_new,
        indicators=len({item.code for item in plan.indicators}),
        departments=len({item.department_id for item in plan.measures}),
        measures=changed,
        measure_rows=len(plan.measures),
        other_rounds=tuple(other.code for other in plan.other_rounds),
    )


def _round_draft(
    plan: RoundPlan, digits: int = DEFAULT_DIGITS, rounding: RoundingMode = RoundingMode.HALF_UP
) -> RoundDraft:
    return RoundDraft(
        code=plan.code,
        name=plan.name,
        year=plan.year,
        starts_on=plan.starts_on,
        base_on=plan.base_on,
        digits=digits,
        rounding=rounding,
    )


def _total_rounding(plans: Sequence[IndicatorPlan]) -> tuple[int, RoundingMode]:
    """How totals of a new round are rounded: as all its indicators are, where they agree."""
    named = {(plan.digits, plan.rounding) for plan in plans}
    return named.pop() if len(named) == 1 else (DEFAULT_DIGITS, RoundingMode.HALF_UP)


def _update_round(record: EvaluationRound, plan: RoundPlan, actor: Actor | None) -> None:
    names = ("name", "year", "starts_on", "base_on")
    new = {name: getattr(plan, name) for name in names}
    if new != {name: getattr(record, name) for name in names}:
        rounds.write_round(actor=actor, record=record, **new)


def _save_setup(record: EvaluationRound, plans: Sequence[IndicatorPlan], actor: Actor | None) -> None:
    saved: dict[str, Indicator] = {}
    for plan in plans:
        if plan.code not in saved:
            saved[plan.code] = _save_indicator(plan, actor, record.code)
    shares = [
        Share(indicator=saved[plan.code], peer_group_id=group_id, weight=plan.weight)
        for plan in plans
        for group_id in plan.group_ids
    ]
    rounds.set_composition(actor=actor, record=record, shares=shares)
    _apply_rows(record, plans, actor)


def _apply_rows(record: EvaluationRound, plans: Sequence[IndicatorPlan], actor: Actor | None) -> None:
    """Let each peer group keep the target and bounds of its own row, where a code has several rows."""
    by_key = {(plan.code, group_id): plan for plan in plans for group_id in plan.group_ids}
    rows = compositions_of(record.id)
    before = composition_facts(rows)
    for row in rows:
        plan = by_key[row.code, row.peer_group_id]
        for name, value in _scoring_values(plan).items():
            setattr(row, name, value)
    db.session.flush()
    publish_round_change(actor, record, before, composition_facts(rows))


def _scoring_values(plan: IndicatorPlan) -> dict[str, object]:
    definition = plan.definition
    return {
        "method": definition.method,
        "direction": definition.direction,
        "target": definition.target,
        "worst": definition.worst,
        "best": definition.best,
        "cap": definition.cap,
        "floor": definition.floor,
        "digits": plan.digits,
        "rounding": plan.rounding,
        "history": plan.stored_history,
        "parameters": dict(definition.extra),
    }


def _save_indicator(plan: IndicatorPlan, actor: Actor | None, round_code: str) -> Indicator:
    """Write the definition sheet. What the workbook has no column for stays as it was."""
    values = _scoring_values(plan)
    perspective = places.perspective_named(plan.perspective) if plan.perspective else None
    objective = places.objective_named(plan.objective, perspective) if plan.objective and perspective else None
    known = plan.known
    draft = (
        indicators.draft_of(known)
        if known
        else IndicatorDraft(code=plan.code, name=plan.name, method=plan.definition.method)
    )
    values |= {"name": plan.name, "unit": plan.unit or draft.unit}
    if perspective:
        values |= {"perspective_id": perspective.id, "objective_id": objective.id if objective else None}
    if plan.definition.method is Method.PANEL:
        values["kind"] = IndicatorKind.QUALITATIVE
    changed: IndicatorDraft = replace(draft, **values)  # type: ignore[arg-type]
    if known is not None and changed == draft:
        return known
    reason = str(_("Imported with the workbook of round %(code)s.", code=round_code))
    return indicators.save_indicator(actor=actor, draft=changed, indicator=known, change_reason=reason)


def _add_members(record: EvaluationRound, plan: WorkbookPlan, actor: Actor | None) -> None:
    """Let the departments of the sheet 실적 take part; without any, all that have a composition do."""
    named = {item.department_id for item in plan.measures}
    chosen = set(db.session.scalars(select(RoundMember.department_id).where(RoundMember.round_id == record.id)))
    if not named and chosen:
        return
    groups = {row.peer_group_id for row in compositions_of(record.id)}
    eligible = [member for member in eligible_members(record) if member.peer_group_id in groups]
    if named:
        eligible = [member for member in eligible if member.department_id in named | chosen]
        rounds.write_members(actor=actor, record=record, members=eligible)


def _save_measures(record: EvaluationRound, plan: WorkbookPlan, actor: Actor | None) -> int:
    if not plan.measures:
        return 0
    rows = compositions_of(record.id)
    ids = {row.code: row.indicator_id for row in rows}
    panels = {row.code for row in rows if row.method is Method.PANEL}
    entries: list[tuple[int, MeasureDraft]] = [
        (item.department_id, replace(item.draft, indicator_id=ids[item.code]))
        for item in plan.measures
        if item.code not in panels or item.draft.state.value == "not_applicable"
    ]
    changed = write_measures(actor=actor, record=record, entries=entries)
    keys = {(draft.indicator_id, department_id) for department_id, draft in entries}
    exempt_imported(actor=actor, record=record, keys=keys)
    return len(changed)
